/** Builds Identity Center from an organization document: people, groups, permission sets, assignments. */
import { sha256 } from '../../base/canonical-json.js';
import { documentOf } from '../../organization/documents.js';
import type { Assignment, Organization, PermissionSet } from '../../organization/model.js';
import { checkAwsManaged } from '../access/aws-managed-policies.js';
import { assignmentKey } from '../state/identity-center.js';
import type { TwinAssignment, TwinIdentityCenter, TwinPermissionSet } from '../state/identity-center.js';
import type { BuildContext } from './context.js';
import { lazySigningKey } from './signing-key.js';

/** Identity Center as the document describes it, without any token yet and with nothing provisioned. */
export function buildIdentityCenter({ organization, clock, random }: BuildContext): TwinIdentityCenter {
  const { instanceArn, identityStoreId, directory, people, groups, permissionSets } = organization.identityCenter;
  const now = clock.now();
  const id = (kind: string, name: string): string => storeId(identityStoreId, `${kind} ${name}`);
  const memberships = Object.entries(groups).flatMap(([group, { members }]) =>
    members.map((person) => ({
      id: id('membership', `${group} ${person}`),
      groupId: id('group', group),
      personId: id('person', person),
    })),
  );
  const assignments = assignmentsOf(organization);
  return {
    instanceArn,
    identityStoreId,
    signingKey: lazySigningKey(random.derive('identity center'), 'IAM Identity Center', now),
    name: undefined,
    createdAt: now,
    directory,
    people: new Map(
      Object.entries(people).map(([name, { displayName, email, disabled }]) => [
        id('person', name),
        {
          id: id('person', name),
          userName: name,
          displayName,
          emails: [{ Value: email, Type: 'work', Primary: true }],
          disabled,
          attributes: {},
          createdAt: now,
          updatedAt: now,
        },
      ]),
    ),
    groups: new Map(
      Object.keys(groups).map((name) => [
        id('group', name),
        { id: id('group', name), displayName: name, description: undefined, createdAt: now, updatedAt: now },
      ]),
    ),
    memberships: new Map(memberships.map((membership) => [membership.id, membership])),
    permissionSets: new Map(
      Object.entries(permissionSets).map(([name, set]) => [
        setArn(organization, name),
        permissionSetOf(setArn(organization, name), name, set, now),
      ]),
    ),
    assignments: new Map(assignments.map((assignment) => [assignmentKey(assignment), assignment])),
    requests: new Map(),
    tags: new Map(),
    portalTokens: new Map(),
    tickets: new Map(),
  };
}

function setArn({ partition, identityCenter }: Organization, name: string): string {
  return `arn:${partition}:sso:::permissionSet/${identityCenter.instanceArn.split('/').at(-1) ?? ''}/ps-${sha256(`permission set ${name}`).slice(0, 16)}`;
}

/** An id of the identity store, `1234567890-UUID`, that is the same for the same thing. */
function storeId(identityStoreId: string, thing: string): string {
  const hex = sha256(thing);
  return `${identityStoreId.slice(2)}-${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`;
}

function permissionSetOf(arn: string, name: string, set: PermissionSet, createdAt: number): TwinPermissionSet {
  const { permissionsBoundary: boundary } = set;
  const awsBoundary = boundary?.startsWith('arn:') === true;
  checkAwsManaged([...set.managedPolicies, ...(boundary !== undefined && awsBoundary ? [boundary] : [])]);
  // A permission set has one inline policy: several in the document are one with all their statements.
  const statements = Object.assign({}, ...Object.values(set.policies)) as Parameters<typeof documentOf>[0];
  return {
    arn,
    name,
    description: undefined,
    relayState: undefined,
    sessionSeconds: set.sessionSeconds,
    managedPolicies: new Set(set.managedPolicies),
    customerPolicies: new Map(),
    tags: new Map(),
    createdAt,
    revision: 1,
    provisioned: new Map(),
    ...(Object.keys(statements).length > 0 ? { inlinePolicy: documentOf(statements) } : {}),
    ...(boundary === undefined
      ? {}
      : { permissionsBoundary: awsBoundary ? { managedPolicyArn: boundary } : { name: boundary, path: '/' } }),
  };
}

function assignmentsOf(organization: Organization): TwinAssignment[] {
  const { identityStoreId, assignments } = organization.identityCenter;
  return Object.values(assignments).flatMap((assignment) =>
    accountsOf(organization, assignment).map((accountId) => ({
      accountId,
      permissionSetArn: setArn(organization, assignment.permissionSet),
      ...(assignment.group === undefined
        ? { principalType: 'USER' as const, principalId: storeId(identityStoreId, `person ${assignment.person ?? ''}`) }
        : { principalType: 'GROUP' as const, principalId: storeId(identityStoreId, `group ${assignment.group}`) }),
    })),
  );
}

function accountsOf(organization: Organization, { accounts: assigned }: Assignment): string[] {
  if (typeof assigned !== 'string') return assigned.flatMap((name) => organization.accounts[name]?.id ?? []);
  const active = Object.entries(organization.accounts).filter(([, account]) => account.state === 'ACTIVE');
  return active
    .filter(([name]) => assigned === 'everyAccount' || name !== organization.management)
    .map(([, { id }]) => id);
}
