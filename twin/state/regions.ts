/** What an account has in a Region, and ARNs of what lies there. */
import type { Policy, PolicyDocument } from '../../iam/index.js';
import type { TwinEventBus, TwinRegion } from './monitoring.js';
import type { OperationContext } from '../services/shared/operation.js';
import type { TwinState } from './twin-state.js';

/** The part of an account that lies in a Region; made when it is first asked for. */
export function regionAt(state: TwinState, accountId: string, region: string): TwinRegion {
  const key = regionKey(accountId, region);
  const known = state.monitoring.regions.get(key);
  if (known) return known;
  const made: TwinRegion = {
    accountId,
    region,
    logGroups: new Map(),
    metrics: new Map(),
    alarms: new Map(),
    buses: new Map<string, TwinEventBus>([
      [
        'default',
        {
          name: 'default',
          arn: `arn:${state.partition}:events:${region}:${accountId}:event-bus/default`,
          rules: new Map(),
          createdAt: 0,
        },
      ],
    ]),
    topics: new Map(),
    queues: new Map(),
  };
  state.monitoring.regions.set(key, made);
  return made;
}

export function regionKey(accountId: string, region: string): string {
  return `${accountId}/${region}`;
}

/** The caller's own account in the Region of the request. */
export function ownRegion({ state, caller, region }: OperationContext): TwinRegion {
  return regionAt(state, caller.account.id, region);
}

/** ARN of a resource of the caller's account in the Region of the request. */
export function ownArn({ state, caller, region }: OperationContext, service: string, resource: string): string {
  return `arn:${state.partition}:${service}:${region}:${caller.account.id}:${resource}`;
}

/** The parts of an ARN; empty texts where it has none. */
export function arnParts(arn: string): { service: string; region: string; accountId: string; resource: string } {
  const [, , service = '', region = '', accountId = '', ...resource] = arn.split(':');
  return { service, region, accountId, resource: resource.join(':') };
}

/** A resource policy under the name that decisions report. */
export function resourcePolicy(arn: string, document: PolicyDocument | undefined): { resourcePolicy?: Policy } {
  return document ? { resourcePolicy: { name: `policy of ${arn}`, document } } : {};
}
