/** Inline policies: the same operations on users, groups and roles (`GetUserPolicy`, `PutGroupPolicy` and so on). */
import type { PolicyDocument } from '../../../iam/index.js';
import { readPolicyDocument, sizeWithoutWhiteSpace, textOf } from '../../access/policy-validation/index.js';
import type { TwinEntity } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation } from '../shared/operation.js';
import { encodeDocument } from './api-shapes.js';
import { changeable, entityOf, NAME_MEMBERS, noSuchEntity } from './entities.js';
import type { EntityInput, EntityKind } from './entities.js';
import { checkName } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';

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
    operation<PolicyInput & { PolicyDocument: string }, unknown>({
      name: `Put${Kind}Policy`,
      permissions: onEntity(`Put${Kind}Policy`, kind),
      run: (input, context) => {
        checkName('policyName', input.PolicyName, 128);
        const entity = changeable(context, kind, input[member]);
        const document = readPolicyDocument('inline', input.PolicyDocument);
        checkSize(kind, entity, new Map([...entity.inlinePolicies, [input.PolicyName, document]]));
        entity.inlinePolicies.set(input.PolicyName, document);
        return {};
      },
    }),
    operation<PolicyInput, unknown>({
      name: `Delete${Kind}Policy`,
      permissions: onEntity(`Delete${Kind}Policy`, kind),
      run: (input, context) => {
        const { inlinePolicies } = changeable(context, kind, input[member]);
        if (!inlinePolicies.delete(input.PolicyName)) throw notFound(kind, input.PolicyName);
        return {};
      },
    }),
  ];
}

function notFound(kind: EntityKind, policyName: string): AwsError {
  return noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
}

/** All inline policies of an entity share one quota. */
function checkSize(kind: EntityKind, entity: TwinEntity, policies: ReadonlyMap<string, PolicyDocument>): void {
  const limit = QUOTAS.inlineSize[kind];
  const size = [...policies.values()].reduce((sum, document) => sum + sizeWithoutWhiteSpace(textOf(document)), 0);
  if (size > limit)
    throw new AwsError(
      'LimitExceeded',
      `Maximum policy size of ${limit} bytes exceeded for ${kind} ${entity.name}`,
      409,
    );
}

export const inlinePolicyOperations = [
  ...operationsFor('user', 'User'),
  ...operationsFor('group', 'Group'),
  ...operationsFor('role', 'Role'),
];
