/** What a service of the twin is: names on the wire, schemas of the SDK client, and a list of operations. */
import type { TwinComponent } from '../../state/twin-state.js';
import { errorNamesOf } from '../../wire/error-names.js';
import type { ErrorNames } from '../../wire/error-names.js';
import type { Protocol } from '../../wire/protocol.js';
import type { AnyOperation } from './operation.js';

export interface Service {
  /** Signing name, e.g. `sts`. */
  id: string;
  /** The first that speaks a request takes it. Versions, namespaces and targets are facts of the service's public model. */
  protocols: readonly [Protocol, ...Protocol[]];
  /** Prefix of its actions in policies. */
  permissionPrefix: string;
  /** The module of the SDK client: it exports every shape as a schema. */
  schemas: Readonly<Record<string, unknown>>;
  operations: readonly AnyOperation[];
  /** While this is taken away the service answers 503 to everybody. */
  component?: TwinComponent;
  /** What it calls a refusal for lack of permission; default `AccessDenied`. */
  accessDenied?: string;
  /** Refusals of a signature that it words otherwise than most services do, by the usual code. */
  signatureRefusals?: Readonly<Record<string, SignatureRefusal>>;
}

/** How a service refuses a signature. */
export interface SignatureRefusal {
  code: string;
  statusCode: number;
  message: string;
}

/** A service with its operations and errors by name, made once. */
export interface IndexedService extends Service {
  byName: ReadonlyMap<string, AnyOperation>;
  errorNames: ReadonlyMap<string, ErrorNames>;
}

export function indexed(service: Service): IndexedService {
  return {
    ...service,
    byName: new Map(service.operations.map((operation) => [operation.name, operation])),
    errorNames: errorNamesOf(service.schemas),
  };
}
