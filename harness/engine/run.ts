/** One drill from beginning to end: open, play, close. Used by `run`, by plain mocha and by tests. */
import { setMaxListeners } from 'node:events';
import { createAllowed } from '../../aws/allowed.js';
import type { ObservedCall } from '../../aws/guard.js';
import { sha256 } from '../../base/canonical-json.js';
import { describeError } from '../../base/errors.js';
import { seededRandom } from '../../base/random.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import { checkOutput, createDrillFolder, journalSink, writeAtomically } from '../../reports/files.js';
import { createJournal } from '../../reports/journal.js';
import type { JournalEntry } from '../../reports/journal-record.js';
import { planText } from '../../reports/plan.js';
import { preparationText } from '../../reports/preparation.js';
import type { DrillResult, Finding } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';
import { writeReports } from '../../reports/write.js';
import type { Found } from '../causes/found.js';
import type { Cell } from '../drill/cell.js';
import type { DrillContext } from '../drill/context.js';
import { createCallLog } from '../drill/path-calls.js';
import type { Progress } from '../drill/progress.js';
import type { Target } from '../drill/target.js';
import type { OnCall } from '../drill/on-call.js';
import { catalogued } from '../questions/catalogue.js';
import { openTarget } from '../targets/index.js';
import type { Opened } from '../targets/index.js';
import { rehearseChosen } from './choose-scenarios.js';
import { askConsent } from './consent.js';
import type { Consent } from './consent.js';
import { diagnose } from './diagnose.js';
import { createDrillRun } from './drill.js';
import type { DrillRun } from './drill.js';
import { freezePlan, identityOf, rulesOf } from './frozen-plan.js';
import type { LoadedDrill } from './load.js';
import { openQuestions } from './open-questions.js';
import { planScenarios, questionsAsked } from './plan.js';
import type { RehearsedScenario } from './plan.js';
import { playScenarios } from './play-with-mocha.js';
import { preparationList, preparationOf } from './preparation.js';
import type { Prepared } from './preparation.js';
import { prepare } from './prepare.js';
import { createRecorder } from './recorder.js';
import { checkRequired } from './required.js';
import type { Scenario } from './scenario.js';
import { createUndoLedger } from './undo.js';

/** What a drill is given besides its file. */
export interface DrillOptions {
  /** Every scenario that ships; the drill file chooses, and may name others by their paths. */
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

/** Prepares a drill and freezes its plan on disk. Throws usage errors; then nothing is left on disk. */
export async function openDrill(given: LoadedDrill, options: DrillOptions): Promise<OpenDrill> {
  const scenarios = await rehearseChosen(given, options.scenarios);
  checkOutput(options.output);
  const id = identityOf(given, scenarios, options.tool);
  const { folder, discard } = createDrillFolder(options.output, id);
  const opening: Opening = { id, folder, scenarios, prepared: preparationOf(given.file, scenarios) };
  try {
    return await openIn(opening, given, options);
  } catch (error) {
    await opening.target?.close();
    discard();
    throw error;
  }
}

/** What is known of a drill while it is opened. */
interface Opening {
  id: string;
  folder: string;
  scenarios: readonly RehearsedScenario[];
  prepared: readonly Prepared[];
  target?: Target;
}

async function openIn(opening: Opening, given: LoadedDrill, options: DrillOptions): Promise<OpenDrill> {
  const { id, folder, scenarios, prepared } = opening;
  const { file } = given;
  const described = { id, name: file.name, target: given.target.name, tool: options.tool, inputSha256: given.digest };
  const listText = preparationText(preparationList(described, prepared));
  writeAtomically(folder, 'preparation.json', listText);
  const { target, organization } = await openChosen(given, options);
  opening.target = target;
  const loaded = { ...given, organization };
  options.progress.step('Preparing: accounts, sessions of the controls, plan');
  const journal = createJournal({
    sink: journalSink(folder),
    drill: id,
    clock: target.clock,
    firstHash: sha256(listText),
    secrets: () => target.secrets(),
  });
  journal.append({ kind: 'start', name: file.name, mode: target.mode, target: target.name });
  const calls = createCallLog((call, scenario) => void journal.append(callEntry(call, scenario)));
  const allowed = createAllowed();
  for (const { calls: rules } of prepared) allowed.add(rules);
  const ready = await prepare(loaded, target, { observe: (call) => calls.observe(call), allowed });
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  // Every call in flight listens to it.
  setMaxListeners(0, signal);
  const lines = new Map<Cell, number>();
  const context: DrillContext = {
    drillId: id,
    file,
    organization,
    target,
    ...ready,
    ...(options.onCall ? { onCall: options.onCall } : {}),
    calls,
    progress: options.progress,
    signal,
    journal,
    record: (cell) => void lines.set(cell, journal.append(cellEntry(cell)).seq),
  };
  const opened = await openQuestions(context, questionsAsked(scenarios));
  const planned = planScenarios(context, scenarios, opened);
  const plan = freezePlan(loaded, context, planned, options.tool);
  checkRequired(loaded, plan);
  await askConsent(plan, file, options.consent);
  const text = planText(plan);
  writeAtomically(folder, 'plan.json', text);
  journal.append({ kind: 'plan', sha256: sha256(text) });
  allowed.add(rulesOf(planned));
  const ledger = createUndoLedger(journal);
  const recorder = createRecorder({
    journal,
    progress: options.progress,
    clock: target.clock,
    aborted: () => signal.aborted,
    lineOf: (cell) => lines.get(cell),
  });
  const run = createDrillRun({
    context,
    scenarios: planned,
    opened,
    recorder,
    ledger,
    stop: (reason) => stop.abort(reason),
  });
  return {
    scenarios: scenarios.map(({ scenario }) => scenario),
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

function openChosen({ file, organization, target: choice }: LoadedDrill, options: DrillOptions): Promise<Opened> {
  const random = seededRandom(file.seed);
  if (options.openTarget) return Promise.resolve({ target: options.openTarget(organization, random), organization });
  return openTarget({
    file,
    organization,
    choice,
    random,
    progress: options.progress,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

async function appendFindings(context: DrillContext, run: DrillRun, lines: ReadonlyMap<Cell, number>): Promise<void> {
  const append = (question: string, found: Found, cells: number[] = []): void =>
    void context.journal.append({
      kind: 'finding',
      question,
      finding: asSeen(catalogued(found), context.target),
      cells,
    });
  // A stopped drill makes no more calls, and keeps what its checks had found.
  if (!context.signal.aborted) {
    if (run.cells().some((cell) => cell.outcome === 'broken'))
      context.progress.step('Reading the configuration to explain what broke');
    for (const { question, finding, cells } of await diagnose(context, run))
      append(
        question,
        finding,
        cells.flatMap((cell) => lines.get(cell) ?? []),
      );
  }
  for (const { question, finding } of run.findings()) append(question, finding);
}

/** A finding with the evidence that it has on this target. */
function asSeen(finding: Finding, { evidence }: Target): Finding {
  return evidence !== undefined && finding.evidence === 'observed' ? { ...finding, evidence } : finding;
}

function cellEntry(cell: Cell): JournalEntry {
  return {
    kind: 'cell',
    scenario: cell.scenario,
    question: cell.question,
    item: cell.item ?? '',
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
