/** The Smithy RPC v2 CBOR protocol on the server side: the operation stands in the path, input and output are CBOR. */
import { CborCodec, cbor } from '@smithy/core/cbor';
import { AwsError } from './aws-error.js';
import { checkTypes } from './json-types.js';
import { queryErrorHeader, respond, routeOf } from './protocol.js';
import type { Protocol } from './protocol.js';
import type { NormalizedSchema } from './schemas.js';

const CONTENT_TYPE = 'application/cbor';
const PROTOCOL_HEADER = { 'smithy-protocol': 'rpc-v2-cbor' };
const codec = new CborCodec();

/** The protocol of a service, which clients name in the path, e.g. `GraniteServiceVersion20100801`. */
export function rpcV2Cbor(serviceName: string): Protocol {
  return {
    speaks: (request) => routeOf(request.target).startsWith('/service/'),
    open: (request) => {
      const [path = ''] = routeOf(request.target).split('?', 1);
      const [, , service, , operation] = path.split('/');
      if (request.method !== 'POST')
        throw new AwsError('MethodNotAllowed', `This service does not take ${request.method}.`, 405);
      if (service !== serviceName || request.headers['content-type'] !== CONTENT_TYPE)
        throw new AwsError('UnknownOperationException', `There is no operation ${path} in CBOR.`);
      return { operation, read: (schema) => readCbor(request.body, schema) };
    },
    answer: (_operation, schema, value, requestId) =>
      respond(200, writeCbor(schema, value), CONTENT_TYPE, requestId, PROTOCOL_HEADER),
    refuse: (refusal, request, requestId) => {
      const body = cbor.serialize({
        __type: refusal.names.shape,
        message: refusal.message,
        ...refusal.members,
      }) as Uint8Array;
      return respond(refusal.statusCode, new Uint8Array(body), CONTENT_TYPE, requestId, {
        ...PROTOCOL_HEADER,
        ...queryErrorHeader(refusal, request),
      });
    },
  };
}

function readCbor(body: Uint8Array, schema: NormalizedSchema): Record<string, unknown> {
  if (body.length === 0) return {};
  const value = decode(body, schema);
  checkTypes(schema, value, 'decoded');
  return value as Record<string, unknown>;
}

function decode(body: Uint8Array, schema: NormalizedSchema): unknown {
  try {
    return codec.createDeserializer().read(schema, body) as unknown;
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid CBOR.');
  }
}

function writeCbor(schema: NormalizedSchema, value: unknown): Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schema, value ?? {});
  // The serializer hands out a view of a buffer that it goes on using.
  return new Uint8Array(serializer.flush());
}
