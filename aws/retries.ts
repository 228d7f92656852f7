/**
 * The one place that sends a request again: after a fault of the way, a bounded number of times, after waits that double and
 * are drawn ("full jitter": AWS Architecture Blog, "Exponential backoff and jitter"). It stands above the guard, which so
 * sees each attempt. The same signed request goes out again: a signature is good for five minutes (IAM user guide, "AWS
 * Signature Version 4 for API requests"), and the waits come to seconds.
 */
import type { Clock } from '../base/clock.js';
import { CodedError, describeError, isCodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Random } from '../base/random.js';
import { describeCall } from './call.js';
import type { Call } from './call.js';
import type { Transport } from './transport.js';
import { codeOfFault, wayFault, worksOnce } from './way-faults.js';

/** How often a request is sent at most. */
export const ATTEMPTS = 6;

/** The longest first wait, in milliseconds; the last is drawn from below sixteen times as much. */
const FIRST_WAIT = 200;

export interface Retrying {
  /** That of the target: an emulator refills what it throttles by on its own clock. */
  clock: Clock;
  random: Random;
  /** True for calls to what a premise took away: that it fails is what is asked. */
  expected(call: Call): boolean;
}

/**
 * A transport that throws what fault of the way lasted: `BG_THROTTLED`, `BG_SERVICE_ERROR` or `BG_NO_ANSWER`, with service,
 * Region and the code that was answered. A request that works once is sent once.
 */
export function retryingTransport(transport: Transport, { clock, random, expected }: Retrying): Transport {
  return {
    send: async (request, signal) => {
      const call = describeCall(request);
      const isDown = ({ statusCode }: WireResponse): boolean => statusCode >= 500 && expected(call);
      const most = worksOnce(request) ? 1 : ATTEMPTS;
      for (let attempt = 1; ; attempt++) {
        const tried = await attemptOf(transport, request, signal);
        if ('answer' in tried && (tried.fault === undefined || isDown(tried.answer))) return tried.answer;
        if (attempt >= most) throw lasting(call, tried, attempt);
        await clock.sleep(random.below(FIRST_WAIT * 2 ** (attempt - 1)), signal);
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

function lasting({ service, operation, region }: Call, tried: Tried, attempts: number): CodedError {
  const named = `${service}:${operation}${region === '' ? '' : ` in ${region}`}`;
  const times = attempts === 1 ? '' : `, ${attempts} times`;
  if ('error' in tried)
    return new CodedError('BG_NO_ANSWER', `${named} got no answer${times}: ${describeError(tried.error)}`);
  const { fault = '', answer } = tried;
  return new CodedError(codeOfFault(fault), `${named} was answered ${fault} (${answer.statusCode})${times}`);
}
