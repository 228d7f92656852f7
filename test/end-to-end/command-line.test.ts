import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.js';
import { command as started } from '../command-line.js';
import type { Ended } from '../command-line.js';
import { withFolder } from '../drill.js';
import { command, commandHere } from './called.js';

describe('the command line', () => {
  it('plays a drill, says the verdict on standard output and progress on standard error', () =>
    withFolder(async (output) => {
      // One scenario, so that it stays short; all of drill.yaml in .ci/run.
      const { code, out, err } = command('run', 'identity-provider-failure', '--output', output);
      expect([code, out.split('\n', 1)[0]?.startsWith('HELD')]).to.deep.equal([0, true]);
      expect(err).to.include('it lets every break-glass user enter every account');
      const [id = ''] = readdirSync(output);
      const folder = join(output, id);
      if (process.platform !== 'win32')
        for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).to.equal(0);
      expect(await commandHere('verify', folder)).to.deep.include({ code: 0 });
      writeFileSync(join(folder, 'report.md'), 'other');
      expect(await commandHere('verify', folder)).to.deep.include({
        code: 1,
        out: 'report.md: is not what the journal says\ndigests.json: does not fit report.md\n',
      });
    }));

  it('prints one JSON document and nothing else with --json', () =>
    withFolder(async (output) => {
      const { code, out, err } = await commandHere('run', 'team-loss', '--output', output, '--json');
      expect([code, err]).to.deep.equal([0, '']);
      expect((JSON.parse(out) as { drill: { outcome: string } }).drill.outcome).to.equal('held');
      for (const verb of [['list'], ['explain', 'BG_ROLE_MISSING'], ['broken']])
        expect(JSON.parse((await commandHere(...verb, '--json')).out), verb.join(' ')).to.not.equal(undefined);
    }));

  it('teaches', async () => {
    expect((await commandHere('--help')).out)
      .to.include('Exit codes:')
      .and.include('explain BG_ROLE_MISSING');
    for (const verb of ['run', 'list', 'explain', 'verify', 'emulate', 'broken'])
      expect(await commandHere(verb, '--help'), verb).to.deep.include({ code: 0, err: '' });
    expect((await commandHere('list')).out).to.include('identity-provider-failure');
    expect((await commandHere('explain', 'bg_role_missing')).out).to.include('What to do  Deploy the break-glass role');
    expect((await commandHere('explain', 'identity-provider-failure')).out).to.include('refuses an outsider');
  });

  it('keeps the folder of an older drill of the same id', () =>
    withFolder(async (output) => {
      await commandHere('run', 'readiness', '--output', output);
      await commandHere('run', 'readiness', '--output', output);
      expect(readdirSync(output)).to.have.length(2);
    }));

  it('Ctrl-C undoes, writes the report and exits 4', () =>
    withFolder(async (output) => {
      let stopped = false;
      const { code, err } = await started(['run', 'identity-provider-failure', '--output', output], (text, stop) => {
        if (stopped || !text.includes('it stops every federated')) return;
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
      const file = join(folder, 'drill.yaml');
      const mocha = (changed: string): Ended => {
        writeFileSync(file, changed);
        const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js'], {
          encoding: 'utf8',
          env: {
            ...process.env,
            NO_COLOR: '1',
            BREAKGLASS_OUTPUT: join(folder, 'out'),
            BREAKGLASS_DRILL_FILE: file,
          },
        });
        return { code: status, out: stdout, err: stderr };
      };
      // One scenario, so that the tests stay short; all of drill.yaml in .ci/run.
      const chosen = 'team-loss';
      const text = readFileSync('drill.yaml', 'utf8')
        .replace('examples/landing-zone.yaml', `${process.cwd()}/examples/landing-zone.yaml`)
        .replace(/^scenarios:\n(  - .*\n)+/m, `scenarios: [${chosen}]\n`);
      const sound = mocha(text);
      const checks = (await scenarios.find(({ id }) => id === chosen)?.rehearse())?.checks.length ?? 0;
      expect([sound.code, sound.out.includes(`${checks} passing`)]).to.deep.equal([0, true]);
      const broken = mocha(`${text}overlays: [${process.cwd()}/examples/broken/role-missing.yaml]\n`);
      expect([broken.code, broken.out.includes('BG_ROLE_MISSING')]).to.deep.equal([1, true]);
      const wrong = mocha(text.replace('target: embedded', 'target: moon'));
      expect([wrong.code, wrong.err.includes('target')]).to.deep.equal([2, true]);
    }));
});
