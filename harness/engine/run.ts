/** One drill from beginning to end: open, play, close. Used by `run`, by plain mocha and by tests. */
import { setMaxListeners } from 'node:events';
import type { ObservedCall } from '../../aws/guard.js';
import { sha256 } from '../../base/canonical-json.js';
import { describeError, usageError } from '../../base/errors.js';
import { seededRandom } from '../../base/random.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { checkOutput, createDrillFolder, journalSink, writeAtomically } from '../../reports/files.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';
import type { JournalEntry } from '../../reports/journal-record.js';
import { planText } from '../../reports/plan.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { DrillResult, Finding } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';
import { writeReports } from '../../reports/write.js';
import { createCallLog } from '../drill/path-calls.js';
import type { DrillContext } from '../drill/context.js';
import { diagnose } from './diagnose.js';
import { createDrillRun } from './drill.js';
import type { DrillRun } from './drill.js';
import type { LoadedDrill } from './load.js';
import type { OnCall } from '../questions/alarms/acknowledge.js';
import { askConsent } from './consent.js';
import type { Consent } from './consent.js';
import { playScenarios } from './play-with-mocha.js';
import { makePlan } from './plan.js';
import { prepare } from './prepare.js';
import type { Prepared } from './prepare.js';
import type { Cell } from '../drill/cell.js';
import type { Progress } from '../drill/progress.js';
import { createRecorder } from './recorder.js';
import type { Scenario } from './scenario.js';
import { openTarget } from '../targets/index.js';
import type { Target } from '../drill/target.js';
import { createUndoLedger } from './undo.js';

/** What a drill is given besides its file. */
export interface DrillOptions {
  /** Every scenario there is; the drill file chooses. */
  scenarios: readonly Scenario[];
  /** Folder that holds the folders of drills. */
  output: string;
  progress: Progress;
  tool: { name: string; version: string };
  /** Opens the target, instead of the one that the drill file names: for tests that change what answers. */
  openTarget?: (organization: Organization, random: Random) => Target;
  /** Asks somebody before many messages are sent; absent where nobody can be asked. */
  consent?: Consent;
  /** Asks whoever is on call whether the messages reached them; absent where nobody can be asked. */
  onCall?: OnCall;
  /** Aborts the drill: everything is undone, the exit code is 4. */
  signal?: AbortSignal;
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

/** Prepares a drill and freezes its plan on disk. Throws usage errors; then nothing has been written. */
export async function openDrill(given: LoadedDrill, options: DrillOptions): Promise<OpenDrill> {
  const scenarios = chooseScenarios(given, options.scenarios);
  checkOutput(options.output);
  const random = seededRandom(given.file.seed);
  const { file, organization: document, target: choice } = given;
  const opening = {
    file,
    organization: document,
    choice,
    random,
    progress: options.progress,
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const { target, organization } = options.openTarget
    ? { target: options.openTarget(document, random), organization: document }
    : await openTarget(opening);
  try {
    return await openOn(target, { ...given, organization }, options, scenarios);
  } catch (error) {
    await target.close();
    throw error;
  }
}

async function openOn(
  target: Target,
  loaded: LoadedDrill,
  options: DrillOptions,
  scenarios: readonly Scenario[],
): Promise<OpenDrill> {
  options.progress.step('Preparing: accounts, sessions of the controls, plan');
  const early: ObservedCall[] = [];
  let observe: (call: ObservedCall) => void = (call) => early.push(call);
  const prepared = await prepare(loaded, target, (call) => observe(call));
  const plan = makePlan(loaded, prepared, scenarios, target, options.tool);
  await askConsent(plan, loaded.file, options.consent);
  const text = planText(plan);
  const folder = createDrillFolder(options.output, plan.drill.id);
  writeAtomically(folder, 'plan.json', text);
  const journal = createJournal({
    sink: journalSink(folder),
    drill: plan.drill.id,
    clock: target.clock,
    firstHash: sha256(text),
    secrets: () => target.secrets(),
  });
  journal.append({ kind: 'start', name: plan.drill.name, mode: plan.drill.mode, target: target.name });
  const calls = createCallLog((call, scenario) => void journal.append(callEntry(call, scenario)));
  observe = (call) => calls.observe(call);
  early.forEach(observe);
  return assemble(loaded, options, { target, prepared, plan, text, folder, journal, calls, scenarios });
}

interface Parts {
  target: Target;
  prepared: Prepared;
  plan: DrillPlan;
  text: string;
  folder: string;
  journal: Journal;
  calls: DrillContext['calls'];
  scenarios: readonly Scenario[];
}

function assemble(loaded: LoadedDrill, options: DrillOptions, parts: Parts): OpenDrill {
  const { target, prepared, plan, text, folder, journal, calls, scenarios } = parts;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  // Every call in flight listens to it.
  setMaxListeners(0, signal);
  const lines = new Map<Cell, number>();
  const context: DrillContext = {
    drillId: plan.drill.id,
    file: loaded.file,
    organization: loaded.organization,
    target,
    ...prepared,
    ...(options.onCall ? { onCall: options.onCall } : {}),
    calls,
    progress: options.progress,
    signal,
    journal,
    record: (cell) => void lines.set(cell, journal.append(cellEntry(cell)).seq),
  };
  const ledger = createUndoLedger(journal);
  const recorder = createRecorder(
    journal,
    options.progress,
    () => signal.aborted,
    (cell) => lines.get(cell),
  );
  const run = createDrillRun(context, recorder, ledger, (reason) => stop.abort(reason));
  return {
    scenarios,
    run,
    finish: async () => {
      await ledger.undo();
      if (signal.aborted) journal.append({ kind: 'aborted', why: describeError(signal.reason) });
      await appendFindings(context, run, lines);
      journal.append({ kind: 'end' });
      journal.sync();
      const result = summarize(plan, text, journal.records());
      writeReports(folder, result);
      await target.close();
      return { result, folder: folder.split(/[\\/]/).join('/') };
    },
  };
}

async function appendFindings(
  context: DrillContext,
  { cells: played, guardrails: read, findings }: Pick<DrillRun, 'cells' | 'guardrails' | 'findings'>,
  lines: ReadonlyMap<Cell, number>,
): Promise<void> {
  // A stopped drill makes no more calls, and keeps what its checks had found.
  const cells = context.signal.aborted ? [] : played();
  const guardrails = read();
  if (cells.some((cell) => cell.outcome === 'broken'))
    context.progress.step('Reading the configuration to explain what broke');
  const append = (question: string, finding: Finding, cells: number[] = []): void =>
    void context.journal.append({ kind: 'finding', question, finding: asSeen(finding, context.target), cells });
  for (const { finding, cells: because } of await diagnose(context, cells, guardrails))
    append(
      because[0]?.question ?? '',
      finding,
      because.flatMap((cell) => lines.get(cell) ?? []),
    );
  for (const { question, finding } of findings()) append(question, finding);
}

/** A finding with the evidence that it has on this target. */
function asSeen(finding: Finding, { evidence }: Target): Finding {
  return evidence !== undefined && finding.evidence === 'observed' ? { ...finding, evidence } : finding;
}

function chooseScenarios({ file, placeOf }: LoadedDrill, all: readonly Scenario[]): Scenario[] {
  return file.scenarios.map((id, index) => {
    const scenario = all.find((candidate) => candidate.id === id);
    if (!scenario)
      throw usageError(
        `there is no scenario "${id}"`,
        `There are: ${all.map((candidate) => candidate.id).join(', ')}.`,
        placeOf(['scenarios', index]),
      );
    return scenario;
  });
}

function cellEntry(cell: Cell): JournalEntry {
  return {
    kind: 'cell',
    scenario: cell.scenario,
    question: cell.question,
    cell: cell.kind,
    user: cell.user,
    account: cell.account.id,
    accountName: cell.account.name,
    ou: cell.account.ou,
    outcome: cell.outcome,
    code: cell.code,
    calls: cell.calls,
    ms: cell.ms,
    ...(cell.requestId === '' ? {} : { request_id: cell.requestId }),
    ...(cell.control === '' ? {} : { control: cell.control }),
    ...(cell.outcome === 'held' ? {} : { stage: cell.stage, message: cell.message }),
  };
}

function callEntry(call: ObservedCall, scenario: string | undefined): JournalEntry {
  return {
    kind: 'call',
    ...(scenario === undefined ? {} : { scenario }),
    call: `${call.service}:${call.operation}`,
    purpose: call.purpose,
    ...(call.region === '' ? {} : { region: call.region }),
    ...(call.statusCode === undefined ? {} : { status: call.statusCode }),
  };
}
