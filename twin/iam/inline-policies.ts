/** Inline policies: the same operations on users, groups and roles (`GetUserPolicy`, `ListGroupPolicies` and so on). */
import { operation } from '../operation.js';
import type { AnyOperation } from '../operation.js';
import { entityOf, NAME_MEMBERS, noSuchEntity, onEntity } from './entities.js';
import type { EntityInput, EntityKind } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { encodeDocument } from './show.js';

type PolicyInput = EntityInput & { PolicyName: string };

function operationsFor(kind: EntityKind, Kind: string): AnyOperation[] {
  const member = NAME_MEMBERS[kind];
  return [
    operation<EntityInput & PageInput, unknown>({
      name: `List${Kind}Policies`,
      permissions: onEntity(`List${Kind}Policies`, kind),
      run: (input, context) => {
        const { items, ...rest } = page([...entityOf(context, kind, input[member]).inlinePolicies.keys()], input);
        return { PolicyNames: items, ...rest };
      },
    }),
    operation<PolicyInput, unknown>({
      name: `Get${Kind}Policy`,
      permissions: onEntity(`Get${Kind}Policy`, kind),
      run: (input, context) => {
        const entity = entityOf(context, kind, input[member]);
        const document = entity.inlinePolicies.get(input.PolicyName);
        if (!document) throw notFound(kind, input.PolicyName);
        return { [member]: entity.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
      },
    }),
  ];
}

function notFound(kind: EntityKind, policyName: string): Error {
  return noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
}

export const inlinePolicyOperations = [...operationsFor('user', 'User'), ...operationsFor('group', 'Group'), ...operationsFor('role', 'Role')];
