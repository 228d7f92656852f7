/**
 * Every door: who can get to every right in an account, from wherever somebody can begin, and by which steps. Found over kinds of
 * principals, which is to say over classes among the same neighbours, and never over pairs of principals. Pure.
 */
import { administratorAction } from '../../configuration/administrators.js';
import { management, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { classOf } from './classes.js';
import { allows } from './decide.js';
import { holders } from './holders.js';
import type { Holder } from './holders.js';
import { groupedBy } from '../../../base/grouped-by.js';
import { accountsNamed, namesSomebody, outsidersOf } from './outsiders.js';
import { isAdministrator, powerOf } from './power.js';
import { stepTo } from './ways.js';

/** Principals of one class in accounts that hold the same classes; what is found of one is true of all. */
interface Kind {
  one: Holder;
  all: Holder[];
}

/** A way to every right in some accounts. */
export interface Door {
  /** How the document calls whoever begins. */
  from: string;
  words: string;
  /** Names of the accounts in which that is; none for outsiders. */
  home: readonly string[];
  /** Each with `%` where the name of the next one belongs; `by`: where somebody else could begin, the account in which that is. */
  steps: readonly { words: string; to: string; by?: string }[];
  into: string;
  /** Names of the accounts in which it leads to every right. */
  accounts: readonly string[];
  /** The rule about users of the management account tells it. */
  told?: true;
  /** Whoever begins has every right in its account anyway, and goes on as somebody who stands there. */
  as?: string;
}

const kinds = oncePerInspection((inspected): readonly Kind[] => {
  const byAccount = groupedBy(holders(inspected), ({ in: { name } }) => name);
  const neighbours = new Map(
    [...byAccount].map(([name, some]) => [
      name,
      some
        .map((one) => classOf(inspected, one))
        .sort()
        .join(),
    ]),
  );
  const found = groupedBy(
    holders(inspected),
    (one) => `${classOf(inspected, one)} among ${neighbours.get(one.in.name) ?? ''}`,
  );
  return [...found.values()].flatMap((all) => (all[0] ? [{ one: all[0], all }] : []));
});

/** What is near, and what may be entered from elsewhere: by the account that a trust policy names, or from any. */
const surroundings = oncePerInspection((inspected) => {
  const named = new Map<string, Set<Kind>>();
  for (const kind of kinds(inspected)) {
    if (kind.one.kind !== 'role' || !namesSomebody(kind.one)) continue;
    for (const id of kind.all.flatMap((one) => accountsNamed(one) ?? [ANY]))
      named.set(id, (named.get(id) ?? new Set()).add(kind));
  }
  const everybody = kinds(inspected).flatMap((kind) => kind.all.map((one) => ({ one, kind })));
  return {
    inAccount: groupedBy(everybody, ({ one }) => one.in.name),
    fromAccount: (id: string): readonly Kind[] => [...(named.get(id) ?? []), ...(named.get(ANY) ?? [])],
  };
});

const ANY = 'any';

/** Every door, whether the document declares it or not. */
export const doors = oncePerInspection((inspected): readonly Door[] => {
  const all = kinds(inspected).flatMap((kind) => [...fromInside(inspected, kind), ...fromOutside(inspected, kind)]);
  // Where somebody less goes the same way, that is the door: an administrator can be anybody of its account.
  const taken = new Set(
    all.flatMap(({ as, steps, into }) => (as === undefined ? [`${steps.at(-2)?.to ?? ''} ${into}`] : [])),
  );
  return all.filter(({ as, into }) => as === undefined || !taken.has(`${as} ${into}`));
});

/** Whether it is as good as break glass in its account. */
function isGoal(inspected: Inspected, holder: Holder): boolean {
  return holder.breakGlass || powerOf(inspected, holder) !== undefined;
}

/** People begin as users and with permission sets. */
function fromInside(inspected: Inspected, kind: Kind): Door[] {
  const { one } = kind;
  if (one.breakGlass || (one.kind === 'role' && one.permissionSet === undefined)) return [];
  const manager = management(inspected).name;
  const start = { from: one.label, words: one.label, home: names(kind.all) };
  const power = powerOf(inspected, one);
  // The rule about users of the management account tells these.
  if (one.kind === 'user' && one.in.name === manager && administratorAction(inspected, one.name) !== undefined) {
    const itself = {
      ...start,
      steps: [{ words: 'act as administrator', to: '' }],
      into: one.label,
      accounts: start.home,
    };
    return [itself, ...walk(inspected, start, one)].map((door) => ({ ...door, told: true }));
  }
  const own: Door[] =
    power !== undefined && one.kind === 'user'
      ? [
          {
            ...start,
            steps: [{ words: isAdministrator(inspected, one) ? 'act as administrator' : power, to: '' }],
            into: one.label,
            accounts: start.home,
          },
        ]
      : [];
  if (power !== undefined && one.in.name === manager) return own;
  return [...own, ...walk(inspected, start, one)];
}

/** Whoever comes from outside begins in a role. */
function fromOutside(inspected: Inspected, kind: Kind): Door[] {
  const { one } = kind;
  // Who is trusted by the break-glass role itself is told by the rules about that role; those of Identity Center are its own.
  if (one.kind === 'user' || one.breakGlass || one.permissionSet !== undefined) return [];
  return outsidersOf(inspected, one).flatMap(({ label, words }) => {
    const start = { from: label, words, home: [] };
    const first = [{ words: 'assume %', to: one.label }];
    if (isGoal(inspected, one))
      return [
        { ...start, steps: first, into: one.label, accounts: names(kind.all) },
        ...walk(inspected, start, one, first),
      ];
    return walk(inspected, start, one, first);
  });
}

type Start = Pick<Door, 'from' | 'words' | 'home'>;

/** Every goal that can be reached from a holder, each by its shortest way. */
function walk(inspected: Inspected, start: Start, from: Holder, before: Door['steps'] = []): Door[] {
  const found: Door[] = [];
  const seen = new Set<Kind>();
  const queue: { at: Holder; steps: Door['steps']; powerful: string[]; as: string | undefined }[] = [
    { at: from, steps: before, powerful: isGoal(inspected, from) ? [from.in.name] : [], as: undefined },
  ];
  for (let place = queue.shift(); place; place = queue.shift()) {
    for (const { kind, one } of nextOf(inspected, place.at, place.powerful)) {
      if (seen.has(kind)) continue;
      const step = stepTo(inspected, place.at, one);
      if (!step || isToldElsewhere(inspected, place.at, one)) continue;
      seen.add(kind);
      const begins = one.kind === 'user' || one.permissionSet !== undefined;
      const steps = [...place.steps, { words: step.words, to: one.label, ...(begins ? { by: one.in.name } : {}) }];
      const goal = step.makesPowerful || isGoal(inspected, one);
      const within = place.powerful.includes(one.in.name);
      const as = place.as === undefined ? {} : { as: place.as };
      if (goal && !within) found.push({ ...start, steps, into: one.label, accounts: names(kind.all), ...as });
      queue.push({
        at: one,
        steps,
        powerful: goal ? [...place.powerful, one.in.name] : place.powerful,
        as: within ? one.label : undefined,
      });
    }
  }
  return found;
}

/**
 * Where a step may lead: elsewhere into roles, and in the own account everywhere; where every right is there already, only to who
 * is let in elsewhere by name.
 */
function* nextOf(
  inspected: Inspected,
  at: Holder,
  powerful: readonly string[],
): Generator<{ kind: Kind; one: Holder }> {
  const { inAccount, fromAccount } = surroundings(inspected);
  if (powerful.includes(management(inspected).name)) return;
  for (const { one, kind } of inAccount.get(at.in.name) ?? [])
    if (!powerful.includes(at.in.name) || leadsElsewhere(inspected, one)) yield { kind, one };
  for (const kind of fromAccount(at.in.account.id)) {
    const one = kind.all.find(({ in: { name } }) => name !== at.in.name && !powerful.includes(name));
    if (one) yield { kind, one };
  }
}

/** Whether it may enter a role of another account, as the administration role of StackSets may. */
function leadsElsewhere(inspected: Inspected, one: Holder): boolean {
  if (one.breakGlass || one.permissionSet !== undefined) return false;
  return surroundings(inspected)
    .fromAccount(one.in.account.id)
    .some((kind) => {
      const other = kind.all.find(({ in: { name } }) => name !== one.in.name);
      return other !== undefined && stepTo(inspected, one, other) !== undefined;
    });
}

/**
 * What everybody may enter is told once. The trust policy of the break-glass role has rules of its own, and what federated administrators of the management account do
 * to break glass is really tried by the question about federation: where its calls get past, it tells.
 */
function isToldElsewhere(inspected: Inspected, who: Holder, other: Holder): boolean {
  if (other.kind === 'role' && stepTo(inspected, who, other)?.makesPowerful === false)
    if (openToEverybody(inspected).has(other)) return true;
  if (!other.breakGlass) return false;
  if (other.kind === 'role' && stepTo(inspected, who, other)?.words.startsWith('assume') === true) return true;
  const tried = other.kind === 'role' ? 'iam:DeleteRolePolicy' : 'iam:DeleteUserPolicy';
  return who.permissionSet !== undefined && allows(inspected, who, { action: tried, resource: other.arn });
}

const openToEverybody = oncePerInspection(
  (inspected): ReadonlySet<Holder> =>
    new Set(
      kinds(inspected)
        .filter(
          ({ one }) => one.kind === 'role' && outsidersOf(inspected, one).some(({ label }) => label === 'everybody'),
        )
        .flatMap(({ all }) => all),
    ),
);

function names(all: readonly Holder[]): string[] {
  return [...new Set(all.map(({ in: { name } }) => name))].sort();
}
