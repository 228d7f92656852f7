/**
 * Faults of the way: answers that say nothing about the organization, because a service is too busy, fails, or is not reached.
 * Which they are is what AWS's SDKs send again (AWS SDKs and Tools reference guide, "Retry behavior"). Pure.
 */
import { isCodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Call } from './call.js';

const TOO_FAST: readonly string[] = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttled',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];

/** Others of the 5xx, such as 501, answer the same whenever they are asked. */
const PASSING: readonly number[] = [500, 502, 503, 504];

/** What has a status of the 4xx, and passes all the same. */
const PASSING_CODES: readonly string[] = ['RequestTimeout', 'RequestTimeoutException', 'IDPCommunicationError'];

/** True for the names that services have for calls that come too fast. */
function isTooFast(code: string): boolean {
  return TOO_FAST.includes(code) || code === 'HTTP 429';
}

/** Name of the fault that an answer tells; `undefined` for an answer of the organization. */
export function wayFault({ statusCode, headers, body }: WireResponse): string | undefined {
  if (statusCode < 400) return undefined;
  const code = nameOf(headers, Buffer.from(body).toString('latin1'));
  if (statusCode === 429 || PASSING.includes(statusCode)) return code ?? `HTTP ${statusCode}`;
  return code !== undefined && (isTooFast(code) || PASSING_CODES.includes(code)) ? code : undefined;
}

/** True for a fault that the answer did not name as services of AWS do. */
export function isNameless(fault = ''): boolean {
  return fault.startsWith('HTTP ');
}

/** Code of the finding that such a fault is: what it stops is inconclusive. */
export function codeOfFault(fault: string): 'BG_THROTTLED' | 'BG_SERVICE_ERROR' {
  return isTooFast(fault) ? 'BG_THROTTLED' : 'BG_SERVICE_ERROR';
}

/** True for what a transport throws when a fault of the way lasts. */
export function isWayFault(error: unknown): boolean {
  return isCodedError(error) && ['BG_THROTTLED', 'BG_SERVICE_ERROR', 'BG_NO_ANSWER'].includes(error.code);
}

/**
 * True for a request that brings a code or a ticket: it works once, and an answer that was lost does not tell whether it was
 * used. To be sent again it needs another.
 */
export function worksOnce({ body, target, headers }: WireRequest): boolean {
  if (target === '/access-portal/token') return true;
  // Messages may hold the same words: only requests to sign in and to STS bring codes.
  if (headers['x-amz-target'] !== undefined) return false;
  const text = Buffer.from(body).toString('latin1');
  return (
    /(^|&)(TokenCode|AuthenticationCode1)=/.test(text) || (target.startsWith('/sign-in/') && /"mfaCode"\s*:/.test(text))
  );
}

const READS = /:(Get|List|Describe|Lookup|Receive|Simulate|Decode|AssumeRole)/;

/**
 * Changes that end the same however often they are made. What a verb means in one service alone is named with the service. Events
 * and records that come twice are those of one use: each holds the id of its request.
 */
const SAME_AGAIN = [
  /:(Put|Update|Set|Tag|Untag)/,
  /:(Delete|Detach|Remove|Unsubscribe)/,
  /^cloudtrail:(Start|Stop)Logging$/,
  /^iam:(Add|Attach)/,
  /^sso:Provision/,
  /^sns:(CreateTopic|Subscribe)$/,
  /^sqs:CreateQueue$/,
];

/**
 * Whether a call may be made once more that may have been done: it reads, or ends the same. What is deleted once more may be
 * answered to be gone. After any other one somebody has to look what became of it: a second creation may make a second key.
 */
export function mayRepeat({ service, operation }: Pick<Call, 'service' | 'operation'>): boolean {
  const call = `${service}:${operation}`;
  // Pages and portals make nothing.
  return operation.startsWith('/') || READS.test(call) || SAME_AGAIN.some((pattern) => pattern.test(call));
}

/** The three places where protocols name an error: XML, JSON, and CBOR, where the length of a text stands before it. */
const NAMES = [
  /<Code>\s*([\w.]+)\s*<\/Code>/,
  /"(?:__type|code)"\s*:\s*"(?:[^"#]*#)?([\w.]+)"/,

  /__type(?:[\x60-\x77]|\x78.)(?:[^#\x00-\x1f]*#)?([A-Za-z]+)/s,
];

function nameOf(headers: WireResponse['headers'], text: string): string | undefined {
  const [told] = (headers['x-amzn-errortype'] ?? '').split(':');
  if (told !== undefined && told !== '') return told.split('#').at(-1);
  for (const pattern of NAMES) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
