/** Holds the calls that a drill made against its plan. */
import type { ObservedCall } from '../aws/guard.js';
import type { Target } from '../harness/drill/target.js';
import { embeddedTarget } from '../harness/targets/embedded.js';
import type { JournalRecord } from '../reports/journal-record.js';
import { recordsOf } from '../reports/journal-record.js';
import type { DrillPlan, PlannedWork } from '../reports/plan.js';
import type { PreparationList } from '../reports/preparation.js';

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
    journal: journalOf(texts),
    calls: seen.filter(
      ({ service, operation, principal }) => !isListed(`${service}:${operation}`, principal?.name ?? 'anybody'),
    ),
    refused: seen
      .filter(({ statusCode }) => statusCode === undefined)
      .map(({ service, operation }) => `${service}:${operation}`),
  };
}

/** The records of a journal. */
export function journalOf(texts: ReadonlyMap<string, string>): JournalRecord[] {
  const lines = (texts.get('journal.jsonl') ?? '').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as JournalRecord);
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

/**
 * What differs between the lists in the folder of a drill and its journal, for whoever did not see the calls themselves: the
 * items, how many calls each cell stands for, and the names of the others.
 */
export function folderDifferences(texts: ReadonlyMap<string, string>): string[] {
  const plan = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const prepared = JSON.parse(texts.get('preparation.json') ?? '') as PreparationList;
  const journal = journalOf(texts);
  return [
    ...journalDifferences(plan, journal),
    ...sumDifferences(plan),
    ...cellDifferences(plan, journal),
    ...recordedDifferences(plan, prepared, journal),
  ];
}

/** A cell stands for no more calls than its work plans for one item. Work without calls is judged by what another one called. */
function cellDifferences(plan: DrillPlan, journal: readonly JournalRecord[]): string[] {
  const atMost = new Map<string, number>();
  for (const work of plan.work) {
    const own = work.calls.reduce((sum, { times }) => sum + times, 0);
    if (own > 0) for (const item of itemsOfPlan(plan, work)) atMost.set(`${work.scenario} ${item}`, own);
  }
  return recordsOf(journal, 'cell').flatMap(({ scenario, item, calls }) => {
    const planned = atMost.get(`${scenario} ${item}`);
    return planned !== undefined && calls > planned
      ? [`${scenario} ${item} stands for ${calls} calls, and the plan has ${planned}`]
      : [];
  });
}

/** Calls that no cell stands for, by scenario and name: a journal does not say who made them. What met a fault of the way was made once more. */
function recordedDifferences(plan: DrillPlan, prepared: PreparationList, journal: readonly JournalRecord[]): string[] {
  const listed = new Set(prepared.calls.map(({ call }) => call.toLowerCase()));
  const atMost = new Map<string, number>();
  for (const work of plan.work)
    for (const { call, times } of work.calls) {
      const key = `${work.scenario} ${call}`.toLowerCase();
      atMost.set(key, (atMost.get(key) ?? 0) + leftOfPlan(plan, work).length * times);
    }
  const made = new Map<string, number>();
  for (const { scenario, call } of recordsOf(journal, 'call').filter(
    (one) => one.fault === undefined && !listed.has(one.call.toLowerCase()),
  )) {
    const key = `${scenario ?? 'no scenario'} ${call}`.toLowerCase();
    made.set(key, (made.get(key) ?? 0) + 1);
  }
  return [...made].flatMap(([key, times]) => {
    const planned = atMost.get(key) ?? 0;
    return times > planned ? [`the journal holds ${key} ${times} times, and the plan ${planned}`] : [];
  });
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

/** How often each call may be made by each principal in each account: more exact than the sums of a plan. */
function boundsOf(plan: DrillPlan): Map<string, Bounds> {
  const summed = new Set(plan.calls.map(({ call, as }) => `${call} ${as}`));
  const planned = new Map<string, Bounds>();
  for (const work of plan.work)
    for (const { call, as, times } of work.calls.filter((one) => summed.has(`${one.call} ${one.as}`)))
      for (const item of leftOfPlan(plan, work)) {
        const key = keyOf(call, as, item.split('/').at(-1));
        const known = planned.get(key) ?? { certain: 0, atMost: 0 };
        if (work.certainty === 'certain') known.certain += times;
        known.atMost += times;
        planned.set(key, known);
      }
  return planned;
}

/** A call, who made it and in which account: a hop is in the account that it enters. */
function keyOf(call: string, as: string, account = ''): string {
  const [service = '', ...operation] = call.split(':');
  return `${service.toLowerCase()}:${operation.join(':')} as ${as}${hasOnePlace(call, as) ? '' : ` in ${account}`}`;
}

/** A request that is not signed is in no account, and what a user does without a hop is in its own, whichever account it is for. */
function hasOnePlace(call: string, as: string): boolean {
  return as === 'anybody' || (as.startsWith('user/') && !call.startsWith('sts:AssumeRole'));
}

/** Where `sound` is false, some calls of certain items may not be reached: a hop was refused, and nobody can act behind it. */
export function callDifferences(plan: DrillPlan, calls: readonly ObservedCall[], sound = true): string[] {
  const made = new Map<string, number>();
  for (const { service, operation, principal, into } of calls) {
    const key = keyOf(`${service}:${operation}`, principal?.name ?? 'anybody', into ?? principal?.account);
    made.set(key, (made.get(key) ?? 0) + 1);
  }
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
