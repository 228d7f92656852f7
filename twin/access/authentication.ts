/**
 * Signature version 4 as a server checks it (AWS general reference, "Signature Version 4 signing process"). The SDK's
 * signer only signs, and asynchronously; checking is these few lines over node:crypto, tested against that signer.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import type { Session, TwinAccount, TwinState } from '../state/twin-state.js';
import { AwsError } from '../wire/aws-error.js';
import type { Caller } from './caller.js';
import { readAuthorization, signatures } from './signature.js';
import type { Authorization } from './signature.js';

/** Age of a signature that STS and IAM accept, and others; milliseconds. */
const FRESHNESS = 15 * 60_000;
const STS_FRESHNESS = 5 * 60_000;

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';
const WRONG_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** Names that Regions have, now or soon: whoever signs for others would make the twin keep a part of an account for each. */
const REGION =
  /^(?:af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(?:central|north|northeast|northwest|east|south|southeast|southwest|west)-[1-9]$/;

/** A request whose signature was right. */
export interface Authenticated {
  caller: Caller;
  service: string;
  region: string;
  accessKeyId: string;
}

/** Checks signatures against the keys of a state. */
export interface Authenticator {
  /** Throws AWS's own errors: unknown key, wrong signature, old date, wrong or expired session token. */
  authenticate(request: WireRequest): Authenticated;
}

/** An authenticator. Freshness is judged on `wireClock`, expiry of sessions on `clock`. */
export function createAuthenticator(state: TwinState, clock: Clock, wireClock: Clock): Authenticator {
  const signingKeys = new Map<string, Buffer>();
  const signingKey = (secret: string, { accessKeyId, date, region, service }: Authorization): Buffer => {
    const name = `${accessKeyId}/${secret}/${date}/${region}/${service}`;
    const known = signingKeys.get(name);
    if (known) return known;
    const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
      (previous, part) => hmac(previous, part),
      Buffer.from(`AWS4${secret}`),
    );
    if (signingKeys.size >= 4096) signingKeys.clear();
    signingKeys.set(name, key);
    return key;
  };
  return {
    authenticate: (request) => {
      const authorization = readAuthorization(request);
      const { secretAccessKey, session, caller } = findKey(state, authorization.accessKeyId);
      checkToken(authorization.token, session);
      if (!isSigned(request, authorization, signingKey(secretAccessKey, authorization)))
        throw new AwsError('SignatureDoesNotMatch', WRONG_SIGNATURE, 403);
      if (!REGION.test(authorization.region))
        throw new AwsError('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.', 403);
      checkFreshness(authorization, wireClock.now());
      if (session && session.expiresAt <= clock.now()) throw new AwsError('ExpiredToken', EXPIRED_TOKEN, 403);
      return {
        caller: caller(),
        service: authorization.service,
        region: authorization.region,
        accessKeyId: authorization.accessKeyId,
      };
    },
  };
}

interface FoundKey {
  secretAccessKey: string;
  session: Session | undefined;
  /** Reads the principal only after the signature was found to be right. */
  caller(): Caller;
}

function findKey(state: TwinState, accessKeyId: string): FoundKey {
  const refuse = (): never => {
    throw new AwsError('InvalidClientTokenId', INVALID_TOKEN, 403);
  };
  const key = state.accessKeys.get(accessKeyId);
  if (key?.active) {
    const account = state.accounts.get(key.accountId);
    const user = key.userName === undefined ? undefined : account?.users.get(key.userName);
    if (!account || (key.userName !== undefined && !user) || account.state !== 'ACTIVE') return refuse();
    const root: Caller = { kind: 'root', account, arn: `arn:${state.partition}:iam::${account.id}:root` };
    return {
      secretAccessKey: key.secretAccessKey,
      session: undefined,
      caller: () => (user ? { kind: 'user', account, user, arn: user.arn } : root),
    };
  }
  const session = state.sessions.get(accessKeyId);
  const account = session && state.accounts.get(session.accountId);
  // Credentials of a closed or suspended account no longer work (Organizations user guide, "Account states").
  if (!session || !account || account.state !== 'ACTIVE') return refuse();
  return {
    secretAccessKey: session.secretAccessKey,
    session,
    caller: () => sessionCaller(state, account, session) ?? refuse(),
  };
}

/** The principal behind a session, or `undefined` if it was deleted since; a re-created role inherits no session. */
function sessionCaller(state: TwinState, account: TwinAccount, session: Session): Caller | undefined {
  const { sessionName = '' } = session;
  if (session.kind === 'assumed-root' || (session.kind === 'session-token' && session.userName === undefined))
    return { kind: 'root', account, session, arn: `arn:${state.partition}:iam::${account.id}:root` };
  if (session.kind !== 'assumed-role') {
    const user = account.users.get(session.userName ?? '');
    if (!user || user.id !== session.userId) return undefined;
    if (session.kind === 'session-token') return { kind: 'user', account, user, session, arn: user.arn };
    return {
      kind: 'federated-user',
      account,
      user,
      session,
      arn: `arn:${state.partition}:sts::${account.id}:federated-user/${sessionName}`,
    };
  }
  const role = account.roles.get(session.roleName ?? '');
  if (!role || role.id !== session.roleId) return undefined;
  return {
    kind: 'role',
    account,
    role,
    session,
    arn: `arn:${state.partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
  };
}

function checkToken(token: string | undefined, session: Session | undefined): void {
  const expected = session?.sessionToken ?? '';
  if (!same(token ?? '', expected)) throw new AwsError('InvalidClientTokenId', INVALID_TOKEN, 403);
}

function isSigned(request: WireRequest, authorization: Authorization, key: Buffer): boolean {
  for (const expected of signatures(request, authorization, key))
    if (same(expected, authorization.signature)) return true;
  return false;
}

function checkFreshness({ timestamp, service, date, expires }: Authorization, now: number): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (!match || !timestamp.startsWith(date)) {
    const found = timestamp.slice(0, 8);
    throw new AwsError(
      'SignatureDoesNotMatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${found}', from '${timestamp}'.`,
      403,
    );
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const signedAt = Date.UTC(year, month - 1, day, hour, minute, second);
  const window = service === 'sts' ? STS_FRESHNESS : FRESHNESS;
  const life = expires === undefined ? window : expires * 1000;
  const compact = (instant: number): string =>
    new Date(instant)
      .toISOString()
      .replace(/\.\d{3}/, '')
      .replaceAll(/[-:]/g, '');
  if (signedAt < now - life) {
    throw new AwsError(
      expires === undefined ? 'RequestExpired' : 'PresignedRequestExpired',
      `Signature expired: ${timestamp} is now earlier than ${compact(now - life)} (${compact(now)} - ${life / 60_000} min.)`,
      403,
    );
  }
  if (signedAt > now + window) {
    throw new AwsError(
      'RequestExpired',
      `Signature not yet current: ${timestamp} is still later than ${compact(now + window)} (${compact(now)} + ${window / 60_000} min.)`,
      403,
    );
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
