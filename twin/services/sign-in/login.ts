/** `aws login`: credentials for a program, by a sign-in to the console (AWS Sign-In user guide, "Login for AWS local development"). */
import { uuid } from '../../../base/ids.js';
import { loginRecords, signInRegion } from '../../../monitoring/index.js';
import type { SignInFacts } from '../../../monitoring/index.js';
import { authorize } from '../../access/authorization.js';
import { callerFacts, recordEvent } from '../../delivery/records.js';
import { AwsError } from '../../wire/aws-error.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { issueSession } from '../sts/issue-session.js';
import { contextOf, signedIn } from './console-session.js';
import { factsOf, noSuchPage } from './index.js';

/** The program asks for new ones by then. */
const LOGIN_SECONDS = 900;

/** What the policy SignInLocalDevelopmentAccess grants. */
const ACTIONS = ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'] as const;

/** `POST /sign-in/login {session, region?, aliasCookie?}` -> `{credentials}`. `session` is what the sign-in answered; a root user needs no permission. */
export const login: PlainOperation = {
  method: 'POST',
  path: '/sign-in/login',
  component: 'sign-in',
  run: (call) => {
    const { state, body, clock, delivery } = call;
    const who = signedIn(state, String(body['session']), clock.now());
    if (!who) return refusal(401, 'AuthenticationFailure', 'The session has ended. Sign in again.');
    const { accessKeyId, userName, userId, mfaPresent, mfaAt } = who.session;
    const facts = factsOf(call, callerFacts({ caller: who, accessKeyId }, state.partition));
    if (!facts) return noSuchPage();
    const requestId = uuid(delivery.random);
    const region = signInRegion(facts.who, facts.page);
    try {
      const context = contextOf(call, who, region, requestId);
      const resource = `arn:${state.partition}:signin:${region}:${who.account.id}:oauth2/public-client/localhost`;
      if (who.kind === 'user') for (const action of ACTIONS) authorize(context, { action, resource });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message, statusCode } = error;
      record(call, { ...facts, requestId, error: { code, message } });
      return refusal(statusCode, code, message);
    }
    record(call, { ...facts, requestId });
    const session = issueSession(call, LOGIN_SECONDS, {
      accountId: who.account.id,
      kind: 'session-token',
      ...(userName === undefined ? {} : { userName }),
      ...(userId === undefined ? {} : { userId }),
      ...(mfaPresent === undefined ? {} : { mfaPresent }),
      ...(mfaAt === undefined ? {} : { mfaAt }),
    });
    const { accessKeyId: id, secretAccessKey, sessionToken } = session;
    return answer({ credentials: { accessKeyId: id, secretAccessKey, sessionToken } });
  },
};

function record(
  { delivery, clock }: PlainCall,
  facts: SignInFacts & { requestId: string; error?: { code: string; message: string } },
): void {
  for (const made of loginRecords(facts, () => uuid(delivery.random))) recordEvent(delivery, made, clock.now());
}
