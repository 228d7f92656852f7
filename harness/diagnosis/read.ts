/** Reads, as the read-only reader, what may explain a refusal: the role in an account and the users of the management account. */
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Policy, PolicyDocument } from '../../iam/index.js';

/** The break-glass role as it can be read. `missing` is IAM's own answer; `unreadable` says why nothing was read. */
export type RoleReading =
  | { state: 'present'; arn: string; trust: PolicyDocument; identity: Policy[]; maxSessionSeconds: number | undefined }
  | { state: 'missing' }
  | { state: 'unreadable'; why: string };

/** Reads a role by its name, which is unique in an account whatever its path. */
export async function readRole(iam: IAMClient, roleName: string): Promise<RoleReading> {
  try {
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }));
    const inline = await iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
    const identity: Policy[] = [];
    for (const { PolicyArn: arn = '' } of attached.AttachedPolicies ?? []) identity.push({ name: arn, document: await managedPolicy(iam, arn) });
    for (const name of inline.PolicyNames ?? []) {
      const policy = await iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName: name }));
      identity.push({ name, document: decode(policy.PolicyDocument) });
    }
    return { state: 'present', arn: role?.Arn ?? '', trust: decode(role?.AssumeRolePolicyDocument), identity, maxSessionSeconds: role?.MaxSessionDuration };
  } catch (error) {
    const failure = error as { name?: string; message?: string };
    return failure.name === 'NoSuchEntityException' ? { state: 'missing' } : { state: 'unreadable', why: failure.message ?? 'no answer' };
  }
}

/** ARN and unique id of a user, or `undefined` if there is none of that name. */
export async function readUser(iam: IAMClient, userName: string): Promise<{ arn: string; id: string } | undefined> {
  try {
    const { User: user } = await iam.send(new GetUserCommand({ UserName: userName }));
    return { arn: user?.Arn ?? '', id: user?.UserId ?? '' };
  } catch {
    return undefined;
  }
}

async function managedPolicy(iam: IAMClient, arn: string): Promise<PolicyDocument> {
  const { Policy: policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }));
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: policy?.DefaultVersionId ?? 'v1' }));
  return decode(version.PolicyVersion?.Document);
}

/** IAM returns policy documents percent-encoded (RFC 3986). */
function decode(document: string | undefined): PolicyDocument {
  return JSON.parse(decodeURIComponent(document ?? '{"Statement":[]}')) as PolicyDocument;
}
