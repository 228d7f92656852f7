/** Switching to a role in the console: the page assumes it for whoever is signed in (IAM user guide, "Switch from a user to an IAM role (console)"). */
import { uuid } from '../../../base/ids.js';
import { signInRegion, switchRoleRecords } from '../../../monitoring/index.js';
import type { SignInFacts, SwitchRoleFacts } from '../../../monitoring/index.js';
import { authorize } from '../../access/authorization.js';
import { callerFacts, recordEvent } from '../../delivery/records.js';
import { AwsError } from '../../wire/aws-error.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { assumeRole } from '../sts/assume-role.js';
import { findRole } from '../sts/assumed-role.js';
import { contextOf, signedIn } from './console-session.js';
import { factsOf, noSuchPage } from './index.js';

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
    if (who?.kind !== 'user') return refusal(401, 'AuthenticationFailure', 'The session has ended. Sign in again.');
    // The console signs with the session of the sign-in.
    const { accessKeyId } = who.session;
    const facts = factsOf(call, callerFacts({ caller: who, accessKeyId }, call.state.partition));
    if (!facts) return noSuchPage();
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
      const session = call.state.sessions.get(credentials.AccessKeyId);
      if (session) {
        // The guide: the lesser of the role's longest session and of what is left of the user's.
        const longest = findRole(call.state, roleArn)?.role.maxSessionSeconds ?? 0;
        session.expiresAt = Math.min(session.issuedAt + longest * 1000, who.session.expiresAt);
        if (who.session.mfaPresent === true) session.switchedWithMfa = true;
      }
      recordSwitch(call, facts, input, { requestId, result: { accessKeyId: credentials.AccessKeyId } });
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
      const { code, message, statusCode } = error;
      recordSwitch(call, facts, input, { requestId, result: { error: { code, message } } });
      // The page says less than the record of the call that it made.
      return refusal(statusCode, code, message);
    }
  },
};

/** A role that is not there has a name in the record of who asked for it, and no more. */
function recordSwitch(
  { state, clock, delivery }: PlainCall,
  facts: SignInFacts,
  { RoleArn: arn }: { RoleArn: string },
  made: Pick<SwitchRoleFacts, 'requestId' | 'result'>,
): void {
  const found = findRole(state, arn);
  const role = { id: found?.role.id ?? '', name: arn.split('/').at(-1) ?? '', arn, accountId: arn.split(':')[4] ?? '' };
  for (const record of switchRoleRecords({ ...facts, role, ...made }, () => uuid(delivery.random)))
    recordEvent(delivery, record, clock.now());
}
