/** A request as far as deciding about it goes: who asks, from where, for what. */
import type { Clock } from '../../base/clock.js';
import type { Policy } from '../../iam/types.js';
import type { TwinState } from '../state/twin-state.js';
import type { Caller } from './caller.js';

/** What is known of a request once it is known who calls. */
export interface RequestContext {
  state: TwinState;
  /** Who signed the request, or whom an unsigned operation identified. */
  caller: Caller;
  /** Region of the endpoint as signed; `us-east-1` for the global endpoints of IAM and Organizations. */
  region: string;
  /** The clock of the target: expiry and issue times live on it. */
  clock: Clock;
  sourceIp: string;
  userAgent: string;
}

/** One authorization that a call needs. A call may need several (AssumeRole with tags needs `sts:TagSession` too). */
export interface RequiredPermission {
  /** `service:Operation`, e.g. `iam:GetRole`. */
  action: string;
  /** ARN, or `*` for operations without resource-level permissions. */
  resource: string;
  /** Account that owns the resource; default: the caller's. */
  resourceAccount?: string;
  /** Context keys of this operation, e.g. `sts:RoleSessionName`. */
  context?: Readonly<Record<string, string | readonly string[]>>;
  /** Trust policy of the role that is asked for. */
  trust?: Policy;
  /** Policy of the resource, if it has one. */
  resourcePolicy?: Policy;
  /** Overrides: `true` for the AssumeRole call that brings a right code. */
  mfaPresent?: boolean;
}
