/**
 * Signature version 4 as a server reads it, from the Authorization header or from the query of a presigned request, and the
 * canonical request that it is made of (IAM user guide, "Create a signed AWS API request"). No key is known here.
 */
import { createHmac, hash } from 'node:crypto';
import type { WireRequest } from '../../base/http.js';
import { AwsError } from '../wire/aws-error.js';

const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Longest life of a presigned request, in seconds (Amazon S3 API reference, "Authenticating requests: using query parameters"). */
const LONGEST_LIFE = 604_800;

/** Added after a request was signed, if the service is told so; whose key signed must bring the right one in any case. */
const TOKEN = 'x-amz-security-token';

/** What a request says of its signature. */
export interface Authorization {
  accessKeyId: string;
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  token: string | undefined;
  /** Seconds for which a presigned request is good; others are good for as long as the service says. */
  expires: number | undefined;
}

/** Region and service in the scope of a signature; empty if there is none. */
export function signingScope(request: WireRequest): { region: string; service: string } {
  const credential = isPresigned(request)
    ? queryOf(request).get('X-Amz-Credential')
    : /Credential=([^,\s]+)/.exec(request.headers['authorization'] ?? '')?.[1];
  const [, , region = '', service = ''] = (credential ?? '').split('/');
  return { region, service };
}

/** True if the query signs the request. */
export function isPresigned(request: WireRequest): boolean {
  return request.headers['authorization'] === undefined && /[?&]X-Amz-(?:Algorithm|Signature)=/.test(request.target);
}

/** What a request says of its signature. Throws AWS's own errors for what is missing or not signed. */
export function readAuthorization(request: WireRequest): Authorization {
  const authorization = isPresigned(request) ? fromQuery(request) : fromHeader(request);
  const { signedHeaders } = authorization;
  if (!signedHeaders.includes('host')) throw unsigned("'Host' or ':authority'");
  // An unsigned x-amz-target would let anybody on the way turn one operation into another.
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-amz-') && name !== TOKEN && !signedHeaders.includes(name)) throw unsigned(`'${name}'`);
  return authorization;
}

function unsigned(header: string): AwsError {
  return new AwsError('SignatureDoesNotMatch', `${header} must be a 'SignedHeader' in the AWS Authorization.`, 403);
}

function fromHeader({ headers }: WireRequest): Authorization {
  const header = headers['authorization'] ?? '';
  if (header === '') throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const [, list = ''] = /^AWS4-HMAC-SHA256\s+(.+)$/.exec(header) ?? [];
  const entries = list.split(',').map((part) => splitAt(part.trim(), '='));
  // In any order, but each once.
  const parts = new Map(entries.length === 3 ? entries : []);
  const timestamp = headers['x-amz-date'];
  const read = readParts(parts.get('Credential'), parts.get('SignedHeaders'), parts.get('Signature'));
  if (!read)
    throw new AwsError('IncompleteSignature', 'Authorization header is not a valid Signature Version 4 header.', 400);
  if (timestamp === undefined) {
    const name = "Authorization header requires existence of a 'X-Amz-Date' header.";
    if (read.signedHeaders.includes('host')) throw new AwsError('IncompleteSignature', name, 400);
    throw unsigned("'Host' or ':authority'");
  }
  return { ...read, timestamp, token: headers[TOKEN], expires: undefined };
}

function fromQuery(request: WireRequest): Authorization {
  const query = queryOf(request);
  const value = (name: string): string | undefined => query.get(`X-Amz-${name}`) ?? undefined;
  const read = readParts(value('Credential'), value('SignedHeaders'), value('Signature'));
  const [algorithm, timestamp, expires] = [value('Algorithm'), value('Date'), value('Expires')];
  if (!read || algorithm !== ALGORITHM || timestamp === undefined || !/^\d{1,6}$/.test(expires ?? ''))
    throw new AwsError(
      'IncompleteSignature',
      'A presigned request has X-Amz-Algorithm, X-Amz-Credential, X-Amz-Date, X-Amz-Expires, X-Amz-SignedHeaders and X-Amz-Signature.',
      400,
    );
  if (Number(expires) < 1 || Number(expires) > LONGEST_LIFE)
    throw new AwsError('IncompleteSignature', `X-Amz-Expires is a number of seconds from 1 to ${LONGEST_LIFE}.`, 400);
  return { ...read, timestamp, token: value('Security-Token'), expires: Number(expires) };
}

type Parts = Pick<Authorization, 'accessKeyId' | 'date' | 'region' | 'service' | 'signedHeaders' | 'signature'>;

function readParts(credential = '', headers = '', signature = ''): Parts | undefined {
  const [, accessKeyId = '', date = '', region = '', service = ''] =
    /^([^/,\s]+)\/(\d{8})\/([\w-]+)\/([\w-]+)\/aws4_request$/.exec(credential) ?? [];
  // Names of headers are tokens (RFC 9110); a list that is not sorted signs something else than the request.
  const sound = accessKeyId !== '' && /^[\w!#$%&'*+.^`|~;-]+$/.test(headers) && /^[0-9a-f]{64}$/.test(signature);
  return sound ? { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature } : undefined;
}

/**
 * The signatures that a request may have, the usual one first. Clients differ in two points that AWS takes either way: services
 * other than S3 are signed for the path without `//`, `/./` and `/../`, whether or not the client sends it so; and `~` in a path
 * may be escaped on the wire.
 */
export function* signatures(request: WireRequest, authorization: Authorization, key: Buffer): Generator<string> {
  const { signedHeaders, timestamp, date, region, service } = authorization;
  const [path] = splitAt(request.target, '?');
  const headers = signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`)
    .join('');
  const rest = [canonicalQuery(request), headers, signedHeaders.join(';'), bodyHash(request, authorization)].join('\n');
  for (const canonical of canonicalPaths(path, service === 's3')) {
    const hashed = hash('sha256', [request.method, canonical, rest].join('\n'));
    const toSign = [ALGORITHM, timestamp, `${date}/${region}/${service}/aws4_request`, hashed].join('\n');
    yield createHmac('sha256', key).update(toSign).digest('hex');
  }
}

/** S3 alone lets a client leave the body out of the signature. */
function bodyHash(request: WireRequest, { service, expires }: Authorization): string {
  const told = request.headers['x-amz-content-sha256'] ?? (expires === undefined ? undefined : UNSIGNED_PAYLOAD);
  return service === 's3' && told === UNSIGNED_PAYLOAD ? UNSIGNED_PAYLOAD : hash('sha256', request.body);
}

/** Services other than S3 encode the path once more. */
function canonicalPaths(path: string, isS3: boolean): ReadonlySet<string> {
  const spellings = [path, path.replaceAll(/%7e/gi, '~')];
  return new Set(isS3 ? spellings : spellings.flatMap((one) => [encodePath(normalized(one)), encodePath(one)]));
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/') || '/';
}

/** The path without empty steps, `.` and `..` (RFC 3986, section 5.2.4). */
function normalized(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  const end = steps.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return `/${steps.join('/')}${end}`;
}

function queryOf({ target }: WireRequest): URLSearchParams {
  return new URLSearchParams(splitAt(target, '?')[1]);
}

function canonicalQuery(request: WireRequest): string {
  const isSignature = (name: string): boolean => name === 'X-Amz-Signature' && isPresigned(request);
  const pairs = [...queryOf(request)]
    .filter(([name]) => !isSignature(name))
    .map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .sort(
      ([leftName, leftValue], [rightName, rightValue]) =>
        compare(leftName, rightName) || compare(leftValue, rightValue),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
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
