/** The connections of a drill: one for each purpose and Region, with its guard, its log of uses and its pace; and sessions of people through them. */
import type { ClientOptions } from '../../aws/clients.js';
import { roleCredentials, signIn } from '../../aws/federated-sign-in.js';
import type { Guard } from '../../aws/guard.js';
import type { Purpose } from '../../aws/purpose.js';
import { createQueryClient } from '../../aws/query-client.js';
import type { QueryClient } from '../../aws/query-client.js';
import { retryingTransport } from '../../aws/retries.js';
import type { Retrying } from '../../aws/retries.js';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import { mayRepeat } from '../../aws/way-faults.js';
import { describeError, usageError } from '../../base/errors.js';
import { seededRandom } from '../../base/random.js';
import { createPace, paced, pacePerMinute } from '../drill/pace.js';
import type { Target } from '../drill/target.js';
import type { UseLog } from '../drill/uses.js';
import type { LoadedDrill } from './load.js';

/** A person of the directory, with a permission set in an account. */
export interface FederatedSession {
  person: string;
  permissionSet: string;
  accountId: string;
}

/** How the drill reaches its target. */
export interface Connections {
  options(purpose: Purpose): ClientOptions;
  query(purpose: Purpose, region?: string): QueryClient;
  /** Signs a person in. Throws a usage error that says at which step it was refused. */
  federated(purpose: Purpose, session: FederatedSession): Promise<Credentials>;
}

interface Connection {
  options: ClientOptions;
  query: QueryClient;
}

/** Nothing connected yet; each is made when it is first asked for. */
export function createConnections(
  { file, organization }: LoadedDrill,
  target: Target,
  guard: Guard,
  uses: UseLog,
): Connections {
  const perMinute = pacePerMinute(target.mode, file.limits.usesPerMinute);
  const pace = perMinute === undefined ? undefined : createPace(target.clock, perMinute);
  const slowed = (query: QueryClient): QueryClient => (pace ? paced(query, pace) : query);
  // Only calls on the path are uses of break glass: controls must be refused.
  const asCounted = (purpose: Purpose, query: QueryClient, region: string): QueryClient => {
    if (purpose === 'path') return slowed(uses.watched(query, region));
    return purpose === 'control' ? slowed(query) : query;
  };
  const random = seededRandom(file.seed).derive('waits before a request is sent again');
  // Nothing but containment changes anything: all else reads, signs in, or cannot succeed.
  const retrying = (purpose: Purpose): Retrying => ({
    clock: target.clock,
    random,
    expected: (call) => target.isTaken?.(call) === true,
    ...(purpose === 'containment' ? { mayRepeat } : {}),
    // A hop that is made once more may be reported once more.
    ...(pace ? { slot: async ({ into }, signal) => (into === undefined ? undefined : pace(signal)) } : {}),
  });
  const made = new Map<string, Connection>();
  const connect = (purpose: Purpose, region?: string): Connection => {
    const key = `${purpose} ${region ?? ''}`;
    const known = made.get(key);
    if (known) return known;
    const connected = target.connect(purpose, guard);
    const transport = retryingTransport(connected.transport, retrying(purpose));
    const options = { ...connected, transport, ...(region === undefined ? {} : { region }) };
    const signer = createSigner(new URL(options.endpoint).host, target.wireClock);
    const connection = { options, query: asCounted(purpose, createQueryClient(options, signer), options.region) };
    made.set(key, connection);
    return connection;
  };
  return {
    options: (purpose) => connect(purpose).options,
    query: (purpose, region) => connect(purpose, region).query,
    federated: async (purpose, session) => {
      const { options } = connect(purpose);
      const token = await signIn(options.transport, organization.identityCenter.directory, session.person);
      if (!token.ok)
        throw usageError(
          `"${session.person}" cannot sign in at the ${token.step}: ${token.message}`,
          'The drill needs the identity system once, before the disaster begins.',
        );
      return sessionOf(options, token.value, session);
    },
  };
}

async function sessionOf(
  options: ClientOptions,
  token: string,
  { person, permissionSet, accountId }: FederatedSession,
): Promise<Credentials> {
  try {
    return await roleCredentials(options, token, accountId, permissionSet);
  } catch (error) {
    throw usageError(
      `"${person}" gets no session of "${permissionSet}" in account ${accountId}: ${describeError(error)}`,
      'Assign the permission set to the person in that account.',
    );
  }
}
