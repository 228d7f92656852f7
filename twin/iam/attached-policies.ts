/** Attached managed policies: the same operations on users, groups and roles (`ListAttachedUserPolicies` and so on). */
import { operation } from '../operation.js';
import type { AnyOperation } from '../operation.js';
import { entityOf, NAME_MEMBERS, onEntity } from './entities.js';
import type { EntityInput, EntityKind } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { showAttached } from './show.js';

function operationsFor(kind: EntityKind, Kind: string): AnyOperation[] {
  const member = NAME_MEMBERS[kind];
  return [
    operation<EntityInput & PageInput & { PathPrefix?: string }, unknown>({
      name: `ListAttached${Kind}Policies`,
      permissions: onEntity(`ListAttached${Kind}Policies`, kind),
      run: (input, context) => {
        const arns = [...entityOf(context, kind, input[member]).attachedPolicies].filter((arn) => pathOf(arn).startsWith(input.PathPrefix ?? '/'));
        const { items, ...rest } = page(arns, input);
        return { AttachedPolicies: showAttached(items), ...rest };
      },
    }),
  ];
}

/** `/` or `/a/b/` of a policy's ARN. */
function pathOf(arn: string): string {
  const resource = arn.slice(arn.indexOf(':policy/') + ':policy'.length);
  return resource.slice(0, resource.lastIndexOf('/') + 1);
}

export const attachedPolicyOperations = [...operationsFor('user', 'User'), ...operationsFor('group', 'Group'), ...operationsFor('role', 'Role')];
