/** The shape of an operation: one small function from input to output over the state. */
import type { Random } from '../../../base/random.js';
import type { Caller } from '../../access/caller.js';
import type { RequestContext, RequiredPermission } from '../../access/request.js';
import type { Delivery } from '../../delivery/index.js';

/** What an operation is given besides its input. */
export interface OperationContext extends RequestContext {
  /** Region that the request was signed for, also where the service has one endpoint for all of them. */
  signedRegion: string;
  requestId: string;
  random: Random;
  /** Where the client reached the twin, as in its `Host` header: URLs in answers lead back there. */
  host: string;
  /** What is on its way: records, events, messages. */
  delivery: Delivery;
}

/** An operation of a service, named as AWS names it. Its input and output have the shapes of the SDK client's schema. */
export interface Operation<Input, Output> {
  name: string;
  /** `false`: not a management event, so CloudTrail does not record it unless a trail asks for data events, which none here does. */
  recorded?: false;
  /** An operation that needs no signature: who calls is told by what the call brings. Throws an `AwsError`. */
  identify?(input: Input, context: Omit<OperationContext, 'caller'>): Caller;
  /** Permissions checked before `run`. Default: `<prefix>:<name>` on `*`. An empty list: no permission is needed. */
  permissions?(input: Input, context: OperationContext): RequiredPermission[];
  /** Throws an `AwsError`; must not change the state before it can no longer fail. */
  run(input: Input, context: OperationContext): Output;
}

/** Ties the input and output types of an operation; operations of a service are kept in a list of `AnyOperation`. */
export function operation<Input, Output>(definition: Operation<Input, Output>): AnyOperation {
  return definition as AnyOperation;
}

/** An operation whose types were erased; the wire layer passes it what the schema decoded. */
export type AnyOperation = Operation<unknown, unknown>;
