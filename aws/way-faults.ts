/**
 * Faults of the way: answers that say nothing about the organization, because a service is too busy, fails, or is not reached.
 * Which they are is what AWS's SDKs send again (AWS SDKs and Tools reference guide, "Retry behavior"). Pure.
 */
import { isCodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';

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

/** True for the names that services have for calls that come too fast. */
function isTooFast(code: string): boolean {
  return TOO_FAST.includes(code) || code === 'HTTP 429';
}

/** Name of the fault that an answer tells; `undefined` for an answer of the organization. */
export function wayFault({ statusCode, headers, body }: WireResponse): string | undefined {
  if (statusCode < 400) return undefined;
  const code = nameOf(headers, Buffer.from(body).toString('latin1'));
  if (statusCode === 429 || PASSING.includes(statusCode)) return code ?? `HTTP ${statusCode}`;
  return code !== undefined && isTooFast(code) ? code : undefined;
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
  return /(^|&)TokenCode=/.test(text) || (target.startsWith('/sign-in/') && /"mfaCode"\s*:/.test(text));
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
