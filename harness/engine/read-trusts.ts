/** Reads what decides about a hop before anything is gone: the trust policy of the break-glass role of each account, and the users' own policies. */
import { readAwsPolicies, readIdentities } from '../../aws/snapshot/identities.js';
import type { Identities } from '../../aws/snapshot/identities.js';
import type { Clients } from '../../aws/clients.js';
import { mapInOrder } from '../../base/limiter.js';
import type { Statements } from '../../organization/model.js';
import { ownPolicies } from '../configuration/inspected.js';
import type { DrillContext, Inventory, UserAsRead } from '../drill/context.js';

/** Whose role, and which users. */
export interface Deciders {
  rolePath: string;
  users: readonly string[];
}

/** Trust policies by account, and users by name; what could not be read, or is not there, is not among them. */
export async function readTrusts(
  { inScope, managementAccountId }: Inventory,
  { rolePath, users: named }: Deciders,
  clientsIn: (accountId: string) => Promise<Clients>,
  concurrency: number,
): Promise<Pick<DrillContext, 'trusts' | 'users'>> {
  const trusts = new Map<string, Statements>();
  const users = new Map<string, UserAsRead>();
  const name = rolePath.split('/').at(-1) ?? '';
  const inManagement = { id: managementAccountId };
  const accounts = inScope.some(({ id }) => id === managementAccountId) ? inScope : [...inScope, inManagement];
  await mapInOrder(
    accounts,
    concurrency,
    async ({ id }) => {
      try {
        const { iam } = await clientsIn(id);
        const identities = await readIdentities(iam());
        return {
          role: identities.roles[name],
          users: id === managementAccountId ? await usersOf(iam(), identities, named) : [],
        };
      } catch {
        // Whoever asks about this account says that it could not be entered: nothing is known of its role beside.
        return { role: undefined, users: [] };
      }
    },
    (read, account) => {
      if (read.role && account !== inManagement) trusts.set(account.id, read.role.trust);
      for (const [user, found] of read.users) users.set(user, found);
    },
  );
  return { trusts, users };
}

async function usersOf(
  iam: ReturnType<Clients['iam']>,
  { users, groups, policies, ...others }: Identities,
  named: readonly string[],
): Promise<[string, UserAsRead][]> {
  const ours = Object.fromEntries(Object.entries(users).filter(([name]) => named.includes(name)));
  const joined = new Set(Object.values(ours).flatMap((user) => user.groups ?? []));
  const theirs = Object.fromEntries(Object.entries(groups).filter(([name]) => joined.has(name)));
  const awsPolicies = await readAwsPolicies(iam, {
    ...others,
    policies,
    users: ours,
    groups: theirs,
    roles: {},
    reservedRoles: {},
  });
  return Object.entries(ours).map(([name, user]) => [
    name,
    { own: ownPolicies(user, { groups: theirs, policies }, awsPolicies), tags: user.tags },
  ]);
}
