/** From a request to an operation that is not signed, and its answer. */
import type { WireRequest, WireResponse } from '../../base/http.js';
import { refusal } from '../services/shared/plain-operation.js';
import type { PlainAnswer, PlainCall, PlainOperation } from '../services/shared/plain-operation.js';
import { MAX_BODY } from '../wire/limits.js';
import { routeOf } from '../wire/protocol.js';
import type { Fault } from './faults.js';

/** What every operation is given, whatever was asked. */
type PlainContext = Omit<PlainCall, 'query' | 'rest' | 'headers' | 'body'>;

/** The operation that a path names. */
export function findPlain(operations: readonly PlainOperation[], path: string): PlainOperation | undefined {
  return operations.find(
    (candidate) => candidate.path === path || (candidate.open === true && path.startsWith(`${candidate.path}/`)),
  );
}

/** Runs the operation that a request names, or answers with its fault; `undefined` if it names none. Never throws. */
export function dispatchPlain(
  operations: readonly PlainOperation[],
  request: WireRequest,
  context: PlainContext,
  requestId: string,
  fault?: Fault['error'],
): WireResponse | undefined {
  const [path = '/', query = ''] = routeOf(request.target).split('?', 2);
  const operation = findPlain(operations, path);
  if (operation && fault) return encode(refusal(fault.statusCode, fault.code, fault.message), requestId);
  return (
    operation &&
    encode(
      run(
        operation,
        request,
        { query: new URLSearchParams(query), rest: path.slice(operation.path.length + 1) },
        context,
      ),
      requestId,
    )
  );
}

function run(
  operation: PlainOperation,
  request: WireRequest,
  address: Pick<PlainCall, 'query' | 'rest'>,
  context: PlainContext,
): PlainAnswer {
  if (operation.method !== request.method)
    return refusal(405, 'MethodNotAllowed', `${operation.path} takes ${operation.method}.`);
  if (context.state.unavailable.has(operation.component))
    return refusal(503, 'ServiceUnavailable', 'The service is unavailable.');
  if (request.body.length > MAX_BODY) return refusal(413, 'RequestEntityTooLarge', 'The request body is too large.');
  const body = readBody(request.body);
  if (!body) return refusal(400, 'InvalidRequestException', 'The request body is not a JSON object.');
  try {
    const { state, clock, random, delivery, sourceIp } = context;
    return operation.run({ state, clock, random, delivery, sourceIp, ...address, headers: request.headers, body });
  } catch {
    // An error that nobody planned must not show what is inside.
    return refusal(500, 'InternalFailure', 'The request processing has failed because of an unknown error.');
  }
}

function readBody(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (bytes.length === 0) return {};
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function encode({ statusCode, errorType, content }: PlainAnswer, requestId: string): WireResponse {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
    },
    body: new Uint8Array(Buffer.from(JSON.stringify(content), 'utf8')),
  };
}
