/**
 * The sign-in page of the console, simply: who knows the password and has the device is in, and CloudTrail has its record in
 * the Region of the page (IAM user guide, "Sign in to the AWS Management Console as an IAM user"). What is done in the
 * console afterwards are calls like any other.
 */
import { uuid } from '../../../base/ids.js';
import { ALIAS_COOKIE_REGIONS, checkMfaRecord, consoleLoginRecord } from '../../../monitoring/index.js';
import type { SignInFacts } from '../../../monitoring/index.js';
import { acceptCode } from '../../access/mfa-codes.js';
import { recordEvent } from '../../delivery/records.js';
import type { TwinAccount, TwinUser } from '../../state/twin-state.js';
import { passwordHash } from '../iam/passwords.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { issueSession } from '../sts/issue-session.js';

/** The one text for every way to fail. */
const FAILED = 'Your authentication information is incorrect. Please try again.';

/**
 * `POST /sign-in/console {account, user, password?, mfaCode?, securityKey?, region?, aliasCookie?}` -> `{signedIn, passwordResetRequired, session}`.
 * `account` is an id or a name. Passwords of the document are known to whoever says so: only one that was set through the
 * API is compared. `securityKey` stands for the touch of a FIDO key. `region` is that of a regional page; with `aliasCookie`
 * that to which the global one leads a browser that knows the account's alias.
 */
export const consoleSignIn: PlainOperation = {
  method: 'POST',
  path: '/sign-in/console',
  component: 'sign-in',
  run: (call) => {
    const { state, clock, body, delivery } = call;
    const account = [...state.accounts.values()].find(
      ({ id, name }) => id === body['account'] || name === body['account'],
    );
    const user = account?.users.get(String(body['user']));
    // What names nobody leaves no record: whose should it be?
    if (!account || !user || account.state !== 'ACTIVE') return refusal(401, 'AuthenticationFailure', FAILED);
    const facts = factsOf(call, account, user);
    if (!facts)
      return refusal(
        400,
        'InvalidRequestException',
        `With an alias cookie the page is in ${ALIAS_COOKIE_REGIONS.join(', ')}.`,
      );
    const now = clock.now();
    const newId = (): string => uuid(delivery.random);
    const knows = knowsPassword(user, body['password']);
    const asked = knows && user.mfaDevices.size > 0;
    if (asked)
      recordEvent(
        delivery,
        checkMfaRecord({ ...facts, mfaType: body['securityKey'] === true ? 'U2F MFA' : 'Virtual MFA' }, newId),
        now,
      );
    const signedIn = knows && (!asked || showsDevice(user, call));
    recordEvent(delivery, consoleLoginRecord({ ...facts, mfaUsed: asked && signedIn, failed: !signedIn }, newId), now);
    if (!signedIn) return refusal(401, 'AuthenticationFailure', FAILED);
    user.passwordLastUsedAt = now;
    // Nobody gets further than the page for a new password while one must be chosen.
    if (user.loginProfile?.resetRequired) return answer({ signedIn: true, passwordResetRequired: true });
    const session = issueSession(call, CONSOLE_SECONDS, {
      accountId: account.id,
      kind: 'session-token',
      userName: user.name,
      userId: user.id,
      mfaPresent: asked,
      ...(asked ? { mfaAt: now } : {}),
    });
    return answer({ signedIn: true, passwordResetRequired: false, session: session.sessionToken });
  },
};

/** A sign-in to the console lasts twelve hours at most (IAM user guide, "Sign in to the AWS Management Console as an IAM user"). */
const CONSOLE_SECONDS = 43_200;

/** Who signs in and through which page; `undefined` for a page that there is not. */
export function factsOf(
  { clock, body, headers, sourceIp }: PlainCall,
  { id: accountId }: TwinAccount,
  { id: userId, name: userName, arn }: TwinUser,
): SignInFacts | undefined {
  const { region, aliasCookie } = body;
  const cookieRegion = ALIAS_COOKIE_REGIONS.find((known) => known === region);
  if (aliasCookie === true && !cookieRegion) return undefined;
  const regional =
    typeof region === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region)
      ? ({ kind: 'regional', region } as const)
      : ({ kind: 'global' } as const);
  const page =
    aliasCookie === true && cookieRegion
      ? ({ kind: 'global-with-alias-cookie', region: cookieRegion } as const)
      : regional;
  return {
    who: { kind: 'user', accountId, userId, userName, arn },
    page,
    at: clock.now(),
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
  };
}

function knowsPassword(user: TwinUser, given: unknown): boolean {
  if (!user.loginProfile) return false;
  const { passwordHash: known } = user.loginProfile;
  return known === undefined || known === passwordHash(user, String(given));
}

/** A code of any device that shows codes, or the touch of one that does not. */
function showsDevice(user: TwinUser, { body, clock }: PlainCall): boolean {
  const devices = [...user.mfaDevices.values()];
  if (body['securityKey'] === true) return devices.some(({ seed }) => seed === undefined);
  return devices.some((device) => acceptCode(device, String(body['mfaCode']), clock.now()));
}
