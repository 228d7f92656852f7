/** AssumeRole (STS API reference, AssumeRole; IAM user guide, "Requesting temporary security credentials"). */
import type { PolicyDocument } from '../../iam/index.js';
import { AwsError } from '../aws-error.js';
import { managedPolicy } from '../lookup.js';
import { operation } from '../operation.js';
import type { OperationContext, RequiredPermission } from '../operation.js';
import type { TwinAccount, TwinRole } from '../state.js';
import { credentialsOf, issueSession } from './issue.js';
import { verifyMfa } from './mfa.js';

interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
  Policy?: string;
  PolicyArns?: { arn?: string }[];
  Tags?: { Key: string; Value: string }[];
  TransitiveTagKeys?: string[];
  ExternalId?: string;
  SourceIdentity?: string;
  SerialNumber?: string;
  TokenCode?: string;
}

const DEFAULT_SECONDS = 3600;
const MINIMUM_SECONDS = 900;
/** Role chaining caps the session at one hour, whatever the role allows. */
const CHAINED_SECONDS = 3600;
const SESSION_POLICY_CHARACTERS = 2048;

export const assumeRole = operation<AssumeRoleInput, unknown>({
  name: 'AssumeRole',
  permissions: (input, context) => {
    validate(input);
    if (context.caller.kind === 'root') throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
    const mfaPresent = verifyMfa(input, context);
    const found = findRole(context, input.RoleArn);
    if (!found) throw refused(context, input.RoleArn);
    const required = (action: string): RequiredPermission => ({
      action,
      resource: input.RoleArn,
      resourceAccount: found.account.id,
      trust: { name: `trust policy of ${found.role.arn}`, document: found.role.trust },
      context: requestKeys(input, context),
      mfaPresent,
    });
    const tags = input.Tags?.length ? [required('sts:TagSession')] : [];
    const source = input.SourceIdentity === undefined ? [] : [required('sts:SetSourceIdentity')];
    return [required('sts:AssumeRole'), ...tags, ...source];
  },
  run: (input, context) => {
    const found = findRole(context, input.RoleArn);
    if (!found) throw refused(context, input.RoleArn);
    const { account, role } = found;
    const seconds = duration(input, context, role);
    const { session: previous } = context.caller as { session?: { sessionTags?: Map<string, string>; transitiveTagKeys?: Set<string>; sourceIdentity?: string } };
    const inherited = [...(previous?.sessionTags ?? [])].filter(([key]) => previous?.transitiveTagKeys?.has(key) === true);
    const sourceIdentity = previous?.sourceIdentity ?? input.SourceIdentity;
    const policies = sessionPolicies(input, account);
    const session = issueSession(context, seconds, {
      accountId: account.id,
      kind: 'assumed-role',
      roleName: role.name,
      roleId: role.id,
      sessionName: input.RoleSessionName,
      sessionTags: new Map([...(input.Tags ?? []).map(({ Key, Value }): [string, string] => [Key, Value]), ...inherited]),
      transitiveTagKeys: new Set([...(input.TransitiveTagKeys ?? []), ...(previous?.transitiveTagKeys ?? [])]),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...(policies.length === 0 ? {} : { sessionPolicies: policies }),
    });
    return {
      Credentials: credentialsOf(session),
      AssumedRoleUser: { AssumedRoleId: `${role.id}:${input.RoleSessionName}`, Arn: `arn:${context.state.partition}:sts::${account.id}:assumed-role/${role.name}/${input.RoleSessionName}` },
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    };
  },
});

function validate(input: AssumeRoleInput): void {
  if (!/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(input.RoleArn)) throw new AwsError('ValidationError', `${input.RoleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName)) {
    throw new AwsError('ValidationError', `1 validation error detected: Value '${input.RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, length 2 to 64`);
  }
  if (input.ExternalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(input.ExternalId)) throw new AwsError('ValidationError', 'The external id has 2 to 1224 characters of [\\w+=,.@:\\/-].');
  const seconds = input.DurationSeconds;
  if (seconds !== undefined && (seconds < MINIMUM_SECONDS || seconds > 43_200)) {
    throw new AwsError('ValidationError', `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value between 900 and 43200`);
  }
}

function duration(input: AssumeRoleInput, { caller }: OperationContext, role: TwinRole): number {
  const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
  if (caller.kind === 'role' && seconds > CHAINED_SECONDS) {
    throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
  }
  if (seconds > role.maxSessionSeconds) throw new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return seconds;
}

/** A role that does not exist, or in an account that is not ACTIVE, is refused without a reason, as AWS does. */
function refused({ caller }: OperationContext, roleArn: string): AwsError {
  return new AwsError('AccessDenied', `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, 403);
}

function findRole({ state }: OperationContext, arn: string): { account: TwinAccount; role: TwinRole } | undefined {
  const account = state.accounts.get(arn.split(':')[4] ?? '');
  const role = account?.roles.get(arn.split('/').at(-1) ?? '');
  return account?.state === 'ACTIVE' && role?.arn === arn ? { account, role } : undefined;
}

function requestKeys(input: AssumeRoleInput, { caller }: OperationContext): Record<string, string | string[]> {
  const inherited = 'session' in caller ? caller.session?.sourceIdentity : undefined;
  return {
    'sts:RoleSessionName': input.RoleSessionName,
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...(input.SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': input.SourceIdentity }),
    ...(inherited === undefined ? {} : { 'sts:SourceIdentity': inherited }),
    ...(input.TransitiveTagKeys?.length ? { 'sts:TransitiveTagKeys': input.TransitiveTagKeys } : {}),
    ...(input.Tags?.length ? { 'aws:TagKeys': input.Tags.map(({ Key }) => Key) } : {}),
    ...Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

function sessionPolicies(input: AssumeRoleInput, account: TwinAccount): PolicyDocument[] {
  const managed = (input.PolicyArns ?? []).flatMap(({ arn = '' }) => {
    const [policy] = managedPolicy(account, arn);
    if (!policy) throw new AwsError('MalformedPolicyDocument', `The policy ${arn} does not exist or is not attachable.`);
    return [policy.document];
  });
  if (input.Policy === undefined) return managed;
  if (input.Policy.length > SESSION_POLICY_CHARACTERS) throw new AwsError('PackedPolicyTooLarge', 'The session policy is larger than 2,048 characters.');
  try {
    const document = JSON.parse(input.Policy) as PolicyDocument;
    if (typeof document !== 'object' || document.Statement === undefined) throw new TypeError('no Statement');
    return [...managed, document];
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'The policy is not in the valid JSON format.');
  }
}
