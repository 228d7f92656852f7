/** IAM entities in the shapes of the API. */
import type { PolicyDocument } from '../../../iam/index.js';
import { textOf } from '../../access/policy-validation/index.js';
import { shownTrust } from '../../access/trust-principals.js';
import type { TwinEntity, TwinInstanceProfile, TwinManagedPolicy, TwinRole, TwinUser } from '../../state/iam.js';
import type { TwinAccount } from '../../state/twin-state.js';
import type { OperationContext } from '../shared/operation.js';

/** IAM shows policy documents percent-encoded (RFC 3986). */
export function encodeDocument(document: PolicyDocument): string {
  return encodeURIComponent(textOf(document)).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An instant (milliseconds) as IAM shows it: in whole seconds. */
export function showTime(instant: number): Date {
  return new Date(Math.floor(instant / 1000) * 1000);
}

/** Tags as a list of keys and values. */
export function showTags(tags: ReadonlyMap<string, string>): { Key: string; Value: string }[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** `PermissionsBoundary` of an entity that has one. */
export function showBoundary({ permissionsBoundary: arn }: { permissionsBoundary?: string }): Record<string, unknown> {
  return arn === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn } };
}

/** Attached managed policies by ARN and name. */
export function showAttached(arns: Iterable<string>): { PolicyArn: string; PolicyName: string | undefined }[] {
  return [...arns].map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) }));
}

/** Inline policies by name and document. */
export function showInline(
  policies: ReadonlyMap<string, PolicyDocument>,
): { PolicyName: string; PolicyDocument: string }[] {
  return [...policies].map(([PolicyName, document]) => ({ PolicyName, PolicyDocument: encodeDocument(document) }));
}

/** What lists of users show of one. */
export function showUser(user: TwinUser): Record<string, unknown> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: showTime(user.createdAt),
    ...(user.passwordLastUsedAt === undefined ? {} : { PasswordLastUsed: showTime(user.passwordLastUsedAt) }),
  };
}

/** What GetRole and the authorization details show of a role besides its policies. */
export function showRole(role: TwinRole, { state }: OperationContext): Record<string, unknown> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: showTime(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(shownTrust(state, role.trust)),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    Tags: showTags(role.tags),
    ...showBoundary(role),
    RoleLastUsed: role.lastUsed ? { LastUsedDate: showTime(role.lastUsed.at), Region: role.lastUsed.region } : {},
  };
}

/** An instance profile with its role. */
export function showInstanceProfile(profile: TwinInstanceProfile, context: OperationContext): Record<string, unknown> {
  const role = profile.roleName === undefined ? undefined : context.caller.account.roles.get(profile.roleName);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: showTime(profile.createdAt),
    Roles: role
      ? [{ ...showRole(role, context), Tags: undefined, PermissionsBoundary: undefined, RoleLastUsed: undefined }]
      : [],
    Tags: showTags(profile.tags),
  };
}

/** A managed policy without its versions. Lists leave its description and tags out. */
export function showPolicy(policy: TwinManagedPolicy, account: TwinAccount): Record<string, unknown> {
  const { attached, boundaries } = usesOf(account, policy.arn);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attached.length,
    PermissionsBoundaryUsageCount: boundaries.length,
    IsAttachable: true,
    CreateDate: showTime(policy.createdAt),
    UpdateDate: showTime(policy.updatedAt),
  };
}

/** The entities of an account that a managed policy is attached to, and those that have it as their boundary. */
export function usesOf(account: TwinAccount, arn: string): { attached: TwinEntity[]; boundaries: TwinEntity[] } {
  const bounded = [...account.users.values(), ...account.roles.values()];
  const all: TwinEntity[] = [...bounded, ...account.groups.values()];
  return {
    attached: all.filter(({ attachedPolicies }) => attachedPolicies.has(arn)),
    boundaries: bounded.filter(({ permissionsBoundary }) => permissionsBoundary === arn),
  };
}
