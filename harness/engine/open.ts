/** Opens a drill: folder, preparation list, target, plan. Everything that can be wrong is found here, and then nothing is left. */
import { setMaxListeners } from 'node:events';
import { createAllowed } from '../../aws/allowed.js';
import type { Allowed } from '../../aws/allowed.js';
import { sha256 } from '../../base/canonical-json.js';
import { wallClock } from '../../base/clock.js';
import type { Clock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import { checkOutput, createDrillFolder } from '../../reports/files.js';
import type { DrillFiles } from '../../reports/files.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';
import { planText } from '../../reports/plan.js';
import type { DrillPlan } from '../../reports/plan.js';
import { preparationText } from '../../reports/preparation.js';
import type { PreparationList } from '../../reports/preparation.js';
import { DECIDES_ITSELF, isAble } from '../drill/capability.js';
import type { Cell } from '../drill/cell.js';
import type { UndoPort } from '../drill/change.js';
import type { DrillContext } from '../drill/context.js';
import type { Ledger } from '../drill/ledger.js';
import { createCallLog } from '../drill/path-calls.js';
import { knowingTaken } from '../drill/taken.js';
import type { Target } from '../drill/target.js';
import { breakGlassClients } from '../questions/federation/contain.js';
import { openTarget } from '../targets/index.js';
import type { Opened } from '../targets/index.js';
import { abandon } from './abandon.js';
import { rehearseChosen } from './choose-scenarios.js';
import { askConsent } from './consent.js';
import { freezePlan, identityOf, rulesOf } from './frozen-plan.js';
import type { LoadedDrill } from './load.js';
import { openQuestions } from './open-questions.js';
import type { OpenedQuestions } from './open-questions.js';
import { planScenarios, questionsAsked } from './plan.js';
import type { PlannedScenario, RehearsedScenario } from './plan.js';
import { preparationList, preparationOf } from './preparation.js';
import { prepare } from './prepare.js';
import { readEarlierDrill } from './earlier-drill.js';
import type { EarlierDrill } from './earlier-drill.js';
import { countTaken, refuseOtherPlan, resumeScenarios } from './resume.js';
import { untilAlarmsAreQuiet, untilCodesAreNew } from './after-earlier.js';
import { takeOverCalls } from './take-over-calls.js';
import { callEntry, cellEntry } from './record-lines.js';
import { checkNamedChecks } from './named-checks.js';
import type { DrillOptions } from './run.js';
import { createUndoLedger, lateUndoPort } from './undo.js';
import { undoers } from './undoers.js';

/** A drill whose plan is frozen. */
export interface Planned {
  context: DrillContext;
  scenarios: readonly PlannedScenario[];
  opened: OpenedQuestions;
  ledger: Ledger;
  preparation: PreparationList;
  plan: DrillPlan;
  /** The bytes of plan.json. */
  planText: string;
  files: DrillFiles;
  /** In which line of the journal a cell is. */
  lineOf(cell: Cell): number | undefined;
  /** Stops the drill. */
  stop(reason: Error): void;
}

/** Opens it. Throws usage errors; then nothing is left, but what could not be undone and the folder that tells of it. */
export async function openPlanned(loaded: LoadedDrill, options: DrillOptions): Promise<Planned> {
  const rehearsed = await rehearseChosen(loaded, options.scenarios);
  const earlier =
    options.resume === undefined
      ? undefined
      : readEarlierDrill(options.resume, { loaded, rehearsed, tool: options.tool });
  checkOutput(options.output);
  const id = identityOf(loaded, rehearsed, options.tool);
  const files = createDrillFolder(options.output, id, options.onWrite);
  const start = Object.assign(begin(loaded, rehearsed, { id, files, options }), earlier ? { earlier } : {});
  try {
    return await plan(start, loaded, options);
  } catch (error) {
    await abandon(start, error);
    files.discard();
    throw error;
  }
}

/** What there is of a drill before its target is open. */
interface Start {
  id: string;
  files: DrillFiles;
  rehearsed: readonly RehearsedScenario[];
  preparation: PreparationList;
  journal: Journal;
  ledger: Ledger;
  allowed: Allowed;
  provide(members: Partial<UndoPort>): void;
  target?: Target;
  earlier?: EarlierDrill;
  /** That of the target, once there is one. */
  clock: { current: Clock };
}

/** Writes the preparation list, before the first call of it. */
function begin(
  loaded: LoadedDrill,
  rehearsed: readonly RehearsedScenario[],
  { id, files, options }: { id: string; files: DrillFiles; options: DrillOptions },
): Start {
  const { file, target, digest } = loaded;
  const prepared = preparationOf(file, target, rehearsed);
  const preparation = preparationList(
    {
      id,
      name: file.name,
      target: target.name,
      ...(target.url === undefined ? {} : { endpoint: target.url }),
      tool: options.tool,
      inputSha256: digest,
    },
    prepared,
  );
  const text = preparationText(preparation);
  files.write('preparation.json', text);
  const clock = { current: wallClock };
  const start: Pick<Start, 'target'> = {};
  const now: Clock = {
    now: () => clock.current.now(),
    sleep: (milliseconds, signal) => clock.current.sleep(milliseconds, signal),
  };
  const journal = createJournal({
    sink: files.journal(),
    drill: id,
    clock: now,
    firstHash: sha256(text),
    secrets: () => start.target?.secrets() ?? [],
  });
  const { port, provide } = lateUndoPort();
  const allowed = createAllowed();
  for (const { calls } of prepared) allowed.add(calls);
  return Object.assign(start, {
    id,
    files,
    rehearsed,
    preparation,
    journal,
    ledger: createUndoLedger(
      journal,
      undoers,
      port,
      // What a target makes for itself, no scenario asked for: it may be elsewhere.
      ({ scenario }) => scenario !== undefined && start.target?.endsWithProcess === true,
    ),
    allowed,
    provide,
    clock,
  });
}

async function plan(start: Start, given: LoadedDrill, options: DrillOptions): Promise<Planned> {
  const { id, files, rehearsed, journal, ledger, allowed, provide, clock } = start;
  const { file } = given;
  const { target: opened, organization, document = organization } = await openChosen(start, given, options);
  const target = knowingTaken(opened);
  start.target = target;
  clock.current = target.clock;
  const loaded = { ...given, organization };
  options.progress.step('Preparing: accounts, sessions of the controls, plan');
  journal.append({ kind: 'start', name: file.name, mode: target.mode, target: target.name });
  const calls = createCallLog((call, scenario) => void journal.append(callEntry(call, scenario, target.isTaken(call))));
  // Where our evaluator decides, devices and clock are those of this process.
  if (start.earlier && isAble(target.capabilities, DECIDES_ITSELF))
    await untilCodesAreNew(start.earlier, target.clock, options);
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
    document,
    target,
    ...ready,
    ...(options.onCall ? { onCall: options.onCall } : {}),
    calls,
    progress: options.progress,
    signal,
    journal,
    record: (cell) => void lines.set(cell, journal.append(cellEntry(cell)).seq),
  };
  provide(undoPortOf(context));
  if (start.earlier) await untilAlarmsAreQuiet(context);
  const questions = await openQuestions(context, questionsAsked(rehearsed));
  const whole = planScenarios(context, rehearsed, questions);
  const { earlier } = start;
  const scenarios = earlier ? resumeScenarios(whole, earlier) : whole;
  const resumes = earlier && { ...earlier.named, items: countTaken(scenarios) };
  const frozen = freezePlan(loaded, context, scenarios, options.tool, resumes);
  if (earlier) {
    refuseOtherPlan(earlier.plan, frozen);
    takeOverCalls(context, scenarios, earlier);
  }
  checkNamedChecks(loaded, frozen);
  await askConsent(frozen, file, options.consent);
  const text = planText(frozen);
  files.write('plan.json', text);
  journal.append({ kind: 'plan', sha256: sha256(text) });
  allowed.add(rulesOf(scenarios));
  return {
    context,
    scenarios,
    opened: questions,
    ledger,
    preparation: start.preparation,
    plan: frozen,
    planText: text,
    files,
    lineOf: (cell) => lines.get(cell),
    stop: (reason) => stop.abort(reason),
  };
}

/** What undoes changes while the drill that made them still runs. */
function undoPortOf(context: DrillContext): Partial<UndoPort> {
  return {
    breakGlass: (account, region) => breakGlassClients(context, account, region),
    ordinary: () => context.connection('premise'),
    giveBack: (component) => context.target.giveBack(component),
    readmit: () => context.custody.withhold([]),
    clock: () => context.target.clock,
  };
}

function openChosen(
  { ledger, provide, allowed }: Start,
  { file, organization, target: choice }: LoadedDrill,
  options: DrillOptions,
): Promise<Opened> {
  const random = seededRandom(file.seed);
  if (options.openTarget) return Promise.resolve({ target: options.openTarget(organization, random), organization });
  return openTarget({
    file,
    organization,
    choice,
    random,
    progress: options.progress,
    ledger,
    allowed,
    provide,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}
