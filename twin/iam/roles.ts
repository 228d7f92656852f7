/** Roles. */
import { operation } from '../operation.js';
import { onEntity, roleOf } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { showRole, showTags } from './show.js';

type RoleInput = PageInput & { RoleName: string };

export const roleOperations = [
  operation<RoleInput, unknown>({
    name: 'GetRole',
    permissions: onEntity('GetRole', 'role'),
    run: ({ RoleName }, context) => ({ Role: showRole(roleOf(context, RoleName), context) }),
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListRoles',
    run: (input, context) => {
      const roles = [...context.caller.account.roles.values()].filter((role) => role.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...rest } = page(roles, input);
      return { Roles: items.map((role) => ({ ...showRole(role, context), Tags: undefined, PermissionsBoundary: undefined, RoleLastUsed: undefined })), ...rest };
    },
  }),
  operation<RoleInput, unknown>({
    name: 'ListRoleTags',
    permissions: onEntity('ListRoleTags', 'role'),
    run: (input, context) => {
      const { items, ...rest } = page(showTags(roleOf(context, input.RoleName).tags), input);
      return { Tags: items, ...rest };
    },
  }),
];
