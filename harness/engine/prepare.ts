/** Everything that must be ready before a disaster begins: inventory, sessions of the controls, the frozen plan. */
import type { Guard } from '../../aws/guard.js';
import { createPrincipals } from '../../aws/principals.js';
import type { Principals } from '../../aws/principals.js';
import { isAble } from '../drill/capability.js';
import type { Purpose } from '../../aws/purpose.js';
import { createClients } from '../../aws/clients.js';
import type { ClientOptions, Clients } from '../../aws/clients.js';
import type { QueryClient } from '../../aws/query-client.js';
import type { Credentials } from '../../aws/signer.js';
import type { SnapshotPort } from '../../aws/snapshot/port.js';
import { readTree } from '../../aws/snapshot/tree.js';
import { usageError } from '../../base/errors.js';
import type { ControlPrincipals, DrillContext, Inventory, KnownUser } from '../drill/context.js';
import { createCustody } from '../drill/custody.js';
import type { Custody } from '../drill/custody.js';
import type { KnownUsers } from '../causes/users.js';
import { takeInventory } from '../drill/inventory.js';
import type { Organization } from '../../organization/model.js';
import { createConnections } from './connections.js';
import type { Connections } from './connections.js';
import { readTrusts } from './read-trusts.js';
import { findUsers } from './find-users.js';
import type { FoundUsers } from './find-users.js';
import type { LoadedDrill } from './load.js';
import { createOwnCalls } from '../drill/own-calls.js';
import type { OwnCalls } from '../drill/own-calls.js';
import { createUseLog } from '../drill/uses.js';
import type { UseLog } from '../drill/uses.js';
import { readWatched, readRegions } from '../drill/watched.js';
import type { Watched } from '../drill/watched.js';
import { administratorSetIn, openPrincipals } from '../drill/principals.js';
import type { Target } from '../drill/target.js';

/** What preparation found and opened. */
export interface Prepared {
  inventory: Inventory;
  principals: ControlPrincipals;
  breakGlassUsers: ReadonlyMap<string, KnownUser>;
  known: KnownUsers;
  trusts: DrillContext['trusts'];
  users: DrillContext['users'];
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
  const connections = createConnections(loaded, target, guard, uses);
  const custodyAt = (purpose: Purpose): Custody =>
    createCustody(
      organization,
      knownSecrets(organization, target, principals),
      connections.options(purpose).transport,
      target.clock,
    );
  const management = organization.accounts[organization.management]?.id ?? '';
  const { person, permissionSet } = file.reader;
  const reader = await connections.federated('preparation', { person, permissionSet, accountId: management });
  const read = await readAtStart(loaded, target, connections.options('preparation'), reader);
  return {
    ...read,
    ...(await decidersOf(loaded, connections, read.inventory)),
    principals: await openPrincipals({
      file,
      partition: target.partition,
      connection: connections.options('preparation'),
      query: connections.query('preparation'),
      custody: custodyAt('preparation'),
      hasOutsiders: isAble(target.capabilities, 'has accounts outside the organization'),
      accountId: (name) => (organization.accounts[name] ?? organization.outsiders[name])?.id ?? '',
      managementAccountId: management,
      federated: (who, set, accountId) =>
        connections.federated('preparation', { person: who, permissionSet: set, accountId }),
      roleArns: read.inventory.inScope.map(
        (account) => `arn:${target.partition}:iam::${account.id}:role${file.breakGlass.role}`,
      ),
    }),
    // On the path: opening a store is something that a person does in the emergency.
    custody: custodyAt('path'),
    connection: connections.options,
    query: connections.query,
    uses,
    own,
    since,
    administrator: (accountId) =>
      connections.federated('control', {
        person: file.controls.federatedAdministrator.person,
        permissionSet: administratorSetIn(file, accountId === management),
        accountId,
      }),
    federated: (who, set, accountId) =>
      connections.federated('control', { person: who, permissionSet: set, accountId }),
    reader: (accountId) => connections.federated('reading', { person, permissionSet, accountId }),
  };
}

/** The trust policies of the role, and what the users have themselves, read as the reader. */
function decidersOf(
  { file }: LoadedDrill,
  connections: Connections,
  inventory: Inventory,
): Promise<Pick<DrillContext, 'trusts' | 'users'>> {
  const { reader, breakGlass, limits } = file;
  const clientsIn = async (accountId: string): Promise<Clients> =>
    createClients(
      connections.options('preparation'),
      await connections.federated('preparation', { ...reader, accountId }),
    );
  const deciders = { rolePath: breakGlass.role, users: breakGlass.users };
  return readTrusts(inventory, deciders, clientsIn, limits.concurrency);
}

/** Whose a key is, is told when somebody takes it from its store. */
function knownSecrets(organization: Organization, target: Target, principals: Principals): Target['secretsOf'] {
  return (account, user) => {
    const held = target.secretsOf(account, user);
    const id = (organization.accounts[account] ?? organization.outsiders[account])?.id ?? '';
    if (held) principals.know(held.accessKeyId, { account: id, name: `user/${user}` });
    return held;
  };
}

/** What is read before anything begins: the accounts, the users, and what watches them. */
async function readAtStart(
  loaded: LoadedDrill,
  target: Target,
  options: ClientOptions,
  reader: Credentials,
): Promise<Pick<Prepared, 'inventory' | 'watched'> & FoundUsers> {
  const { file, organization } = loaded;
  const clients = createClients(options, reader);
  const inventory = takeInventory(await readTree(clients.organizations()), file.accounts.exclude);
  if (inventory.inScope.length === 0)
    throw usageError('no account is left to drill', 'Exclude fewer accounts.', loaded.placeOf(['accounts', 'exclude']));
  const users = await findUsers(loaded, clients);
  if (!file.monitoring) return { inventory, ...users };
  const reading: SnapshotPort = {
    clients: (_account, region) =>
      Promise.resolve(createClients({ ...options, ...(region === undefined ? {} : { region }) }, reader)),
    concurrency: file.limits.concurrency,
  };
  const management = {
    id: organization.accounts[organization.management]?.id ?? '',
    name: organization.management,
  };
  const watched = await readWatched(reading, management, target.partition, readRegions(organization, file));
  return { inventory, ...users, watched };
}
