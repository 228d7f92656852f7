/**
 * The sign-in page of the console, simply: who knows the password and has the device is in, and CloudTrail has its record in
 * the Region of the page (IAM user guide, "Sign in to the AWS Management Console as an IAM user"). What is done in the
 * console afterwards are calls like any other.
 */
import { uuid } from '../../../base/ids.js';
import { ALIAS_COOKIE_REGIONS, checkMfaRecord, consoleLoginRecord } from '../../../monitoring/index.js';
import type { CallerFacts, SignInFacts, SignInOutcome } from '../../../monitoring/index.js';
import { acceptCode } from '../../access/mfa-codes.js';
import { recordEvent } from '../../delivery/records.js';
import type { MfaDevice } from '../../state/iam.js';
import type { TwinAccount, TwinUser } from '../../state/twin-state.js';
import { passwordHash } from '../iam/passwords.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainAnswer, PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { issueSession } from '../sts/issue-session.js';

/** The one text for every way to fail. */
const FAILED = 'Your authentication information is incorrect. Please try again.';

/**
 * `POST /sign-in/console {account, user, password?, mfaCode?, securityKey?, region?, aliasCookie?}` -> `{signedIn, passwordResetRequired, session}`.
 * `account` is an id or a name; with `root: true` in place of `user` its root user signs in. Passwords of the document are known to whoever says so: only one that was set through the
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
    if (account?.state === 'ACTIVE' && body['root'] === true) return rootSignIn(call, account);
    // What names no account leaves no record: whose should it be?
    if (!account || account.state !== 'ACTIVE') return refusal(401, 'AuthenticationFailure', FAILED);
    const who: CallerFacts = user
      ? { kind: 'user', accountId: account.id, userId: user.id, userName: user.name, arn: user.arn }
      : { kind: 'unknown-user', accountId: account.id };
    const facts = factsOf(call, who);
    if (!facts) return noSuchPage();
    const now = clock.now();
    const newId = (): string => uuid(delivery.random);
    const record = (outcome: SignInOutcome): void =>
      recordEvent(delivery, consoleLoginRecord({ ...facts, outcome }, newId), now);
    if (!user) {
      record({ kind: 'no-such-user' });
      return refusal(401, 'AuthenticationFailure', FAILED);
    }
    const knows = knowsPassword(user, body['password']);
    const asked = knows && user.mfaDevices.size > 0;
    if (asked)
      recordEvent(
        delivery,
        checkMfaRecord({ ...facts, mfaType: body['securityKey'] === true ? 'U2F MFA' : 'Virtual MFA' }, newId),
        now,
      );
    const device = asked ? shownDevice(user, call) : undefined;
    if (!knows || (asked && !device)) {
      record({ kind: knows ? 'wrong-code' : 'wrong-password' });
      return refusal(401, 'AuthenticationFailure', FAILED);
    }
    record({ kind: 'signed-in', ...(device ? { device: device.serialNumber } : {}) });
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

/** Nobody of this organization has a device for a root user, and the password is known to whoever says so. */
function rootSignIn(call: PlainCall, { id: accountId }: TwinAccount): PlainAnswer {
  const { state, clock, delivery } = call;
  const facts = factsOf(call, { kind: 'root', accountId, partition: state.partition });
  if (!facts) return noSuchPage();
  const record = consoleLoginRecord({ ...facts, outcome: { kind: 'signed-in' } }, () => uuid(delivery.random));
  recordEvent(delivery, record, clock.now());
  const session = issueSession(call, CONSOLE_SECONDS, { accountId, kind: 'session-token', mfaPresent: false });
  return answer({ signedIn: true, passwordResetRequired: false, session: session.sessionToken });
}

/** A sign-in to the console lasts twelve hours at most (IAM user guide, "Sign in to the AWS Management Console as an IAM user"). */
const CONSOLE_SECONDS = 43_200;

/** Who signs in and through which page; `undefined` for a page that there is not. */
export function factsOf({ clock, body, headers, sourceIp }: PlainCall, who: CallerFacts): SignInFacts | undefined {
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
  return { who, page, at: clock.now(), sourceIp, userAgent: headers['user-agent'] ?? '' };
}

/** The answer to whoever asks for a page that there is not. */
export function noSuchPage(): PlainAnswer {
  return refusal(
    400,
    'InvalidRequestException',
    `With an alias cookie the page is in ${ALIAS_COOKIE_REGIONS.join(', ')}.`,
  );
}

function knowsPassword(user: TwinUser, given: unknown): boolean {
  if (!user.loginProfile) return false;
  const { passwordHash: known } = user.loginProfile;
  return known === undefined || known === passwordHash(user, String(given));
}

/** The device that shows the code, or for the touch of a key that shows none that key; `undefined` for a wrong code. */
function shownDevice(user: TwinUser, { body, clock }: PlainCall): MfaDevice | undefined {
  const devices = [...user.mfaDevices.values()];
  if (body['securityKey'] === true) return devices.find(({ seed }) => seed === undefined);
  return devices.find((device) => acceptCode(device, String(body['mfaCode']), clock.now()));
}
