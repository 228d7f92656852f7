/** What a drill will do: which scenarios with which checks, and every work item of theirs. */
import type { Loss } from '../causes/losses.js';
import type { JournalEntry } from '../../reports/journal-record.js';
import type { Cell } from '../drill/cell.js';
import type { DrillContext } from '../drill/context.js';
import type { Verdict } from '../drill/verdict.js';
import { lacking } from '../drill/evidence-on-target.js';
import { usesOf } from '../drill/work.js';
import type { Work } from '../drill/work.js';
import { questionOf, questions } from '../questions/index.js';
import type { Ask, Question } from '../questions/question.js';
import { withinPremises } from './drill.js';
import type { OpenedQuestions } from './open-questions.js';
import type { Rehearsed } from './rehearsal.js';
import type { Scenario } from './scenario.js';

/** A scenario, and what it asks. */
export interface RehearsedScenario extends Rehearsed {
  scenario: Scenario;
}

/** Answers of one scenario that were taken over from the drill that is resumed. */
export interface TakenOver {
  cells: readonly Cell[];
  /** What only prepared them, as the journal has it. */
  done: readonly Extract<JournalEntry, { kind: 'item' }>[];
}

/** A scenario with its work. */
export interface PlannedScenario extends Rehearsed {
  id: string;
  scenario: Scenario;
  /** Whom its premises take away from its beginning. */
  losses: readonly Loss[];
  work: readonly Work[];
  /** The same, each with the accounts in which it is to be played: all of it, unless a drill is resumed. */
  left: readonly Work[];
  /** What the drill that is resumed answered. */
  taken: TakenOver;
  /** Verdict that its alarms share, where the target lacks what everything in it takes. */
  unplayed: Verdict | undefined;
}

/** Questions that scenarios ask, and those that are asked before them, in the order of the list of questions. */
export function questionsAsked(scenarios: readonly Rehearsed[]): Question[] {
  const asked = new Set(
    scenarios.flatMap(({ checks }) => checks.flatMap(({ asks }) => asks.map(({ method }) => questionOf(method)))),
  );
  for (const { after } of [...asked]) if (after) asked.add(questionOf(after.ask.method));
  return questions.filter((question) => asked.has(question));
}

/** Plans every scenario. */
export function planScenarios(
  context: DrillContext,
  scenarios: readonly RehearsedScenario[],
  opened: OpenedQuestions,
): PlannedScenario[] {
  return scenarios.map((rehearsed) => planScenario(context, rehearsed, opened));
}

function planScenario(context: DrillContext, rehearsed: RehearsedScenario, opened: OpenedQuestions): PlannedScenario {
  const { scenario, premises, checks } = rehearsed;
  const losses = premises.flatMap((premise) => premise.losses?.(context.organization) ?? []);
  const planning = { context, scenario: scenario.id, within: withinPremises(context, losses) };
  const lacks: Verdict[] = [];
  const asks = new Map<Question, Ask[]>();
  const want = (question: Question, ask: Ask): void => void asks.set(question, [...(asks.get(question) ?? []), ask]);
  for (const ask of checks.flatMap((check) => check.asks)) {
    const question = questionOf(ask.method);
    const lack = lacking(context.target, question.needs(ask));
    if (lack) lacks.push(lack);
    else {
      if (question.after) want(questionOf(question.after.ask.method), question.after.ask);
      want(question, ask);
    }
  }
  const work = [...asks].flatMap(([question, own]) => {
    const open = opened.get(question.id);
    return open && 'plan' in open ? open.plan(planning, distinct(own)) : [];
  });
  const uses = work.reduce((sum, one) => sum + usesOf(one, context.inventory.managementAccountId), 0);
  return {
    id: scenario.id,
    scenario,
    premises,
    checks,
    losses,
    work,
    left: work,
    taken: { cells: [], done: [] },
    unplayed: uses === 0 ? lacks[0] : undefined,
  };
}

function distinct(asks: readonly Ask[]): Ask[] {
  return [...new Map(asks.map((ask) => [JSON.stringify(ask), ask])).values()];
}
