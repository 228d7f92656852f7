/** Who can still open break glass when people, teams, reporting lines or sites are lost. Pure arithmetic over what the document declares. */
import type { CredentialStore, Custodian, Organization, User } from '../../organization/model.js';

/** What the arithmetic needs of the organization document. */
export interface CustodyPlan {
  people: Readonly<Record<string, Custodian>>;
  stores: Readonly<Record<string, CredentialStore>>;
  /** Break-glass users by name. */
  users: Readonly<Record<string, Pick<User, 'custody'>>>;
}

/** People and sites out of reach. */
export interface Lost {
  people: ReadonlySet<string>;
  sites: ReadonlySet<string>;
}

/** One loss: `manager` stands for everybody who reports to that manager, `site` for its people and its stores. */
export interface Loss extends Lost {
  kind: 'person' | 'team' | 'manager' | 'site';
  name: string;
}

/** Where a factor of a user is kept. Password and access key are both first factors: each opens a path of its own. */
export type Factor = 'password' | 'accessKey' | 'mfa';

type FirstFactor = Exclude<Factor, 'mfa'>;

export const FIRST_FACTORS: readonly FirstFactor[] = ['password', 'accessKey'];

const NOBODY: Lost = { people: new Set(), sites: new Set() };

/** The custody of these users of the management account as the document declares it. */
export function custodyPlan(organization: Organization, users: readonly string[]): CustodyPlan {
  const known = organization.accounts[organization.management]?.users ?? {};
  return {
    people: organization.people,
    stores: organization.credentialStores,
    users: Object.fromEntries(users.flatMap((name) => (known[name] ? [[name, known[name]]] : []))),
  };
}

/** Every single loss: each person, team, reporting line and site; the smaller ones first. */
export function singleLosses({ people }: CustodyPlan): Loss[] {
  const named = Object.entries(people);
  const group = (kind: 'team' | 'manager' | 'site'): Loss[] =>
    [...new Set(named.flatMap(([, person]) => person[kind] ?? []))].map((name) => ({
      kind,
      name,
      people: new Set(named.filter(([, person]) => person[kind] === name).map(([person]) => person)),
      sites: new Set(kind === 'site' ? [name] : []),
    }));
  return [
    ...named.map(([name]): Loss => ({ kind: 'person', name, people: new Set([name]), sites: new Set() })),
    ...group('team'),
    ...group('manager'),
    ...group('site'),
  ];
}

/** Everything that several losses take at once. */
export function together(losses: readonly Loss[]): Lost {
  return {
    people: new Set(losses.flatMap((loss) => [...loss.people])),
    sites: new Set(losses.flatMap((loss) => [...loss.sites])),
  };
}

/** People within reach who can fetch a factor of a user from a store that is still there. */
export function holders(
  { stores, people, users }: CustodyPlan,
  user: string,
  factor: Factor,
  lost: Lost = NOBODY,
): string[] {
  const name = users[user]?.custody?.[factor];
  const store = name === undefined ? undefined : stores[name];
  if (!store || (store.site !== undefined && lost.sites.has(store.site))) return [];
  return store.keptBy.filter((person) => people[person] !== undefined && !lost.people.has(person));
}

/** Users of whom two different people can still fetch a first factor and the MFA device. */
export function usersLeft(plan: CustodyPlan, lost: Lost, firsts: readonly FirstFactor[] = FIRST_FACTORS): string[] {
  return Object.keys(plan.users).filter((user) => {
    const second = holders(plan, user, 'mfa', lost);
    return firsts.some((first) =>
      holders(plan, user, first, lost).some((person) => second.some((other) => other !== person)),
    );
  });
}

/** Of these users those whose access key and device people can still fetch after some losses: the drill signs in with the key. */
export function usersWithKey(
  organization: Organization,
  users: readonly string[],
  losses: readonly Loss[],
): readonly string[] {
  return losses.length === 0 ? users : usersLeft(custodyPlan(organization, users), together(losses), ['accessKey']);
}

/** Users of whom the document does not say where both factors are kept. */
export function undeclared(plan: CustodyPlan): string[] {
  return Object.entries(plan.users)
    .filter(
      ([, { custody }]) => custody?.mfa === undefined || FIRST_FACTORS.every((first) => custody[first] === undefined),
    )
    .map(([user]) => user);
}

/** People who alone can fetch both factors of a user, with the first factors that they can fetch. */
export function holdersOfBothFactors(plan: CustodyPlan): { user: string; person: string; firsts: FirstFactor[] }[] {
  return Object.keys(plan.users).flatMap((user) =>
    holders(plan, user, 'mfa').flatMap((person) => {
      const firsts = FIRST_FACTORS.filter((first) => holders(plan, user, first).includes(person));
      return firsts.length > 0 ? [{ user, person, firsts }] : [];
    }),
  );
}

/** Losses at once, and the users that they leave. */
export interface LossSet {
  losses: readonly Loss[];
  left: string[];
}

/** Every set of at most `most` losses at once. */
export function* lossSets(plan: CustodyPlan, most: number): Generator<LossSet> {
  const singles = singleLosses(plan);
  for (let size = 1; size <= most; size++) {
    for (const losses of combinations(singles, size)) yield { losses, left: usersLeft(plan, together(losses)) };
  }
}

/** Sets of losses that leave nobody, without those that take more than another: one a cause. `[[]]` if nobody has to be lost. */
export function causesOfLockout(plan: CustodyPlan, sets: Iterable<LossSet>): (readonly Loss[])[] {
  if (usersLeft(plan, NOBODY).length === 0) return [[]];
  let found: (readonly Loss[])[] = [];
  for (const { losses, left } of sets) {
    if (left.length > 0 || found.some((smaller) => takesAsMuch(losses, smaller))) continue;
    found = [...found.filter((larger) => !takesAsMuch(larger, losses)), losses];
  }
  return found;
}

/** Whether losses take everything that others take, and perhaps more. */
export function takesAsMuch(losses: readonly Loss[], others: readonly Loss[]): boolean {
  const [lost, smaller] = [together(losses), together(others)];
  return (
    [...smaller.people].every((person) => lost.people.has(person)) &&
    [...smaller.sites].every((site) => lost.sites.has(site))
  );
}

/** The cause in one sentence, the same wherever a lock-out is noticed, so that it becomes one finding. */
export function lockoutSentence(losses: readonly Loss[]): string {
  if (losses.length === 0)
    return 'even while nobody is lost, no break-glass user has both factors with two different people';
  return `without ${lossesWords(losses)} no break-glass user has both factors left with two different people`;
}

const FACTOR_WORDS = { password: 'password', accessKey: 'access key' } as const;

/** Likewise for somebody who needs nobody else. */
export function bothFactorsSentence({ user, person, firsts }: ReturnType<typeof holdersOfBothFactors>[number]): string {
  return `"${person}" can open both the store of the ${firsts.map((first) => FACTOR_WORDS[first]).join(' and ')} and the store of the MFA device of user "${user}"`;
}

/** Such as `team "finance" and site "head-office"`. */
export function lossesWords(losses: readonly Loss[]): string {
  return losses
    .map(({ kind, name }) => (kind === 'manager' ? `everybody under manager "${name}"` : `${kind} "${name}"`))
    .join(' and ');
}

function* combinations<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) return yield [];
  for (let index = from; index <= items.length - size; index++) {
    const item = items[index] as T;
    for (const rest of combinations(items, size - 1, index + 1)) yield [item, ...rest];
  }
}
