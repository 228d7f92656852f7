import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { LoadOptions } from '../../harness/engine/load.js';
import { recover } from '../../harness/engine/recover.js';
import { runDrill } from '../../harness/engine/run.js';
import type { DrillOptions, FinishedDrill } from '../../harness/engine/run.js';
import { openTarget } from '../../harness/targets/index.js';
import { readDrillFolder } from '../../reports/files.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { DrillResult } from '../../reports/result.js';
import { verifyDrill } from '../../reports/verify.js';
import { sha256 } from '../../base/canonical-json.js';
import { seededRandom } from '../../base/random.js';
import { scenarios } from '../../scenarios/index.js';
import { drawn } from '../draw.js';
import { withFolder } from '../drill.js';
import { truth } from '../harness/endpoint-lies.js';
import { cutWaysOut, playUntil } from '../killed-drill.js';
import { SMALL_LANDING_ZONE } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { LyingEndpoint } from '../lying-endpoint.js';
import { memoryLedger } from '../memory-ledger.js';
import { differences, heldAgainst, itemsOfPlan, leftOfPlan, watched } from '../planned-calls.js';

/** Somebody gets in who must not, and a guardrail locks out: causes of both are read from what a cell keeps. */
const BROKEN = `
accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } } }
serviceControlPolicies: { no-new-iam-users: { statements: { DenyUsersAndKeys: { Condition: null } } } }
`;

const TOOL = { name: 'breakglass-drill', version: 'test' };

/** An endpoint, a folder for its drills, and what both are played with. */
interface Stage {
  served: LyingEndpoint;
  output: string;
  load: LoadOptions & { target: NonNullable<LoadOptions['target']> };
}

async function staged<T>(overlays: readonly string[], use: (stage: Stage) => Promise<T>): Promise<T> {
  const served = await lyingEndpoint(truth, SMALL_LANDING_ZONE, ...overlays);
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
  const { file, organization } = loadDrill('drill.yaml', stage.load);
  const { url = '', secrets } = { ...stage.load.target, secrets: stage.served.secrets };
  const { target } = await openTarget({
    file,
    organization,
    choice: { name: 'endpoint', deploy: false, url, secrets },
    random: seededRandom(file.seed),
    progress: silentProgress,
    ...memoryLedger(),
  });
  const openWatched = (): typeof target => watched(target, (call) => void calls.push(call));
  return { ...(await play(stage, { resume, openTarget: openWatched })), calls };
}

/** Plays until so many lines of the journal are written, and then stops it as Ctrl-C does. */
function stopped(stage: Stage, lines: number, more: Partial<DrillOptions> = {}): Promise<FinishedDrill> {
  const stop = new AbortController();
  let written = 0;
  return play(stage, {
    ...more,
    signal: stop.signal,
    onWrite: (name) => {
      if (name === 'journal.jsonl' && ++written === lines) stop.abort(new Error('stopped by a test'));
    },
  });
}

function journalOf(folder: string): JournalRecord[] {
  const text = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalRecord);
}

function planOf(folder: string): DrillPlan {
  return JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as DrillPlan;
}

const cellsOf = (folder: string): RecordOf<'cell'>[] => recordsOf(journalOf(folder), 'cell');
const keyOf = ({ scenario, item }: { scenario: string; item: string }): string => `${scenario} ${item}`;
const answers = (folder: string): string[] =>
  cellsOf(folder)
    .map((cell) => `${keyOf(cell)} ${cell.user} ${cell.outcome} ${cell.code}`)
    .sort();

/** Verdicts, but of alarms: a drill that resumes another waits for fewer messages. */
function verdicts({ scenarios: played }: DrillResult, alarms = false): string[] {
  return played.flatMap(({ id, checks }) =>
    checks
      .filter((check) => check.id.startsWith('alarms') === alarms)
      .map((check) => `${id} ${check.id} ${check.outcome} ${alarms ? '' : (check.reason ?? check.summary ?? '')}`),
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
  whole: FinishedDrill,
  earlier: string,
  { folder, result, calls }: FinishedDrill & { calls: readonly ObservedCall[] },
): void {
  const [plan, journal] = [planOf(folder), journalOf(folder)];
  expect(answers(folder)).to.deep.equal(answers(whole.folder));
  expect(verdicts(result)).to.deep.equal(verdicts(whole.result));
  expect(result.findings).to.deep.equal(whole.result.findings);
  const taken = cellsOf(folder).filter((cell) => cell.resumed);
  expect(taken.map(keyOf).sort()).to.deep.equal(answeredIn(earlier).sort());
  const before = journalOf(earlier);
  for (const { seq, at, ...own } of taken.map((cell) => ({
    ...cell.resumed,
    item: cell.item,
    seq: cell.resumed?.seq ?? 0,
    at: cell.resumed?.at ?? '',
  }))) {
    const source = before[seq - 1] as RecordOf<'cell'>;
    expect(source.item).to.equal(own.item);
    expect(at).to.equal(source.resumed?.at ?? source.ts);
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

/** Lines of a journal at which it holds some cells and not all of them. */
function linesOfCells(folder: string): number[] {
  return journalOf(folder).flatMap(({ kind, seq }) => (kind === 'cell' ? [seq] : []));
}

describe('a drill that was stopped', function () {
  this.timeout(120_000);
  let whole: FinishedDrill;
  let broken: FinishedDrill;
  let wholeFolder: Promise<void>;
  let release: () => void = () => undefined;

  before(async () => {
    const kept = new Promise<void>((resolve) => (release = resolve));
    const ready: Promise<void>[] = [];
    const keep = async (overlays: readonly string[], told: (drill: FinishedDrill) => void): Promise<void> =>
      new Promise((resolve, reject) => {
        staged(overlays, async (stage) => {
          told(await play(stage));
          resolve();
          await kept;
        }).catch(reject);
      });
    ready.push(
      keep([], (drill) => (whole = drill)),
      keep([BROKEN], (drill) => (broken = drill)),
    );
    wholeFolder = Promise.all(ready).then(() => undefined);
    await wholeFolder;
  });
  after(() => release());

  it('is played to its end by another, which asks only what has no answer; so is that one', async () => {
    const [first = 0] = drawn('stopped', linesOfCells(whole.folder), { few: 1, more: 1 });
    await staged([], async (stage) => {
      const one = await stopped(stage, first);
      expect(one.result.drill.exitCode).to.equal(4);
      const taken = answeredIn(one.folder).length;
      expect(taken).to.be.greaterThan(0);
      // Stopped again, with a third of the rest answered.
      const two = await stopped(stage, linesOfCells(one.folder).length + first + 60, { resume: one.folder });
      expect(basename(two.folder)).to.equal(`${basename(one.folder)}-2`);
      const three = await resumed(stage, two.result.drill.exitCode === 4 ? two.folder : one.folder);
      isWhole(whole, two.result.drill.exitCode === 4 ? two.folder : one.folder, three);
    });
  });

  it('gives the broken cells that it had to the one that resumes it, with their causes; one that was killed is recovered first', async () => {
    const last = linesOfCells(broken.folder).at(-10) ?? 0;
    const putBack = cutWaysOut();
    try {
      await staged([BROKEN], async (stage) => {
        let lines = 0;
        await playUntil(stage.load, stage.output, ({ about, name }) => {
          if (about === 'write' && name === 'journal.jsonl') lines++;
          return lines === last;
        });
        const folder = join(stage.output, readdirSync(stage.output)[0] ?? '');
        const journal = journalOf(folder);
        expect(journal.some(({ kind }) => kind === 'aborted')).to.equal(false);
        expect(answeredIn(folder).length).to.be.greaterThan(0);
        await recover(folder, { secrets: stage.served.secrets, progress: () => undefined });
        isWhole(broken, folder, await resumed(stage, folder));
      });
    } finally {
      putBack();
    }
  });
});
