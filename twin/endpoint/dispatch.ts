/** From a request on the wire to an answer on the wire: authenticate, decode, authorize, run, encode. Never throws. */
import { gunzipSync } from 'node:zlib';
import type { Clock } from '../../base/clock.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import { uuid } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { Authenticated, Authenticator } from '../access/authentication.js';
import { authorize } from '../access/authorization.js';
import type { Caller } from '../access/caller.js';
import type { RequiredPermission } from '../access/request.js';
import { signingScope } from '../access/signature.js';
import type { Delivery } from '../delivery/index.js';
import { recordCall } from '../delivery/records.js';
import type { AnsweredCall } from '../delivery/records.js';
import { globalServices, plainOperations, services } from '../services/index.js';
import type { AnyOperation, OperationContext } from '../services/shared/operation.js';
import type { IndexedService } from '../services/shared/service.js';
import { refuseUnheld } from '../services/unheld.js';
import { noteUse } from '../state/last-used.js';
import type { TwinState } from '../state/twin-state.js';
import { AwsError } from '../wire/aws-error.js';
import { namesOf } from '../wire/error-names.js';
import { MAX_BODY } from '../wire/limits.js';
import { missingMembers, operationSchemas } from '../wire/schemas.js';
import { addressedCall, protocolOf, unsignedService } from './addressed-call.js';
import { dispatchPlain } from './dispatch-plain.js';
import type { Fault, Faults } from './faults.js';

export interface DispatchContext {
  state: TwinState;
  clock: Clock;
  random: Random;
  authenticator: Authenticator;
  delivery: Delivery;
  faults: Faults;
}

/** What the rules in force make of a request. */
export function faultOf({ faults }: DispatchContext, request: WireRequest): Fault {
  return faults.decide(() => addressedCall(request));
}

/** Answers a request, at once whatever its fault says of waiting. `sourceIp` is where it came from. */
export function dispatch(
  context: DispatchContext,
  request: WireRequest,
  sourceIp = '127.0.0.1',
  { error: fault }: Fault = faultOf(context, request),
): WireResponse {
  // Time has moved between calls at most: what was due meanwhile happens now, each thing at its own instant.
  context.delivery.due.settle(context.clock.now());
  const requestId = uuid(context.random);
  const plain = dispatchPlain(plainOperations, request, { ...context, sourceIp }, requestId, fault);
  if (plain) return plain;
  let service: IndexedService | undefined;
  try {
    if (request.body.length > MAX_BODY)
      throw new AwsError('RequestEntityTooLarge', 'The request body is too large.', 413);
    const unsigned = unsignedService(request);
    service = unsigned ?? services.get(signingScope(request).service);
    // A dead service does not get so far as to read a signature.
    if (service?.component && context.state.unavailable.has(service.component))
      throw new AwsError('ServiceUnavailable', 'The service is unavailable.', 503);
    if (fault) throw new AwsError(fault.code, fault.message, fault.statusCode);
    const authenticated = unsigned ? undefined : authenticate(context, request, service);
    if (authenticated) service = services.get(authenticated.service);
    if (!service)
      throw new AwsError(
        'NotImplemented',
        `The embedded organization has no service ${authenticated?.service ?? ''}.`,
        501,
      );
    // Without a signature no Region was named: it is the one where the organization is at home.
    const region =
      globalServices.get(service.id)?.[context.state.partition] ?? authenticated?.region ?? context.state.homeRegion;
    if (authenticated)
      noteUse(context.state, authenticated.accessKeyId, { at: context.clock.now(), region, service: service.id });
    const anybody: AnybodysContext = {
      state: context.state,
      clock: context.clock,
      random: context.random,
      region,
      signedRegion: authenticated?.region ?? region,
      requestId,
      sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
      host: request.headers['host'] ?? '',
      delivery: context.delivery,
    };
    return run(service, { ...request, body: decompressed(request) }, anybody, authenticated);
  } catch (error) {
    // An error that nobody planned must not show what is inside.
    const known =
      error instanceof AwsError
        ? error
        : new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
    const { message, statusCode, members } = known;
    const code = known.code === 'AccessDenied' ? (service?.accessDenied ?? known.code) : known.code;
    const answer = protocolOf(service, request).refuse(
      { names: namesOf(code, service?.errorNames), message, statusCode, members },
      request,
      requestId,
    );
    // A fault has the status that was asked for, whatever the protocol makes of others.
    return fault ? { ...answer, statusCode: fault.statusCode } : answer;
  }
}

/** Most services tell a clock that goes wrong from a wrong signature by the message alone. */
const EXPIRED = { code: 'SignatureDoesNotMatch', statusCode: 403, message: undefined };

/** Who signed. Throws what the service that was asked says to a wrong signature, key, token or clock. */
function authenticate({ authenticator }: DispatchContext, request: WireRequest, asked?: IndexedService): Authenticated {
  try {
    return authenticator.authenticate(request);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const own =
      asked?.signatureRefusals?.[error.code] ?? (/^(Presigned)?RequestExpired$/.test(error.code) ? EXPIRED : undefined);
    throw own ? new AwsError(own.code, own.message ?? error.message, own.statusCode) : error;
  }
}

/** What an operation is given, before anybody is known to call it. */
type AnybodysContext = Omit<OperationContext, 'caller'>;

function run(
  service: IndexedService,
  request: WireRequest,
  anybody: AnybodysContext,
  authenticated: Authenticated | undefined,
): WireResponse {
  const protocol = protocolOf(service, request);
  const opened = protocol.open(request, service.id);
  const { operation: name } = opened;
  if (!name) throw new AwsError('MissingAction', `The request names no operation of ${service.id}.`);
  const schemas = operationSchemas(service.schemas, name);
  const operation = service.byName.get(name);
  if (!operation || !schemas)
    throw new AwsError('NotImplemented', `The embedded organization has no operation ${service.id}:${name}.`, 501);
  const input = opened.read(schemas.input);
  const call: Performed = {
    service,
    operation,
    input,
    size: request.body.length,
    missing: missingMembers(schemas.input, input),
    required: [],
  };
  const context: OperationContext = { ...anybody, caller: callerOf(call, anybody, authenticated) };
  const output =
    operation.recorded === false
      ? perform(call, context)
      : performRecorded(call, context, authenticated?.accessKeyId ?? '');
  return protocol.answer(name, schemas.output, output, context.requestId);
}

/** A call whose operation is known. */
interface Performed {
  service: IndexedService;
  operation: AnyOperation;
  input: unknown;
  /** Bytes of the request's body. */
  size: number;
  /** Required members that the input lacks. */
  missing: readonly string[];
  /** What was authorized, once it is known. */
  required: readonly RequiredPermission[];
}

/** Who signed, or whom the operation tells from what the call brings. */
function callerOf(call: Performed, anybody: AnybodysContext, authenticated: Authenticated | undefined): Caller {
  const { operation, input } = call;
  if (operation.identify) {
    checkMissing(call);
    return operation.identify(input, anybody);
  }
  if (authenticated) return authenticated.caller;
  throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
}

function checkMissing({ missing }: Performed): void {
  if (missing.length === 0) return;
  throw new AwsError(
    'ValidationError',
    `${missing.length} validation error${missing.length > 1 ? 's' : ''} detected: ${missing.map((member) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`).join('; ')}`,
  );
}

function perform(call: Performed, context: OperationContext): unknown {
  const { service, operation, input } = call;
  checkMissing(call);
  checkSession(service.id, operation.name, context.caller);
  call.required = operation.permissions?.(input, context) ?? [
    { action: `${service.permissionPrefix}:${operation.name}`, resource: '*' },
  ];
  for (const permission of call.required) authorize(context, permission);
  refuseUnheld(service.id, operation.name, input);
  return operation.run(input, context);
}

/** Performs a call and leaves CloudTrail its record, also of one that was refused. */
function performRecorded(call: Performed, context: OperationContext, accessKeyId: string): unknown {
  const { service, operation, input, size } = call;
  const record = (outcome: Pick<AnsweredCall, 'output' | 'error'>): void => {
    const { caller, region, requestId, sourceIp, userAgent, clock, host } = context;
    // Of a role of another account that account has a record too.
    const role = call.required.find(({ trust }) => trust !== undefined);
    const ofRole =
      role?.resourceAccount === undefined
        ? {}
        : {
            resourceAccount: role.resourceAccount,
            resources: [{ accountId: role.resourceAccount, type: 'AWS::IAM::Role', ARN: role.resource }],
          };
    const common = {
      service: service.id,
      operation: operation.name,
      at: clock.now(),
      region,
      caller,
      accessKeyId,
      requestId,
      sourceIp,
      userAgent,
      input,
      size,
      // Who asks an endpoint of ours would have asked the Region's own of AWS.
      ...(/\.amazonaws\.com(\.cn)?$/.test(host) ? { host } : {}),
    };
    recordCall(context.delivery, { ...common, ...ofRole, ...outcome });
  };
  try {
    const output = perform(call, context);
    record({ output });
    return output;
  } catch (error) {
    if (error instanceof AwsError)
      record({ error: { code: service.errorNames.get(error.code)?.shape ?? error.code, message: error.message } });
    throw error;
  }
}

/**
 * Sessions from GetSessionToken call of STS only AssumeRole and GetCallerIdentity, and IAM only with MFA; those from
 * GetFederationToken neither, but for GetCallerIdentity (STS API reference). An operation that says more itself does.
 */
function checkSession(service: string, operation: string, caller: Caller): void {
  if (caller.kind === 'role' || caller.kind === 'saml' || !caller.session) return;
  // What a session of AssumeRoot may do its task says.
  if (caller.session.kind === 'assumed-root') return;
  const federated = caller.kind === 'federated-user';
  const stsAllowed = [
    'GetCallerIdentity',
    'GetSessionToken',
    'GetFederationToken',
    ...(federated ? [] : ['AssumeRole']),
  ].includes(operation);
  if ((service === 'sts' && !stsAllowed) || (service === 'iam' && (federated || caller.session.mfaPresent !== true))) {
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
  }
}

function decompressed(request: WireRequest): Uint8Array {
  if (request.headers['content-encoding'] !== 'gzip') return request.body;
  try {
    return new Uint8Array(gunzipSync(request.body, { maxOutputLength: MAX_BODY }));
  } catch {
    throw new AwsError('MalformedInput', 'The request body cannot be decompressed.');
  }
}
