/** One drill as the scenarios see it: premises, and the questions that they ask. */
import { mapInOrder } from '../../base/limiter.js';
import { usersWithKey } from '../causes/losses.js';
import type { Found } from '../causes/found.js';
import type { Cell } from '../drill/cell.js';
import type { DrillContext } from '../drill/context.js';
import type { Premise } from '../drill/premise.js';
import { CheckError } from '../drill/verdict.js';
import type { Verdict } from '../drill/verdict.js';
import { lacking, weighed } from '../drill/evidence-on-target.js';
import { itemsOf } from '../drill/work.js';
import type { Work, WorkItem } from '../drill/work.js';
import { questionOf, questions } from '../questions/index.js';
import type { Asks } from '../questions/index.js';
import type { Ask, Asking, Question, Subject } from '../questions/question.js';
import type { OpenedQuestions } from './open-questions.js';
import type { PlannedScenario } from './plan.js';
import { createPremises } from './premises.js';
import type { Premises } from './premises.js';
import type { Recorder } from './recorder.js';
import type { PlannedCheck } from './rehearsal.js';
import type { Ledger } from '../drill/ledger.js';

/** What a scenario's body is given. */
export type Drill = Asks & {
  /** Assumes a disaster. It begins before the scenario's first check and is taken back after its last. */
  given(premise: Premise): void;
};

/** The same, with what only the frame around the body may do. */
export type ScenarioDrill = Drill & Pick<Premises, 'begin' | 'undo'>;

/** A running drill. */
export interface DrillRun {
  signal: AbortSignal;
  recorder: Recorder;
  scenario(id: string): ScenarioDrill;
  /** The planned check of this title that was not asked for yet. */
  nextCheck(scenario: string, title: string): Pick<PlannedCheck, 'id' | 'title'>;
  /** Every cell played so far, for the diagnosis. */
  cells(): readonly Cell[];
  /** Writes of each planned item that nobody answered that it was not. Called once, after the last scenario. */
  noteUnanswered(): void;
  /** Findings that checks made themselves, beside those that the diagnosis makes of cells. */
  findings(): readonly { question: string; finding: Found }[];
  /** What was computed once for the drill. */
  once: Asking['onceADrill'];
}

/** What a drill is played with. */
export interface Playing {
  context: DrillContext;
  scenarios: readonly PlannedScenario[];
  opened: OpenedQuestions;
  recorder: Recorder;
  ledger: Ledger;
  /** Called when something could not be undone: nothing more may be broken then. */
  stop(reason: Error): void;
}

/** A drill that is planned. */
export function createDrillRun(playing: Playing): DrillRun {
  const { context, scenarios, recorder } = playing;
  const kept: Kept = {
    cells: [],
    findings: [],
    once: onceEach(),
    counted: counter(context, scenarios),
    answered: new Set(),
    taken: new Map(),
  };
  for (const planned of scenarios) takeOver(playing, planned, kept);
  const named = new Set<PlannedCheck>();
  const plannedOf = (id: string): PlannedScenario => {
    const planned = scenarios.find((scenario) => scenario.id === id);
    if (!planned) throw new RangeError(`scenario "${id}" is not planned`);
    return planned;
  };
  return {
    signal: context.signal,
    recorder,
    cells: () => kept.cells,
    findings: () => kept.findings,
    once: kept.once,
    noteUnanswered: () => noteUnanswered(playing, kept),
    scenario: (id) => scenarioDrill(playing, plannedOf(id), kept),
    nextCheck: (id, title) => {
      const check = plannedOf(id).checks.find((candidate) => candidate.title === title && !named.has(candidate));
      if (!check) return { id: 'unplanned', title };
      named.add(check);
      return check;
    },
  };
}

/** What the scenarios of a drill leave. */
interface Kept {
  cells: Cell[];
  findings: { question: string; finding: Found }[];
  once: Asking['onceADrill'];
  /** Items that were answered, and work that was skipped, each with its scenario before it. */
  answered: Set<string>;
  /** Cells that were taken over, likewise. */
  taken: Map<string, Cell>;
  counted(): void;
}

/** What the drill that is resumed answered stands in the journal first: whoever resumes this one finds it there. */
function takeOver({ context }: Playing, { id: scenario, taken }: PlannedScenario, kept: Kept): void {
  for (const entry of taken.done) {
    kept.answered.add(`${scenario} ${entry.item}`);
    context.journal.append(entry);
    kept.counted();
  }
  for (const cell of taken.cells) {
    const item = `${scenario} ${cell.item ?? ''}`;
    kept.answered.add(item);
    kept.taken.set(item, cell);
    context.record(cell);
    kept.cells.push(cell);
    kept.counted();
  }
}

/** The journal holds each item, or says why it does not: a question that failed half-way leaves items behind. */
function noteUnanswered({ context, scenarios }: Playing, { answered }: Kept): void {
  for (const { id: scenario, work: works } of scenarios)
    for (const work of works) {
      if (work.certainty === 'repeated' || answered.has(`${scenario} ${work.id}`)) continue;
      for (const { id: item, question } of itemsOf(work)) {
        if (answered.has(`${scenario} ${item}`)) continue;
        const why = 'its question ended before it: the check that asks it says why';
        context.journal.append({ kind: 'item', scenario, question, item, state: 'skipped', why });
      }
    }
}

/** Counts items for whoever watches. */
function counter({ progress }: DrillContext, scenarios: readonly PlannedScenario[]): () => void {
  const total = scenarios
    .flatMap(({ work }) => work)
    .filter(({ certainty }) => certainty === 'certain')
    .reduce((sum, work) => sum + itemsOf(work).length, 0);
  let done = 0;
  return () => progress.cells(Math.min(++done, total), total);
}

/** A function that computes each thing once, however often it is asked for. */
function onceEach(): Asking['onceADrill'] {
  const made = new Map<string, Promise<unknown>>();
  return <T>(what: string, make: () => Promise<T>): Promise<T> => {
    const known = (made.get(what) as Promise<T> | undefined) ?? make();
    made.set(what, known);
    return known;
  };
}

function scenarioDrill(playing: Playing, planned: PlannedScenario, kept: Kept): ScenarioDrill {
  const { context, ledger, recorder, stop } = playing;
  const premises = createPremises(planned.id, context, ledger, stop);
  const once = onceEach();
  const state: ScenarioState = { playing, planned, kept, once, premises };
  const subject = (question: Question, method: string, about: string): Subject => ({
    method,
    ask: async (word) => {
      recorder.begin();
      recorder.settle(await answer(state, question, { method, about, word }));
    },
  });
  const asks = questions.flatMap((question) =>
    Object.keys(question.methods).map((method) => [method, (about = '') => subject(question, method, about)] as const),
  );
  return { ...premises, ...Object.fromEntries(asks) } as unknown as ScenarioDrill;
}

interface ScenarioState {
  playing: Playing;
  planned: PlannedScenario;
  kept: Kept;
  once: Asking['onceAScenario'];
  premises: Premises;
}

async function answer(state: ScenarioState, question: Question, ask: Ask): Promise<Verdict> {
  const { playing, planned, kept } = state;
  const { target } = playing.context;
  const lacks = lacking(target, question.needs(ask));
  if (lacks) return lacks;
  if (
    !planned.checks.some(({ asks }) =>
      asks.some((one) => one.method === ask.method && one.about === ask.about && one.word === ask.word),
    )
  )
    throw new CheckError(
      'inconclusive',
      `the check asks for ${ask.method} ${ask.word}, and did not when the drill was planned: a check asks the same whatever it is answered`,
    );
  if (question.after) await play(state, questionOf(question.after.ask.method), question.after.ask);
  const { verdict, findings = [], weighed: done } = await play(state, question, ask);
  kept.findings.push(...findings.map((finding) => ({ question: question.id, finding })));
  const worth = done ? verdict : weighed(target, question.decidedFrom(ask), verdict);
  return worth.outcome === 'broken' ? worth : (lacking(target, question.needsToHold(ask)) ?? worth);
}

async function play(
  state: ScenarioState,
  question: Question,
  ask: Ask,
): ReturnType<Awaited<ReturnType<Question['open']>>['answer']> {
  const open = state.playing.opened.get(question.id);
  if (!open) throw new RangeError(`the question "${question.id}" was not opened`);
  // What could not be learned is said by the check that needs it.
  if ('error' in open) throw open.error;
  return open.answer(askingFor(state, question), ask);
}

function askingFor({ playing, planned, kept, once, premises }: ScenarioState, question: Question): Asking {
  const { context, ledger } = playing;
  const { id: scenario } = planned;
  const note = (item: string, state: 'done' | 'skipped', why?: string): void => {
    kept.answered.add(`${scenario} ${item}`);
    context.journal.append({
      kind: 'item',
      scenario,
      question: question.id,
      item,
      state,
      ...(why === undefined ? {} : { why }),
    });
  };
  const answerItem = (item: WorkItem, cell: Cell): void => {
    cell.item = item.id;
    kept.answered.add(`${scenario} ${item.id}`);
    context.record(cell);
    kept.cells.push(cell);
    kept.counted();
  };
  const leftOf = new Map(planned.left.map((work) => [work.id, work.accounts]));
  const takenOf = (work: Work): Cell[] => itemsOf(work).flatMap(({ id }) => kept.taken.get(`${scenario} ${id}`) ?? []);
  return {
    context,
    scenario,
    left: ({ id }) => leftOf.get(id) ?? [],
    takenOver: takenOf,
    work: planned.work.filter((work) => work.question === question.id),
    within: withinPremises(context, planned.losses),
    before: question.after
      ? kept.cells.filter((cell) => cell.scenario === scenario && cell.question === question.after?.id)
      : [],
    unplayed: planned.unplayed,
    onceAScenario: (what, make) => once(`${question.id} ${what}`, make),
    onceADrill: kept.once,
    each: async (work, asked) => {
      const cells: Cell[] = [];
      const takenOver = (item: WorkItem): Cell | undefined => kept.taken.get(`${scenario} ${item.id}`);
      const keep = (cell: Cell, item: WorkItem): void => {
        if (!takenOver(item)) answerItem(item, cell);
        cells.push(cell);
      };
      const play = async (item: WorkItem): Promise<Cell> => takenOver(item) ?? asked(item);
      await mapInOrder(itemsOf(work), context.file.limits.concurrency, play, keep, context.signal);
      return cells;
    },
    answer: answerItem,
    done: ({ id }) => {
      if (kept.answered.has(`${scenario} ${id}`)) return;
      note(id, 'done');
      kept.counted();
    },
    skipped: ({ id }: Work, why) => note(id, 'skipped', why),
    measure: (measurement) =>
      void context.journal.append({ kind: 'measurement', question: question.id, ...measurement }),
    found: (findings) => void kept.findings.push(...findings.map((finding) => ({ question: question.id, finding }))),
    during: (premise, act) => premises.during(premise, act),
    apply: (change) => ledger.apply(change),
  };
}

/** Of users those whom the people can open whom the premises leave. */
export function withinPremises(
  { organization }: Pick<DrillContext, 'organization'>,
  losses: PlannedScenario['losses'],
): Asking['within'] {
  return (users) => usersWithKey(organization, users, losses);
}
