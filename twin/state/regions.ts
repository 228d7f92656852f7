/** What an account has in a Region. */
import type { TwinEventBus, TwinRegion } from './monitoring.js';
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
          tags: new Map(),
          settings: {},
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
