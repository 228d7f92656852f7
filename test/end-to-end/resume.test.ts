import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { LoadOptions } from '../../harness/engine/load.js';
import { recover } from '../../harness/engine/recover.js';
import { runDrill } from '../../harness/engine/run.js';
import type { DrillOptions, FinishedDrill } from '../../harness/engine/run.js';
import { readDrillFolder } from '../../reports/files.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { DrillResult } from '../../reports/result.js';
import { verifyDrill } from '../../reports/verify.js';
import { sha256 } from '../../base/canonical-json.js';
import { describeError } from '../../base/errors.js';
import { scenarios } from '../../scenarios/index.js';
import { drawn, share } from '../draw.js';
import { withFolder } from '../drill.js';
import { LIES, truth } from '../harness/endpoint-lies.js';
import { cutWaysOut, playUntil } from '../killed-drill.js';
import { SMALL_LANDING_ZONE } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie, LyingEndpoint } from '../lying-endpoint.js';
import { openLoaded } from '../planned-at-endpoint.js';
import { differences, heldAgainst, itemsOfPlan, leftOfPlan, watched } from '../planned-calls.js';

/** Somebody gets in who must not, and a guardrail locks out: causes of both are read from what a cell keeps. */
const BROKEN = `
accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } } }
serviceControlPolicies: { no-new-iam-users: { statements: { DenyUsersAndKeys: { Condition: null } } } }
`;

const TOOL = { name: 'breakglass-drill', version: 'test' };

/** What the endpoint holds, and what is untrue about it. */
interface Played {
  overlays: readonly string[];
  lie: Lie;
}

/** An endpoint, a folder for its drills, and what both are played with. */
interface Stage {
  served: LyingEndpoint;
  output: string;
  load: LoadOptions & { target: NonNullable<LoadOptions['target']> };
}

async function staged<T>({ overlays, lie }: Played, use: (stage: Stage) => Promise<T>): Promise<T> {
  const served = await lyingEndpoint(lie, SMALL_LANDING_ZONE, ...overlays);
  const { endpoint, secrets } = served;
  const load = {
    overlays: [SMALL_LANDING_ZONE, ...overlays].map((text, index) => ({ file: `overlay-${index}.yaml`, text })),
    scenarios: ['identity-provider-failure', 'guardrail-lockout'],
    target: { name: 'endpoint' as const, url: endpoint, secrets },
  };
  try {
    return await withFolder((output) => use({ served, output, load }));
  } finally {
    await served.close();
  }
}

function play({ output, load }: Stage, more: Partial<DrillOptions> = {}): Promise<FinishedDrill> {
  return runDrill(loadDrill('drill.yaml', load), { scenarios, output, progress: silentProgress, tool: TOOL, ...more });
}

/** Resumes, and tells of each call. */
async function resumed(stage: Stage, resume: string): Promise<FinishedDrill & { calls: ObservedCall[] }> {
  const calls: ObservedCall[] = [];
  const { target } = await openLoaded(loadDrill('drill.yaml', stage.load));
  const openWatched = (): typeof target => watched(target, (call) => void calls.push(call));
  return { ...(await play(stage, { resume, openTarget: openWatched })), calls };
}

/** Plays until its journal has so many cells, and then stops it as Ctrl-C does. */
function stopped(stage: Stage, cells: number, more: Partial<DrillOptions> = {}): Promise<FinishedDrill> {
  const stop = new AbortController();
  const others = readdirSync(stage.output);
  return play(stage, {
    ...more,
    signal: stop.signal,
    onWrite: (name) => {
      const [own = ''] = readdirSync(stage.output).filter((folder) => !others.includes(folder));
      if (name === 'journal.jsonl' && cellsOf(join(stage.output, own)).length >= cells)
        stop.abort(new Error('stopped by a test'));
    },
  });
}

function journalOf(folder: string): JournalRecord[] {
  // It appears with its first line.
  if (!readdirSync(folder).includes('journal.jsonl')) return [];
  return readFileSync(join(folder, 'journal.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalRecord);
}

function planOf(folder: string): DrillPlan {
  return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as DrillPlan;
}

const cellsOf = (folder: string): RecordOf<'cell'>[] => recordsOf(journalOf(folder), 'cell');
const keyOf = ({ scenario, item }: { scenario: string; item: string }): string => `${scenario} ${item}`;
const answers = (records: readonly JournalRecord[]): string[] =>
  recordsOf(records, 'cell')
    .map((cell) => `${keyOf(cell)} ${cell.user} ${cell.outcome} ${cell.code}`)
    .sort();

/** Of alarms the outcome alone: a drill that resumes another waits for fewer messages, and says so. */
function verdicts({ scenarios: played }: DrillResult): string[] {
  return played.flatMap(({ id, checks }) =>
    checks.map(({ id: check, outcome, reason, summary }) =>
      check.startsWith('alarms')
        ? `${id} ${check} ${/only the drill that this one resumes/.test(reason ?? '') ? 'held' : outcome}`
        : `${id} ${check} ${outcome} ${reason ?? summary ?? ''}`,
    ),
  );
}

/** Items that the journal of a stopped drill answers. */
function answeredIn(folder: string): string[] {
  return cellsOf(folder)
    .filter(({ outcome }) => outcome === 'held' || outcome === 'broken')
    .map(keyOf);
}

/** A drill that resumed another is as one that nobody stopped, and sent nothing for what it took over. */
function isWhole(
  whole: Whole,
  earlier: string,
  { folder, result, calls }: FinishedDrill & { calls: readonly ObservedCall[] },
): void {
  const [plan, journal] = [planOf(folder), journalOf(folder)];
  expect(answers(journal)).to.deep.equal(answers(whole.records));
  expect(verdicts(result)).to.deep.equal(verdicts(whole.result));
  expect(result.findings).to.deep.equal(whole.result.findings);
  const taken = cellsOf(folder).filter((cell) => cell.resumed);
  expect(taken.map(keyOf).sort()).to.deep.equal(answeredIn(earlier).sort());
  const before = journalOf(earlier);
  for (const { item, resumed: from } of taken) {
    const source = before[(from?.seq ?? 0) - 1] as RecordOf<'cell'>;
    expect([source.item, source.resumed?.at ?? source.ts]).to.deep.equal([item, from?.at]);
  }
  const left = new Set(plan.work.flatMap((work) => leftOfPlan(plan, work).map((item) => `${work.scenario} ${item}`)));
  expect(taken.map(keyOf).filter((key) => left.has(key))).to.deep.equal([]);
  // The calls that were made are those that the plan has for what was left, each certain one as often as it says.
  const held = heldAgainst(readDrillFolder(folder), calls);
  expect(differences(held.plan, journal, held.calls)).to.deep.equal([]);
  expect(held.refused).to.deep.equal([]);
  expect(plan.resumes?.journalSha256).to.equal(sha256(readFileSync(join(earlier, 'journal.jsonl'), 'utf8')));
  const items = plan.work.filter(({ certainty }) => certainty === 'certain').flatMap((work) => itemsOfPlan(plan, work));
  expect(plan.resumes?.items.of).to.equal(items.length);
  expect(verifyDrill(readDrillFolder(folder)).problems).to.deep.equal([]);
}

/** What a drill that nobody stopped left. */
interface Whole {
  result: DrillResult;
  records: JournalRecord[];
}

function wholeOf({ result, folder }: FinishedDrill): Whole {
  return { result, records: journalOf(folder) };
}

/** On the organization inside this process, which answers as the endpoint does and sooner. */
async function playedWhole(stage: Stage): Promise<Whole> {
  return wholeOf(await play({ ...stage, load: { ...stage.load, target: { name: 'embedded' } } }));
}

/** What is refused says everything that is wrong, and is no new drill. */
async function refused(stage: Stage, folder: string, more: Partial<Stage['load']>, options = {}): Promise<string> {
  const before = readdirSync(stage.output);
  const asked = { ...stage, load: { ...stage.load, ...more } };
  const told = await play(asked, { resume: folder, ...options }).then(() => 'it was played', describeError);
  expect(readdirSync(stage.output)).to.deep.equal(before);
  return told;
}

/** A copy of a drill's folder with one file changed. */
function copyWith(folder: string, name: string, file: string, change: (text: string) => string): string {
  const copy = join(dirname(folder), `copy-${name}`);
  cpSync(folder, copy, { recursive: true });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));
  return copy;
}

const ENDPOINTS: Readonly<Record<string, Played>> = {
  'with faults': { overlays: [BROKEN], lie: truth },
  'without faults': { overlays: [], lie: truth },
  'where the configuration decides': {
    overlays: [BROKEN],
    lie: LIES.find(({ lacking }) => lacking === 'verifies MFA codes')?.lie ?? truth,
  },
};

describe('a drill that was killed, recovered, resumed, stopped and resumed again', function () {
  this.timeout(120_000);
  let putBack: () => void;
  before(() => (putBack = cutWaysOut()));
  after(() => putBack());

  for (const [where, played] of Object.entries(ENDPOINTS).slice(0, share === 'few' ? 1 : undefined))
    it(`is as one that nobody stopped, and no answer is asked for twice, ${where}`, async () => {
      const whole = await staged(
        played,
        played.lie === truth ? playedWhole : async (stage) => wholeOf(await play(stage)),
      );
      const cells = recordsOf(whole.records, 'cell');
      // In the first scenario, while its premise holds.
      const early = cells.flatMap(({ scenario }, index) =>
        index > 0 && scenario === cells[0]?.scenario ? [index] : [],
      );
      const [some = 0] = drawn('killed', early, { few: 1, more: 1 });
      await staged(played, async (stage) => {
        const hasSome = (): boolean => {
          const [folder] = readdirSync(stage.output);
          return folder !== undefined && cellsOf(join(stage.output, folder)).length >= some;
        };
        await playUntil(
          stage.load,
          stage.output,
          ({ about, name }) => about === 'write' && name === 'journal.jsonl' && hasSome(),
        );
        const one = join(stage.output, readdirSync(stage.output)[0] ?? '');
        expect(journalOf(one).some(({ kind }) => kind === 'aborted')).to.equal(false);
        expect(await refused(stage, one, {})).to.match(
          /cannot be resumed yet: not taken back is .*\n.*breakglass-drill recover /,
        );
        await recover(one, { secrets: stage.served.secrets, progress: () => undefined });
        await refusals(stage, one);
        const two = await stopped(stage, cells.length - 10, { resume: one });
        expect(two.result.drill.exitCode).to.equal(4);
        expect(basename(two.folder)).to.equal(`${basename(one)}-2`);
        expect(answeredIn(two.folder)).to.include.members(answeredIn(one));
        expect(answeredIn(two.folder).length).to.be.greaterThan(answeredIn(one).length);
        const three = await resumed(stage, two.folder);
        isWhole(whole, two.folder, three);
        if (three.result.scenarios.every(({ checks }) => checks.every(({ outcome }) => outcome !== 'inconclusive')))
          expect(await refused(stage, three.folder, {})).to.include('every item of it has an answer');
      });
    });
});

/** What stands against it is said all at once. */
async function refusals(stage: Stage, folder: string): Promise<void> {
  const { load, served } = stage;
  const others = {
    overlays: [...(load.overlays ?? []), { file: 'more.yaml', text: 'organization: { }' }].slice(0, 1),
    seed: 'another',
    scenarios: ['guardrail-lockout'],
    target: { ...load.target, url: `${served.endpoint}/elsewhere` },
  };
  const all = await refused(stage, folder, others, { tool: { ...TOOL, version: 'next' } });
  for (const what of ['version of the tool: then test, now next', 'endpoint: ', 'seed: ', 'scenarios: '])
    expect(all).to.include(what);
  if ((load.overlays ?? []).length > 1) expect(all).to.include('overlays');
  expect(await refused(stage, folder, { target: { name: 'embedded' } })).to.include(
    'nothing is left of the organization',
  );
  expect(await refused(stage, folder, { target: { ...load.target, deploy: true } })).to.include('keys that it made');
  const changed = copyWith(folder, 'changed', 'journal.jsonl', (text) => text.replace('"held"', '"broken"'));
  expect(await refused(stage, changed, {})).to.match(/journal.jsonl line \d+: was changed.*does not verify/);
  const replanned = copyWith(folder, 'replanned', 'plan.json', (text) => text.replace('"certain"', '"repeated"'));
  expect(await refused(stage, replanned, {})).to.include('is not the plan that its journal names');
  expect(await refused(stage, join(folder, 'absent'), {})).to.include('there is no such folder');
}
