/** One drill from beginning to end: open, play, close. Used by `run`, by plain mocha and by tests. */
import { describeError } from '../../base/errors.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import type { DrillResult, Finding } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';
import { writeReports } from '../../reports/write.js';
import type { Found } from '../causes/found.js';
import type { OnCall } from '../drill/on-call.js';
import type { Progress } from '../drill/progress.js';
import type { Target } from '../drill/target.js';
import { catalogued } from '../questions/catalogue.js';
import type { Consent } from './consent.js';
import { diagnose } from './diagnose.js';
import { createDrillRun } from './drill.js';
import type { DrillRun } from './drill.js';
import type { LoadedDrill } from './load.js';
import { openPlanned } from './open.js';
import type { Planned } from './open.js';
import { playScenarios } from './play-with-mocha.js';
import { createRecorder } from './recorder.js';
import type { Scenario } from './scenario.js';

/** What a drill is given besides its file. */
export interface DrillOptions {
  /** Every scenario that ships; the drill file chooses, and may name others by their paths. */
  scenarios: readonly Scenario[];
  /** Folder that holds the folders of drills. */
  output: string;
  progress: Progress;
  tool: { name: string; version: string };
  /** Folder of a drill that was stopped: only what it did not answer is played. */
  resume?: string;
  /** Opens the target, instead of the one that the drill file names: for tests that change what answers. */
  openTarget?: (organization: Organization, random: Random) => Target;
  /** Asks somebody before many messages are sent; absent where nobody can be asked. */
  consent?: Consent;
  /** Asks whoever is on call whether the messages reached them; absent where nobody can be asked. */
  onCall?: OnCall;
  /** Aborts the drill: everything is undone, the exit code is 4. */
  signal?: AbortSignal;
  /** Told before each append to the journal, each file that appears and before the folder is removed: for tests that end the process there. */
  onWrite?: (name: string) => void;
}

/** A drill that is ready to be played. */
export interface OpenDrill {
  scenarios: readonly Scenario[];
  run: DrillRun;
  /** Undoes what is still open, explains what broke, writes the reports. */
  finish(): Promise<FinishedDrill>;
}

export interface FinishedDrill {
  result: DrillResult;
  folder: string;
}

/** Plays a loaded drill with mocha in this process. Throws usage errors before anything has started, nothing after. */
export async function runDrill(loaded: LoadedDrill, options: DrillOptions): Promise<FinishedDrill> {
  const drill = await openDrill(loaded, options);
  await playScenarios(drill.scenarios, drill.run);
  return drill.finish();
}

/** Prepares a drill and freezes its plan on disk. Throws usage errors; then nothing is left on disk. */
export async function openDrill(loaded: LoadedDrill, options: DrillOptions): Promise<OpenDrill> {
  const planned = await openPlanned(loaded, options);
  const { context, ledger, opened, scenarios, lineOf, stop } = planned;
  const recorder = createRecorder({
    journal: context.journal,
    progress: options.progress,
    clock: context.target.clock,
    aborted: () => context.signal.aborted,
    lineOf,
  });
  const run = createDrillRun({ context, scenarios, opened, recorder, ledger, stop });
  return { scenarios: scenarios.map(({ scenario }) => scenario), run, finish: () => finish(planned, run) };
}

async function finish(planned: Planned, run: DrillRun): Promise<FinishedDrill> {
  const { context, ledger, plan, planText, files } = planned;
  const { journal, signal, target } = context;
  await ledger.undo();
  // Why a stopped drill asked no further is said once for all.
  if (signal.aborted) journal.append({ kind: 'aborted', why: describeError(signal.reason) });
  else run.noteUnanswered();
  await appendFindings(planned, run);
  // What the target made for itself is taken away, and told, before the journal ends.
  await target.close();
  journal.append({ kind: 'end' });
  journal.sync();
  const result = summarize(plan, planText, journal.records());
  writeReports(files, result);
  return { result, folder: files.folder.split(/[\\/]/).join('/') };
}

async function appendFindings({ context, lineOf }: Planned, run: DrillRun): Promise<void> {
  const { journal, progress, signal, target } = context;
  const append = (question: string, found: Found, cells: number[] = []): void =>
    void journal.append({ kind: 'finding', question, finding: asSeen(catalogued(found), target), cells });
  // A stopped drill makes no more calls, and keeps what its checks had found.
  if (!signal.aborted) {
    if (run.cells().some((cell) => cell.outcome === 'broken'))
      progress.step('Reading the configuration to explain what broke');
    for (const { question, finding, cells } of await diagnose(context, run))
      append(
        question,
        finding,
        cells.flatMap((cell) => lineOf(cell) ?? []),
      );
  }
  for (const { question, finding } of run.findings()) append(question, finding);
}

/** A finding with the evidence that it has on this target. */
function asSeen(finding: Finding, { evidence }: Target): Finding {
  return evidence !== undefined && finding.evidence === 'observed' ? { ...finding, evidence } : finding;
}
