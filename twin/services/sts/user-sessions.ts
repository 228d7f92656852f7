/** Temporary credentials of IAM users and root users: GetSessionToken and GetFederationToken (STS API reference). */
import { sessionOf } from '../../access/caller.js';
import type { Caller } from '../../access/caller.js';
import { delegatesTo } from '../../access/policies-in-effect.js';
import type { RequiredPermission } from '../../access/request.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { checkDuration, credentialsOf, issueSession } from './issue-session.js';
import { checkAttributes } from './session-attributes.js';
import type { SessionAttributeInput } from './session-attributes.js';
import { packedPolicySize, sessionPolicies } from './session-policies.js';
import type { SessionPolicyInput } from './session-policies.js';
import { verifyMfa } from './verify-mfa.js';
import type { MfaInput } from './verify-mfa.js';

/** Sessions of IAM users last twelve hours unless asked otherwise, and thirty-six at most. */
const DEFAULT_SECONDS = 43_200;
const MAXIMUM_SECONDS = 129_600;
/** Those of root users, and their longest. */
const ROOT_SECONDS = 3600;

interface FederationInput extends SessionPolicyInput, Pick<SessionAttributeInput, 'Tags'> {
  Name: string;
  DurationSeconds?: number;
}

/** Needs no permission and cannot be denied; sessions cannot call it. */
export const getSessionToken = operation<MfaInput & { DurationSeconds?: number }, unknown>({
  name: 'GetSessionToken',
  permissions: () => [],
  run: (input, context) => {
    const caller = longTerm(context, 'GetSessionToken');
    const [standard, longest] =
      caller.kind === 'root' ? [ROOT_SECONDS, ROOT_SECONDS] : [DEFAULT_SECONDS, MAXIMUM_SECONDS];
    const seconds = input.DurationSeconds ?? standard;
    checkDuration(seconds, longest);
    const mfaPresent = verifyMfa(input, context);
    const session = issueSession(context, seconds, {
      accountId: caller.account.id,
      kind: 'session-token',
      ...(caller.kind === 'user' ? { userName: caller.user.name, userId: caller.user.id } : {}),
      mfaPresent,
      ...(mfaPresent ? { mfaAt: context.clock.now() } : {}),
    });
    return { Credentials: credentialsOf(session) };
  },
});

/** A session that may what both the user and the session policies allow: without session policies it may nothing. */
export const getFederationToken = operation<FederationInput, unknown>({
  name: 'GetFederationToken',
  permissions: (input, context) => {
    checkFederation(input);
    const tags = input.Tags ?? [];
    const keys =
      tags.length === 0
        ? {}
        : {
            'aws:TagKeys': tags.map(({ Key }) => Key),
            ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
          };
    const required = (action: string): RequiredPermission => ({
      action,
      resource: federatedArn(input.Name, context),
      context: keys,
      trust: delegatesTo(context.caller.account.id),
    });
    return [required('sts:GetFederationToken'), ...(tags.length > 0 ? [required('sts:TagSession')] : [])];
  },
  run: (input, context) => {
    const caller = longTerm(context, 'GetFederationToken');
    if (caller.kind === 'root')
      throw new AwsError('NotImplemented', 'The embedded organization makes no federated sessions of root users.', 501);
    const policies = sessionPolicies(input, caller.account);
    const session = issueSession(context, input.DurationSeconds ?? DEFAULT_SECONDS, {
      accountId: caller.account.id,
      kind: 'federated-user',
      userName: caller.user.name,
      userId: caller.user.id,
      sessionName: input.Name,
      sessionTags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      ...(policies.length === 0 ? {} : { sessionPolicies: policies }),
    });
    return {
      Credentials: credentialsOf(session),
      FederatedUser: { FederatedUserId: `${caller.account.id}:${input.Name}`, Arn: federatedArn(input.Name, context) },
      ...packedPolicySize(input),
    };
  },
});

/** A caller with long-term credentials. Throws `AccessDenied` for sessions. */
function longTerm({ caller }: OperationContext, operationName: string): Extract<Caller, { kind: 'user' | 'root' }> {
  if ((caller.kind === 'user' || caller.kind === 'root') && !sessionOf(caller)) return caller;
  throw new AwsError('AccessDenied', `Cannot call ${operationName} with session credentials`, 403);
}

function checkFederation(input: FederationInput): void {
  if (!/^[\w+=,.@-]{2,32}$/.test(input.Name)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${input.Name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*, length 2 to 32`,
    );
  }
  checkDuration(input.DurationSeconds, MAXIMUM_SECONDS);
  checkAttributes(input);
}

function federatedArn(name: string, { state, caller }: OperationContext): string {
  return `arn:${state.partition}:sts::${caller.account.id}:federated-user/${name}`;
}
