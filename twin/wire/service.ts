/** What a service of the twin is: names on the wire, schemas of the SDK client, and a list of operations. */
import type { AnyOperation } from '../operation.js';

/** awsQuery (forms in, XML out) or awsJson 1.1. Version, namespace and target are facts of the service's public model. */
export type ServiceProtocol = { kind: 'query'; version: string; xmlNamespace: string } | { kind: 'json'; target: string };

export interface Service {
  /** Signing name, e.g. `sts`. */
  id: string;
  protocol: ServiceProtocol;
  /** Prefix of its actions in policies. */
  permissionPrefix: string;
  /** The module of the SDK client: it exports every shape as a schema. */
  schemas: Readonly<Record<string, unknown>>;
  operations: readonly AnyOperation[];
}

/** A service with its operations by name, made once. */
export interface IndexedService extends Service {
  byName: ReadonlyMap<string, AnyOperation>;
}

export function indexed(service: Service): IndexedService {
  return { ...service, byName: new Map(service.operations.map((operation) => [operation.name, operation])) };
}
