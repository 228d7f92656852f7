/**
 * The control endpoint of a served twin: `POST /clock {"advanceSeconds": N}` -> `{"now"}` moves its clock, `PUT /faults [rules]`
 * and `GET /faults` -> `[rules]` are its faults.
 */
import { isoTime } from '../../base/clock.js';
import type { VirtualClock } from '../../base/clock.js';
import { isCodedError } from '../../base/errors.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { Faults } from './faults.js';

/** The faults of the twin that is served. */
type ServedFaults = Pick<Faults, 'rules' | 'set'>;

/** The last instant that AWS's clients can write: they have four digits for the year. */
const END_OF_TIME = Date.UTC(9999, 0);

/** Answers a request to the control endpoint; its target is the path below. */
export function control(faults: ServedFaults, clock: VirtualClock, request: WireRequest): WireResponse {
  switch (`${request.method} ${request.target}`) {
    case 'POST /clock':
      return moveClock(clock, bodyOf(request));
    case 'GET /faults':
      return json(200, faults.rules());
    case 'PUT /faults':
      return setFaults(faults, bodyOf(request));
    default:
      return plainError(404, 'The control endpoint knows POST /clock, GET /faults and PUT /faults.');
  }
}

/** An answer that is one sentence. */
export function plainError(statusCode: number, message: string): WireResponse {
  return json(statusCode, { message });
}

function moveClock(clock: VirtualClock, body: unknown): WireResponse {
  const { advanceSeconds } = (body ?? {}) as { advanceSeconds?: unknown };
  if (typeof advanceSeconds !== 'number' || !Number.isFinite(advanceSeconds) || advanceSeconds < 0)
    return plainError(400, 'advanceSeconds is a number of 0 or more.');
  if (clock.now() + advanceSeconds * 1000 > END_OF_TIME)
    return plainError(400, 'advanceSeconds leads beyond the year 9998.');
  clock.advance(advanceSeconds * 1000);
  return json(200, { now: isoTime(clock.now()) });
}

function setFaults(faults: ServedFaults, body: unknown): WireResponse {
  try {
    faults.set(body);
    return json(200, faults.rules());
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return plainError(400, `${error.message}${error.hint === '' ? '' : `. ${error.hint}`}`);
  }
}

/** `undefined` for what is no JSON. */
function bodyOf({ body }: WireRequest): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function json(statusCode: number, content: unknown): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8')),
  };
}
