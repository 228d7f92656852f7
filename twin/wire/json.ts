/** The awsJson 1.0 and 1.1 protocols on the server side: the operation stands in a header, input and output are JSON. */
import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import type { DocumentType } from '@smithy/types';
import { AwsError } from './aws-error.js';
import { checkTypes } from './json-types.js';
import { queryErrorHeader, respond } from './protocol.js';
import type { Protocol } from './protocol.js';
import type { NormalizedSchema } from './schemas.js';

const SETTINGS = { timestampFormat: { useTrait: true, default: 7 as const }, jsonName: false };

/** The protocol of a service, which clients name in the header `x-amz-target`, e.g. `AWSEvents`. */
export function awsJson(version: '1.0' | '1.1', target: string): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    speaks: (request) => request.headers['x-amz-target'] !== undefined,
    open: (request, serviceId) => {
      if (request.method !== 'POST')
        throw new AwsError('MethodNotAllowed', `${serviceId} does not take ${request.method}.`, 405);
      const names = request.headers['x-amz-target']?.split('.') ?? [];
      // Some clients write the whole name of the service before the dot, others its last part.
      if (names.length > 0 && names.at(-2) !== target)
        throw new AwsError('UnknownOperationException', `The target is not one of ${serviceId}.`);
      if (!/^application\/x-amz-json-1\.[01]\b/.test(request.headers['content-type'] ?? '')) {
        throw new AwsError('UnknownOperationException', `The content type must be ${contentType}.`);
      }
      return { operation: names.at(-1), read: (schema) => readJson(request.body, schema) };
    },
    answer: (_operation, schema, value, requestId) => respond(200, writeJson(schema, value), contentType, requestId),
    refuse: (refusal, request, requestId) => {
      // Refusals are 400 here, where awsQuery services answer 403 or 404.
      const statusCode = refusal.statusCode >= 500 ? refusal.statusCode : 400;
      const body = JSON.stringify({ __type: refusal.names.shape, message: refusal.message, ...refusal.members });
      return respond(statusCode, body, contentType, requestId, queryErrorHeader(refusal, request));
    },
  };
}

/** Reads a JSON body into the shape of the schema; an empty body is an empty input. Throws `SerializationException`. */
function readJson(body: Uint8Array, schema: NormalizedSchema): Record<string, unknown> {
  if (body.length === 0) return {};
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new AwsError('SerializationException', 'The request body is not a JSON object.');
  checkTypes(schema, parsed);
  try {
    return (new JsonShapeDeserializer2(SETTINGS).readObject(schema, parsed) ?? {}) as Record<string, unknown>;
  } catch {
    // Bytes that are not base64, a time beyond all times.
    throw new AwsError('SerializationException', 'A value of the request cannot be read as what it should be.');
  }
}

/** The JSON of an answer. */
function writeJson(schema: NormalizedSchema, value: unknown): string {
  const serializer = new JsonShapeSerializer2(SETTINGS);
  serializer.write(schema, value ?? {});
  const written: unknown = serializer.flush();
  return typeof written === 'string' ? written : new TextDecoder().decode(written as Uint8Array);
}

function parse(body: Uint8Array): DocumentType | undefined {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as DocumentType;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}
