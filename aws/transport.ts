/** How a signed request reaches whatever answers it; two forms: a socket, and a direct call into the embedded organization. */
import { Pool } from 'undici';
import type { WireRequest, WireResponse } from '../base/http.js';

/** Delivers a request and returns the answer. Rejects with the signal's reason when `signal` aborts. */
export interface Transport {
  send(request: WireRequest, signal?: AbortSignal): Promise<WireResponse>;
  /** Waits after so many attempts at what its caller must make anew to send it again; absent where nothing is sent again. */
  again?(attempt: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Calls `dispatch` in this process: no socket, answers in the order of the calls. */
export function directTransport(dispatch: (request: WireRequest) => WireResponse | Promise<WireResponse>): Transport {
  return {
    send: async (request, signal) => {
      signal?.throwIfAborted();
      return Promise.resolve(dispatch(request));
    },
    close: () => Promise.resolve(),
  };
}

/** Sends over keep-alive connections to `endpoint`, e.g. `http://127.0.0.1:4566`. */
export function httpTransport(endpoint: string, connections = 16): Transport {
  const pool = new Pool(endpoint, { connections });
  return {
    send: async (request, signal) => {
      const answer = await pool.request({
        method: request.method as 'GET' | 'POST',
        path: request.target,
        // The pool writes the length itself; everything else, the signed host above all, goes out as it was signed.
        headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => name !== 'content-length')),
        body: request.body.length === 0 ? null : request.body,
        ...(signal ? { signal } : {}),
      });
      return {
        statusCode: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
        ),
        body: new Uint8Array(await answer.body.arrayBuffer()),
      };
    },
    close: () => pool.close(),
  };
}
