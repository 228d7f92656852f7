/** How a service is spoken to on the wire. Each protocol is one file of this folder: query.ts, json.ts, cbor.ts. */
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { ErrorNames } from './error-names.js';
import type { NormalizedSchema } from './schemas.js';

export interface Protocol {
  /** True for a request in this protocol, rightly addressed or not. */
  speaks(request: WireRequest): boolean;
  /** What a request asks of the service. Throws AWS's own errors for a method, an address or a content type that is not the protocol's. */
  open(request: WireRequest, serviceId: string): OpenedRequest;
  /** The answer to an operation. */
  answer(operation: string, output: NormalizedSchema, value: unknown, requestId: string): WireResponse;
  /** The answer that says no. */
  refuse(refusal: Refusal, request: WireRequest, requestId: string): WireResponse;
}

export interface OpenedRequest {
  /** `undefined` if it names none. */
  operation: string | undefined;
  /** The input in the shape of the schema. Throws the protocol's error for values of the wrong type. */
  read(input: NormalizedSchema): Record<string, unknown>;
}

/** An error with the names that the protocols have for it. */
export interface Refusal {
  names: ErrorNames;
  message: string;
  statusCode: number;
  /** Extra members of the error shape. */
  members: Readonly<Record<string, unknown>>;
}

/** The target without the slashes that an endpoint ends with: clients put their path behind those (`//service/…`). */
export function routeOf(target: string): string {
  return target.replace(/^\/{2,}/, '/');
}

/** A response with the header that names the request. */
export function respond(
  statusCode: number,
  body: Uint8Array | string,
  contentType: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return {
    statusCode,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, ...headers },
    body: typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'utf8')) : body,
  };
}

/**
 * Services that once spoke awsQuery tell clients that ask for it the old code of an error beside the name of its shape
 * (Smithy specification, "AWS JSON 1.0 protocol", awsQueryCompatible trait).
 */
export function queryErrorHeader({ names, statusCode }: Refusal, request: WireRequest): Record<string, string> {
  if (request.headers['x-amzn-query-mode'] !== 'true') return {};
  return { 'x-amzn-query-error': `${names.code};${statusCode >= 500 ? 'Receiver' : 'Sender'}` };
}
