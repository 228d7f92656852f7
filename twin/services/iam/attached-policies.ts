/** Attached managed policies: the same operations on users, groups and roles (`AttachUserPolicy` and so on). */
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation } from '../shared/operation.js';
import { showAttached } from './api-shapes.js';
import { changeable, entityOf, NAME_MEMBERS, noSuchEntity, policyOf } from './entities.js';
import type { EntityInput, EntityKind } from './entities.js';
import { checkQuota } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';

type AttachInput = EntityInput & { PolicyArn: string };

const policyKey = ({ PolicyArn }: AttachInput): Record<string, string> => ({ 'iam:PolicyARN': PolicyArn });

function operationsFor(kind: EntityKind, Kind: string): AnyOperation[] {
  const member = NAME_MEMBERS[kind];
  return [
    operation<EntityInput & PageInput & { PathPrefix?: string }, unknown>({
      name: `ListAttached${Kind}Policies`,
      permissions: onEntity(`ListAttached${Kind}Policies`, kind),
      run: (input, context) => {
        const arns = [...entityOf(context, kind, input[member]).attachedPolicies].filter((arn) =>
          pathOf(arn).startsWith(input.PathPrefix ?? '/'),
        );
        const { items, ...rest } = page(arns, input);
        return { AttachedPolicies: showAttached(items), ...rest };
      },
    }),
    operation<AttachInput, unknown>({
      name: `Attach${Kind}Policy`,
      permissions: onEntity(`Attach${Kind}Policy`, kind, policyKey),
      run: (input, context) => {
        const { attachedPolicies } = changeable(context, kind, input[member]);
        checkArn(input.PolicyArn);
        const { arn } = policyOf(context, input.PolicyArn);
        if (!attachedPolicies.has(arn))
          checkQuota(attachedPolicies.size, `PoliciesPer${Kind}`, QUOTAS.attachedPolicies);
        attachedPolicies.add(arn);
        return {};
      },
    }),
    operation<AttachInput, unknown>({
      name: `Detach${Kind}Policy`,
      permissions: onEntity(`Detach${Kind}Policy`, kind, policyKey),
      run: (input, context) => {
        const { attachedPolicies } = changeable(context, kind, input[member]);
        checkArn(input.PolicyArn);
        if (!attachedPolicies.delete(input.PolicyArn)) throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
        return {};
      },
    }),
  ];
}

function checkArn(arn: string): void {
  if (!/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/.test(arn))
    throw new AwsError('InvalidInput', `ARN ${arn} is not valid.`);
}

/** `/` or `/a/b/` of a policy's ARN. */
function pathOf(arn: string): string {
  const resource = arn.slice(arn.indexOf(':policy/') + ':policy'.length);
  return resource.slice(0, resource.lastIndexOf('/') + 1);
}

export const attachedPolicyOperations = [
  ...operationsFor('user', 'User'),
  ...operationsFor('group', 'Group'),
  ...operationsFor('role', 'Role'),
];
