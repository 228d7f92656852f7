import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { loadDrill } from '../../harness/engine/load.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { PreparationList } from '../../reports/preparation.js';
import { command as started } from '../command-line.js';
import { withFolder } from '../drill.js';
import { commandHere } from './called.js';
import { own } from './own-folder.js';

interface Lists {
  preparation: PreparationList;
  plan: DrillPlan;
}

/** The document of a drill's only folder below `output`. */
function kept(output: string, name: string): unknown {
  const [id = ''] = readdirSync(output);
  return JSON.parse(readFileSync(join(output, id, name), 'utf8'));
}

/** Names in this folder: the command line leaves nothing in it. */
const here = (): string[] => readdirSync('.').sort();

/** Calls `use` while this process has `folder` for its temporary files. */
async function withTemporaryFiles<T>(folder: string, use: () => Promise<T>): Promise<T> {
  const { TMPDIR: before } = process.env;
  process.env['TMPDIR'] = folder;
  try {
    return await use();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

describe('the verb plan', () => {
  it('prints both lists for people and leaves nothing behind', () =>
    withFolder(async (folder) => {
      const before = here();
      const { code, out, err } = await started(['plan', 'identity-provider-failure'], undefined, { TMPDIR: folder });
      expect([code, readdirSync(folder), here()], err).to.deep.equal([0, [], before]);
      expect(out.indexOf('PREPARATION')).to.equal(0);
      expect(out).to.match(
        /\n {2}as permission-set\/Investigator, in any account\n {4}organizations: DescribeOrganization, /,
      );
      expect(out).to.match(/\nPLAN {2}drill emulated-[0-9a-f]{8} "landing-zone"/);
      expect(out).to.match(
        /\n {2}certain +16 items of access\/break-glass-1, in all\n {6}16 x sts:AssumeRole as user\/break-glass-1\n/,
      );
      expect(out).to.match(/\n {2}conditional +2 items of console\/.*; if the user can sign in\n {6}up to 2 x /);
      expect(out).to.match(/\n {2}repeated .*; until every message .*\n {6}up to 1 x sqs:GetQueueUrl as /);
      expect(out).to.match(/\nCALLS {2}[\d,]+ certain, up to [\d,]+ conditional, up to [\d,]+ repeated\n/);
      expect(out).to.match(
        /\nCALLS {2}[^\n]+\n {2}each is sent up to 6 times where it is throttled[^\n]+\nUSES OF BREAK GLASS {2}up to [1-9]\d*\nMESSAGES TO PEOPLE {2}up to [1-9]\d*\n {2}up to \d+ by email from arn:/,
      );
      expect(out).to.match(/\n {2}all: network, .* and 10 more\n/);
    }));

  it('prints with --json the documents that run writes, byte for byte', () =>
    withFolder(async (folder) => {
      const { code, out, err } = await commandHere('plan', 'team-loss', '--json');
      expect([code, err]).to.deep.equal([0, '']);
      await commandHere('run', 'team-loss', '--output', folder);
      const lists = JSON.parse(out) as Lists;
      expect(Object.keys(lists)).to.deep.equal(['preparation', 'plan']);
      expect(lists.plan).to.deep.equal(kept(folder, 'plan.json'));
      expect(lists.preparation).to.deep.equal(kept(folder, 'preparation.json'));
    }));

  it('keeps both where a folder is named', () =>
    withFolder(async (folder) => {
      const output = join(folder, 'plans');
      const { code, out } = await commandHere('plan', 'team-loss', '--output', output);
      const [id = ''] = readdirSync(output);
      expect([code, out.split('\n').at(-2)]).to.deep.equal([0, `Written to ${join(output, id)}`]);
      expect((kept(output, 'plan.json') as DrillPlan).drill.id).to.equal(id);
      expect((kept(output, 'preparation.json') as PreparationList).drill.id).to.equal(id);
      expect((await commandHere('recover', join(output, id))).out).to.equal('Nothing is left to take back.\n');
    }));

  it('asks nobody to agree: it is what they look at before they do', () =>
    withFolder(async (folder) => {
      const file = own(folder, {}, ['identity-provider-failure'], 'limits: { messages: 0 }\n');
      const { code, out } = await commandHere('plan', '--file', file);
      expect([code, /MESSAGES TO PEOPLE {2}up to [1-9]/.test(out)]).to.deep.equal([0, true]);
    }));

  it('refuses what run refuses, and leaves nothing either', () =>
    withFolder(async (folder) => {
      const output = join(folder, 'plans');
      for (const wrong of [
        ['plan', 'no-such-scenario'],
        ['plan', '--target', 'embedded', '--deploy'],
        ['plan', 'readiness', '--endpoint', 'http://127.0.0.1:1'],
      ]) {
        const ended = await withTemporaryFiles(folder, () => commandHere(...wrong, '--output', output));
        expect([ended.code, ended.out, readdirSync(folder)], wrong.join(' ')).to.deep.equal([2, '', []]);
      }
    }));

  it('plans on an endpoint,', () =>
    withFolder(async (folder) => {
      const { organization } = loadDrill('drill.yaml');
      const emulator = await serveEmulator(organization, seededRandom('plan'));
      try {
        const file = own(folder, { 'secrets.json': JSON.stringify(emulator.ready) }, ['team-loss']);
        const { code, out, err } = await commandHere(
          ...['plan', '--file', file, '--endpoint', emulator.ready.endpoint],
          ...['--secrets', join(folder, 'secrets.json'), '--json'],
        );
        expect(code, err).to.equal(0);
        const { preparation, plan } = JSON.parse(out) as Lists;
        expect([preparation.drill.endpoint, plan.drill.target]).to.deep.equal([emulator.ready.endpoint, 'endpoint']);
      } finally {
        await emulator.close();
      }
    }));

  it('stands among the verbs of its group, as every verb does', async () => {
    const { out } = await commandHere('--help');
    const groups = [...out.matchAll(/^(Learn|My organization|Drill|Evidence):\n((?: {2}.*\n)+)/gm)].map(
      ([, group, lines]) => [group, [...(lines ?? '').matchAll(/^ {2}(\w+)/gm)].map(([, verb]) => verb)],
    );
    expect(Object.fromEntries(groups)).to.deep.equal({
      Learn: ['list', 'explain', 'broken'],
      'My organization': ['snapshot', 'deploy'],
      Drill: ['plan', 'run', 'recover', 'emulate'],
      Evidence: ['verify'],
    });
    expect(out).to.not.include('\nCommands:\n');
  });
});
