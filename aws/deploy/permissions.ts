/** Makes the policies of a user, group or role those of the document; each kind has calls of its own. */
import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagRoleCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Permissions } from '../../organization/model.js';
import type { Deployment } from './deployment.js';
import { policyText, sameStatements } from './deployment.js';

/** What a user or role may have besides policies. */
interface Attributes {
  permissionsBoundary?: string;
  tags: Record<string, string>;
}

interface PolicyCalls {
  put(name: string, PolicyDocument: string): Promise<unknown>;
  remove(name: string): Promise<unknown>;
  attach(PolicyArn: string): Promise<unknown>;
  detach(PolicyArn: string): Promise<unknown>;
}

interface AttributeCalls {
  putBoundary(PermissionsBoundary: string): Promise<unknown>;
  removeBoundary(): Promise<unknown>;
  tag(Key: string, Value: string): Promise<unknown>;
  untag(key: string): Promise<unknown>;
}

/** The calls about one user. */
export function userCalls(iam: IAMClient, UserName: string): PolicyCalls & AttributeCalls {
  return {
    put: (PolicyName, PolicyDocument) => iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
    attach: (PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
    putBoundary: (PermissionsBoundary) =>
      iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })),
    removeBoundary: () => iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })),
    tag: (Key, Value) => iam.send(new TagUserCommand({ UserName, Tags: [{ Key, Value }] })),
    untag: (key) => iam.send(new UntagUserCommand({ UserName, TagKeys: [key] })),
  };
}

/** The calls about one role. */
export function roleCalls(iam: IAMClient, RoleName: string): PolicyCalls & AttributeCalls {
  return {
    put: (PolicyName, PolicyDocument) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    attach: (PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    putBoundary: (PermissionsBoundary) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
    removeBoundary: () => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
    tag: (Key, Value) => iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key, Value }] })),
    untag: (key) => iam.send(new UntagRoleCommand({ RoleName, TagKeys: [key] })),
  };
}

/** The calls about one group. */
export function groupCalls(iam: IAMClient, GroupName: string): PolicyCalls {
  return {
    put: (PolicyName, PolicyDocument) => iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
    attach: (PolicyArn) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
  };
}

/** One entity as it is wanted and as it is: nothing of it, if it was made just now. */
export interface Wanted<T> {
  /** Name of the account. */
  where: string;
  /** Such as `role BreakGlass`. */
  entity: string;
  wanted: T;
  existing: T | undefined;
}

/** Inline and attached policies. */
export async function deployPermissions(
  deployment: Deployment,
  calls: PolicyCalls,
  { where, entity, wanted, existing }: Wanted<Permissions>,
): Promise<void> {
  const before: Permissions = existing ?? { policies: {}, managedPolicies: [] };
  for (const [name, statements] of Object.entries(wanted.policies)) {
    const old = before.policies[name];
    if (!old || !sameStatements(old, statements))
      await deployment.change(where, `put the policy ${name} of ${entity}`, () =>
        calls.put(name, policyText(statements)),
      );
  }
  for (const name of Object.keys(before.policies))
    if (!wanted.policies[name])
      await deployment.change(where, `delete the policy ${name} of ${entity}`, () => calls.remove(name));
  for (const arn of wanted.managedPolicies)
    if (!before.managedPolicies.includes(arn))
      await deployment.change(where, `attach ${arn} to ${entity}`, () => calls.attach(arn));
  for (const arn of before.managedPolicies)
    if (!wanted.managedPolicies.includes(arn))
      await deployment.change(where, `detach ${arn} from ${entity}`, () => calls.detach(arn));
}

/** Permissions boundary and tags. */
export async function deployAttributes(
  deployment: Deployment,
  calls: AttributeCalls,
  { where, entity, wanted, existing }: Wanted<Attributes>,
): Promise<void> {
  const { permissionsBoundary: boundary, tags } = wanted;
  const before: Attributes = existing ?? { tags: {} };
  if (boundary !== undefined && boundary !== before.permissionsBoundary)
    await deployment.change(where, `set the permissions boundary of ${entity}`, () => calls.putBoundary(boundary));
  if (boundary === undefined && before.permissionsBoundary !== undefined)
    await deployment.change(where, `take the permissions boundary of ${entity} away`, () => calls.removeBoundary());
  for (const [key, value] of Object.entries(tags))
    if (before.tags[key] !== value) await deployment.change(where, `tag ${entity}`, () => calls.tag(key, value));
  for (const key of Object.keys(before.tags))
    if (tags[key] === undefined) await deployment.change(where, `untag ${entity}`, () => calls.untag(key));
}
