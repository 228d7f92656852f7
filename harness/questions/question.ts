/**
 * A question: something that scenarios ask of an organization. Everything that a drill must know of it beforehand follows
 * from this one value: the words of scenarios, what a target must have, the calls that may be sent, the messages that people
 * get, the controls that it is evidence for.
 */
import type { CallRule } from '../../aws/allowed.js';
import type { CapabilityName } from '../drill/capability.js';
import type { BrokenCell, Cell } from '../drill/cell.js';
import type { AccountInScope, DrillContext } from '../drill/context.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { Premise } from '../drill/premise.js';
import type { DocumentPart } from '../drill/target.js';
import type { Verdict } from '../drill/verdict.js';
import type { Work, WorkItem } from '../drill/work.js';
import type { Explanation } from '../causes/explanation.js';
import type { Found } from '../causes/found.js';
import type { Measurement } from '../../reports/journal-record.js';
import type { Evidence } from '../../reports/result.js';
import type { Change } from '../drill/change.js';

/** What one check asks: by which method of the drill, about what, and with which word. */
export interface Ask {
  method: string;
  /** Argument of the method; empty for one without. */
  about: string;
  /** Such as `reach everyAccount`. */
  word: string;
}

/** What a scenario's body holds in its hand: assertions are about it. */
export interface Subject {
  method: string;
  /** Asks with a word. */
  ask(word: string): Promise<void>;
}

/** A method of the drill by which scenarios ask, and the words that may follow it. */
export interface Method<About extends string = never> {
  words: readonly string[];
  /** What it may be asked about. */
  abouts?: readonly About[];
}

/** What a question planned by. */
export interface Planning {
  context: DrillContext;
  scenario: string;
  /** Of these break-glass users those whom the people can open who are left by the premises of the scenario. */
  within(users: readonly string[]): readonly string[];
}

/** What a question is asked with, in one scenario. */
export interface Asking extends Planning {
  /** What this question planned for the scenario. */
  work: readonly Work[];
  /** What the question that is asked before this one left in this scenario. */
  before: readonly Cell[];
  /** Computed once a scenario, or once a drill, however often it is asked for. */
  onceAScenario<T>(what: string, make: () => Promise<T>): Promise<T>;
  onceADrill<T>(what: string, make: () => Promise<T>): Promise<T>;
  /** Accounts in which something of a work is still to be played: none, if a drill that is resumed answered all of it. */
  left(work: Work): readonly AccountInScope[];
  /** Cells of a work that were taken over from the drill that is resumed. */
  takenOver(work: Work): Cell[];
  /** Asks each item of a work that has no answer yet, so many at once as the drill file allows; cells of all of its items come in the order of the plan. */
  each(work: Work, ask: (item: WorkItem) => Promise<Cell>): Promise<Cell[]>;
  /** Keeps the cell that answers an item. */
  answer(item: WorkItem, cell: Cell): void;
  /** Notes that an item without a cell was done, unless that is known already. */
  done(item: WorkItem): void;
  /** Notes why the items of a work were not reached. */
  skipped(work: Work, why: string): void;
  /** Verdict of a check of this scenario that the target cannot play. */
  unplayed: Verdict | undefined;
  /** Keeps findings that belong to no single check. */
  found(findings: readonly Found[]): void;
  /** Keeps what was measured. */
  measure(measurement: Measurement): void;
  /** Plays something while one more premise holds. */
  during<T>(premise: Premise, play: () => Promise<T>): Promise<T>;
  /** Writes how a change is undone to disk, and then makes it; it is undone with the scenario. */
  apply(change: Change): Promise<unknown>;
}

/** A verdict, and the findings that it rests on. */
export interface Judgement {
  verdict: Verdict;
  findings?: readonly Found[];
  /** The verdict has the evidence that it has on this target already. */
  weighed?: true;
}

/** The cause of a broken cell, and how strong what shows it is. */
export interface Explained extends Explanation {
  evidence: Evidence;
}

/** A question whose facts are known. */
export interface OpenQuestion {
  plan(planning: Planning, asks: readonly Ask[]): Work[];
  answer(asking: Asking, ask: Ask): Promise<Judgement>;
}

/** A question, whatever its facts and answers are. */
export interface Question<
  Methods extends Readonly<Record<string, Method<string>>> = Readonly<Record<string, Method<string>>>,
> {
  id: string;
  methods: Methods;
  /** Capability without which it is not applicable. */
  needs(ask: Ask): CapabilityName | undefined;
  /** Capability without which it is never held; what is found broken all the same stays broken. */
  needsToHold(ask: Ask): CapabilityName | undefined;
  /** Part that is taken from the document where a target has nothing to read. */
  decidedFrom(ask: Ask): DocumentPart | undefined;
  /** Ids of the controls that its answer is evidence for. */
  controls(ask: Ask): readonly string[];
  /** Reads and sign-ins by which it plans and judges. */
  preparation(file: DrillFile): readonly CallRule[];
  /** Question that must be asked before, in the same scenario. */
  after?: { id: string; ask: Ask };
  /** Why one of its cells is broken, from what was answered and what the reader can read. Called when everything was put back. */
  explain(
    context: DrillContext,
    once: Asking['onceADrill'],
    cell: BrokenCell,
    cells: readonly Cell[],
  ): Promise<Explained>;
  /** Learns what it must know to plan. */
  open(context: DrillContext): Promise<OpenQuestion>;
}

interface Definition<Methods, Facts, Answer> {
  id: string;
  methods: Methods;
  needs?(ask: Ask): CapabilityName | undefined;
  needsToHold?(ask: Ask): CapabilityName | undefined;
  decidedFrom?(ask: Ask): DocumentPart | undefined;
  controls(ask: Ask): readonly string[];
  preparation?(file: DrillFile): readonly CallRule[];
  after?: Question['after'];
  explain?: Question['explain'];
  learn?(context: DrillContext): Promise<Facts>;
  plan(planning: Planning, facts: Facts, asks: readonly Ask[]): Work[];
  ask(asking: Asking, facts: Facts, ask: Ask): Promise<Answer>;
  judge(ask: Ask, answer: Answer, asking: Asking, facts: Facts): Judgement | Promise<Judgement>;
}

/** A question that plans by what it learned. */
export function defineQuestion<const Methods extends Readonly<Record<string, Method<string>>>, Facts, Answer>(
  definition: Definition<Methods, Facts, Answer> & { learn(context: DrillContext): Promise<Facts> },
): Question<Methods>;
/** A question that learns nothing before it plans. */
export function defineQuestion<const Methods extends Readonly<Record<string, Method<string>>>, Answer>(
  definition: Omit<Definition<Methods, undefined, Answer>, 'learn'>,
): Question<Methods>;
export function defineQuestion<Methods extends Readonly<Record<string, Method<string>>>, Facts, Answer>(
  definition: Definition<Methods, Facts, Answer>,
): Question<Methods> {
  const {
    id,
    methods,
    needs,
    needsToHold,
    decidedFrom,
    controls,
    preparation,
    after,
    explain,
    learn,
    plan,
    ask: askIt,
    judge,
  } = definition;
  return {
    id,
    methods,
    needs: (ask) => needs?.(ask),
    needsToHold: (ask) => needsToHold?.(ask),
    decidedFrom: (ask) => decidedFrom?.(ask),
    controls: (ask) => controls(ask),
    preparation: (file) => preparation?.(file) ?? [],
    ...(after ? { after } : {}),
    // What nobody explains is told as it was answered.
    explain:
      explain ??
      ((_context, _once, { code, message }) => Promise.resolve({ code, cause: message, evidence: 'observed' })),
    open: async (context) => {
      const facts = (await learn?.(context)) as Facts;
      return {
        plan: (planning, asks) => plan(planning, facts, asks),
        answer: async (asking, ask) => judge(ask, await askIt(asking, facts, ask), asking, facts),
      };
    },
  };
}
