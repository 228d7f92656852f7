/** Policies of permission sets. A change reaches the accounts only with ProvisionPermissionSet. */
import type { PolicyDocument } from '../../../iam/index.js';
import { awsManagedPolicy } from '../../access/aws-managed-policies.js';
import { validatePolicyDocument } from '../../access/policy-validation/index.js';
import type { CustomerPolicyReference, TwinPermissionSet } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import type { PageInput } from '../shared/paging.js';
import { changingPermissionSet, notFound, onPermissionSet, pageOf } from './operations-in-common.js';
import type { OnPermissionSet } from './operations-in-common.js';
import { checkText } from './text-constraints.js';

interface ReferenceInput {
  Name: string;
  Path?: string;
}

/** Characters of an inline policy (IAM Identity Center user guide, "Quotas"). */
const INLINE_CHARACTERS = 32_768;
/** Managed policies of a set, those of AWS and those of customers together, unless IAM's quota is raised. */
const MOST_POLICIES = 10;

const NAME = { pattern: /[\w+=,.@-]+/, least: 1, most: 128 };
const PATH = { pattern: /((\/[A-Za-z0-9.,+@=_-]+)*)\//, least: 1, most: 512 };

function referenceOf({ Name, Path = '/' }: ReferenceInput): CustomerPolicyReference {
  checkText(Name, 'customerManagedPolicyReference.name', NAME);
  checkText(Path, 'customerManagedPolicyReference.path', PATH);
  return { name: Name, path: Path };
}

function checkManaged(arn: string): void {
  if (!awsManagedPolicy(arn)) throw notFound(`The AWS managed policy ${arn} does not exist in this made-up AWS.`);
}

function checkRoom({ managedPolicies, customerPolicies }: TwinPermissionSet): void {
  if (managedPolicies.size + customerPolicies.size < MOST_POLICIES) return;
  throw new AwsError(
    'ServiceQuotaExceededException',
    `A permission set has at most ${MOST_POLICIES} managed policies.`,
    402,
  );
}

function conflict(what: string): AwsError {
  return new AwsError('ConflictException', `${what} is already attached to the permission set.`, 409);
}

function inlinePolicy(text: string): PolicyDocument {
  if (text.length > INLINE_CHARACTERS)
    throw new AwsError(
      'ServiceQuotaExceededException',
      `The inline policy is larger than ${INLINE_CHARACTERS} characters.`,
      402,
    );
  const problem = validatePolicyDocument('inline', text);
  if (problem) throw new AwsError('ValidationError', problem.message);
  return JSON.parse(text) as PolicyDocument;
}

const inline = [
  onPermissionSet<OnPermissionSet>('GetInlinePolicyForPermissionSet', (set) => ({
    InlinePolicy: set.inlinePolicy ? JSON.stringify(set.inlinePolicy) : '',
  })),
  changingPermissionSet<OnPermissionSet & { InlinePolicy: string }>(
    'PutInlinePolicyToPermissionSet',
    (set, { InlinePolicy }) => {
      set.inlinePolicy = inlinePolicy(InlinePolicy);
    },
  ),
  changingPermissionSet<OnPermissionSet>('DeleteInlinePolicyFromPermissionSet', (set) => {
    if (!set.inlinePolicy) throw notFound('The permission set has no inline policy.');
    delete set.inlinePolicy;
  }),
];

const managed = [
  onPermissionSet<OnPermissionSet & PageInput>('ListManagedPoliciesInPermissionSet', (set, input) => {
    const { items, ...rest } = pageOf(
      [...set.managedPolicies].map((arn) => ({ Name: arn.split('/').at(-1), Arn: arn })),
      input,
    );
    return { AttachedManagedPolicies: items, ...rest };
  }),
  changingPermissionSet<OnPermissionSet & { ManagedPolicyArn: string }>(
    'AttachManagedPolicyToPermissionSet',
    (set, { ManagedPolicyArn }) => {
      checkManaged(ManagedPolicyArn);
      if (set.managedPolicies.has(ManagedPolicyArn)) throw conflict(ManagedPolicyArn);
      checkRoom(set);
      set.managedPolicies.add(ManagedPolicyArn);
    },
  ),
  changingPermissionSet<OnPermissionSet & { ManagedPolicyArn: string }>(
    'DetachManagedPolicyFromPermissionSet',
    (set, { ManagedPolicyArn }) => {
      if (!set.managedPolicies.delete(ManagedPolicyArn))
        throw notFound(`${ManagedPolicyArn} is not attached to the permission set.`);
    },
  ),
];

const customer = [
  onPermissionSet<OnPermissionSet & PageInput>('ListCustomerManagedPolicyReferencesInPermissionSet', (set, input) => {
    const { items, ...rest } = pageOf(
      [...set.customerPolicies.values()].map(({ name, path }) => ({ Name: name, Path: path })),
      input,
    );
    return { CustomerManagedPolicyReferences: items, ...rest };
  }),
  changingPermissionSet<OnPermissionSet & { CustomerManagedPolicyReference: ReferenceInput }>(
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    (set, input) => {
      const reference = referenceOf(input.CustomerManagedPolicyReference);
      const key = reference.path + reference.name;
      if (set.customerPolicies.has(key)) throw conflict(key);
      checkRoom(set);
      set.customerPolicies.set(key, reference);
    },
  ),
  changingPermissionSet<OnPermissionSet & { CustomerManagedPolicyReference: ReferenceInput }>(
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    (set, input) => {
      const { name, path } = referenceOf(input.CustomerManagedPolicyReference);
      if (!set.customerPolicies.delete(path + name))
        throw notFound(`${path}${name} is not attached to the permission set.`);
    },
  ),
];

interface BoundaryInput extends OnPermissionSet {
  PermissionsBoundary: { CustomerManagedPolicyReference?: ReferenceInput; ManagedPolicyArn?: string };
}

function showBoundary({ permissionsBoundary: boundary }: TwinPermissionSet): Record<string, unknown> {
  if (!boundary) throw notFound('The permission set has no permissions boundary.');
  return 'name' in boundary
    ? { CustomerManagedPolicyReference: { Name: boundary.name, Path: boundary.path } }
    : { ManagedPolicyArn: boundary.managedPolicyArn };
}

const boundary = [
  onPermissionSet<OnPermissionSet>('GetPermissionsBoundaryForPermissionSet', (set) => ({
    PermissionsBoundary: showBoundary(set),
  })),
  changingPermissionSet<BoundaryInput>(
    'PutPermissionsBoundaryToPermissionSet',
    (set, { PermissionsBoundary: { CustomerManagedPolicyReference: reference, ManagedPolicyArn: arn } }) => {
      if ((reference === undefined) === (arn === undefined))
        throw new AwsError(
          'ValidationError',
          'A permissions boundary is one AWS managed policy or one customer managed policy.',
        );
      if (arn !== undefined) checkManaged(arn);
      set.permissionsBoundary = reference ? referenceOf(reference) : { managedPolicyArn: arn ?? '' };
    },
  ),
  changingPermissionSet<OnPermissionSet>('DeletePermissionsBoundaryFromPermissionSet', (set) => {
    if (!set.permissionsBoundary) throw notFound('The permission set has no permissions boundary.');
    delete set.permissionsBoundary;
  }),
];

export const policyOperations = [...inline, ...managed, ...customer, ...boundary];
