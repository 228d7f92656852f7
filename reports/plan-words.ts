/** Both lists of a drill for people, before it is played: what is called to plan it, and what it will do. Pure. */
import type { Certainty, DrillPlan, PlannedWork } from './plan.js';
import type { PreparationList } from './preparation.js';
import { groupDigits, listWords, plural } from './sentences.js';

/** Accounts of a set that are named. */
const MOST_NAMES = 6;

type PreparedCall = PreparationList['calls'][number];

/** The preparation list, and then the plan. */
export function planLines(preparation: PreparationList, plan: DrillPlan): string[] {
  return [...preparationLines(preparation, plan), '', ...headLines(plan), ...scenarioLines(plan), ...endLines(plan)];
}

function preparationLines({ drill, calls }: PreparationList, plan: DrillPlan): string[] {
  const names = namesOf(plan);
  const callers = grouped(calls, ({ as, from, into }) => JSON.stringify([as, from, into]));
  return [
    `PREPARATION  ${plural(calls.length, 'kind')} of calls, made before there is a plan and during the drill, on ${drill.endpoint ?? `the target ${drill.target}`}`,
    ...callers.flatMap((own) => [
      `  ${caller(own[0].as)}, ${placesOf(own[0], names)}`,
      ...grouped(own, ({ call }) => serviceOf(call)).map(
        (some) => `    ${serviceOf(some[0].call)}: ${some.map(({ call }) => operationOf(call)).join(', ')}`,
      ),
    ]),
    'What they are for',
    ...[...new Set(calls.flatMap(({ why }) => why))].map((why) => `  ${why}`),
  ];
}

function caller(as: string): string {
  return as === 'anybody' ? 'anybody, without a signature' : `as ${as}`;
}

function placesOf({ from, into }: PreparedCall, names: ReadonlyMap<string, string>): string {
  const named = (accounts: PreparedCall['from']): string =>
    accounts === 'any'
      ? 'any account'
      : listWords(
          accounts.map((id) => names.get(id) ?? id),
          MOST_NAMES,
        );
  return `in ${named(from)}${into === undefined ? '' : `, entering ${named(into)}`}`;
}

function headLines({ drill, organization, accounts, role, breakGlassUsers, notTested }: DrillPlan): string[] {
  const left = notTested.map(({ name, reason }) => `${name} (${reason})`);
  return [
    `PLAN  drill ${drill.id} "${drill.name}" of the organization ${organization.id}`,
    `  ${plural(accounts.length, 'account')}; the role ${role}; the users ${listWords(breakGlassUsers)}`,
    ...(left.length > 0 ? [`  Left out: ${listWords(left, MOST_NAMES)}`] : []),
  ];
}

function scenarioLines({ scenarios, work }: DrillPlan): string[] {
  return scenarios.flatMap(({ id, title, premises, checks }) => [
    '',
    `${id}: ${title}`,
    ...premises.map((premise) => `  given: ${premise}`),
    ...checks.map((check) => `  it ${check.title}`),
    ...work.filter(({ scenario, items }) => scenario === id && items > 0).flatMap(workLines),
  ]);
}

function workLines({ id, certainty, when, accounts, callers, items, calls }: PlannedWork): string[] {
  const places = callers === undefined ? accounts : `from ${callers} into ${accounts}`;
  return [
    `  ${certainty.padEnd(11)}  ${plural(items, 'item')} of ${id}, in ${places}${when === undefined ? '' : `; ${certainty === 'conditional' ? 'if ' : ''}${when}`}`,
    ...calls.map(
      ({ call, as, times }) =>
        `      ${certainty === 'certain' ? '' : 'up to '}${groupDigits(items * times)} x ${call} ${caller(as)}`,
    ),
  ];
}

function endLines(plan: DrillPlan): string[] {
  const { calls, work, messages, sets, accounts } = plan;
  const total = (which: Certainty): string =>
    groupDigits(calls.filter(({ certainty }) => certainty === which).reduce((sum, { times }) => sum + times, 0));
  const uses = work.reduce((sum, one) => sum + (one.uses ?? 0), 0);
  const people = messages.filter(({ subscriber }) => subscriber !== 'sqs' && subscriber !== 'lambda');
  const named = Object.entries(sets).map(
    ([name, positions]) => `  ${name}: ${listWords(accountsAt(positions, accounts), MOST_NAMES)}`,
  );
  return [
    '',
    `CALLS  ${total('certain')} certain, up to ${total('conditional')} conditional, up to ${total('repeated')} repeated`,
    ...(plan.attempts === undefined
      ? []
      : [
          `  each is sent up to ${plan.attempts} times where it is throttled, fails on the way or gets no answer, and may so make more uses and messages`,
        ]),
    `USES OF BREAK GLASS  up to ${groupDigits(uses)}`,
    `MESSAGES TO PEOPLE  ${people.length === 0 ? 'none' : `up to ${groupDigits(people.reduce((sum, { atMost }) => sum + atMost, 0))}`}`,
    ...people.map(({ atMost, subscriber, topic }) => `  up to ${groupDigits(atMost)} by ${subscriber} from ${topic}`),
    ...(named.length > 0 ? ['SETS OF ACCOUNTS', ...named] : []),
  ];
}

/** Names of the accounts at positions such as `0-6,8`. */
function accountsAt(positions: string, accounts: DrillPlan['accounts']): string[] {
  return positions.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return accounts.slice(first, last + 1).map(({ name }) => name);
  });
}

function namesOf({ accounts, notTested }: DrillPlan): Map<string, string> {
  return new Map([...accounts, ...notTested].map(({ id, name }) => [id, name]));
}

function serviceOf(call: string): string {
  return call.split(':', 1)[0] ?? '';
}

function operationOf(call: string): string {
  return call.slice(serviceOf(call).length + 1);
}

/** Members with the same key, in the order of the first of each. */
function grouped<T>(members: readonly T[], keyOf: (member: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const member of members) {
    const known = groups.get(keyOf(member));
    if (known) known.push(member);
    else groups.set(keyOf(member), [member]);
  }
  return [...groups.values()];
}
