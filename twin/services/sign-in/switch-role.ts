/** Switching to a role in the console: the page assumes it for whoever is signed in (IAM user guide, "Switch from a user to an IAM role (console)"). */
import { uuid } from '../../../base/ids.js';
import { apiCallRecords, signInRegion, switchRoleRecords } from '../../../monitoring/index.js';
import type { SignInFacts } from '../../../monitoring/index.js';
import { authorize } from '../../access/authorization.js';
import type { Caller } from '../../access/caller.js';
import { recordEvent } from '../../delivery/records.js';
import type { Session, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainAnswer, PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { assumeRole } from '../sts/assume-role.js';
import { findRole } from '../sts/assumed-role.js';
import { factsOf } from './index.js';

type ConsoleUser = Extract<Caller, { kind: 'user' }>;

const INTERNAL = 'AWS Internal';
/** Characters of path and name together that Switch Role takes. */
const LONGEST_NAME = 64;

/**
 * `POST /sign-in/switch-role {session, account, role, region?, aliasCookie?}` -> `{switched, credentials}`. `session` is what
 * the sign-in answered, `account` an id, `role` a path and name; `credentials` are those that the pages of the console work with.
 */
export const switchRole: PlainOperation = {
  method: 'POST',
  path: '/sign-in/switch-role',
  component: 'sign-in',
  run: (call) => {
    const who = signedIn(call.state, String(call.body['session']), call.clock.now());
    if (!who) return refusal(401, 'AuthenticationFailure', 'The session has ended. Sign in again.');
    const facts = factsOf(call, who.account, who.user);
    if (!facts) return refusal(400, 'InvalidRequestException', 'There is no such page.');
    // The form takes no more, and nothing is called (IAM user guide, "IAM and AWS STS quotas", IAM name limits).
    if (String(call.body['role']).replace(/^\//, '').length > LONGEST_NAME)
      return refusal(
        400,
        'InvalidRequestException',
        `A role has ${LONGEST_NAME} characters at most here, with its path.`,
      );
    const requestId = uuid(call.delivery.random);
    const region = signInRegion(facts.who, facts.page);
    const roleArn = `arn:${call.state.partition}:iam::${String(call.body['account'])}:role${String(call.body['role'])}`;
    const input = { RoleArn: roleArn, RoleSessionName: who.user.name };
    try {
      const context = contextOf(call, who, region, requestId);
      for (const permission of assumeRole.permissions?.(input, context) ?? []) authorize(context, permission);
      const { Credentials: credentials } = assumeRole.run(input, context) as {
        Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
      };
      recordSwitch(call, facts, roleArn, credentials.AccessKeyId, requestId);
      return answer({
        switched: true,
        credentials: {
          accessKeyId: credentials.AccessKeyId,
          secretAccessKey: credentials.SecretAccessKey,
          sessionToken: credentials.SessionToken,
        },
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return refused(call, facts, { input, region, requestId }, error);
    }
  },
};

/** The user behind a session of the console; `undefined` if there is none, or none any more. */
function signedIn(state: TwinState, token: string, now: number): ConsoleUser | undefined {
  const session = [...state.sessions.values()].find(
    ({ kind, sessionToken, expiresAt }: Session) =>
      kind === 'session-token' && sessionToken === token && expiresAt > now,
  );
  const account = state.accounts.get(session?.accountId ?? '');
  const user = account?.users.get(session?.userName ?? '');
  return session && account?.state === 'ACTIVE' && user && user.id === session.userId
    ? { kind: 'user', account, user, session, arn: user.arn }
    : undefined;
}

function contextOf(
  { state, clock, random, delivery, sourceIp, headers }: PlainCall,
  caller: ConsoleUser,
  region: string,
  requestId: string,
): OperationContext {
  return {
    state,
    caller,
    region,
    signedRegion: region,
    requestId,
    clock,
    random,
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
    host: headers['host'] ?? '',
    delivery,
  };
}

function recordSwitch(
  { state, clock, delivery }: PlainCall,
  facts: SignInFacts,
  roleArn: string,
  accessKeyId: string,
  requestId: string,
): void {
  const found = findRole(state, roleArn);
  if (!found) return;
  const { account, role } = found;
  const records = switchRoleRecords(
    { ...facts, role: { id: role.id, name: role.name, arn: role.arn, accountId: account.id }, requestId, accessKeyId },
    () => uuid(delivery.random),
  );
  for (const record of records) recordEvent(delivery, record, clock.now());
}

/** The page says less than the record of the call that it made. */
function refused(
  { clock, delivery }: PlainCall,
  facts: SignInFacts,
  {
    input,
    region,
    requestId,
  }: { input: { RoleArn: string; RoleSessionName: string }; region: string; requestId: string },
  { code, message, statusCode }: AwsError,
): PlainAnswer {
  const made = {
    service: 'sts',
    operation: 'AssumeRole',
    region,
    at: clock.now(),
    caller: facts.who,
    requestId,
    sourceIp: INTERNAL,
    userAgent: INTERNAL,
    invokedBy: INTERNAL,
    input,
    error: { code, message },
  };
  for (const record of apiCallRecords(made, () => uuid(delivery.random))) recordEvent(delivery, record, clock.now());
  return refusal(statusCode, code, message);
}
