/** The awsJson 1.1 protocol on the server side. */
import { JsonShapeDeserializer2, JsonShapeSerializer2 } from '@smithy/core/protocols';
import type { DocumentType } from '@smithy/types';
import { AwsError } from '../aws-error.js';
import { checkTypes } from './json-types.js';
import type { NormalizedSchema } from './schemas.js';

const SETTINGS = { timestampFormat: { useTrait: true, default: 7 as const }, jsonName: false };

/** Reads a JSON body into the shape of the schema; an empty body is an empty input. Throws `SerializationException`. */
export function readJson(body: Uint8Array, schema: NormalizedSchema): Record<string, unknown> {
  if (body.length === 0) return {};
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new AwsError('SerializationException', 'The request body is not a JSON object.');
  checkTypes(schema, parsed);
  return (new JsonShapeDeserializer2(SETTINGS).readObject(schema, parsed) ?? {}) as Record<string, unknown>;
}

/** The JSON of an answer. */
export function writeJson(schema: NormalizedSchema, value: unknown): string {
  const serializer = new JsonShapeSerializer2(SETTINGS);
  serializer.write(schema, value ?? {});
  const written: unknown = serializer.flush();
  return typeof written === 'string' ? written : new TextDecoder().decode(written as Uint8Array);
}

/** Names that awsQuery services and awsJson services give to the same refusal. */
const JSON_CODES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InternalFailure: 'InternalServerException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
  ValidationError: 'ValidationException',
};

/** Status and JSON of an error; refusals are 400 here, where awsQuery services answer 403. */
export function writeErrorJson(error: AwsError): { statusCode: number; body: string } {
  const type = JSON_CODES[error.code] ?? error.code;
  return { statusCode: error.statusCode >= 500 ? error.statusCode : 400, body: JSON.stringify({ __type: type, message: error.message, ...error.members }) };
}

function parse(body: Uint8Array): DocumentType | undefined {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8')) as DocumentType;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}
