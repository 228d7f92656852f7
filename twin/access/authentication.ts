/**
 * Signature version 4 as a server checks it (AWS general reference, "Signature Version 4 signing process"). The SDK's
 * signer only signs, and asynchronously; checking is these few lines over node:crypto, tested against that signer.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.js';
import type { WireRequest } from '../../base/http.js';
import type { Session, TwinAccount, TwinState } from '../state/twin-state.js';
import { AwsError } from '../wire/aws-error.js';
import type { Caller } from './caller.js';

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

const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** What the Authorization header says. */
interface Authorization {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
}

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
      checkToken(request.headers['x-amz-security-token'], session);
      const timestamp = request.headers['x-amz-date'] ?? '';
      const expected = sign(request, authorization, timestamp, signingKey(secretAccessKey, authorization));
      if (!same(expected, authorization.signature)) throw new AwsError('SignatureDoesNotMatch', WRONG_SIGNATURE, 403);
      if (!REGION.test(authorization.region))
        throw new AwsError('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.', 403);
      checkFreshness(timestamp, authorization, wireClock.now());
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

function readAuthorization(request: WireRequest): Authorization {
  const header = request.headers['authorization'];
  if (header === undefined || header === '')
    throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, accessKeyId, date, region, service, headers, signature] = match ?? [];
  if (
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    service === undefined ||
    headers === undefined ||
    signature === undefined
  ) {
    throw new AwsError('IncompleteSignature', 'Authorization header is not a valid Signature Version 4 header.', 400);
  }
  const signedHeaders = headers.split(';');
  if (!signedHeaders.includes('host')) throw unsigned("'Host' or ':authority'");
  // An unsigned x-amz-target would let anybody on the way turn one operation into another.
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-amz-') && !signedHeaders.includes(name)) throw unsigned(`'${name}'`);
  if (request.headers['x-amz-date'] === undefined)
    throw new AwsError('IncompleteSignature', "Authorization header requires existence of a 'X-Amz-Date' header.", 400);
  return { accessKeyId, date, region, service, signedHeaders, signature };
}

function unsigned(header: string): AwsError {
  return new AwsError('SignatureDoesNotMatch', `${header} must be a 'SignedHeader' in the AWS Authorization.`, 403);
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

function checkFreshness(timestamp: string, { service, date }: Authorization, now: number): void {
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
  const compact = (instant: number): string =>
    new Date(instant)
      .toISOString()
      .replace(/\.\d{3}/, '')
      .replaceAll(/[-:]/g, '');
  const minutes = window / 60_000;
  if (signedAt < now - window) {
    throw new AwsError(
      'SignatureDoesNotMatch',
      `Signature expired: ${timestamp} is now earlier than ${compact(now - window)} (${compact(now)} - ${minutes} min.)`,
      403,
    );
  }
  if (signedAt > now + window) {
    throw new AwsError(
      'SignatureDoesNotMatch',
      `Signature not yet current: ${timestamp} is still later than ${compact(now + window)} (${compact(now)} + ${minutes} min.)`,
      403,
    );
  }
}

function sign(request: WireRequest, authorization: Authorization, timestamp: string, key: Buffer): string {
  const [path = '/', query = ''] = split(request.target);
  const isS3 = authorization.service === 's3';
  const headers = authorization.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`)
    .join('');
  // S3 alone lets a client leave the body out of the signature.
  const unsigned = isS3 && request.headers['x-amz-content-sha256'] === UNSIGNED_PAYLOAD;
  const bodyHash = unsigned ? UNSIGNED_PAYLOAD : hash('sha256', request.body);
  const canonical = [
    request.method,
    isS3 ? path : canonicalPath(path),
    canonicalQuery(query),
    headers,
    authorization.signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${authorization.date}/${authorization.region}/${authorization.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', timestamp, scope, hash('sha256', canonical)].join('\n');
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function split(target: string): [string, string] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** Services other than S3 encode the path once more. */
function canonicalPath(path: string): string {
  return path.split('/').map(encode).join('/') || '/';
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .sort(
      ([leftName, leftValue], [rightName, rightValue]) =>
        compare(leftName, rightName) || compare(leftValue, rightValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
