/** Reads IAM Identity Center: its instance, people and groups, permission sets and who is assigned what where. */
import { paginateListGroupMemberships, paginateListGroups, paginateListUsers } from '@aws-sdk/client-identitystore';
import type { Group, IdentitystoreClient, User } from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListInstancesCommand,
  paginateListAccountAssignmentsForPrincipal,
  paginateListManagedPoliciesInPermissionSet,
  paginateListPermissionSets,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { statementsOf } from '../../organization/documents.js';
import type { Assignment, IdentityCenter, PermissionSet } from '../../organization/model.js';
import { notImplemented } from '../missing-operations.js';
import { everyItem } from './port.js';

/** No Identity Center. */
export function noIdentityCenter(): IdentityCenter {
  return {
    instanceArn: '',
    identityStoreId: '',
    directory: 'external',
    people: {},
    groups: {},
    permissionSets: {},
    assignments: {},
  };
}

/** Names of everybody in the identity store; nobody where there is no Identity Center. */
export async function readPeople(admin: SSOAdminClient, store: IdentitystoreClient): Promise<string[]> {
  const { Instances: [instance] = [] } = await admin.send(new ListInstancesCommand({}));
  const users = instance
    ? await everyItem(
        paginateListUsers({ client: store }, { IdentityStoreId: instance.IdentityStoreId ?? '' }),
        ({ Users }) => Users,
      )
    : [];
  return users.map(({ UserName: name = '' }) => name);
}

/** What was read of it. */
export interface ReadIdentityCenter {
  center: IdentityCenter;
  /** How the endpoint said that it keeps no permissions boundaries, if it did. */
  withoutBoundaries?: string;
}

/** A permission set as it stands. */
interface ReadPermissionSet {
  name: string;
  set: PermissionSet;
  /** How the endpoint said that it keeps no permissions boundaries, if it did. */
  withoutBoundaries?: string;
}

/** What names ids of accounts: assignments are written with the names of accounts. */
export interface NamedAccounts {
  /** Account id -> name. */
  names: ReadonlyMap<string, string>;
  /** Names of ACTIVE accounts, with the management account. */
  active: readonly string[];
  management: string;
}

/**
 * Reads the instance that clients of the home Region see. Which directory its people come from is not told by the API:
 * the document's `directory` is left at its default.
 */
export async function readIdentityCenter(
  admin: SSOAdminClient,
  store: IdentitystoreClient,
  accounts: NamedAccounts,
): Promise<ReadIdentityCenter> {
  const { Instances: [instance] = [] } = await admin.send(new ListInstancesCommand({}));
  if (!instance) return { center: noIdentityCenter() };
  const { InstanceArn: instanceArn = '', IdentityStoreId: identityStoreId = '' } = instance;
  const users = await everyItem(
    paginateListUsers({ client: store }, { IdentityStoreId: identityStoreId }),
    ({ Users }) => Users,
  );
  const groups = await everyItem(
    paginateListGroups({ client: store }, { IdentityStoreId: identityStoreId }),
    ({ Groups }) => Groups,
  );
  const sets = new Map<string, ReadPermissionSet>();
  for (const arn of await everyItem(
    paginateListPermissionSets({ client: admin }, { InstanceArn: instanceArn }),
    ({ PermissionSets }) => PermissionSets,
  )) {
    sets.set(arn, await readPermissionSet(admin, instanceArn, arn));
  }
  const holders = [
    ...users.map(({ UserId: id = '', UserName: person = '' }) => ({ type: 'USER' as const, id, holder: { person } })),
    ...groups.map(({ GroupId: id = '', DisplayName: group = '' }) => ({
      type: 'GROUP' as const,
      id,
      holder: { group },
    })),
  ];
  const assignments: Record<string, Assignment> = {};
  for (const { type, id, holder } of holders)
    Object.assign(assignments, await readAssignments(admin, instanceArn, { type, id, holder }, sets, accounts));
  const withoutBoundaries = [...sets.values()].find((set) => set.withoutBoundaries !== undefined)?.withoutBoundaries;
  return {
    center: {
      instanceArn,
      identityStoreId,
      directory: 'external',
      people: Object.fromEntries(users.map((user) => [user.UserName ?? '', personOf(user)])),
      groups: await readMembers(store, identityStoreId, users, groups),
      permissionSets: Object.fromEntries([...sets.values()].map(({ name, set }) => [name, set])),
      assignments,
    },
    ...(withoutBoundaries === undefined ? {} : { withoutBoundaries }),
  };
}

function personOf({
  DisplayName: displayName = '',
  Emails: emails = [],
  UserStatus: status,
}: User): IdentityCenter['people'][string] {
  return {
    displayName,
    email: (emails.find(({ Primary }) => Primary) ?? emails[0])?.Value ?? '',
    disabled: status === 'DISABLED',
  };
}

async function readMembers(
  client: IdentitystoreClient,
  IdentityStoreId: string,
  users: readonly User[],
  groups: readonly Group[],
): Promise<IdentityCenter['groups']> {
  const people = new Map(users.map(({ UserId: id = '', UserName: name = '' }) => [id, name]));
  const members: IdentityCenter['groups'] = {};
  for (const { GroupId = '', DisplayName: name = '' } of groups) {
    const memberships = await everyItem(
      paginateListGroupMemberships({ client }, { IdentityStoreId, GroupId }),
      ({ GroupMemberships }) => GroupMemberships,
    );
    members[name] = { members: memberships.flatMap(({ MemberId }) => people.get(MemberId?.UserId ?? '') ?? []).sort() };
  }
  return members;
}

/** Name and content of a permission set. Rejects with the SDK's error if AWS refuses. */
export async function readPermissionSet(
  admin: SSOAdminClient,
  instanceArn: string,
  arn: string,
): Promise<ReadPermissionSet> {
  const which = { InstanceArn: instanceArn, PermissionSetArn: arn };
  const { PermissionSet: described } = await admin.send(new DescribePermissionSetCommand(which));
  const { InlinePolicy: inline = '' } = await admin.send(new GetInlinePolicyForPermissionSetCommand(which));
  const managed = await everyItem(
    paginateListManagedPoliciesInPermissionSet({ client: admin }, which),
    ({ AttachedManagedPolicies }) => AttachedManagedPolicies,
  );
  const { boundary, absent } = await boundaryOf(admin, which);
  return {
    name: described?.Name ?? '',
    set: {
      sessionSeconds: seconds(described?.SessionDuration ?? 'PT1H'),
      policies: inline === '' ? {} : { inline: statementsOf(inline) },
      managedPolicies: managed.map(({ Arn: policy = '' }) => policy),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
    },
    ...(absent === undefined ? {} : { withoutBoundaries: absent }),
  };
}

/** ARN of a policy of AWS, or the name of a customer managed one; or how the endpoint said that it keeps none. */
async function boundaryOf(
  admin: SSOAdminClient,
  which: { InstanceArn: string; PermissionSetArn: string },
): Promise<{ boundary?: string; absent?: string }> {
  try {
    const { PermissionsBoundary: { ManagedPolicyArn: arn, CustomerManagedPolicyReference: reference } = {} } =
      await admin.send(new GetPermissionsBoundaryForPermissionSetCommand(which));
    const boundary = arn ?? reference?.Name;
    return boundary === undefined ? {} : { boundary };
  } catch (error) {
    if ((error as { name?: string }).name === 'ResourceNotFoundException') return {};
    const absent = notImplemented(error);
    if (absent === undefined) throw error;
    return { absent };
  }
}

interface Holder {
  type: 'USER' | 'GROUP';
  id: string;
  holder: Pick<Assignment, 'person' | 'group'>;
}

/** What a person or a group is assigned itself; of a person the API lists what its groups are assigned as well. */
async function readAssignments(
  admin: SSOAdminClient,
  instanceArn: string,
  { type, id, holder }: Holder,
  sets: ReadonlyMap<string, { name: string }>,
  { names, active, management }: NamedAccounts,
): Promise<Record<string, Assignment>> {
  const listed = await everyItem(
    paginateListAccountAssignmentsForPrincipal(
      { client: admin },
      { InstanceArn: instanceArn, PrincipalType: type, PrincipalId: id },
    ),
    ({ AccountAssignments }) => AccountAssignments,
  );
  const bySet = new Map<string, string[]>();
  for (const { AccountId: accountId = '', PermissionSetArn: arn = '', PrincipalType: from } of listed) {
    if (from === type) bySet.set(arn, [...(bySet.get(arn) ?? []), names.get(accountId) ?? accountId]);
  }
  const assigned = (accounts: readonly string[]): Assignment['accounts'] => {
    const missing = active.filter((name) => !accounts.includes(name));
    if (accounts.length === active.length && missing.length === 0) return 'everyAccount';
    return accounts.length === active.length - 1 && missing[0] === management
      ? 'everyMemberAccount'
      : [...accounts].sort();
  };
  return Object.fromEntries(
    [...bySet].map(([arn, accounts]) => {
      const permissionSet = sets.get(arn)?.name ?? '';
      return [
        `${permissionSet} of ${holder.person ?? holder.group ?? ''}`.slice(0, 128),
        { ...holder, permissionSet, accounts: assigned(accounts) },
      ];
    }),
  );
}

/** ISO 8601, hours and minutes, as IAM Identity Center writes sessions: `PT8H`. */
function seconds(duration: string): number {
  const [, hours = '0', minutes = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?/.exec(duration) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60;
}
