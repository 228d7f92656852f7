/** The request guard: every request of a drill passes here, is named, counted and, where a premise says so, refused. */
import { CodedError } from '../base/errors.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import { describeCall } from './call.js';
import type { Call } from './call.js';
import { whyForbidden } from './forbidden.js';
import type { Purpose } from './purpose.js';
import type { Transport } from './transport.js';

/** One finished call. */
export interface ObservedCall extends Call {
  purpose: Purpose;
  /** `undefined` when no answer came. */
  statusCode: number | undefined;
  /** AWS's id of the request, as CloudTrail records it; absent when no answer came or it named none. */
  requestId?: string;
  /** Id of the key that signed; absent for requests that are not signed. */
  accessKeyId?: string;
}

/**
 * Wraps a transport: tells `observe` of each call, and refuses before they are sent the calls that `refuses` names, those
 * that no drill may ever make, and those that have no place under their purpose.
 */
export function guardedTransport(
  transport: Transport,
  purpose: Purpose,
  observe: (call: ObservedCall) => void,
  refuses: (call: Call) => boolean = () => false,
): Transport {
  return {
    send: async (request: WireRequest, signal?: AbortSignal): Promise<WireResponse> => {
      const call = { ...describeCall(request), ...signingKey(request) };
      const forbidden = whyForbidden(call, purpose);
      if (forbidden !== undefined) {
        observe({ ...call, purpose, statusCode: undefined });
        throw new CodedError(
          'BG_NEVER_SENT',
          `${call.service}:${call.operation} was not sent: ${forbidden}`,
          'aws/forbidden.ts lists what a drill never sends.',
        );
      }
      if (refuses(call)) {
        observe({ ...call, purpose, statusCode: undefined });
        throw new CodedError(
          'BG_WITHHELD',
          `${call.service} is withheld by this drill`,
          'It is a premise of the scenario that nobody can reach it.',
        );
      }
      try {
        const answer = await transport.send(request, signal);
        const requestId = answer.headers['x-amzn-requestid'] ?? answer.headers['x-amz-request-id'];
        observe({ ...call, purpose, statusCode: answer.statusCode, ...(requestId === undefined ? {} : { requestId }) });
        return answer;
      } catch (error) {
        observe({ ...call, purpose, statusCode: undefined });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

function signingKey({ headers }: WireRequest): Pick<ObservedCall, 'accessKeyId'> {
  const accessKeyId = /Credential=([^/]+)\//.exec(headers['authorization'] ?? '')?.[1];
  return accessKeyId === undefined ? {} : { accessKeyId };
}
