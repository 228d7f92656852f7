/** From a request on the wire to an answer on the wire: authenticate, decode, authorize, run, encode. Never throws. */
import { gunzipSync } from 'node:zlib';
import type { Clock } from '../../base/clock.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import type { Random } from '../../base/random.js';
import { AwsError } from '../aws-error.js';
import type { Authenticator } from '../authentication.js';
import { authorize } from '../authorization.js';
import type { Caller } from '../caller.js';
import type { OperationContext } from '../operation.js';
import { globalServices, plainOperations, services } from '../services.js';
import type { TwinState } from '../state.js';
import { readJson, writeErrorJson, writeJson } from './json.js';
import { MAX_BODY } from './limits.js';
import { dispatchPlain } from './plain.js';
import { readForm, writeErrorXml, writeXml } from './query.js';
import { missingMembers, operationSchemas } from './schemas.js';
import type { IndexedService } from './service.js';

/** Namespace of an error that belongs to no service. */
const NO_SERVICE_NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';

export interface DispatchContext {
  state: TwinState;
  clock: Clock;
  random: Random;
  authenticator: Authenticator;
}

/** Answers a request. `sourceIp` is where it came from. */
export function dispatch(context: DispatchContext, request: WireRequest, sourceIp = '127.0.0.1'): WireResponse {
  const requestId = newRequestId(context.random);
  const plain = dispatchPlain(plainOperations, request, context, requestId);
  if (plain) return plain;
  let service: IndexedService | undefined;
  try {
    if (request.body.length > MAX_BODY) throw new AwsError('RequestEntityTooLarge', 'The request body is too large.', 413);
    service = services.get(signingName(request));
    const authenticated = context.authenticator.authenticate(request);
    service = services.get(authenticated.service);
    if (!service) throw new AwsError('NotImplemented', `The embedded organization has no service ${authenticated.service}.`, 501);
    const operationContext: OperationContext = {
      state: context.state,
      clock: context.clock,
      random: context.random,
      caller: authenticated.caller,
      region: globalServices.get(authenticated.service)?.[context.state.partition] ?? authenticated.region,
      requestId,
      sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    };
    return run(service, { ...request, body: decompressed(request) }, operationContext);
  } catch (error) {
    // An error that nobody planned must not show what is inside.
    const known = error instanceof AwsError ? error : new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
    return refuse(service, request, known, requestId);
  }
}

function run(service: IndexedService, request: WireRequest, context: OperationContext): WireResponse {
  const { protocol } = service;
  if (request.method !== 'POST' && (protocol.kind === 'json' || request.method !== 'GET')) {
    throw new AwsError('MethodNotAllowed', `${service.id} does not take ${request.method}.`, 405);
  }
  const form = protocol.kind === 'query' ? readRequestForm(request) : undefined;
  const name = form ? form.get('Action') : request.headers['x-amz-target']?.split('.').at(-1);
  if (!name) throw new AwsError('MissingAction', `The request names no operation of ${service.id}.`);
  checkAddress(service, request, form);
  const schemas = operationSchemas(service.schemas, name);
  const operation = service.byName.get(name);
  if (!operation || !schemas) throw new AwsError('NotImplemented', `The embedded organization has no operation ${service.id}:${name}.`, 501);
  const input = form ? readForm(form, schemas.input) : readJson(request.body, schemas.input);
  const missing = missingMembers(schemas.input, input);
  if (missing.length > 0) {
    throw new AwsError('ValidationError', `${missing.length} validation error${missing.length > 1 ? 's' : ''} detected: ${missing.map((member) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`).join('; ')}`);
  }
  checkSession(service.id, name, context.caller);
  const required = operation.permissions?.(input, context) ?? [{ action: `${service.permissionPrefix}:${name}`, resource: '*' }];
  for (const permission of required) authorize(context, permission);
  const output = operation.run(input, context);
  if (protocol.kind === 'query') return encode(200, writeXml(name, schemas.output, output, protocol.xmlNamespace, context.requestId), 'text/xml', context.requestId);
  return encode(200, writeJson(schemas.output, output), 'application/x-amz-json-1.1', context.requestId);
}

/** A request signed for one service and addressed to another is refused. */
function checkAddress({ protocol, id }: IndexedService, request: WireRequest, form: URLSearchParams | undefined): void {
  // Some clients write the whole name of the service before the dot, others its last part.
  const target = request.headers['x-amz-target']?.split('.').slice(0, -1).at(-1);
  if (protocol.kind === 'json' && target !== protocol.target) {
    throw new AwsError('UnknownOperationException', `The target is not one of ${id}.`);
  }
  if (protocol.kind === 'json' && !/^application\/x-amz-json-1\.[01]\b/.test(request.headers['content-type'] ?? '')) {
    throw new AwsError('UnknownOperationException', 'The content type must be application/x-amz-json-1.1.');
  }
  const version = form?.get('Version');
  if (protocol.kind === 'query' && version !== protocol.version) throw new AwsError('InvalidAction', `Could not find operation for version ${version ?? 'none'}.`);
}

/**
 * Sessions from GetSessionToken call of STS only AssumeRole and GetCallerIdentity, and IAM only with MFA
 * (STS API reference, GetSessionToken).
 */
function checkSession(service: string, operation: string, caller: Caller): void {
  if (caller.kind !== 'user' || !caller.session) return;
  const stsAllowed = ['AssumeRole', 'GetCallerIdentity', 'GetSessionToken'].includes(operation);
  if ((service === 'sts' && !stsAllowed) || (service === 'iam' && caller.session.mfaPresent !== true)) {
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
  }
}

function readRequestForm(request: WireRequest): URLSearchParams {
  const query = request.target.split('?', 2)[1] ?? '';
  if (request.method === 'GET') return new URLSearchParams(query);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new AwsError('MalformedInput', 'The content type must be application/x-www-form-urlencoded.');
  return new URLSearchParams(Buffer.from(request.body).toString('utf8'));
}

function decompressed(request: WireRequest): Uint8Array {
  if (request.headers['content-encoding'] !== 'gzip') return request.body;
  try {
    return new Uint8Array(gunzipSync(request.body, { maxOutputLength: MAX_BODY }));
  } catch {
    throw new AwsError('MalformedInput', 'The request body cannot be decompressed.');
  }
}

function refuse(service: IndexedService | undefined, request: WireRequest, error: AwsError, requestId: string): WireResponse {
  if (service?.protocol.kind === 'json' || (!service && request.headers['x-amz-target'] !== undefined)) {
    const { statusCode, body } = writeErrorJson(error);
    return encode(statusCode, body, 'application/x-amz-json-1.1', requestId);
  }
  const namespace = service?.protocol.kind === 'query' ? service.protocol.xmlNamespace : NO_SERVICE_NAMESPACE;
  return encode(error.statusCode, writeErrorXml(error, namespace, requestId), 'text/xml', requestId);
}

function encode(statusCode: number, text: string, contentType: string, requestId: string): WireResponse {
  return { statusCode, headers: { 'content-type': contentType, 'x-amzn-requestid': requestId }, body: new Uint8Array(Buffer.from(text, 'utf8')) };
}

function signingName(request: WireRequest): string {
  return /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
}

/** In UUID form; drawn in one piece, for there is one in every answer. */
function newRequestId(random: Random): string {
  const hex = Buffer.from(random.bytes(16)).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
