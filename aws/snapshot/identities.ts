/** Reads users, groups, roles and policies of an account, all with one paged call (IAM API reference, GetAccountAuthorizationDetails). */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import type {
  AttachedPermissionsBoundary,
  AttachedPolicy,
  EntityType,
  GroupDetail,
  IAMClient,
  ManagedPolicyDetail,
  PolicyDetail,
  RoleDetail,
  Tag,
  UserDetail,
} from '@aws-sdk/client-iam';
import { statementsOf } from '../../organization/documents.js';
import type { AccountContent, Permissions, Role, Statements, User } from '../../organization/model.js';
import { everyItem, unlessAbsent } from './port.js';

/** Users, groups, roles and policies as they were read. Passwords, keys and devices of the users are read by `credentials.ts`. */
export interface Identities extends Pick<AccountContent, 'users' | 'groups' | 'roles' | 'policies'> {
  /** Roles that Identity Center and services made for themselves. */
  reservedRoles: Record<string, Role>;
  /** Unique ids of users and roles by ARN. */
  uniqueIds: Record<string, string>;
}

/** Nobody and nothing, for an account that could not be read. */
export function noIdentities(): Identities {
  return { users: {}, groups: {}, roles: {}, policies: {}, reservedRoles: {}, uniqueIds: {} };
}

/** ARN and unique id of a user, or `undefined` if there is none of that name. Rejects with the SDK's error if AWS refuses. */
export async function readUser(iam: IAMClient, userName: string): Promise<{ arn: string; id: string } | undefined> {
  const answer = await unlessAbsent(() => iam.send(new GetUserCommand({ UserName: userName })));
  return answer && { arn: answer.User?.Arn ?? '', id: answer.User?.UserId ?? '' };
}

/** What is asked for. AWS managed policies are the same in every account, and some endpoints tell all there are: see `awsPoliciesOf`. */
const DETAILS: EntityType[] = ['User', 'Group', 'Role', 'LocalManagedPolicy'];

/** Reads them. Rejects with the SDK's error if AWS refuses. */
export async function readIdentities(iam: IAMClient): Promise<Identities> {
  const found = noIdentities();
  // The details of a role leave its longest session out (IAM API reference, RoleDetail).
  const listed = await everyItem(paginateListRoles({ client: iam }, { MaxItems: 1000 }), ({ Roles }) => Roles);
  const longest = new Map(listed.map(({ RoleName, MaxSessionDuration }) => [RoleName, MaxSessionDuration]));
  for await (const page of paginateGetAccountAuthorizationDetails(
    { client: iam },
    { Filter: DETAILS, MaxItems: 1000 },
  )) {
    for (const user of page.UserDetailList ?? []) addUser(found, user);
    for (const group of page.GroupDetailList ?? [])
      found.groups[group.GroupName ?? ''] = { path: group.Path ?? '/', ...permissions(group, group.GroupPolicyList) };
    for (const role of page.RoleDetailList ?? []) addRole(found, role, longest.get(role.RoleName) ?? 3600);
    for (const policy of page.Policies ?? []) addPolicy(found, policy);
  }
  return found;
}

function addUser(found: Identities, user: UserDetail): void {
  const {
    UserName: name = '',
    Path: path = '/',
    Arn: arn = '',
    UserId: id = '',
    GroupList: groups = [],
    PermissionsBoundary: boundary,
  } = user;
  found.uniqueIds[arn] = id;
  found.users[name] = {
    path,
    groups,
    tags: tagsOf(user.Tags),
    mfa: {},
    password: false,
    passwordResetRequired: false,
    accessKey: false,
    otherCredentials: {},
    ...permissions(user, user.UserPolicyList),
    ...boundaryOf(boundary),
  } satisfies User;
}

function addRole(found: Identities, role: RoleDetail, maxSessionSeconds: number): void {
  const { RoleName: name = '', Path: path = '/', Arn: arn = '', RoleId: id = '', PermissionsBoundary: boundary } = role;
  found.uniqueIds[arn] = id;
  // Nobody but AWS makes roles below these paths.
  const into = /^\/(aws-reserved|aws-service-role)\//.test(path) ? found.reservedRoles : found.roles;
  into[name] = {
    path,
    maxSessionSeconds,
    trust: decoded(role.AssumeRolePolicyDocument),
    tags: tagsOf(role.Tags),
    ...permissions(role, role.RolePolicyList),
    ...boundaryOf(boundary),
  };
}

/** The ARN holds path and name; not every emulator tells them apart from it. */
function addPolicy(found: Identities, { Arn: arn = '', PolicyVersionList: versions = [] }: ManagedPolicyDetail): void {
  found.policies[arn.replace(/^.*?:policy\//, '')] = {
    statements: decoded(versions.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document),
  };
}

/** AWS managed policies that these attach or have as a boundary: their ARNs. */
export function awsPoliciesOf({ users, groups, roles, reservedRoles }: Identities): string[] {
  const holders: (Permissions & { permissionsBoundary?: string })[] = [users, roles, reservedRoles, groups].flatMap(
    (group): Permissions[] => Object.values(group),
  );
  const named = holders.flatMap(({ managedPolicies, permissionsBoundary }) => [
    ...managedPolicies,
    ...(permissionsBoundary === undefined ? [] : [permissionsBoundary]),
  ]);
  return [...new Set(named)].filter((arn) => /^arn:[\w-]+:iam::aws:policy\//.test(arn));
}

/** The document of a managed policy; `undefined` if there is none of that ARN. Rejects with the SDK's error if AWS refuses. */
export async function readPolicy(iam: IAMClient, arn: string): Promise<Statements | undefined> {
  const policy = await unlessAbsent(() => iam.send(new GetPolicyCommand({ PolicyArn: arn })));
  const version =
    policy &&
    (await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy.Policy?.DefaultVersionId ?? 'v1' }),
    ));
  return version && decoded(version.PolicyVersion?.Document);
}

/** The documents of all AWS managed policies that these attach. */
export async function readAwsPolicies(iam: IAMClient, identities: Identities): Promise<Record<string, Statements>> {
  const documents: Record<string, Statements> = {};
  for (const arn of awsPoliciesOf(identities)) {
    const statements = await readPolicy(iam, arn);
    if (statements) documents[arn] = statements;
  }
  return documents;
}

function permissions(
  { AttachedManagedPolicies: attached }: Pick<UserDetail | RoleDetail | GroupDetail, 'AttachedManagedPolicies'>,
  inline: readonly PolicyDetail[] = [],
): Permissions {
  return {
    policies: Object.fromEntries(
      inline.map(({ PolicyName: name = '', PolicyDocument: document }) => [name, decoded(document)]),
    ),
    managedPolicies: (attached ?? []).map(({ PolicyArn: arn = '' }: AttachedPolicy) => arn),
  };
}

function boundaryOf(boundary: AttachedPermissionsBoundary | undefined): { permissionsBoundary?: string } {
  return boundary?.PermissionsBoundaryArn === undefined ? {} : { permissionsBoundary: boundary.PermissionsBoundaryArn };
}

function tagsOf(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key: key = '', Value: value = '' }) => [key, value]));
}

/** IAM returns policy documents percent-encoded (RFC 3986). */
function decoded(document: string | undefined): Statements {
  return statementsOf(decodeURIComponent(document ?? '{"Statement":[]}'));
}
