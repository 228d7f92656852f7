/** Roles and their trust policies. */
import { uniqueId } from '../../../base/ids.js';
import type { PolicyDocument } from '../../../iam/index.js';
import { readPolicyDocument } from '../../access/policy-validation/index.js';
import { acceptedTrust } from '../../access/trust-principals.js';
import type { TwinRole } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showRole } from './api-shapes.js';
import { boundaryArn, changeable, checkNew, deleteConflict, roleOf } from './entities.js';
import { checkDescription, checkName, checkPath, checkQuota, checkRange, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, onEntity, onNew } from './permissions.js';
import { QUOTAS } from './quotas.js';

const LONGEST_NAME = 64;
/** Seconds. */
const SHORTEST_MAXIMUM = 3600;
const LONGEST_MAXIMUM = 43_200;

interface CreateRoleInput {
  RoleName: string;
  Path?: string;
  AssumeRolePolicyDocument: string;
  Description?: string;
  MaxSessionDuration?: number;
  PermissionsBoundary?: string;
  Tags?: readonly Tag[];
}

const arnOf = (name: string, path: string, context: OperationContext): string => iamArn(context, `role${path}${name}`);

export const roleOperations = [
  operation<{ RoleName: string }, unknown>({
    name: 'GetRole',
    permissions: onEntity('GetRole', 'role'),
    run: ({ RoleName }, context) => ({ Role: showRole(roleOf(context, RoleName), context) }),
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListRoles',
    run: (input, context) => {
      const roles = [...context.caller.account.roles.values()].filter((role) =>
        role.path.startsWith(input.PathPrefix ?? '/'),
      );
      const { items, ...rest } = page(roles, input);
      return {
        Roles: items.map((role) => ({
          ...showRole(role, context),
          Tags: undefined,
          PermissionsBoundary: undefined,
          RoleLastUsed: undefined,
        })),
        ...rest,
      };
    },
  }),
  operation<CreateRoleInput, unknown>({
    name: 'CreateRole',
    permissions: onNew('Role', ({ RoleName, Path = '/' }, context) => arnOf(RoleName, Path, context)),
    run: (input, context) => {
      const role = newRole(input, context);
      const { roles } = context.caller.account;
      checkQuota(roles.size, 'RolesPerAccount', QUOTAS.roles);
      roles.set(role.name, role);
      return { Role: { ...showRole(role, context), RoleLastUsed: undefined } };
    },
  }),
  operation<{ RoleName: string; PolicyDocument: string }, unknown>({
    name: 'UpdateAssumeRolePolicy',
    permissions: onEntity('UpdateAssumeRolePolicy', 'role'),
    run: ({ RoleName, PolicyDocument: text }, context) => {
      const role = changeable(context, 'role', RoleName);
      role.trust = readTrust(context, text);
      return {};
    },
  }),
  operation<{ RoleName: string; Description?: string; MaxSessionDuration?: number }, unknown>({
    name: 'UpdateRole',
    permissions: onEntity('UpdateRole', 'role'),
    run: ({ RoleName, Description: description, MaxSessionDuration: seconds }, context) => {
      checkRange('maxSessionDuration', seconds, SHORTEST_MAXIMUM, LONGEST_MAXIMUM);
      checkDescription(description);
      const role = changeable(context, 'role', RoleName);
      if (description !== undefined) role.description = description;
      if (seconds !== undefined) role.maxSessionSeconds = seconds;
      return {};
    },
  }),
  operation<{ RoleName: string; Description: string }, unknown>({
    name: 'UpdateRoleDescription',
    permissions: onEntity('UpdateRoleDescription', 'role'),
    run: ({ RoleName, Description: description }, context) => {
      checkDescription(description);
      const role = changeable(context, 'role', RoleName);
      role.description = description;
      return { Role: showRole(role, context) };
    },
  }),
  operation<{ RoleName: string }, unknown>({
    name: 'DeleteRole',
    permissions: onEntity('DeleteRole', 'role'),
    run: ({ RoleName }, context) => {
      const role = changeable(context, 'role', RoleName);
      const { roles, instanceProfiles } = context.caller.account;
      if ([...instanceProfiles.values()].some(({ roleName }) => roleName === RoleName))
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      if (role.attachedPolicies.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
      if (role.inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
      roles.delete(RoleName);
      return {};
    },
  }),
];

function newRole(input: CreateRoleInput, context: OperationContext): TwinRole {
  const {
    RoleName: name,
    Path: path = '/',
    Description: description,
    MaxSessionDuration: seconds = SHORTEST_MAXIMUM,
    PermissionsBoundary: boundary,
  } = input;
  checkName('roleName', name, LONGEST_NAME);
  checkPath(path);
  checkDescription(description);
  checkRange('maxSessionDuration', seconds, SHORTEST_MAXIMUM, LONGEST_MAXIMUM);
  checkNew(context, 'role', name);
  return {
    name,
    path,
    arn: arnOf(name, path, context),
    id: uniqueId('AROA', context.random),
    createdAt: context.clock.now(),
    inlinePolicies: new Map(),
    attachedPolicies: new Set(),
    tags: withTags(new Map(), input.Tags ?? []),
    maxSessionSeconds: seconds,
    trust: readTrust(context, input.AssumeRolePolicyDocument),
    ...(description === undefined ? {} : { description }),
    ...(boundary === undefined ? {} : { permissionsBoundary: boundaryArn(context, boundary) }),
  };
}

function readTrust({ state }: OperationContext, text: string): PolicyDocument {
  return acceptedTrust(state, readPolicyDocument('trust', text));
}
