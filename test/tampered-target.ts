/** The embedded target with something wrong about it: for the checks that no organization can break. */
import { describeCall } from '../aws/call.js';
import { guardedTransport } from '../aws/guard.js';
import type { Call } from '../aws/call.js';
import type { Clock } from '../base/clock.js';
import type { WireRequest, WireResponse } from '../base/http.js';
import { embeddedTarget } from '../harness/targets/embedded.js';
import type { Target } from '../harness/drill/target.js';

/** What is wrong: parts of the target, and what answers in place of the twin. */
export interface Tampering {
  parts?: (target: Target) => Partial<Target>;
  /** The answer to a request; `next` asks the twin, whose clock it is. */
  answer?: (call: Call, request: WireRequest, next: () => Promise<WireResponse>, clock: Clock) => Promise<WireResponse>;
}

/** Opens such a target. */
export function tampered({
  parts = () => ({}),
  answer = (_call, _request, next) => next(),
}: Tampering): typeof embeddedTarget {
  return (organization, random) => {
    const target = embeddedTarget(organization, random);
    // The drill's guard sees what came of it.
    const connect: Target['connect'] = (purpose, guard) => {
      const options = target.connect(purpose, { ...guard, observe: () => undefined });
      const { transport } = options;
      const wrong = {
        send: (request: WireRequest, signal?: AbortSignal): Promise<WireResponse> =>
          answer(describeCall(request), request, () => transport.send(request, signal), target.clock),
        close: () => transport.close(),
      };
      return { ...options, transport: guardedTransport(wrong, purpose, guard) };
    };
    return { ...target, connect, ...parts(target) };
  };
}

/** An answer of an awsJson service. */
export function jsonAnswer(statusCode: number, content: object): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: new Uint8Array(Buffer.from(JSON.stringify(content))),
  };
}

/** An answer of an awsQuery service. */
export function queryAnswer(operation: string, result = ''): WireResponse {
  const body = `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`;
  return { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: new Uint8Array(Buffer.from(body)) };
}
