/** Making, changing and deleting customer managed policies and their versions. */
import { uniqueId } from '../../../base/ids.js';
import { readPolicyDocument } from '../../access/policy-validation/index.js';
import type { TwinManagedPolicy } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showPolicy, showTags, usesOf } from './api-shapes.js';
import { deleteConflict, noSuchEntity } from './entities.js';
import { checkDescription, checkName, checkPath, checkQuota, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { onPolicy, showVersion } from './managed-policies.js';
import type { PolicyInput } from './managed-policies.js';
import { iamArn, onNew } from './permissions.js';
import { QUOTAS } from './quotas.js';

interface CreatePolicyInput {
  PolicyName: string;
  Path?: string;
  PolicyDocument: string;
  Description?: string;
  Tags?: readonly Tag[];
}

type VersionInput = PolicyInput & { VersionId: string };

export const policyChangeOperations = [
  operation<CreatePolicyInput, unknown>({
    name: 'CreatePolicy',
    permissions: onNew('Policy', ({ PolicyName, Path = '/' }, context) =>
      iamArn(context, `policy${Path}${PolicyName}`),
    ),
    run: (input, context) => {
      const policy = newPolicy(input, context);
      const { account } = context.caller;
      checkQuota(account.policies.size, 'PoliciesPerAccount', QUOTAS.policies);
      account.policies.set(policy.arn, policy);
      return { Policy: { ...showPolicy(policy, account), Tags: showTags(policy.tags) } };
    },
  }),
  operation<PolicyInput, unknown>({
    name: 'DeletePolicy',
    permissions: onPolicy('DeletePolicy'),
    run: ({ PolicyArn }, context) => {
      const { account } = context.caller;
      const policy = ownPolicyOf(context, PolicyArn, 'DeletePolicy');
      const { attached, boundaries } = usesOf(account, policy.arn);
      if (attached.length + boundaries.length > 0) throw deleteConflict('Cannot delete a policy attached to entities.');
      if (policy.versions.size > 1)
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      account.policies.delete(policy.arn);
      return {};
    },
  }),
  operation<PolicyInput & { PolicyDocument: string; SetAsDefault?: boolean }, unknown>({
    name: 'CreatePolicyVersion',
    permissions: onPolicy('CreatePolicyVersion'),
    run: ({ PolicyArn, PolicyDocument: text, SetAsDefault = false }, context) => {
      const policy = ownPolicyOf(context, PolicyArn, 'CreatePolicyVersion');
      const document = readPolicyDocument('managed', text);
      if (policy.versions.size >= QUOTAS.versionsOfPolicy) {
        throw new AwsError(
          'LimitExceeded',
          `A managed policy can have up to ${QUOTAS.versionsOfPolicy} versions. Before you create a new version, you must delete an existing version.`,
          409,
        );
      }
      const id = `v${policy.nextVersion++}`;
      const createdAt = context.clock.now();
      policy.versions.set(id, { document, createdAt });
      if (SetAsDefault) setDefault(policy, id, createdAt);
      return { PolicyVersion: showVersion(policy, id, createdAt) };
    },
  }),
  operation<VersionInput, unknown>({
    name: 'SetDefaultPolicyVersion',
    permissions: onPolicy('SetDefaultPolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const policy = ownPolicyOf(context, PolicyArn, 'SetDefaultPolicyVersion');
      checkVersion(policy, VersionId);
      setDefault(policy, VersionId, context.clock.now());
      return {};
    },
  }),
  operation<VersionInput, unknown>({
    name: 'DeletePolicyVersion',
    permissions: onPolicy('DeletePolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const policy = ownPolicyOf(context, PolicyArn, 'DeletePolicyVersion');
      checkVersion(policy, VersionId);
      if (VersionId === policy.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.');
      policy.versions.delete(VersionId);
      return {};
    },
  }),
];

function newPolicy(
  { PolicyName: name, Path: path = '/', PolicyDocument: text, Description: description, Tags = [] }: CreatePolicyInput,
  context: OperationContext,
): TwinManagedPolicy {
  checkName('policyName', name, 128);
  checkPath(path);
  checkDescription(description);
  const tags = withTags(new Map(), Tags);
  const document = readPolicyDocument('managed', text);
  const taken = [...context.caller.account.policies.values()].some(
    (policy) => policy.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken)
    throw new AwsError(
      'EntityAlreadyExists',
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
      409,
    );
  const now = context.clock.now();
  return {
    arn: iamArn(context, `policy${path}${name}`),
    name,
    path,
    id: uniqueId('ANPA', context.random),
    ...(description === undefined ? {} : { description }),
    tags,
    createdAt: now,
    updatedAt: now,
    versions: new Map([['v1', { document, createdAt: now }]]),
    defaultVersionId: 'v1',
    nextVersion: 2,
  };
}

/** A policy of the caller's account. AWS's own are nobody's to change. Throws `AccessDenied` or `NoSuchEntity`. */
function ownPolicyOf({ caller }: OperationContext, arn: string, operationName: string): TwinManagedPolicy {
  if (/^arn:[\w-]+:iam::aws:policy\//.test(arn)) {
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: iam:${operationName} on resource: policy ${arn}`,
      403,
    );
  }
  const policy = caller.account.policies.get(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}

function checkVersion(policy: TwinManagedPolicy, id: string): void {
  if (!policy.versions.has(id))
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

function setDefault(policy: TwinManagedPolicy, id: string, now: number): void {
  policy.defaultVersionId = id;
  policy.updatedAt = now;
}
