/** Everything that must be ready before a disaster begins: inventory, sessions of the controls, the frozen plan. */
import type { Guard } from '../../aws/guard.js';
import { createPrincipals } from '../../aws/principals.js';
import { isAble } from '../drill/capability.js';
import type { Purpose } from '../../aws/purpose.js';
import { createClients } from '../../aws/clients.js';
import type { ClientOptions, Clients } from '../../aws/clients.js';
import { roleCredentials, signIn } from '../../aws/federated-sign-in.js';
import type { Directory } from '../../aws/federated-sign-in.js';
import { createQueryClient } from '../../aws/query-client.js';
import type { QueryClient } from '../../aws/query-client.js';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import type { SnapshotPort } from '../../aws/snapshot/port.js';
import { hasPassword } from '../../aws/snapshot/credentials.js';
import { readPeople } from '../../aws/snapshot/identity-center.js';
import { readTree } from '../../aws/snapshot/tree.js';
import { readUser } from '../../aws/snapshot/identities.js';
import { describeError, isCodedError, usageError } from '../../base/errors.js';
import type { ControlPrincipals, Inventory, KnownUser } from '../drill/context.js';
import { createCustody } from '../drill/custody.js';
import type { Custody } from '../drill/custody.js';
import type { KnownUsers } from '../causes/users.js';
import { takeInventory } from '../drill/inventory.js';
import type { LoadedDrill } from './load.js';
import { createOwnCalls } from '../drill/own-calls.js';
import type { OwnCalls } from '../drill/own-calls.js';
import { createPace, paced, pacePerMinute } from '../drill/pace.js';
import { createUseLog } from '../drill/uses.js';
import type { UseLog } from '../drill/uses.js';
import { readWatched, watchedRegions } from '../drill/watched.js';
import type { Watched } from '../drill/watched.js';
import { administratorSetIn, openPrincipals } from '../drill/principals.js';
import type { Target } from '../drill/target.js';

/** What preparation found and opened. */
export interface Prepared {
  inventory: Inventory;
  principals: ControlPrincipals;
  breakGlassUsers: ReadonlyMap<string, KnownUser>;
  known: KnownUsers;
  custody: Custody;
  connection(purpose: Purpose): ClientOptions;
  query(purpose: Purpose, region?: string): QueryClient;
  uses: UseLog;
  own: OwnCalls;
  watched?: Watched;
  since: number;
  reader(accountId: string): Promise<Credentials>;
  federated(person: string, permissionSet: string, accountId: string): Promise<Credentials>;
  administrator(accountId: string): Promise<Credentials>;
}

/** Prepares a drill. Throws usage errors: nothing has been changed yet. */
export async function prepare(
  loaded: LoadedDrill,
  target: Target,
  { observe, allowed }: Pick<Guard, 'observe' | 'allowed'>,
): Promise<Prepared> {
  const { file, organization } = loaded;
  const since = target.clock.now();
  const uses = createUseLog(target.clock);
  const own = createOwnCalls(target.clock);
  const principals = createPrincipals();
  const guard: Guard = {
    observe: (call) => {
      own.observe(call);
      observe(call);
    },
    principals,
    allowed,
  };
  // Whose a key is, is told when somebody takes it from its store.
  const secretsOf: Target['secretsOf'] = (account, user) => {
    const held = target.secretsOf(account, user);
    const id = (organization.accounts[account] ?? organization.outsiders[account])?.id ?? '';
    if (held) principals.know(held.accessKeyId, { account: id, name: `user/${user}` });
    return held;
  };
  const perMinute = pacePerMinute(target.mode, file.limits.usesPerMinute);
  const pace = perMinute === undefined ? undefined : createPace(target.clock, perMinute);
  const slowed = (query: QueryClient): QueryClient => (pace ? paced(query, pace) : query);
  const connections = new Map<string, { options: ClientOptions; query: QueryClient }>();
  const connect = (purpose: Purpose, region?: string): { options: ClientOptions; query: QueryClient } => {
    const known = connections.get(`${purpose} ${region ?? ''}`);
    if (known) return known;
    const connected = target.connect(purpose, guard);
    const options = region === undefined ? connected : { ...connected, region };
    const signer = createSigner(new URL(options.endpoint).host, target.wireClock);
    const query = createQueryClient(options, signer);
    // Only calls on the path are uses of break glass: controls must be refused.
    const made = {
      options,
      query:
        purpose === 'path'
          ? slowed(uses.watched(query, options.region))
          : purpose === 'control'
            ? slowed(query)
            : query,
    };
    connections.set(`${purpose} ${region ?? ''}`, made);
    return made;
  };
  const federated = async (
    purpose: Purpose,
    person: string,
    permissionSet: string,
    accountId: string,
  ): Promise<Credentials> =>
    signInFederated(connect(purpose).options, organization.identityCenter.directory, person, permissionSet, accountId);

  const preparation = connect('preparation');
  const management = organization.accounts[organization.management]?.id ?? '';
  const reader = await federated('preparation', file.reader.person, file.reader.permissionSet, management);
  const readerClients = createClients(preparation.options, reader);
  const inventory = takeInventory(await readTree(readerClients.organizations()), file.accounts.exclude);
  if (inventory.inScope.length === 0) {
    throw usageError('no account is left to drill', 'Exclude fewer accounts.', loaded.placeOf(['accounts', 'exclude']));
  }
  const { breakGlassUsers, known } = await findUsers(loaded, readerClients);
  const reading: SnapshotPort = {
    clients: (_account, region) =>
      Promise.resolve(createClients({ ...preparation.options, ...(region === undefined ? {} : { region }) }, reader)),
    concurrency: file.limits.concurrency,
  };
  const watched = file.monitoring
    ? await readWatched(
        reading,
        { id: management, name: organization.management },
        target.partition,
        watchedRegions(organization, file),
      )
    : undefined;
  const sources = {
    file,
    partition: target.partition,
    connection: preparation.options,
    query: preparation.query,
    custody: createCustody(organization, secretsOf, preparation.options.transport, target.clock),
    hasOutsiders: isAble(target.capabilities, 'has accounts outside the organization'),
    accountId: (name: string) => (organization.accounts[name] ?? organization.outsiders[name])?.id ?? '',
    managementAccountId: management,
    federated: (person: string, permissionSet: string, accountId: string) =>
      federated('preparation', person, permissionSet, accountId),
    roleArns: inventory.inScope.map(
      (account) => `arn:${target.partition}:iam::${account.id}:role${file.breakGlass.role}`,
    ),
  };
  return {
    inventory,
    principals: await openPrincipals(sources),
    breakGlassUsers,
    known,
    // On the path: opening a store is something that a person does in the emergency.
    custody: createCustody(organization, secretsOf, connect('path').options.transport, target.clock),
    connection: (purpose) => connect(purpose).options,
    query: (purpose, region) => connect(purpose, region).query,
    uses,
    own,
    ...(watched ? { watched } : {}),
    since,
    administrator: (accountId) =>
      federated(
        'control',
        file.controls.federatedAdministrator.person,
        administratorSetIn(file, accountId === management),
        accountId,
      ),
    federated: (person, permissionSet, accountId) => federated('control', person, permissionSet, accountId),
    reader: (accountId) => federated('reading', file.reader.person, file.reader.permissionSet, accountId),
  };
}

/** Looks for the break-glass users in IAM, and among the people of Identity Center for those that are not there. Throws if nobody is there. */
async function findUsers(
  { file, placeOf }: LoadedDrill,
  clients: Clients,
): Promise<Pick<Prepared, 'breakGlassUsers' | 'known'>> {
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

async function signInFederated(
  options: ClientOptions,
  directory: Directory,
  person: string,
  permissionSet: string,
  accountId: string,
): Promise<Credentials> {
  const token = await signIn(options.transport, directory, person);
  if (!token.ok)
    throw usageError(
      `"${person}" cannot sign in at the ${token.step}: ${token.message}`,
      'The drill needs the identity system once, before the disaster begins.',
    );
  try {
    return await roleCredentials(options, token.value, accountId, permissionSet);
  } catch (error) {
    throw usageError(
      `"${person}" gets no session of "${permissionSet}" in account ${accountId}: ${error instanceof Error ? error.message : String(error)}`,
      'Assign the permission set to the person in that account.',
    );
  }
}
