/** Reads a whole organization through the API, read-only: everything that an organization document holds and AWS stores. */
import { mapInOrder } from '../../base/limiter.js';
import { statementsOf } from '../../organization/documents.js';
import type { Account, Organization } from '../../organization/model.js';
import { THE_ACCOUNT } from './credential-kinds.js';
import type { ReadCredential } from './credential-kinds.js';
import { asDocumented } from './credentials.js';
import { readGuardrails } from './guardrails.js';
import type { ReadGuardrail } from './guardrails.js';
import { awsPoliciesOf, noIdentities, readIdentities, readPolicy } from './identities.js';
import type { Identities } from './identities.js';
import { noIdentityCenter, readIdentityCenter } from './identity-center.js';
import type { ReadIdentityCenter } from './identity-center.js';
import { noMonitoring, readMonitoring } from './monitoring/index.js';
import { accountNames, unitNames } from './names.js';
import { readPart } from './port.js';
import type { Reading, ReadPlace, SnapshotPort } from './port.js';
import { readPasswordPolicy, readSamlProviders } from './sign-in.js';
import type { Snapshot, Unread } from './snapshot.js';
import { readTree } from './tree.js';
import type { AccountInTree, Tree } from './tree.js';
import { readUserCredentials } from './user-credentials.js';

/** How much of an organization is read. */
export interface SnapshotScope {
  managementAccountId: string;
  /** Home Region of Identity Center and of the trail. */
  homeRegion: string;
  /** Ids of accounts whose content is read; every ACTIVE one if absent. */
  accounts?: readonly string[];
  /** Where monitoring is read: in these Regions of these accounts (ids). */
  monitoring: { accounts: readonly string[]; regions: readonly string[] };
  /** Certificates of the organization's own identity provider, base64; without them nobody knows who signs for a SAML provider. */
  certificates?: readonly string[];
  /** Milliseconds since 1970 on the clock of the target. */
  now: number;
  /** The tree, for endpoints that have none to be read. */
  tree?: Tree;
}

/** Reads it. Rejects if the tree of the organization cannot be read, or when aborted; every other refusal is in `unread`. */
export async function readOrganization(port: SnapshotPort, scope: SnapshotScope): Promise<Snapshot> {
  const unread: Unread[] = [];
  const clients = await port.clients(scope.managementAccountId);
  const tree = scope.tree ?? (await readTree(clients.organizations()));
  const names = accountNames(tree);
  const place = (id: string): ReadPlace => ({ id, name: names.get(id) ?? id });
  const organizationPlace = place(tree.managementAccountId);
  const reading: Reading = { port, account: organizationPlace, unread };
  const guardrails = await readPart(reading, { part: 'guardrails' }, [], () => readGuardrails(clients.organizations()));
  const active = tree.accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => names.get(id) ?? id);
  const { center, withoutBoundaries }: ReadIdentityCenter = await readPart(
    reading,
    { part: 'Identity Center' },
    { center: noIdentityCenter() },
    () =>
      readIdentityCenter(clients.ssoAdmin(), clients.identityStore(), {
        names,
        active,
        management: organizationPlace.name,
      }),
  );
  if (withoutBoundaries !== undefined)
    unread.push({
      account: organizationPlace,
      part: 'permission set boundaries',
      what: 'permissions boundaries of permission sets',
      why: withoutBoundaries,
      absent: true,
    });
  const contents = new Map<string, ReadAccount>();
  const wanted = tree.accounts.filter(({ id, state }) => state === 'ACTIVE' && (scope.accounts?.includes(id) ?? true));
  await mapInOrder(
    wanted,
    port.concurrency,
    ({ id }) => readAccount(port, scope, place(id)),
    (read, { id }) => {
      contents.set(id, read);
      unread.push(...read.unread);
    },
    port.signal,
  );
  const awsPolicies = await readAwsPolicies(port, unread, place, contents);
  return {
    ...assemble(scope, { tree, names, guardrails, identityCenter: center, contents, unread }),
    awsPolicies,
  };
}

/** What was read, before it is put together. */
interface Parts {
  tree: Tree;
  /** Names of accounts by id. */
  names: ReadonlyMap<string, string>;
  guardrails: readonly ReadGuardrail[];
  identityCenter: Organization['identityCenter'];
  /** What accounts hold, by id. */
  contents: ReadonlyMap<string, ReadAccount>;
  unread: Unread[];
}

interface ReadAccount {
  identities: Identities;
  content: Pick<Account, 'samlProviders' | 'passwordPolicy' | 'monitoring'>;
  /** By user. */
  credentials: Record<string, readonly ReadCredential[]>;
  unread: Unread[];
}

/** Reads what one account holds. Never rejects but when aborted. */
async function readAccount(
  port: SnapshotPort,
  { certificates, monitoring, now }: SnapshotScope,
  account: ReadPlace,
): Promise<ReadAccount> {
  const unread: Unread[] = [];
  const reading: Reading = { port, account, unread };
  const clients = await readPart(reading, { part: 'identities', what: THE_ACCOUNT }, undefined, () =>
    port.clients(account.id),
  );
  const nothing = {
    identities: noIdentities(),
    content: { samlProviders: {}, monitoring: noMonitoring() },
    credentials: {},
    unread,
  };
  if (!clients) {
    for (const part of ['credentials', 'password policy', 'SAML providers'] as const)
      unread.push({ ...unread[0], account, part, what: THE_ACCOUNT, why: unread[0]?.why ?? '' });
    return nothing;
  }
  const iam = clients.iam();
  const identities = await readPart(
    reading,
    { part: 'identities', what: 'users, groups, roles and policies' },
    nothing.identities,
    () => readIdentities(iam),
  );
  const credentials: ReadAccount['credentials'] = {};
  for (const [name, user] of Object.entries(identities.users)) {
    const read = await readUserCredentials(reading, iam, name);
    Object.assign(user, asDocumented(read));
    credentials[name] = read;
  }
  const passwordPolicy = await readPart(reading, { part: 'password policy' }, undefined, () => readPasswordPolicy(iam));
  const samlProviders = await readPart(reading, { part: 'SAML providers' }, {}, () =>
    readSamlProviders(iam, certificates ?? [], now),
  );
  if (certificates === undefined && Object.keys(samlProviders).length > 0)
    unread.push({
      account,
      part: 'SAML signers',
      what: 'who signs for the SAML providers',
      why: 'nobody said what certificate the identity provider has',
    });
  const watched = monitoring.accounts.includes(account.id)
    ? await readMonitoring(reading, monitoring.regions)
    : noMonitoring();
  return {
    identities,
    content: { samlProviders, ...(passwordPolicy ? { passwordPolicy } : {}), monitoring: watched },
    credentials,
    unread,
  };
}

/** AWS managed policies are the same in every account: each is read once, in the first account that has it and tells it. */
async function readAwsPolicies(
  port: SnapshotPort,
  unread: Unread[],
  place: (id: string) => ReadPlace,
  contents: ReadonlyMap<string, ReadAccount>,
): Promise<Snapshot['awsPolicies']> {
  const holders = new Map<string, string[]>();
  for (const [id, { identities }] of contents)
    for (const arn of awsPoliciesOf(identities)) {
      const ids = holders.get(arn);
      if (ids) ids.push(id);
      else holders.set(arn, [id]);
    }
  const documents: Snapshot['awsPolicies'] = {};
  for (const [arn, ids] of holders) {
    const refused: Unread[] = [];
    let asked = 0;
    for (const id of ids) {
      const document = await readPart(
        { port, account: place(id), unread: refused },
        { part: 'identities', what: `the policy ${arn}` },
        undefined,
        async () => readPolicy((await port.clients(id)).iam(), arn),
      );
      if (document) documents[arn] = document;
      if (refused.length < ++asked) break;
    }
    // An account that refuses it is no gap where another told.
    if (documents[arn] === undefined) unread.push(...refused.slice(0, 1));
  }
  return documents;
}

function assemble(
  { homeRegion, managementAccountId, monitoring }: SnapshotScope,
  { tree, names, guardrails, identityCenter, contents, unread }: Parts,
): Omit<Snapshot, 'awsPolicies'> {
  const units = unitNames(tree);
  const targets = new Map([[tree.rootId, 'Root'], ...units, ...names]);
  const named = (ids: readonly string[]): string[] => ids.map((id) => targets.get(id) ?? id).sort();
  const own = guardrails.filter(({ awsManaged }) => !awsManaged);
  const reads = [...contents.values()].map(({ identities }) => identities);
  const policies = (type: ReadGuardrail['type']): Organization['serviceControlPolicies'] =>
    Object.fromEntries(
      own
        .filter((guardrail) => guardrail.type === type)
        .map(({ name, description, content, targets: ids }) => [
          name,
          { description, attachedTo: named(ids), expects: 'indifferent' as const, statements: statementsOf(content) },
        ]),
    );
  return {
    organization: {
      id: tree.organizationId,
      rootId: tree.rootId,
      partition: tree.partition,
      homeRegion,
      management: names.get(managementAccountId) ?? managementAccountId,
      ous: Object.fromEntries(
        tree.units.map(({ id, parentId }) => [units.get(id) ?? id, { in: units.get(parentId) ?? 'Root', id }]),
      ),
      accounts: Object.fromEntries(
        tree.accounts.map((account) => [
          names.get(account.id) ?? account.id,
          documented(account, units, contents.get(account.id)),
        ]),
      ),
      outsiders: {},
      policyTypes: (['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const).filter((type) =>
        tree.policyTypes.includes(type),
      ),
      withoutFullAccess: withoutFullAccess(guardrails, tree.policyTypes, targets),
      serviceControlPolicies: policies('SERVICE_CONTROL_POLICY'),
      resourceControlPolicies: policies('RESOURCE_CONTROL_POLICY'),
      identityCenter,
      doors: {},
      identityProvider: { name: '' },
      credentialStores: {},
      people: {},
    },
    unread,
    uniqueIds: Object.assign({}, ...reads.map(({ uniqueIds }) => uniqueIds)) as Snapshot['uniqueIds'],
    reservedRoles: Object.fromEntries(
      [...contents].map(([id, { identities }]) => [names.get(id) ?? id, identities.reservedRoles]),
    ),
    credentials: Object.fromEntries([...contents].map(([id, { credentials }]) => [names.get(id) ?? id, credentials])),
    awsGuardrails: Object.fromEntries(
      guardrails
        .filter(({ awsManaged }) => awsManaged)
        .map(({ name, type, content, targets: ids }) => [
          name,
          { type, attachedTo: named(ids), statements: statementsOf(content) },
        ]),
    ),
    policyTypes: tree.policyTypes,
    watched: { accounts: monitoring.accounts.map((id) => names.get(id) ?? id), regions: [...monitoring.regions] },
  };
}

/** Names of the targets that FullAWSAccess was detached from. While its type is disabled it is attached nowhere. */
function withoutFullAccess(
  guardrails: readonly ReadGuardrail[],
  policyTypes: readonly string[],
  targets: ReadonlyMap<string, string>,
): string[] {
  const full = guardrails.find(({ awsManaged, type }) => awsManaged && type === 'SERVICE_CONTROL_POLICY');
  if (!full || !policyTypes.includes('SERVICE_CONTROL_POLICY')) return [];
  return [...targets]
    .filter(([id]) => !full.targets.includes(id))
    .map(([, name]) => name)
    .sort();
}

function documented(
  { id, email, state, path }: AccountInTree,
  units: ReadonlyMap<string, string>,
  read: ReadAccount | undefined,
): Account {
  const { users, groups, roles, policies } = read?.identities ?? noIdentities();
  return {
    id,
    email,
    ou: units.get(path.at(-1) ?? '') ?? 'Root',
    state,
    users,
    groups,
    roles,
    policies,
    samlProviders: {},
    monitoring: noMonitoring(),
    ...read?.content,
  };
}
