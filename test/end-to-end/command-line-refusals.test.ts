import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { command as started } from '../command-line.js';
import type { Ended } from '../command-line.js';
import { withFolder } from '../drill.js';
import { landingZone } from '../landing-zone.js';
import { command, commandHere } from './called.js';

/** Writes a drill file beside absolute paths of the example and plays it. */
function playFile(folder: string, change: (text: string) => string, ...args: string[]): Promise<Ended> {
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
  return commandHere('run', '--file', file, '--output', join(folder, 'out'), ...args);
}

/** One sentence on standard error and perhaps a hint; nothing on standard output, no stack, nothing written. */
function expectRefusal(folder: string, ended: Ended, sentence: RegExp): void {
  expect(ended.err).to.match(sentence);
  expect(ended.code, ended.err).to.equal(2);
  expect(ended.out).to.equal('');
  expect(ended.err).to.not.match(/\n\s+at /);
  expect(readdirSync(folder).filter((name) => name.startsWith('out'))).to.deep.equal([]);
}

describe('the command line refuses with exit code 2, one sentence and nothing written', () => {
  const cases: readonly (readonly [string, (folder: string) => Promise<Ended>, RegExp])[] = [
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
      (folder) => commandHere('run', '--file', join(folder, 'none.yaml')),
      /cannot read the drill file .*none\.yaml: there is no such file/,
    ],
    [
      'a drill file that is a folder',
      (folder) => commandHere('run', '--file', folder),
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
        commandHere('run', '--overlay', join(folder, 'o.yaml'), '--output', join(folder, 'out'))
      ),
      /o\.yaml:1:1: the overlay changes nothing/,
    ],
    [
      'a managed policy of AWS that the twin does not have',
      (folder) => (
        writeFileSync(
          join(folder, 'o.yaml'),
          'everyAccount: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] } } }',
        ),
        commandHere('run', '--overlay', join(folder, 'o.yaml'), '--output', join(folder, 'out'))
      ),
      /does not have the AWS managed policy arn:aws:iam::aws:policy\/AmazonS3FullAccess/,
    ],
    [
      'an output folder that is a file',
      (folder) => (writeFileSync(join(folder, 'file'), ''), commandHere('run', '--output', join(folder, 'file', 'x'))),
      /cannot write to the output folder .*: a part of the path is a file/,
    ],
    [
      'an output folder that cannot be written to',
      () => commandHere('run', '--output', '/proc/breakglass'),
      /cannot write to the output folder \/proc\/breakglass: /,
    ],
    ['an unknown option', () => commandHere('run', '--colour'), /unknown option '--colour'/],
    ['an unknown fault', () => commandHere('broken', 'no-such-fault'), /there is no seeded fault "no-such-fault"/],
    [
      'an unknown code',
      () => commandHere('explain', 'BG_ROLE_MISING'),
      /there is no scenario and no code "BG_ROLE_MISING"/,
    ],
    ['a folder that is no drill', (folder) => commandHere('verify', folder), /is not the folder of a drill/],
    [
      'nothing to serve',
      () => commandHere('emulate'),
      /there is nothing to serve\n {2}Name an organization document with --organization, or --empty/,
    ],
    [
      'a port that is none',
      () => commandHere('emulate', '--organization', 'examples/landing-zone.yaml', '--port', '70000'),
      /a port is a whole number/,
    ],
  ];
  for (const [title, play, sentence] of cases)
    it(title, () => withFolder(async (folder) => expectRefusal(folder, await play(folder), sentence)));

  it('as a program too', () =>
    withFolder((folder) =>
      Promise.resolve(
        expectRefusal(
          folder,
          command('run', 'no-such-scenario', '--output', join(folder, 'out')),
          /there is no scenario "no-such-scenario"/,
        ),
      ),
    ));

  it('an occupied port', () =>
    withFolder(async (folder) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      expectRefusal(
        folder,
        await started(['emulate', '--organization', 'examples/landing-zone.yaml', '--port', String(port)]),
        new RegExp(`cannot listen on port ${port}: it is in use`),
      );
      server.close();
    }));
});

function accountNames(): string[] {
  return Object.keys(landingZone().accounts);
}
