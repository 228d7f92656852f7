import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadDrill } from '../../harness/engine/load.js';
import { scenarios } from '../../scenarios/index.js';
import { withFolder } from '../drill.js';
import { landingZone } from '../landing-zone.js';

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

const ENTRY = 'dist/cli/entry.js';

function command(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}

/** Writes a drill file beside absolute paths of the example and plays it. */
function playFile(folder: string, change: (text: string) => string, ...args: string[]): Ended {
  const file = join(folder, 'drill.yaml');
  writeFileSync(
    file,
    change(
      readFileSync('drill.yaml', 'utf8').replace(
        'examples/landing-zone.yaml',
        `${process.cwd()}/examples/landing-zone.yaml`,
      ),
    ),
  );
  return command('run', '--file', file, '--output', join(folder, 'out'), ...args);
}

/** One sentence on standard error and perhaps a hint; nothing on standard output, no stack, nothing written. */
function expectRefusal(folder: string, ended: Ended, sentence: RegExp): void {
  expect(ended.err).to.match(sentence);
  expect(ended.code, ended.err).to.equal(2);
  expect(ended.out).to.equal('');
  expect(ended.err).to.not.match(/\n\s+at /);
  expect(readdirSync(folder).filter((name) => name.startsWith('out'))).to.deep.equal([]);
}

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

  describe('refuses with exit code 2, one sentence and nothing written', () => {
    const cases: readonly (readonly [string, (folder: string) => Ended, RegExp])[] = [
      [
        'an unknown scenario',
        (folder) => playFile(folder, (text) => text, 'no-such-scenario'),
        /^breakglass-drill: .*there is no scenario "no-such-scenario"/,
      ],
      [
        'an unknown scenario in the file',
        (folder) => playFile(folder, (text) => text.replace('- identity-provider-failure', '- identity-failure')),
        /drill\.yaml:\d+:\d+: there is no scenario "identity-failure"/,
      ],
      [
        'a drill file that is not there',
        (folder) => command('run', '--file', join(folder, 'none.yaml')),
        /cannot read the drill file .*none\.yaml: there is no such file/,
      ],
      [
        'a drill file that is a folder',
        (folder) => command('run', '--file', folder),
        /cannot read the drill file .*: it is a folder/,
      ],
      [
        'an invalid drill file',
        (folder) => playFile(folder, (text) => text.replace('target: embedded', 'target: [')),
        /drill\.yaml:\d+:\d+: /,
      ],
      [
        'an unknown key',
        (folder) => playFile(folder, (text) => text.replace('reader:', 'raeder:')),
        /drill\.yaml:\d+:1: unknown key "raeder"/,
      ],
      [
        'an organization that is not there',
        (folder) => playFile(folder, (text) => text.replace('landing-zone.yaml', 'none.yaml')),
        /drill\.yaml:\d+:1: cannot read the organization document/,
      ],
      [
        'users none of whom exists',
        (folder) => playFile(folder, (text) => text.replace('[break-glass-1, break-glass-2]', '[break-glas-1]')),
        /drill\.yaml:\d+:\d+: there is no IAM user "break-glas-1"/,
      ],
      [
        'a person that does not exist',
        (folder) => playFile(folder, (text) => text.replace('person: ivan', 'person: iwan')),
        /drill\.yaml:\d+:\d+: there is no person "iwan"/,
      ],
      [
        'a permission set of the management account that does not exist',
        (folder) =>
          playFile(folder, (text) =>
            text.replace('managementPermissionSet: ManagementAdministrator', 'managementPermissionSet: Nobody'),
          ),
        /drill\.yaml:\d+:\d+: there is no permission set "Nobody"/,
      ],
      [
        'no account left',
        (folder) =>
          playFile(
            folder,
            (text) =>
              `${text}accounts: { exclude: { ${accountNames()
                .map((name) => `${name}: no`)
                .join(', ')} } }\n`,
          ),
        /drill\.yaml:\d+:\d+: no account is left to drill/,
      ],
      [
        'an overlay that changes nothing',
        (folder) => (
          writeFileSync(join(folder, 'o.yaml'), 'accounts: { network: { ou: Infrastructure } }'),
          command('run', '--overlay', join(folder, 'o.yaml'), '--output', join(folder, 'out'))
        ),
        /o\.yaml:1:1: the overlay changes nothing/,
      ],
      [
        'a managed policy of AWS that the twin does not have',
        (folder) => (
          writeFileSync(
            join(folder, 'o.yaml'),
            'everyAccount: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } } }',
          ),
          command('run', '--overlay', join(folder, 'o.yaml'), '--output', join(folder, 'out'))
        ),
        /does not have the AWS managed policy arn:aws:iam::aws:policy\/ReadOnlyAccess/,
      ],
      [
        'an output folder that is a file',
        (folder) => (writeFileSync(join(folder, 'file'), ''), command('run', '--output', join(folder, 'file', 'x'))),
        /cannot write to the output folder .*: a part of the path is a file/,
      ],
      [
        'an output folder that cannot be written to',
        () => command('run', '--output', '/proc/breakglass'),
        /cannot write to the output folder \/proc\/breakglass: /,
      ],
      ['an unknown option', () => command('run', '--colour'), /unknown option '--colour'/],
      ['an unknown fault', () => command('broken', 'no-such-fault'), /there is no seeded fault "no-such-fault"/],
      [
        'an unknown code',
        () => command('explain', 'BG_ROLE_MISING'),
        /there is no scenario and no code "BG_ROLE_MISING"/,
      ],
      ['a folder that is no drill', (folder) => command('verify', folder), /is not the folder of a drill/],
      [
        'nothing to serve',
        () => command('emulate'),
        /there is nothing to serve\n {2}Name an organization document with --organization, or --empty/,
      ],
      [
        'a port that is none',
        () => command('emulate', '--organization', 'examples/landing-zone.yaml', '--port', '70000'),
        /a port is a whole number/,
      ],
    ];
    for (const [title, play, sentence] of cases)
      it(title, () => withFolder((folder) => Promise.resolve(expectRefusal(folder, play(folder), sentence))));

    it('an occupied port', () =>
      withFolder(async (folder) => {
        const server = createServer();
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const { port } = server.address() as AddressInfo;
        expectRefusal(
          folder,
          await ended(['emulate', '--organization', 'examples/landing-zone.yaml', '--port', String(port)]),
          new RegExp(`cannot listen on port ${port}: it is in use`),
        );
        server.close();
      }));
  });

  it('Ctrl-C undoes, writes the report and exits 4', () =>
    withFolder(async (output) => {
      const { code, err } = await ended(['run', 'identity-provider-failure', '--output', output], (child, text) => {
        if (text.includes('it stops everybody')) child.kill('SIGINT');
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
      const checks = scenarios
        .filter(({ id }) => played.includes(id))
        .flatMap((scenario) => scenario.outline().checks).length;
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

function accountNames(): string[] {
  return Object.keys(landingZone().accounts);
}

/** Runs the command and watches its standard error. */
function ended(
  args: string[],
  onError: (child: ReturnType<typeof spawn>, text: string) => void = () => undefined,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [ENTRY, ...args], { env: { ...process.env, NO_COLOR: '1' } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
      onError(child, chunk.toString());
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
