/** Deploys IAM Identity Center: people, groups, permission sets and who is assigned what where. */
import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupMembershipCommand,
  paginateListGroupMemberships,
  paginateListGroups,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribePermissionSetCommand,
  ListInstancesCommand,
  paginateListAccountAssignmentsForPrincipal,
  paginateListPermissionSets,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Clock } from '../../base/clock.js';
import type { Organization } from '../../organization/model.js';
import { everyItem } from '../snapshot/port.js';
import type { Deployment } from './deployment.js';
import { deployPermissionSet } from './permission-sets.js';

/** Where it is deployed. */
export interface CenterSite {
  deployment: Deployment;
  admin: SSOAdminClient;
  store: IdentitystoreClient;
  /** Name of the management account. */
  where: string;
  /** With the ids of the endpoint. */
  organization: Organization;
  clock: Clock;
}

const POLL = 500;
const LONGEST = 120_000;

/** Makes people, groups, permission sets and assignments those of the document. Notes it where there is no instance. */
export async function deployIdentityCenter(site: CenterSite): Promise<void> {
  const { deployment, admin, store, where, organization } = site;
  const { people, permissionSets, directory } = organization.identityCenter;
  if (Object.keys(people).length === 0 && Object.keys(permissionSets).length === 0) return;
  const { Instances: [instance] = [] } = await admin.send(new ListInstancesCommand({}));
  if (!instance)
    return deployment.leaveOut(
      where,
      'IAM Identity Center',
      `there is no instance in ${organization.homeRegion}: AWS enables it in the console alone`,
    );
  const { InstanceArn: instanceArn = '', IdentityStoreId: storeId = '' } = instance;
  if (directory !== 'external')
    deployment.leaveOut(where, 'directory of IAM Identity Center', 'it is chosen in the console alone');
  const principals = {
    ...(await deployPeople(site, storeId)),
    ...(await deployGroups(site, storeId, await peopleIds(store, storeId))),
  };
  const sets = new Map<string, string>();
  for (const arn of await everyItem(
    paginateListPermissionSets({ client: admin }, { InstanceArn: instanceArn }),
    ({ PermissionSets }) => PermissionSets,
  )) {
    const { PermissionSet: set } = await admin.send(
      new DescribePermissionSetCommand({ InstanceArn: instanceArn, PermissionSetArn: arn }),
    );
    sets.set(set?.Name ?? '', arn);
  }
  for (const [name, set] of Object.entries(permissionSets)) {
    const arn = await deployPermissionSet(site, instanceArn, { name, set, arn: sets.get(name) });
    if (arn !== undefined) sets.set(name, arn);
  }
  await deployAssignments(site, instanceArn, principals, sets);
}

async function peopleIds(client: IdentitystoreClient, IdentityStoreId: string): Promise<Map<string, string>> {
  const users = await everyItem(paginateListUsers({ client }, { IdentityStoreId }), ({ Users }) => Users);
  return new Map(users.map(({ UserName = '', UserId = '' }) => [UserName, UserId]));
}

/** `person NAME` or `group NAME` -> id. */
type Principals = Record<string, string>;

async function deployPeople(
  { deployment, store, where, organization }: CenterSite,
  IdentityStoreId: string,
): Promise<Principals> {
  const existing = await peopleIds(store, IdentityStoreId);
  const found: Principals = {};
  for (const [UserName, { displayName, email, disabled }] of Object.entries(organization.identityCenter.people)) {
    let id = existing.get(UserName);
    const [GivenName = displayName, ...rest] = displayName.split(' ');
    const Name = { GivenName, FamilyName: rest.join(' ') || GivenName };
    const create = new CreateUserCommand({
      IdentityStoreId,
      UserName,
      DisplayName: displayName,
      Name,
      Emails: [{ Value: email, Type: 'work', Primary: true }],
    });
    if (id === undefined)
      await deployment.change(
        where,
        `create the person ${UserName}`,
        async () => void (id = (await store.send(create)).UserId),
      );
    if (disabled)
      deployment.leaveOut(
        where,
        `disabled state of the person ${UserName}`,
        'people are disabled in the console or by the identity provider alone',
      );
    if (id !== undefined) found[`person ${UserName}`] = id;
  }
  return found;
}

async function deployGroups(
  { deployment, store, where, organization }: CenterSite,
  IdentityStoreId: string,
  people: ReadonlyMap<string, string>,
): Promise<Principals> {
  const groups = await everyItem(paginateListGroups({ client: store }, { IdentityStoreId }), ({ Groups }) => Groups);
  const found: Principals = {};
  for (const [DisplayName, { members }] of Object.entries(organization.identityCenter.groups)) {
    let id = groups.find((group) => group.DisplayName === DisplayName)?.GroupId;
    if (id === undefined)
      await deployment.change(
        where,
        `create the group of people ${DisplayName}`,
        async () => void (id = (await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName }))).GroupId),
      );
    if (id === undefined) continue;
    const GroupId = id;
    found[`group ${DisplayName}`] = GroupId;
    const memberships = await everyItem(
      paginateListGroupMemberships({ client: store }, { IdentityStoreId, GroupId }),
      ({ GroupMemberships }) => GroupMemberships,
    );
    const wanted = members.flatMap((member) => people.get(member) ?? []);
    for (const UserId of wanted) {
      if (!memberships.some(({ MemberId }) => MemberId?.UserId === UserId))
        await deployment.change(where, `add a person to the group ${DisplayName}`, () =>
          store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } })),
        );
    }
    for (const { MembershipId, MemberId } of memberships) {
      if (!wanted.includes(MemberId?.UserId ?? ''))
        await deployment.change(where, `take a person out of the group ${DisplayName}`, () =>
          store.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId })),
        );
    }
  }
  return found;
}

interface WantedAssignment {
  TargetId: string;
  PermissionSetArn: string;
  PrincipalType: 'USER' | 'GROUP';
  PrincipalId: string;
  what: string;
}

async function deployAssignments(
  { deployment, admin, where, organization, clock }: CenterSite,
  InstanceArn: string,
  principals: Principals,
  sets: ReadonlyMap<string, string>,
): Promise<void> {
  const wanted = wantedAssignments(organization, principals, sets);
  const keyOf = (one: Omit<WantedAssignment, 'what'>): string =>
    [one.PrincipalId, one.PermissionSetArn, one.TargetId].join(' ');
  const existing = new Map<string, Omit<WantedAssignment, 'what'>>();
  for (const [label, PrincipalId] of Object.entries(principals)) {
    const PrincipalType = label.startsWith('person ') ? 'USER' : 'GROUP';
    const listed = await everyItem(
      paginateListAccountAssignmentsForPrincipal({ client: admin }, { InstanceArn, PrincipalType, PrincipalId }),
      ({ AccountAssignments }) => AccountAssignments,
    );
    for (const { AccountId: TargetId = '', PermissionSetArn = '', PrincipalType: from } of listed) {
      if (from === PrincipalType)
        existing.set(keyOf({ TargetId, PermissionSetArn, PrincipalType, PrincipalId }), {
          TargetId,
          PermissionSetArn,
          PrincipalType,
          PrincipalId,
        });
    }
  }
  for (const { what, ...assignment } of wanted) {
    if (existing.delete(keyOf(assignment))) continue;
    await deployment.change(where, `assign ${what}`, async () => {
      const { AccountAssignmentCreationStatus: asked } = await admin.send(
        new CreateAccountAssignmentCommand({ InstanceArn, TargetType: 'AWS_ACCOUNT', ...assignment }),
      );
      await settled(admin, InstanceArn, asked?.RequestId ?? '', clock);
    });
  }
  for (const assignment of existing.values())
    await deployment.change(where, `end an assignment in account ${assignment.TargetId}`, () =>
      admin.send(new DeleteAccountAssignmentCommand({ InstanceArn, TargetType: 'AWS_ACCOUNT', ...assignment })),
    );
}

function wantedAssignments(
  { identityCenter, accounts, management }: Organization,
  principals: Principals,
  sets: ReadonlyMap<string, string>,
): WantedAssignment[] {
  const active = Object.entries(accounts).filter(([, { state }]) => state === 'ACTIVE');
  return Object.values(identityCenter.assignments).flatMap(({ person, group, permissionSet, accounts: named }) => {
    const label = group === undefined ? `person ${person ?? ''}` : `group ${group}`;
    const [PrincipalId, PermissionSetArn] = [principals[label], sets.get(permissionSet)];
    if (PrincipalId === undefined || PermissionSetArn === undefined) return [];
    const names =
      typeof named === 'string'
        ? active.filter(([name]) => named === 'everyAccount' || name !== management).map(([name]) => name)
        : named;
    return names.map((name) => ({
      TargetId: accounts[name]?.id ?? '',
      PermissionSetArn,
      PrincipalType: group === undefined ? ('USER' as const) : ('GROUP' as const),
      PrincipalId,
      what: `${permissionSet} to ${label} in ${name}`,
    }));
  });
}

/** Waits until an assignment is made. Throws if it failed. */
async function settled(admin: SSOAdminClient, InstanceArn: string, requestId: string, clock: Clock): Promise<void> {
  const deadline = clock.now() + LONGEST;
  for (;;) {
    const { AccountAssignmentCreationStatus: status } = await admin.send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId: requestId,
      }),
    );
    if (status?.Status === 'SUCCEEDED') return;
    if (status?.Status === 'FAILED') throw new Error(status.FailureReason ?? 'the assignment failed');
    if (clock.now() > deadline) throw new Error('the assignment is still being made');
    await clock.sleep(POLL);
  }
}
