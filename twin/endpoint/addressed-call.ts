/** What a request is addressed to, before anything about it was verified. */
import type { WireRequest } from '../../base/http.js';
import { isPresigned, signingScope } from '../access/signature.js';
import { plainOperations, services } from '../services/index.js';
import type { IndexedService } from '../services/shared/service.js';
import { rpcV2Cbor } from '../wire/cbor.js';
import { awsJson } from '../wire/json.js';
import { routeOf } from '../wire/protocol.js';
import type { Protocol } from '../wire/protocol.js';
import { awsQuery } from '../wire/query.js';
import { findPlain } from './dispatch-plain.js';
import type { AddressedCall } from './faults.js';

/** Errors that belong to no service are written in whatever the request looks like. */
const ANY_PROTOCOL: readonly [Protocol, ...Protocol[]] = [
  awsJson('1.1', ''),
  rpcV2Cbor(''),
  awsQuery('', 'https://iam.amazonaws.com/doc/2010-05-08/'),
];

/** How the request speaks to the service. */
export function protocolOf(service: IndexedService | undefined, request: WireRequest): Protocol {
  const protocols = service?.protocols ?? ANY_PROTOCOL;
  return protocols.find((protocol) => protocol.speaks(request)) ?? protocols[0];
}

/** What a request asks for; `undefined` if it asks nothing of a service that is here. */
export function addressedCall(request: WireRequest): AddressedCall | undefined {
  const plain = findPlain(plainOperations, routeOf(request.target).split('?', 1)[0] ?? '');
  if (plain) return { region: '', service: plain.component, operation: plain.path };
  const { region, service: id } = signingScope(request);
  const service = unsignedService(request) ?? services.get(id);
  return service && { region, service: service.id, operation: operationOf(service, request) };
}

/** Services with operations that need no signature, by the names of these. */
const unsignedOperations: ReadonlyMap<string, IndexedService> = new Map(
  [...services.values()].flatMap((service) =>
    service.operations.flatMap(({ name, identify }) => (identify ? [[name, service] as const] : [])),
  ),
);

/** The service of a request that has no signature and needs none. */
export function unsignedService(request: WireRequest): IndexedService | undefined {
  if (request.headers['authorization'] !== undefined || isPresigned(request)) return undefined;
  const form =
    request.method === 'GET' ? (request.target.split('?', 2)[1] ?? '') : Buffer.from(request.body).toString('utf8');
  return unsignedOperations.get(new URLSearchParams(form).get('Action') ?? '');
}

function operationOf(service: IndexedService, request: WireRequest): string | undefined {
  try {
    return protocolOf(service, request).open(request, service.id).operation;
  } catch {
    // It will be refused for what is wrong with it.
    return undefined;
  }
}

/** Every service that rules of faults may name, with its operations. */
export function addressableServices(): Map<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>([...services].map(([id, { byName }]) => [id, new Set(byName.keys())]));
  for (const { component, path } of plainOperations)
    found.set(component, (found.get(component) ?? new Set()).add(path));
  return found;
}
