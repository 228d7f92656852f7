/** Holds the calls that a drill made against its plan. */
import type { ObservedCall } from '../aws/guard.js';
import type { Target } from '../harness/drill/target.js';
import { embeddedTarget } from '../harness/targets/embedded.js';
import type { JournalRecord } from '../reports/journal-record.js';
import { recordsOf } from '../reports/journal-record.js';
import type { DrillPlan, PlannedWork } from '../reports/plan.js';
import type { PreparationList } from '../reports/preparation.js';

/** A call as a plan names it: `service:Operation principal`. */
function named({ service, operation, principal }: Pick<ObservedCall, 'service' | 'operation' | 'principal'>): string {
  return `${service}:${operation} ${principal?.name ?? 'anybody'}`.replace(
    /^([^:]+):/,
    (_all, name: string) => `${name.toLowerCase()}:`,
  );
}

/** A target that tells of each call. */
export function watched(target: Target, seen: (call: ObservedCall) => void): Target {
  return {
    ...target,
    connect: (purpose, guard) =>
      target.connect(purpose, { ...guard, observe: (call) => (seen(call), guard.observe(call)) }),
  };
}

/** An embedded target that tells of each call. */
export function watchedTarget(seen: (call: ObservedCall) => void): typeof embeddedTarget {
  return (organization, random) => watched(embeddedTarget(organization, random), seen);
}

/** What a drill left, without the calls that its preparation list has too: they may be made at any time. */
export interface HeldAgainst {
  plan: DrillPlan;
  journal: JournalRecord[];
  calls: ObservedCall[];
  /** Calls that the guard did not send. */
  refused: string[];
}

/** Reads what a drill left. */
export function heldAgainst(texts: ReadonlyMap<string, string>, seen: readonly ObservedCall[]): HeldAgainst {
  const plan = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const prepared = JSON.parse(texts.get('preparation.json') ?? '') as PreparationList;
  const listed = new Set(prepared.calls.map(({ call, as }) => `${call} ${as}`.toLowerCase()));
  const isListed = (call: string, as: string): boolean => listed.has(`${call} ${as}`.toLowerCase());
  return {
    // What is on both lists stands in the work too: neither side counts it.
    plan: {
      ...plan,
      calls: plan.calls.filter(({ call, as }) => !isListed(call, as)),
    },
    journal: (texts.get('journal.jsonl') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalRecord),
    calls: seen.filter(
      ({ service, operation, principal }) => !isListed(`${service}:${operation}`, principal?.name ?? 'anybody'),
    ),
    refused: seen
      .filter(({ statusCode }) => statusCode === undefined)
      .map(({ service, operation }) => `${service}:${operation}`),
  };
}

/** Ids of the items of a work, as the plan spells its sets. */
export function itemsOfPlan(plan: DrillPlan, work: PlannedWork): string[] {
  const accounts = accountsOf(plan, work.accounts);
  if (work.callers === undefined) return accounts.map((account) => `${work.id}/${account}`);
  return accountsOf(plan, work.callers).flatMap((caller) =>
    accounts.map((account) => `${work.id}/${caller}/${account}`),
  );
}

/** Of them those that are to be played: all of them, unless the drill resumes another. */
export function leftOfPlan(plan: DrillPlan, { left, ...work }: PlannedWork): string[] {
  return itemsOfPlan(plan, { ...work, accounts: left ?? work.accounts });
}

function accountsOf({ sets, accounts, organization }: DrillPlan, name: string): string[] {
  if (name === 'none') return [];
  if (name === 'management')
    return accounts.filter((account) => account.name === organization.name).map(({ id }) => id);
  return (sets[name] ?? '').split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return accounts.slice(first, last + 1).map(({ id }) => id);
  });
}

/** What differs between a plan and what happened; nothing, for a sound drill. Calls of the preparation list alone are left out. */
export function differences(
  plan: DrillPlan,
  journal: readonly JournalRecord[],
  calls: readonly ObservedCall[],
): string[] {
  return [...journalDifferences(plan, journal), ...sumDifferences(plan), ...callDifferences(plan, calls)];
}

/** What differs between a plan and the items that a journal holds: for any drill, sound or broken. */
export function journalDifferences(plan: DrillPlan, journal: readonly JournalRecord[]): string[] {
  const problems: string[] = [];
  const seen = new Map<string, number>();
  const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);
  for (const { scenario, item } of [...recordsOf(journal, 'cell'), ...recordsOf(journal, 'item')])
    count(`${scenario} ${item}`);
  const known = new Set<string>();
  for (const work of plan.work) {
    const items = itemsOfPlan(plan, work);
    for (const item of [work.id, ...items]) known.add(`${work.scenario} ${item}`);
    if (work.certainty === 'repeated') continue;
    if (work.items !== items.length)
      problems.push(`${work.scenario} ${work.id} says ${work.items} items, and its sets have ${items.length}`);
    const skipped = seen.get(`${work.scenario} ${work.id}`) ?? 0;
    for (const item of items) {
      const times = seen.get(`${work.scenario} ${item}`) ?? 0;
      if (work.certainty === 'certain' ? times !== 1 : times + skipped !== 1)
        problems.push(`the journal holds ${work.scenario} ${item} ${times} times, and says ${skipped} times why not`);
    }
  }
  for (const { scenario, item, account } of recordsOf(journal, 'cell'))
    if (!item.endsWith(`/${account}`)) problems.push(`${scenario} ${item} was answered in the account ${account}`);
  const unplanned = [...seen.keys()].filter((item) => !known.has(item));
  return [...problems, ...unplanned.map((item) => `the journal holds ${item}, and the plan does not`)];
}

/** A plan says each call twice, with its work and in its sums: both must be the same. */
function sumDifferences(plan: DrillPlan): string[] {
  const { work, calls } = plan;
  const sums = new Map(
    calls.map(({ call, as, certainty, times }) => [`${call} ${as} ${certainty}`, { said: times, worked: 0 }]),
  );
  for (const one of work)
    for (const { call, as, times } of one.calls) {
      const sum = sums.get(`${call} ${as} ${one.certainty}`);
      if (sum) sum.worked += leftOfPlan(plan, one).length * times;
    }
  return [...sums].flatMap(([call, { said, worked }]) =>
    said === worked ? [] : [`${call}: ${said} calls in all, and ${worked} in its work`],
  );
}

interface Bounds {
  certain: number;
  atMost: number;
}

function boundsOf({ calls }: DrillPlan): Map<string, Bounds> {
  const planned = new Map<string, Bounds>();
  for (const { call, as, certainty, times } of calls) {
    const key = `${call.toLowerCase().split(':')[0] ?? ''}:${call.split(':').slice(1).join(':')} ${as}`;
    const known = planned.get(key) ?? { certain: 0, atMost: 0 };
    if (certainty === 'certain') known.certain += times;
    known.atMost += times;
    planned.set(key, known);
  }
  return planned;
}

/** Where `sound` is false, some calls of certain items may not be reached: a hop was refused, and nobody can act behind it. */
export function callDifferences(plan: DrillPlan, calls: readonly ObservedCall[], sound = true): string[] {
  const made = new Map<string, number>();
  for (const call of calls) made.set(named(call), (made.get(named(call)) ?? 0) + 1);
  const planned = boundsOf(plan);
  const wrong = [...planned].flatMap(([key, { certain, atMost }]) => {
    const times = made.get(key) ?? 0;
    return (sound && times < certain) || times > atMost
      ? [`${key}: ${times} calls, and the plan has ${certain} to ${atMost}`]
      : [];
  });
  const unplanned = [...made].filter(([key]) => !planned.has(key));
  return [...wrong, ...unplanned.map(([key, times]) => `${key}: ${times} calls, and the plan has none`)];
}

/** Share of the planned calls that were made and are not certain; repeated ones are counted apart. */
export function uncertainShare({ calls }: DrillPlan): number {
  const sum = (certainty: string): number =>
    calls.filter((call) => call.certainty === certainty).reduce((total, { times }) => total + times, 0);
  return sum('conditional') / Math.max(1, sum('certain') + sum('conditional'));
}
