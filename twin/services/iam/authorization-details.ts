/** GetAccountAuthorizationDetails: everything about users, groups, roles and policies of an account in one paged list. */
import { awsManagedDetails } from '../../access/aws-managed-policies.js';
import type { TwinGroup, TwinManagedPolicy, TwinRole, TwinUser } from '../../state/iam.js';
import type { TwinAccount } from '../../state/twin-state.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import {
  encodeDocument,
  showAttached,
  showBoundary,
  showInline,
  showInstanceProfile,
  showPolicy,
  showRole,
  showTags,
  showTime,
  showUser,
} from './api-shapes.js';
import { checkOneOf } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

const FILTERS = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

/** An item of the one list that is paged, and the list of the answer that it goes to. */
interface Detail {
  list: 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies';
  show(): Record<string, unknown>;
}

export const authorizationDetails = operation<PageInput & { Filter?: readonly string[] }, unknown>({
  name: 'GetAccountAuthorizationDetails',
  run: (input, context) => {
    for (const filter of input.Filter ?? []) checkOneOf('filter', filter, FILTERS);
    const wanted = new Set(input.Filter?.length ? input.Filter : FILTERS);
    const { items, ...rest } = page(detailsOf(context, wanted), input);
    const listed = (list: Detail['list']): unknown[] =>
      items.filter((item) => item.list === list).map((item) => item.show());
    return {
      UserDetailList: listed('UserDetailList'),
      GroupDetailList: listed('GroupDetailList'),
      RoleDetailList: listed('RoleDetailList'),
      Policies: listed('Policies'),
      ...rest,
    };
  },
});

function detailsOf(context: OperationContext, wanted: ReadonlySet<string>): Detail[] {
  const { account } = context.caller;
  const list = <T>(
    filter: (typeof FILTERS)[number],
    name: Detail['list'],
    items: Iterable<T>,
    show: (item: T) => Record<string, unknown>,
  ): Detail[] => (wanted.has(filter) ? [...items].map((item) => ({ list: name, show: () => show(item) })) : []);
  return [
    ...list('User', 'UserDetailList', account.users.values(), userDetail),
    ...list('Group', 'GroupDetailList', account.groups.values(), groupDetail),
    ...list('Role', 'RoleDetailList', account.roles.values(), (role) => roleDetail(role, context)),
    ...list('LocalManagedPolicy', 'Policies', account.policies.values(), (policy) => policyDetail(policy, account)),
    ...list('AWSManagedPolicy', 'Policies', awsManagedInUse(account), (policy) => policyDetail(policy, account)),
  ];
}

function userDetail(user: TwinUser): Record<string, unknown> {
  return {
    ...showUser(user),
    ...(user.inlinePolicies.size > 0 ? { UserPolicyList: showInline(user.inlinePolicies) } : {}),
    GroupList: [...user.groups],
    AttachedManagedPolicies: showAttached(user.attachedPolicies),
    ...showBoundary(user),
    Tags: showTags(user.tags),
  };
}

function groupDetail(group: TwinGroup): Record<string, unknown> {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: showTime(group.createdAt),
    GroupPolicyList: showInline(group.inlinePolicies),
    AttachedManagedPolicies: showAttached(group.attachedPolicies),
  };
}

function roleDetail(role: TwinRole, context: OperationContext): Record<string, unknown> {
  const profiles = [...context.caller.account.instanceProfiles.values()].filter(
    ({ roleName }) => roleName === role.name,
  );
  return {
    ...showRole(role, context),
    InstanceProfileList: profiles.map((profile) => showInstanceProfile(profile, context)),
    RolePolicyList: showInline(role.inlinePolicies),
    AttachedManagedPolicies: showAttached(role.attachedPolicies),
  };
}

function policyDetail(policy: TwinManagedPolicy, account: TwinAccount): Record<string, unknown> {
  return {
    ...showPolicy(policy, account),
    Description: policy.description,
    PolicyVersionList: [...policy.versions].reverse().map(([VersionId, { document, createdAt }]) => ({
      Document: encodeDocument(document),
      VersionId,
      IsDefaultVersion: VersionId === policy.defaultVersionId,
      CreateDate: showTime(createdAt),
    })),
  };
}

/** AWS managed policies that are attached somewhere or serve as a boundary. */
function awsManagedInUse(account: TwinAccount): TwinManagedPolicy[] {
  const bounded = [...account.users.values(), ...account.roles.values()];
  const arns = [...bounded, ...account.groups.values()].flatMap(({ attachedPolicies }) => [...attachedPolicies]);
  const boundaries = bounded.flatMap(({ permissionsBoundary }) => permissionsBoundary ?? []);
  return [...new Set([...arns, ...boundaries])].flatMap((arn) => awsManagedDetails(arn) ?? []);
}
