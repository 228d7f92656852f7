/** Takes over what an earlier drill answered, so that only the rest is played. Pure. */
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { usageError } from '../../base/errors.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { RecordOf } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import { listWords } from '../../reports/sentences.js';
import type { Cell } from '../drill/cell.js';
import { countOf } from '../drill/work.js';
import type { WorkItem } from '../drill/work.js';
import type { EarlierDrill } from './earlier-drill.js';
import { joinWork } from './join-work.js';
import type { PlannedScenario } from './plan.js';
import { cellOf } from './record-lines.js';

/** Gives each scenario what the earlier drill answered of it; the rest is left to be played. */
export function resumeScenarios(
  scenarios: readonly PlannedScenario[],
  { records }: Pick<EarlierDrill, 'records'>,
): PlannedScenario[] {
  const [cells, done] = [new Map<string, RecordOf<'cell'>>(), new Map<string, RecordOf<'item'>>()];
  const key = (scenario: string, item: string): string => `${scenario} ${item}`;
  for (const record of recordsOf(records, 'cell'))
    if (record.outcome === 'held' || record.outcome === 'broken') cells.set(key(record.scenario, record.item), record);
  for (const record of recordsOf(records, 'item'))
    if (record.state === 'done') done.set(key(record.scenario, record.item), record);
  return scenarios.map((planned) => {
    const { taken, left } = joinWork(planned.work, {
      answered: (item) => cells.has(key(planned.id, item)),
      done: (item) => done.has(key(planned.id, item)),
    });
    const found = <Kind extends 'cell' | 'item'>(from: Map<string, RecordOf<Kind>>, { id }: WorkItem) =>
      from.get(key(planned.id, id));
    return {
      ...planned,
      left,
      taken: {
        cells: taken.flatMap((item): Cell[] => {
          const record = found(cells, item);
          return record ? [{ ...cellOf(record, item.account), resumed: placeOf(record) }] : [];
        }),
        done: taken.flatMap((item) => {
          const record = found(cells, item) ? undefined : found(done, item);
          if (!record) return [];
          const { scenario, question } = record;
          return [
            {
              kind: 'item' as const,
              scenario,
              question,
              item: item.id,
              state: 'done' as const,
              resumed: placeOf(record),
            },
          ];
        }),
      },
    };
  });
}

/** An answer that was taken over before keeps the time at which it was given. */
function placeOf({ seq, ts, resumed }: RecordOf<'cell'> | RecordOf<'item'>): NonNullable<Cell['resumed']> {
  return { seq, at: resumed?.at ?? ts };
}

/** How many items of certain and conditional work there are, and how many have answers. */
export function countTaken(scenarios: readonly PlannedScenario[]): { of: number; takenOver: number } {
  const works = scenarios.flatMap(({ work }) => work.filter(({ certainty }) => certainty === 'certain'));
  return {
    of: works.reduce((sum, work) => sum + countOf(work), 0),
    takenOver: scenarios.reduce((sum, { taken }) => sum + taken.cells.length + taken.done.length, 0),
  };
}

/** Throws a usage error that names everything in which two plans differ, but for what is left of the work: answers to other items answer nothing. */
export function refuseOtherPlan(then: DrillPlan, now: DrillPlan): void {
  const parts: [what: string, of: (plan: DrillPlan) => Json][] = [
    ['organization', ({ organization }) => organization as unknown as Json],
    ['what the endpoint enforces or has', ({ capabilities }) => capabilities],
    ['break-glass users', ({ breakGlassUsers }) => breakGlassUsers],
    ['accounts', ({ accounts }) => accounts as unknown as Json],
    ['accounts that are not tested', ({ notTested }) => notTested as unknown as Json],
    ['checks', ({ scenarios }) => scenarios as unknown as Json],
    ['items', ({ work, sets }) => work.map((one) => wholeOf(one, sets)) as unknown as Json],
  ];
  const differing = parts.filter(([, of]) => canonicalJson(of(then)) !== canonicalJson(of(now)));
  if (differing.length === 0) return;
  throw usageError(
    `it cannot be resumed: since then it has changed what would be played: ${listWords(differing.map(([what]) => what))}`,
    'Begin a new drill, without --resume.',
  );
}

function wholeOf(
  { left: _left, uses: _uses, accounts, callers, ...work }: DrillPlan['work'][number],
  sets: DrillPlan['sets'],
): object {
  const spelt = (name: string): string => sets[name] ?? name;
  return { ...work, accounts: spelt(accounts), ...(callers === undefined ? {} : { callers: spelt(callers) }) };
}
