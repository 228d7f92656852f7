/** Holds the calls that a drill made against its plan. */
import type { ObservedCall } from '../aws/guard.js';
import { embeddedTarget } from '../harness/targets/embedded.js';
import type { JournalRecord } from '../reports/journal-record.js';
import { recordsOf } from '../reports/journal-record.js';
import type { DrillPlan, PlannedWork } from '../reports/plan.js';

/** A call as a plan names it: `service:Operation principal`. */
function named({ service, operation, principal }: Pick<ObservedCall, 'service' | 'operation' | 'principal'>): string {
  return `${service}:${operation} ${principal?.name ?? 'anybody'}`.replace(
    /^([^:]+):/,
    (_all, name: string) => `${name.toLowerCase()}:`,
  );
}

/** An embedded target that tells of each call. */
export function watchedTarget(seen: (call: ObservedCall) => void): typeof embeddedTarget {
  return (organization, random) => {
    const target = embeddedTarget(organization, random);
    return {
      ...target,
      connect: (purpose, guard) =>
        target.connect(purpose, { ...guard, observe: (call) => (seen(call), guard.observe(call)) }),
    };
  };
}

/** Ids of the items of a work, as the plan spells its sets. */
function itemsOfPlan(plan: DrillPlan, work: PlannedWork): string[] {
  const accounts = accountsOf(plan, work.accounts);
  if (work.callers === undefined) return accounts.map((account) => `${work.id}/${account}`);
  return accountsOf(plan, work.callers).flatMap((caller) =>
    accounts.map((account) => `${work.id}/${caller}/${account}`),
  );
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
  const problems: string[] = [];
  const seen = new Map<string, number>();
  const count = (key: string): void => void seen.set(key, (seen.get(key) ?? 0) + 1);
  for (const { scenario, item } of [...recordsOf(journal, 'cell'), ...recordsOf(journal, 'item')])
    count(`${scenario} ${item}`);
  for (const work of plan.work) {
    const items = work.certainty === 'repeated' ? [] : itemsOfPlan(plan, work);
    if (work.items !== items.length && work.certainty !== 'repeated')
      problems.push(`${work.scenario} ${work.id} says ${work.items} items, and its sets have ${items.length}`);
    const skipped = seen.get(`${work.scenario} ${work.id}`) ?? 0;
    for (const item of items) {
      const times = seen.get(`${work.scenario} ${item}`) ?? 0;
      if (work.certainty === 'certain' ? times !== 1 : times + skipped !== 1)
        problems.push(`the journal holds ${work.scenario} ${item} ${times} times, and says ${skipped} times why not`);
    }
  }
  return [...problems, ...callDifferences(plan, calls)];
}

function callDifferences({ calls: totals }: DrillPlan, calls: readonly ObservedCall[]): string[] {
  const made = new Map<string, number>();
  for (const call of calls) made.set(named(call), (made.get(named(call)) ?? 0) + 1);
  const planned = new Map<string, { certain: number; atMost: number }>();
  for (const { call, as, certainty, times } of totals) {
    const key = `${call.toLowerCase().split(':')[0] ?? ''}:${call.split(':').slice(1).join(':')} ${as}`;
    const known = planned.get(key) ?? { certain: 0, atMost: 0 };
    if (certainty === 'certain') known.certain += times;
    known.atMost += times;
    planned.set(key, known);
  }
  return [...planned].flatMap(([key, { certain, atMost }]) => {
    const times = made.get(key) ?? 0;
    return times < certain || times > atMost
      ? [`${key}: ${times} calls, and the plan has ${certain} to ${atMost}`]
      : [];
  });
}

/** Share of the planned calls that were made and are not certain; repeated ones are counted apart. */
export function uncertainShare({ calls }: DrillPlan): number {
  const sum = (certainty: string): number =>
    calls.filter((call) => call.certainty === certainty).reduce((total, { times }) => total + times, 0);
  return sum('conditional') / Math.max(1, sum('certain') + sum('conditional'));
}
