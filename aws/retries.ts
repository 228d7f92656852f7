/**
 * The one place that sends a request again: after a fault of the way, a bounded number of times, after waits that double and
 * are drawn ("full jitter": AWS Architecture Blog, "Exponential backoff and jitter"). It stands above the guard, which so
 * sees each attempt. The same signed request goes out again while its signature is good.
 */
import type { Clock } from '../base/clock.js';
import { CodedError, describeError, isCodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Random } from '../base/random.js';
import { describeCall } from './call.js';
import type { Call } from './call.js';
import type { Transport } from './transport.js';
import { codeOfFault, isNameless, wayFault, worksOnce } from './way-faults.js';

/** How often a request is sent at most. */
export const ATTEMPTS = 6;

/** The longest first wait, in milliseconds; the last is drawn from below sixteen times as much. */
const FIRST_WAIT = 200;

/** A signature is good for five minutes (IAM user guide, "AWS Signature Version 4 for API requests"): short of that, in milliseconds. */
const SIGNED = 240_000;

/** What sending again needs to know. */
export interface Retrying {
  /** That of the target: an emulator refills what it throttles by on its own clock. */
  clock: Clock;
  random: Random;
  /** True for calls to what a premise took away: that it fails is what is asked. */
  expected?(call: Call): boolean;
  /** Whether a request may be sent again that may have been done; absent where none changes anything. */
  mayRepeat?(call: Call): boolean;
  /** True where a page that no service of AWS would answer is an answer in the end: an emulator may answer so what it lacks. */
  pagesAnswer?: boolean;
  /** Waits until a call may be made once more, where some are kept apart. */
  slot?(call: Call, signal?: AbortSignal): Promise<void>;
}

/**
 * A transport that throws what fault of the way lasted: `BG_THROTTLED`, `BG_SERVICE_ERROR` or `BG_NO_ANSWER`, with service,
 * Region and the code that was answered. A request that works once is sent once, and a change that may have been made is
 * not made twice.
 */
export function retryingTransport(
  transport: Transport,
  { clock, random, expected, mayRepeat, pagesAnswer = false, slot }: Retrying,
): Transport {
  const again = (attempt: number, signal?: AbortSignal): Promise<void> =>
    clock.sleep(random.below(FIRST_WAIT * 2 ** (attempt - 1)), signal);
  // An operation that ended in a page is not there: it is asked once from then on, until it answers.
  const pages = new Set<string>();
  return {
    again,
    send: async (request, signal) => {
      const call = describeCall(request);
      const operation = `${call.service}:${call.operation}`;
      const begun = clock.now();
      for (let attempt = 1; ; attempt++) {
        const tried = await attemptOf(transport, request, signal);
        if ('answer' in tried && (tried.fault === undefined || (isDown(tried.answer) && expected?.(call) === true))) {
          pages.delete(operation);
          return tried.answer;
        }
        const isPage = pagesAnswer && 'answer' in tried && isNameless(tried.fault);
        if (isPage && pages.has(operation)) return tried.answer;
        const safe = isUndone(tried) || mayRepeat?.(call) !== false;
        if (worksOnce(request) || attempt >= ATTEMPTS || !safe || clock.now() - begun > SIGNED) {
          if (isPage) {
            pages.add(operation);
            return tried.answer;
          }
          throw lasting(call, tried, attempt, safe);
        }
        await again(attempt, signal);
        await slot?.(call, signal);
      }
    },
    close: () => transport.close(),
  };
}

type Tried = { answer: WireResponse; fault: string | undefined } | { error: unknown };

/** One attempt. Throws what the guard refuses and what is no fault of the way: that is not tried again. */
async function attemptOf(transport: Transport, request: WireRequest, signal?: AbortSignal): Promise<Tried> {
  try {
    const answer = await transport.send(request, signal);
    return { answer, fault: wayFault(answer) };
  } catch (error) {
    if (signal?.aborted === true || isCodedError(error)) throw error;
    return { error };
  }
}

function isDown({ statusCode }: WireResponse): boolean {
  return statusCode >= 500;
}

/** What came too fast was not done. Any other fault may have come behind it. */
function isUndone(tried: Tried): boolean {
  return 'answer' in tried && tried.fault !== undefined && codeOfFault(tried.fault) === 'BG_THROTTLED';
}

function lasting({ service, operation, region }: Call, tried: Tried, attempts: number, safe: boolean): CodedError {
  const named = `${service}:${operation}${region === '' ? '' : ` in ${region}`}`;
  const times = `${attempts === 1 ? '' : `, ${attempts} times`}${safe ? '' : ', and may have been done'}`;
  if ('error' in tried)
    return new CodedError('BG_NO_ANSWER', `${named} got no answer${times}: ${describeError(tried.error)}`);
  const { fault = '', answer } = tried;
  return new CodedError(codeOfFault(fault), `${named} was answered ${fault} (${answer.statusCode})${times}`);
}
