/** Sends harmless calls, and reads what was answered. */
import { createClients } from '../../../aws/clients.js';
import { withFreshCode } from '../../../aws/fresh-code.js';
import type { Purpose } from '../../../aws/purpose.js';
import type { Answer, IssuedCredentials, MfaProof } from '../../../aws/query-client.js';
import type { Credentials } from '../../../aws/signer.js';
import { isWayFault } from '../../../aws/way-faults.js';
import { CodedError, isCodedError } from '../../../base/errors.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { CellCode } from '../../drill/cell.js';
import { hopInto } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { denialCode, isAccessDenied, isUnclear } from '../../causes/denial.js';
import type { PreparedCall } from './call.js';

/** An answer to a call that cannot succeed: the service's error, or nothing if it succeeded all the same. */
export type CallAnswer = { name: string; message: string; statusCode: number; requestId: string } | undefined;

/** What an answer says: the call got past every policy, was denied, or neither can be told. */
export type Reading = 'passed' | 'denied' | 'unclear';

/** Sends a call with credentials. Never throws for an answer of the service; throws if the drill is stopped. */
export async function ask(
  context: DrillContext,
  purpose: Purpose,
  credentials: Credentials,
  call: PreparedCall,
): Promise<CallAnswer> {
  context.signal.throwIfAborted();
  try {
    await call.send(createClients({ ...context.connection(purpose), region: call.region }, credentials));
    return undefined;
  } catch (error) {
    // What kept an answer from coming, by our own code for it.
    if (isCodedError(error)) return { name: error.code, message: error.message, statusCode: 0, requestId: '' };
    const { name, message, $metadata } = error as {
      name: string;
      message: string;
      $metadata?: { httpStatusCode?: number; requestId?: string };
    };
    return { name, message, statusCode: $metadata?.httpStatusCode ?? 0, requestId: $metadata?.requestId ?? '' };
  }
}

/** A success counts as passed too: it shows that nothing stopped the call. */
export function readAnswer(answer: CallAnswer, absentAnswers: readonly string[]): Reading {
  if (answer === undefined || absentAnswers.includes(answer.name)) return 'passed';
  return isAccessDenied(answer.name) ? 'denied' : 'unclear';
}

/** Code of an answer, `BG_HELD` if the call succeeded. */
export function codeOf(answer: CallAnswer): CellCode {
  return answer ? codeOfRefusal(answer) : 'BG_HELD';
}

function codeOfRefusal({ name, message, statusCode }: NonNullable<CallAnswer>): FindingCode {
  return denialCode({ ok: false, code: name, message, statusCode, requestId: '' });
}

/** What is said when a service looks for the thing before it authorizes: then its answers tell nothing about policies. */
const ANSWERS_FIRST = 'the service answers before it authorizes, so the call tells nothing';

/** True for a call that a fault of the way or the drill itself kept from being answered. */
export function isUnanswered(answer: CallAnswer): answer is NonNullable<CallAnswer> {
  return answer?.name.startsWith('BG_') === true;
}

/** Why a call tells nothing whose calibration was not denied: that was not answered, or the service answers first. */
export function whyUntold(calibration: CallAnswer): { code: FindingCode; message: string } {
  return isUnanswered(calibration)
    ? { code: codeOfRefusal(calibration), message: calibration.message }
    : { code: 'BG_SERVICE_ERROR', message: ANSWERS_FIRST };
}

/** A session with MFA of the first break-glass user; which user it is makes no difference to a policy of the role. */
export async function breakGlassSession(context: DrillContext): Promise<Credentials> {
  const [user = ''] = context.known.present;
  const account = context.organization.management;
  const next = (): Promise<MfaProof> => context.custody.code(account, user, context.signal);
  const first = await next();
  const credentials = await context.custody.open(account, user);
  const answer = await withFreshCode(
    context.connection('path').transport,
    { first, next, send: (proof) => context.query('path').getSessionToken(credentials, proof, context.signal) },
    context.signal,
  );
  if (!answer.ok) {
    const code = denialCode(answer);
    throw new CodedError(
      isUnclear(code) ? code : 'BG_CREDENTIALS_REJECTED',
      `break-glass user "${user}" cannot sign in: ${answer.message}`,
    );
  }
  return answer.value;
}

/** Enters the break-glass role of an account under a session policy, beyond which AWS itself makes every call impossible. A fault of the way is a refusal by our own code. */
export async function enterRole(
  context: DrillContext,
  session: Credentials,
  account: AccountInScope,
  policy: string,
): Promise<Answer<IssuedCredentials>> {
  try {
    return await context
      .query('path')
      .assumeRole(session, { ...hopInto(context, account.id), durationSeconds: 900, policy }, context.signal);
  } catch (error) {
    if (!isCodedError(error) || !isWayFault(error)) throw error;
    return { ok: false, code: error.code, message: error.message, statusCode: 0, requestId: '' };
  }
}

/** Why nothing could be asked in a role that could not be entered: a fault of the way, or whatever refused it. */
export function codeOfNoEntry(refusal: Extract<Answer<unknown>, { ok: false }>): FindingCode {
  const code = denialCode(refusal);
  return isUnclear(code) ? code : 'BG_ACCESS_DENIED';
}

/** A session policy that denies everything (`*` on `*`) or allows exactly these actions on exactly these ARNs. */
export function sessionPolicy(
  effect: 'Allow' | 'Deny',
  pairs: readonly Pick<PreparedCall, 'action' | 'resource'>[],
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: pairs.map(({ action, resource }) => ({ Effect: effect, Action: action, Resource: resource })),
  });
}

/** The session policy under which a refusal must be seen, or none ever would. */
export const EVERYTHING_DENIED = sessionPolicy('Deny', [{ action: '*', resource: '*' }]);
