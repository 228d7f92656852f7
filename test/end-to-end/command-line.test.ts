import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadDrill } from '../../harness/engine/load.js';
import { scenarios } from '../../scenarios/index.js';
import { command as started } from '../command-line.js';
import type { Ended } from '../command-line.js';
import { withFolder } from '../drill.js';
import { command } from './called.js';

describe('the command line', () => {
  it('plays a drill, says the verdict on standard output and progress on standard error', () =>
    withFolder(async (output) => {
      const { code, out, err } = command('run', '--output', output);
      expect([code, out.split('\n', 1)[0]?.startsWith('HELD')]).to.deep.equal([0, true]);
      expect(err).to.include('it lets every break-glass user into every account');
      const [id = ''] = readdirSync(output);
      const folder = join(output, id);
      if (process.platform !== 'win32')
        for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).to.equal(0);
      expect(command('verify', folder)).to.deep.include({ code: 0 });
      writeFileSync(join(folder, 'report.md'), 'other');
      expect(command('verify', folder)).to.deep.include({
        code: 1,
        out: 'report.md: is not what the journal says\ndigests.json: does not fit report.md\n',
      });
      return Promise.resolve();
    }));

  it('prints one JSON document and nothing else with --json', () =>
    withFolder(async (output) => {
      const { code, out, err } = command('run', 'team-loss', '--output', output, '--json');
      expect([code, err]).to.deep.equal([0, '']);
      expect((JSON.parse(out) as { drill: { outcome: string } }).drill.outcome).to.equal('held');
      for (const verb of [['list'], ['explain', 'BG_ROLE_MISSING'], ['broken']])
        expect(() => JSON.parse(command(...verb, '--json').out) as unknown, verb.join(' ')).to.not.throw();
      return Promise.resolve();
    }));

  it('teaches', () => {
    expect(command('--help').out).to.include('Exit codes:').and.include('explain BG_ROLE_MISSING');
    for (const verb of ['run', 'list', 'explain', 'verify', 'emulate', 'broken'])
      expect(command(verb, '--help'), verb).to.deep.include({ code: 0, err: '' });
    expect(command('list').out).to.include('identity-provider-failure');
    expect(command('explain', 'bg_role_missing').out).to.include('What to do  Deploy the break-glass role');
    expect(command('explain', 'identity-provider-failure').out).to.include('refuses an outsider');
  });

  it('keeps the folder of an older drill of the same id', () =>
    withFolder(async (output) => {
      command('run', 'readiness', '--output', output);
      command('run', 'readiness', '--output', output);
      expect(readdirSync(output)).to.have.length(2);
      return Promise.resolve();
    }));

  it('Ctrl-C undoes, writes the report and exits 4', () =>
    withFolder(async (output) => {
      let stopped = false;
      const { code, err } = await started(['run', 'identity-provider-failure', '--output', output], (text, stop) => {
        if (stopped || !text.includes('it stops everybody')) return;
        stopped = true;
        stop();
      });
      expect(err).to.include('stopping and putting everything back');
      expect(code).to.equal(4);
      const [id = ''] = readdirSync(output);
      const result = JSON.parse(readFileSync(join(output, id, 'result.json'), 'utf8')) as {
        drill: { outcome: string };
        premises: { putBack: string }[];
      };
      expect([result.drill.outcome, result.premises.map((premise) => premise.putBack)]).to.deep.equal([
        'aborted',
        ['undone'],
      ]);
    }));

  it('plain mocha plays the same drill with the same exit code', () =>
    withFolder(async (folder) => {
      const mocha = (env: Record<string, string>): Ended => {
        const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js'], {
          encoding: 'utf8',
          env: { ...process.env, NO_COLOR: '1', BREAKGLASS_OUTPUT: join(folder, 'out'), ...env },
        });
        return { code: status, out: stdout, err: stderr };
      };
      const sound = mocha({});
      const { scenarios: played } = loadDrill('drill.yaml').file;
      const chosen = scenarios.filter(({ id }) => played.includes(id));
      const checks = (await Promise.all(chosen.map((scenario) => scenario.rehearse()))).flatMap(
        (one) => one.checks,
      ).length;
      expect([sound.code, sound.out.includes(`${checks} passing`)]).to.deep.equal([0, true]);
      mkdirSync(join(folder, 'broken'));
      const file = join(folder, 'broken', 'drill.yaml');
      const text = readFileSync('drill.yaml', 'utf8').replace(
        'examples/landing-zone.yaml',
        `${process.cwd()}/examples/landing-zone.yaml`,
      );
      writeFileSync(
        file,
        `${text.replace(/^scenarios:\n(  - .*\n)+/m, 'scenarios: [identity-provider-failure]\n')}overlays: [${process.cwd()}/examples/broken/role-missing.yaml]\n`,
      );
      const broken = mocha({ BREAKGLASS_DRILL_FILE: file });
      expect([broken.code, broken.out.includes('BG_ROLE_MISSING')]).to.deep.equal([1, true]);
      writeFileSync(file, text.replace('target: embedded', 'target: moon'));
      const wrong = mocha({ BREAKGLASS_DRILL_FILE: file });
      expect([wrong.code, wrong.err.includes('target')]).to.deep.equal([2, true]);
      return Promise.resolve();
    }));
});
