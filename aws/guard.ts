/** The request guard: every request of a drill passes here, is named, held against the lists of the drill, and counted. */
import type { Allowed } from './allowed.js';
import { whyNoSuccess } from './answer-shape.js';
import { CodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import { describeCall } from './call.js';
import type { Call } from './call.js';
import { whyForbidden } from './forbidden.js';
import type { Principal, Principals } from './principals.js';
import type { Purpose } from './purpose.js';
import type { Transport } from './transport.js';
import { wayFault } from './way-faults.js';

/** One finished call. */
export interface ObservedCall extends Call {
  purpose: Purpose;
  /** `undefined` when no answer came. */
  statusCode: number | undefined;
  /** AWS's id of the request, as CloudTrail records it; absent when no answer came or it named none. */
  requestId?: string;
  /** Who signed; absent for requests that are not signed. */
  principal?: Principal;
  /** Id of the key that signed; absent for requests that are not signed. */
  accessKeyId?: string;
  /** The fault of the way that it met, by the name that the service gave it. */
  fault?: string;
}

/** What the guard is told, and what it tells. */
export interface Guard {
  observe(call: ObservedCall): void;
  /** Whose keys are. */
  principals: Principals;
  /** What may be sent; everything that is on no list of the drill is refused. */
  allowed: Pick<Allowed, 'includes'>;
}

/**
 * Wraps a transport: tells `observe` of each call, and refuses before they are sent those that no drill may ever make, those
 * that stand in no list of this drill, and those that a premise withholds.
 */
export function guardedTransport(
  transport: Transport,
  purpose: Purpose,
  { observe, principals, allowed }: Guard,
  withholds: (call: Call) => boolean = () => false,
): Transport {
  return {
    send: async (request: WireRequest, signal?: AbortSignal): Promise<WireResponse> => {
      const call = { ...describeCall(request), ...signingKey(request) };
      const principal = principals.of(call.accessKeyId);
      const refuse = (code: string, why: string, hint: string): never => {
        observe({ ...call, ...whose(principal), purpose, statusCode: undefined });
        throw new CodedError(code, why, hint);
      };
      const named = `${call.service}:${call.operation}`;
      const forbidden = whyForbidden(call, principal?.name);
      if (forbidden !== undefined)
        return refuse(
          'BG_NEVER_SENT',
          `${named} was not sent: ${forbidden}`,
          'aws/forbidden.ts lists what a drill never sends.',
        );
      if (call.accessKeyId !== undefined && !principal)
        return refuse(
          'BG_NEVER_SENT',
          `${named} was not sent: nobody knows whose key signed it`,
          'The drill signs with the keys that it was given or issued alone.',
        );
      if (!allowed.includes({ ...call, ...(principal ? { principal } : {}) }))
        return refuse(
          'BG_NEVER_SENT',
          `${named}${principal ? ` as ${principal.name} of ${principal.account}` : ''}${call.into === undefined ? '' : ` into ${call.into}`} was not sent: neither the preparation list nor the plan of this drill has it`,
          'Report it: the drill asked for something that it did not plan.',
        );
      if (withholds(call))
        return refuse(
          'BG_WITHHELD',
          `${call.service} is withheld by this drill`,
          'It is a premise of the scenario that nobody can reach it.',
        );
      try {
        const answer = await transport.send(request, signal);
        // What an emulator lacks it may answer in any form: whoever prepares it tells that from its errors.
        const wrong = purpose === 'administration' ? undefined : whyNoSuccess(call, request, answer);
        if (wrong !== undefined)
          throw new CodedError(
            'BG_NO_ANSWER',
            `${named} was answered with ${answer.statusCode}, and not by AWS: ${wrong}`,
            'Look at what stands between the drill and its target.',
          );
        principals.learn(call, principal, request, answer);
        const fault = wayFault(answer);
        const requestId = answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'];
        observe({
          ...call,
          ...whose(principal),
          purpose,
          statusCode: answer.statusCode,
          ...(requestId === undefined ? {} : { requestId }),
          ...(fault === undefined ? {} : { fault }),
        });
        return answer;
      } catch (error) {
        // Whoever stopped the drill is no fault of the way.
        const fault = signal?.aborted === true ? {} : { fault: 'no answer' };
        observe({ ...call, ...whose(principal), purpose, statusCode: undefined, ...fault });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

function whose(principal: Principal | undefined): Pick<ObservedCall, 'principal'> {
  return principal ? { principal } : {};
}

function signingKey({ headers }: WireRequest): Pick<ObservedCall, 'accessKeyId'> {
  const accessKeyId = /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1];
  return accessKeyId === undefined ? {} : { accessKeyId };
}
