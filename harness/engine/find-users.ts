/** Who of the break-glass users is there. */
import type { Clients } from '../../aws/clients.js';
import { hasPassword } from '../../aws/snapshot/credentials.js';
import { readPeople } from '../../aws/snapshot/identity-center.js';
import { readUser } from '../../aws/snapshot/identities.js';
import { describeError, isCodedError, usageError } from '../../base/errors.js';
import type { KnownUsers } from '../causes/users.js';
import type { KnownUser } from '../drill/context.js';
import type { LoadedDrill } from './load.js';

/** Those who are there, and what is known of the others. */
export interface FoundUsers {
  breakGlassUsers: ReadonlyMap<string, KnownUser>;
  known: KnownUsers;
}

/** Looks for the break-glass users in IAM, and among the people of Identity Center for those that are not there. Throws if nobody is there. */
export async function findUsers({ file, placeOf }: LoadedDrill, clients: Clients): Promise<FoundUsers> {
  const named = file.breakGlass.users;
  const breakGlassUsers = new Map<string, KnownUser>();
  try {
    for (const name of named) {
      const user = await readUser(clients.iam(), name);
      if (user) breakGlassUsers.set(name, { ...user, ...(await passwordOf(clients, name)) });
    }
    if (breakGlassUsers.size === 0)
      throw usageError(
        'none of the break-glass users exists in the management account',
        'Name users that exist: without one there is nothing to drill.',
        placeOf(['breakGlass', 'users']),
      );
    const missing = named.filter((name) => !breakGlassUsers.has(name));
    const people = missing.length > 0 ? await readPeople(clients.ssoAdmin(), clients.identityStore()) : [];
    return {
      breakGlassUsers,
      known: {
        named,
        present: [...breakGlassUsers.keys()],
        federated: missing.filter((name) => people.includes(name)),
      },
    };
  } catch (error) {
    throw isCodedError(error)
      ? error
      : usageError(
          `"${file.reader.person}" may not read who is there: ${describeError(error)}`,
          'Let the reader read IAM, Identity Center and the identity store in the management account.',
        );
  }
}

async function passwordOf(clients: Clients, name: string): Promise<Pick<KnownUser, 'password'>> {
  return hasPassword(clients.iam(), name).then(
    (password) => ({ password }),
    () => ({}),
  );
}
