/** Finding topics. */
import { arnParts } from './arn.js';
import type { TwinTopic } from './monitoring.js';
import { regionKey } from './regions.js';
import type { TwinState } from './twin-state.js';

/** The topic of an ARN, in whatever account and Region it lies. */
export function findTopic(state: TwinState, arn: string): TwinTopic | undefined {
  const { service, region, accountId, resource } = arnParts(arn);
  if (service !== 'sns' || !state.accounts.has(accountId)) return undefined;
  const topic = state.monitoring.regions.get(regionKey(accountId, region))?.topics.get(resource);
  return topic?.arn === arn ? topic : undefined;
}
