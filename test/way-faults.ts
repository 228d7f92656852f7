/** Faults of the way, drawn for each request: what a busy service, a failing one and a bad network answer. */
import type { Call } from '../aws/call.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import { seededRandom } from '../base/random.js';
import type { Tampering } from './tampered-target.js';

export const WAY_FAULTS = [
  'throttled',
  'failing',
  'failing once it was done',
  'reset',
  'reset once it was done',
  'late',
] as const;

export type WayFault = (typeof WAY_FAULTS)[number];

/** How late an answer is at most, in milliseconds. */
const LATEST = 8000;

/** Whether a request may meet a fault. */
export type Meets = (call: Call, request: WireRequest) => boolean;

/** Each fault meets so many of a hundred requests. */
export function faulty(
  seed: string,
  faults: readonly WayFault[],
  percent: number,
  meets: Meets = () => true,
): Required<Pick<Tampering, 'answer'>> {
  const random = seededRandom(seed);
  return {
    answer: async (call, request, next, clock) => {
      if (!meets(call, request)) return next();
      const drawn = faults.find(() => random.below(100) < percent);
      if (drawn === undefined) return next();
      if (drawn === 'late') {
        // Some of it on the way there, the rest on the way back.
        const late = random.below(LATEST);
        const there = random.below(late + 1);
        await clock.sleep(there);
        const answer = await next();
        await clock.sleep(late - there);
        return answer;
      }
      const done = drawn.endsWith('once it was done') ? await next() : undefined;
      if (drawn.startsWith('reset')) throw new Error('read ECONNRESET');
      return drawn === 'throttled'
        ? errorAnswer(request, 400, 'Throttling', 'Rate exceeded')
        : errorAnswer(request, 500, 'InternalFailure', 'It failed.', done?.headers['x-amzn-requestid']);
    },
  };
}

/** An error in the protocol of the request. */
function errorAnswer(
  request: WireRequest,
  statusCode: number,
  code: string,
  message: string,
  requestId = 'of-a-fault',
): WireResponse {
  const [type, body] = encoded(request, code, message);
  return { statusCode, headers: { 'content-type': type, 'x-amzn-requestid': requestId }, body: new Uint8Array(body) };
}

function encoded({ headers, method, target }: WireRequest, code: string, message: string): readonly [string, Buffer] {
  const type = headers['content-type'] ?? '';
  if (/cbor/.test(type))
    return ['application/cbor', Buffer.concat([Buffer.from([0xa1]), ...['__type', code].flatMap(text)])];
  if (/x-www-form-urlencoded/.test(type) || (method === 'GET' && target.includes('Action=')))
    return [
      'text/xml',
      Buffer.from(`<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`),
    ];
  return ['application/x-amz-json-1.1', Buffer.from(JSON.stringify({ __type: code, message }))];
}

/** A short text of CBOR: its length, and it (RFC 8949, 3.1). */
function text(value: string): Buffer[] {
  return [Buffer.from([0x60 + value.length]), Buffer.from(value)];
}
