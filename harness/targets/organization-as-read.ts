/** The organization that is drilled where our evaluator decides: what was read of the endpoint, and the document for what it does not have. Pure. */
import type { Snapshot, Unread } from '../../aws/snapshot/snapshot.js';
import { usageError } from '../../base/errors.js';
import type { Account, IdentityCenter, Organization, User } from '../../organization/model.js';
import type { Monitoring, Subscription, Topic } from '../../organization/monitoring-model.js';
import type { Capability } from './capabilities/capability.js';
import type { CapabilityName } from '../drill/capability.js';
import type { DocumentPart } from '../drill/target.js';

/** What the endpoint has, as it answered. */
export interface Services {
  organizations: boolean;
  identityCenter: boolean;
  /** Records that are put into a log group are counted in metrics. */
  metricFilters: boolean;
  /** Of a subscription it is told whether somebody confirmed it. */
  pendingSubscriptions: boolean;
}

export function servicesOf(capabilities: readonly Capability[]): Services {
  const has = (name: CapabilityName): boolean =>
    capabilities.some(({ capability, able }) => able && capability === name);
  return {
    organizations: has('has Organizations'),
    identityCenter: has('has Identity Center'),
    metricFilters: has('counts records in metrics'),
    pendingSubscriptions: has('shows pending subscriptions'),
  };
}

/** The first thing that should have been readable and was not. */
export function gapOf({ unread }: Snapshot, services: Services): Unread | undefined {
  return unread.find((one) => !isAbsent(one, services));
}

/** What the endpoint does not have at all: nothing about it could be read, and the document says it. */
function isAbsent({ absent, part }: Unread, { organizations, identityCenter }: Services): boolean {
  return (
    absent === true ||
    ['SAML providers', 'SAML signers', 'last use'].includes(part) ||
    (part === 'guardrails' && !organizations) ||
    (part === 'Identity Center' && !identityCenter)
  );
}

/**
 * The document with what was read in place of what it says, and the parts that it still says itself. Throws a usage error if the
 * document has accounts that the organization there does not have: nobody could tell what happened to them.
 */
export function asRead(
  document: Organization,
  snapshot: Snapshot,
  services: Services,
): { organization: Organization; declared: ReadonlySet<DocumentPart> } {
  const { unread } = snapshot;
  const held = (part: Unread['part']): boolean => !unread.some((one) => one.part === part);
  const guardrails = services.organizations && held('guardrails');
  // Some emulators have an instance that nobody made: while nobody is in it, the document says who would be.
  const inhabited = Object.keys(snapshot.organization.identityCenter.people).length > 0;
  const identityCenter = services.identityCenter && inhabited && held('Identity Center');
  // Whose certificate a SAML provider holds is told by nobody but the document.
  const declared = new Set<DocumentPart>(['identity provider']);
  if (!guardrails) declared.add('guardrails');
  const boundaries = held('permission set boundaries');
  const bounded = Object.values(document.identityCenter.permissionSets).some(
    ({ permissionsBoundary }) => permissionsBoundary !== undefined,
  );
  if (!identityCenter || (bounded && !boundaries)) declared.add('Identity Center');
  if (!services.pendingSubscriptions) declared.add('subscriptions');
  return {
    declared,
    organization: {
      ...document,
      ...(services.organizations ? { ous: snapshot.organization.ous } : {}),
      accounts: services.organizations
        ? accountsThere(document, snapshot, services)
        : accountsDeclared(document, snapshot, services),
      ...(guardrails ? guardrailsThere(document, snapshot.organization) : {}),
      identityCenter: identityCenter
        ? centerThere(document.identityCenter, snapshot.organization.identityCenter, boundaries)
        : document.identityCenter,
    },
  };
}

/** Accounts of the organization there, those included that no document knows. */
function accountsThere(document: Organization, snapshot: Snapshot, services: Services): Organization['accounts'] {
  const { accounts } = snapshot.organization;
  const missing = Object.keys(document.accounts).filter((name) => accounts[name] === undefined);
  if (missing.length > 0)
    throw usageError(
      `the organization there has no account ${missing.map((name) => `"${name}"`).join(', ')}`,
      'Deploy the organization document, or take them out of it.',
    );
  return Object.fromEntries(
    Object.entries(accounts).map(([name, read]): [string, Account] => {
      const declared = document.accounts[name];
      if (!declared) return [name, read];
      const { ou, state, email } = read;
      return [
        name,
        { ...(state === 'ACTIVE' ? contentThere(declared, read, snapshot, services) : declared), ou, state, email },
      ];
    }),
  );
}

/** Accounts of the document, where only it says which there are. */
function accountsDeclared(document: Organization, snapshot: Snapshot, services: Services): Organization['accounts'] {
  return Object.fromEntries(
    Object.entries(document.accounts).map(([name, declared]): [string, Account] => {
      const read = snapshot.organization.accounts[name];
      return [name, read && declared.state === 'ACTIVE' ? contentThere(declared, read, snapshot, services) : declared];
    }),
  );
}

/** What an account holds there; its SAML providers are the document's, and so are its trails where there is no CloudTrail. */
function contentThere(
  declared: Account,
  { users, roles, groups, policies, passwordPolicy, monitoring }: Account,
  { unread }: Snapshot,
  { pendingSubscriptions }: Services,
): Account {
  const { passwordPolicy: _declared, ...rest } = declared;
  const untold = new Set(
    unread.filter(({ account }) => account.id === declared.id).map(({ what }) => what.split(' in ')[0] ?? ''),
  );
  return {
    ...rest,
    users: Object.fromEntries(
      Object.entries(users).map(([user, as]): [string, User] => [user, kept(as, declared.users[user])]),
    ),
    roles,
    groups,
    policies,
    ...(passwordPolicy ? { passwordPolicy } : {}),
    monitoring: {
      ...monitoring,
      ...(untold.has('trails') ? { trails: declared.monitoring.trails } : {}),
      ...(pendingSubscriptions ? {} : { topics: confirmedAsDeclared(monitoring.topics, declared.monitoring.topics) }),
    },
  };
}

/** Whom SNS asks before it delivers, whoever subscribed (SNS developer guide, "Creating a subscription to an Amazon SNS topic"). */
const ASKED_FIRST: readonly Subscription['protocol'][] = ['email', 'https'];

/** Where all subscriptions look confirmed, only the document can say that one is: any other of these waits. */
function confirmedAsDeclared(topics: Monitoring['topics'], declared: Monitoring['topics']): Monitoring['topics'] {
  const subscriptions = Object.values(declared).flatMap((topic) => Object.values(topic.subscriptions));
  const isConfirmed = ({ protocol, endpoint }: Subscription): boolean =>
    !ASKED_FIRST.includes(protocol) ||
    subscriptions.some((one) => one.protocol === protocol && one.endpoint === endpoint && one.confirmed);
  const asDeclared = (topic: Topic): Topic => ({
    ...topic,
    subscriptions: Object.fromEntries(
      Object.entries(topic.subscriptions).map(([key, one]) => [
        key,
        { ...one, confirmed: one.confirmed && isConfirmed(one) },
      ]),
    ),
  });
  return Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, asDeclared(topic)]));
}

/** Who keeps what is not in AWS. */
function kept(read: User, declared: User | undefined): User {
  return declared?.custody === undefined ? read : { ...read, custody: declared.custody };
}

/** What is expected of a guardrail, and whom it must reach, is not in AWS. */
function guardrailsThere(
  { serviceControlPolicies, resourceControlPolicies }: Organization,
  read: Organization,
): Partial<Organization> {
  return {
    policyTypes: read.policyTypes,
    withoutFullAccess: read.withoutFullAccess,
    serviceControlPolicies: Object.fromEntries(
      Object.entries(read.serviceControlPolicies).map(([name, policy]) => {
        const { expects = policy.expects, mustReach } = serviceControlPolicies[name] ?? {};
        return [name, { ...policy, expects, ...(mustReach ? { mustReach } : {}) }];
      }),
    ),
    resourceControlPolicies: Object.fromEntries(
      Object.entries(read.resourceControlPolicies).map(([name, policy]) => [
        name,
        { ...policy, expects: resourceControlPolicies[name]?.expects ?? policy.expects },
      ]),
    ),
  };
}

/** Which directory people come from is told by no call, and permissions boundaries by some endpoints not. */
function centerThere(
  { directory, permissionSets }: IdentityCenter,
  read: IdentityCenter,
  boundaries: boolean,
): IdentityCenter {
  const sets = Object.entries(read.permissionSets).map(([name, set]) => {
    const boundary = permissionSets[name]?.permissionsBoundary;
    return [name, boundaries || boundary === undefined ? set : { ...set, permissionsBoundary: boundary }] as const;
  });
  return { ...read, directory, permissionSets: Object.fromEntries(sets) };
}
