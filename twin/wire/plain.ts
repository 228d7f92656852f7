/** Operations that are not signed: sign-in at the identity provider, the access portal. JSON in, JSON out. */
import type { Clock } from '../../base/clock.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { Random } from '../../base/random.js';
import type { TwinComponent, TwinState } from '../state.js';

export interface PlainCall {
  state: TwinState;
  clock: Clock;
  random: Random;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: Readonly<Record<string, unknown>>;
}

export interface PlainOperation {
  method: 'GET' | 'POST';
  path: string;
  /** While this is taken away the operation answers 503 to everybody. */
  component: TwinComponent;
  run(call: PlainCall): PlainAnswer;
}

export interface PlainAnswer {
  statusCode: number;
  errorType?: string;
  content: Record<string, unknown>;
}

export function answer(content: Record<string, unknown>): PlainAnswer {
  return { statusCode: 200, content };
}

export function refusal(statusCode: number, errorType: string, message: string): PlainAnswer {
  return { statusCode, errorType, content: { message } };
}

/** Runs the operation that a request names, or `undefined` if it names none. */
export function dispatchPlain(operations: readonly PlainOperation[], request: WireRequest, call: Omit<PlainCall, 'query' | 'headers' | 'body'>): WireResponse | undefined {
  const [path = '/', query = ''] = request.target.split('?', 2);
  const operation = operations.find((candidate) => candidate.path === path);
  if (!operation) return undefined;
  if (operation.method !== request.method) return encode(refusal(405, 'MethodNotAllowed', `${path} takes ${operation.method}.`));
  if (call.state.unavailable.has(operation.component)) return encode(refusal(503, 'ServiceUnavailable', 'The service is unavailable.'));
  const body = readBody(request.body);
  if (!body) return encode(refusal(400, 'InvalidRequestException', 'The request body is not a JSON object.'));
  return encode(operation.run({ ...call, query: new URLSearchParams(query), headers: request.headers, body }));
}

function readBody(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (bytes.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function encode({ statusCode, errorType, content }: PlainAnswer): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }) },
    body: new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8')),
  };
}
