/** Who can still open break glass when people, teams or sites are lost. Pure arithmetic over what the document declares. */
import type { CredentialStore, Custodian, User } from '../../organization/model.js';

/** What the arithmetic needs of the organization document. */
export interface CustodyPlan {
  people: Readonly<Record<string, Custodian>>;
  stores: Readonly<Record<string, CredentialStore>>;
  /** Break-glass users by name. */
  users: Readonly<Record<string, Pick<User, 'custody'>>>;
}

/** What is lost at once. */
export interface Loss {
  kind: 'person' | 'team' | 'site';
  name: string;
  people: ReadonlySet<string>;
  sites: ReadonlySet<string>;
}

/** Sets of more people than this are not searched: by then it is not a drill any more. */
const LARGEST_SET = 3;

/** Every single loss: each person, each team, each site with its people and its stores. */
export function singleLosses({ people }: CustodyPlan): Loss[] {
  const named = Object.entries(people);
  const group = (kind: 'team' | 'site'): Loss[] =>
    [...new Set(named.map(([, person]) => person[kind]))].map((name) => ({
      kind,
      name,
      people: new Set(named.filter(([, person]) => person[kind] === name).map(([person]) => person)),
      sites: new Set(kind === 'site' ? [name] : []),
    }));
  return [...named.map(([name]): Loss => ({ kind: 'person', name, people: new Set([name]), sites: new Set() })), ...group('team'), ...group('site')];
}

/** Users whose password or key and whose MFA device two different people can still fetch. */
export function usersLeft(plan: CustodyPlan, loss: Pick<Loss, 'people' | 'sites'>): string[] {
  return Object.entries(plan.users)
    .filter(([, { custody }]) => {
      const [first, second] = [openers(plan, custody?.accessKey ?? custody?.password, loss), openers(plan, custody?.mfa, loss)];
      return first.some((person) => second.some((other) => other !== person));
    })
    .map(([user]) => user);
}

/** The smallest sets of people whose loss leaves no user; empty if none of up to three people does. */
export function smallestLockouts(plan: CustodyPlan): string[][] {
  const people = Object.keys(plan.people);
  for (let size = 0; size <= LARGEST_SET; size++) {
    const found = combinations(people, size).filter((set) => usersLeft(plan, { people: new Set(set), sites: new Set() }).length === 0);
    if (found.length > 0) return found;
  }
  return [];
}

/** People who alone can fetch both factors of a user. */
export function holdersOfBothFactors(plan: CustodyPlan): { user: string; person: string }[] {
  const nothing = { people: new Set<string>(), sites: new Set<string>() };
  return Object.entries(plan.users).flatMap(([user, { custody }]) => {
    const second = openers(plan, custody?.mfa, nothing);
    return openers(plan, custody?.accessKey ?? custody?.password, nothing)
      .filter((person) => second.includes(person))
      .map((person) => ({ user, person }));
  });
}

/** People within reach who can open a store that is still there. */
function openers({ stores, people }: CustodyPlan, name: string | undefined, { people: lostPeople, sites }: Pick<Loss, 'people' | 'sites'>): string[] {
  const store = name === undefined ? undefined : stores[name];
  if (!store || (store.site !== undefined && sites.has(store.site))) return [];
  return store.keptBy.filter((person) => people[person] !== undefined && !lostPeople.has(person));
}

function combinations(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}
