/** Where an operation works: the caller's account in the Region of the request. */
import type { RequestContext } from '../../access/request.js';
import type { TwinRegion } from '../../state/monitoring.js';
import { regionAt } from '../../state/regions.js';

/** The caller's own account in the Region of the request. */
export function ownRegion({ state, caller, region }: RequestContext): TwinRegion {
  return regionAt(state, caller.account.id, region);
}

/** ARN of a resource of the caller's account in the Region of the request. */
export function ownArn({ state, caller, region }: RequestContext, service: string, resource: string): string {
  return `arn:${state.partition}:${service}:${region}:${caller.account.id}:${resource}`;
}
