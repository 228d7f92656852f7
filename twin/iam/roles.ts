/** Reading roles. */
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import type { TwinRole } from '../state.js';
import { shownTrust } from '../trust-principals.js';
import { encodeDocument, onEntity, roleOf } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

type RoleInput = PageInput & { RoleName: string };

const byRoleName = (name: string): ReturnType<typeof onEntity> => onEntity(name, 'role', ({ RoleName = '' }) => RoleName);

function show(role: TwinRole, { state }: OperationContext): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(shownTrust(state, role.trust)),
    MaxSessionDuration: role.maxSessionSeconds,
    Tags: [...role.tags].map(([Key, Value]) => ({ Key, Value })),
    ...(role.permissionsBoundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.permissionsBoundary } }),
  };
}

export const roleOperations = [
  operation<RoleInput, unknown>({
    name: 'GetRole',
    permissions: byRoleName('GetRole'),
    run: ({ RoleName }, context) => ({ Role: show(roleOf(context, RoleName), context) }),
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListRoles',
    run: (input, context) => {
      const roles = [...context.caller.account.roles.values()].filter((role) => role.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...rest } = page(roles, input);
      return { Roles: items.map((role) => ({ ...show(role, context), Tags: undefined, PermissionsBoundary: undefined })), ...rest };
    },
  }),
  operation<RoleInput, unknown>({
    name: 'ListRolePolicies',
    permissions: byRoleName('ListRolePolicies'),
    run: (input, context) => {
      const { items, ...rest } = page([...roleOf(context, input.RoleName).inlinePolicies.keys()], input);
      return { PolicyNames: items, ...rest };
    },
  }),
  operation<RoleInput & { PolicyName: string }, unknown>({
    name: 'GetRolePolicy',
    permissions: byRoleName('GetRolePolicy'),
    run: ({ RoleName, PolicyName }, context) => {
      const document = roleOf(context, RoleName).inlinePolicies.get(PolicyName);
      if (!document) throw new AwsError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
      return { RoleName, PolicyName, PolicyDocument: encodeDocument(document) };
    },
  }),
  operation<RoleInput, unknown>({
    name: 'ListAttachedRolePolicies',
    permissions: byRoleName('ListAttachedRolePolicies'),
    run: (input, context) => {
      const { items, ...rest } = page([...roleOf(context, input.RoleName).attachedPolicies], input);
      return { AttachedPolicies: items.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })), ...rest };
    },
  }),
];
