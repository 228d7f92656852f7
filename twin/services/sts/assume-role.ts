/** AssumeRole (STS API reference, AssumeRole; IAM user guide, "Requesting temporary security credentials"). */
import { sessionOf } from '../../access/caller.js';
import type { RequiredPermission } from '../../access/request.js';
import type { TwinRole } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { assumedRoleUser, checkRoleArn, checkRoleDuration, findRole, roleTagKeys } from './assumed-role.js';
import { checkDuration, credentialsOf, issueSession } from './issue-session.js';
import { checkAttributes, sessionAttributes } from './session-attributes.js';
import type { SessionAttributeInput } from './session-attributes.js';
import { packedPolicySize, sessionPolicies } from './session-policies.js';
import type { SessionPolicyInput } from './session-policies.js';
import { verifyMfa } from './verify-mfa.js';
import type { MfaInput } from './verify-mfa.js';

interface AssumeRoleInput extends MfaInput, SessionAttributeInput, SessionPolicyInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
  ExternalId?: string;
}

const MAXIMUM_SECONDS = 43_200;
/**
 * Role chaining caps the session at one hour, whatever the role allows. Any session counts, that of GetSessionToken too: only
 * with a long-term key the role's own maximum holds (AWS re:Post, "iam-role-chaining-limit"; aws-runas issue 11).
 */
const CHAINED_SECONDS = 3600;

export const assumeRole = operation<AssumeRoleInput, unknown>({
  name: 'AssumeRole',
  permissions: (input, context) => {
    validate(input);
    if (context.caller.kind === 'root')
      throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
    const attributes = sessionAttributes(input, context.caller);
    const mfaPresent = verifyMfa(input, context);
    const found = findRole(context.state, input.RoleArn);
    if (!found) throw refused(context, input.RoleArn);
    const required = (action: string): RequiredPermission => ({
      action,
      resource: input.RoleArn,
      resourceAccount: found.account.id,
      trust: { name: `trust policy of ${found.role.arn}`, document: found.role.trust },
      context: requestKeys(input, attributes.sourceIdentity, found.role),
      mfaPresent,
    });
    // What a chain hands on is set again in the next session, and needs the same permissions as if it were asked for.
    const tags = attributes.tagged ? [required('sts:TagSession')] : [];
    const source = attributes.sourceIdentity === undefined ? [] : [required('sts:SetSourceIdentity')];
    return [required('sts:AssumeRole'), ...tags, ...source];
  },
  run: (input, context) => {
    const found = findRole(context.state, input.RoleArn);
    if (!found) throw refused(context, input.RoleArn);
    const { account, role } = found;
    const seconds = duration(input, context, role);
    const { tags, transitiveTagKeys, sourceIdentity } = sessionAttributes(input, context.caller);
    const policies = sessionPolicies(input, account);
    const session = issueSession(context, seconds, {
      accountId: account.id,
      kind: 'assumed-role',
      roleName: role.name,
      roleId: role.id,
      sessionName: input.RoleSessionName,
      sessionTags: tags,
      transitiveTagKeys,
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...(policies.length === 0 ? {} : { sessionPolicies: policies }),
    });
    return {
      Credentials: credentialsOf(session),
      AssumedRoleUser: assumedRoleUser(context.state, account, role, input.RoleSessionName),
      ...packedPolicySize(input),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    };
  },
});

function validate(input: AssumeRoleInput): void {
  checkRoleArn(input.RoleArn);
  if (!/^[\w+=,.@-]{2,64}$/.test(input.RoleSessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${input.RoleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, length 2 to 64`,
    );
  }
  if (input.ExternalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(input.ExternalId))
    throw new AwsError('ValidationError', 'The external id has 2 to 1224 characters of [\\w+=,.@:\\/-].');
  checkDuration(input.DurationSeconds, MAXIMUM_SECONDS);
  checkAttributes(input);
}

function duration(input: AssumeRoleInput, { caller }: OperationContext, role: TwinRole): number {
  if (sessionOf(caller) && (input.DurationSeconds ?? 0) > CHAINED_SECONDS) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  return checkRoleDuration(input.DurationSeconds, role);
}

/** A role that does not exist, or in an account that is not ACTIVE, is refused without a reason, as AWS does. */
function refused({ caller }: OperationContext, roleArn: string): AwsError {
  return new AwsError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    403,
  );
}

/** Keys of the call and of the role (service authorization reference, AWS STS). */
function requestKeys(
  input: AssumeRoleInput,
  sourceIdentity: string | undefined,
  role: TwinRole,
): Record<string, string | readonly string[]> {
  return {
    'sts:RoleSessionName': input.RoleSessionName,
    ...(input.ExternalId === undefined ? {} : { 'sts:ExternalId': input.ExternalId }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
    ...(input.TransitiveTagKeys?.length ? { 'sts:TransitiveTagKeys': input.TransitiveTagKeys } : {}),
    ...(input.Tags?.length ? { 'aws:TagKeys': input.Tags.map(({ Key }) => Key) } : {}),
    ...Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
    ...roleTagKeys(role),
  };
}
