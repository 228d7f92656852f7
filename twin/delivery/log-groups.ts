/** From a trail to its log group, and from a log event through metric filters to metrics (CloudWatch Logs user guide). */
import type { CloudTrailEvent } from '../../monitoring/index.js';
import { arnParts } from '../state/arn.js';
import type {
  RecordedEvent,
  TwinLogEvent,
  TwinLogGroup,
  TwinLogStream,
  TwinRegion,
  TwinTrail,
} from '../state/monitoring.js';
import { regionAt } from '../state/regions.js';
import type { TwinState } from '../state/twin-state.js';
import type { Delivery } from './index.js';
import { putDatapoint, singleValue } from './metrics.js';

/** The log group that a trail names; `undefined` if there is none, or none in the trail's own account and Region. */
function logGroupOf(state: TwinState, trail: TwinTrail): { region: TwinRegion; group: TwinLogGroup } | undefined {
  const { accountId, region: name, resource } = arnParts(trail.logGroupArn ?? '');
  if (accountId !== trail.accountId || name !== trail.homeRegion) return undefined;
  const region = regionAt(state, accountId, name);
  const group = region.logGroups.get(resource.replace(/^log-group:/, '').replace(/:\*$/, ''));
  return group && { region, group };
}

/** A record reaches the log group of a trail. Its events carry the time of delivery, not that of the call. */
export function deliverToLogGroup(delivery: Delivery, trail: TwinTrail, event: RecordedEvent, now: number): void {
  const { state } = delivery;
  if (state.monitoring.trails.get(trail.arn) !== trail) return;
  const target = logGroupOf(state, trail);
  if (!target) {
    trail.logsDeliveryError = 'The specified log group does not exist.';
    return;
  }
  delete trail.logsDeliveryError;
  trail.logsDeliveredAt = now;
  const owner = trail.organization ? `${state.organization.id}_${event.accountId}` : event.accountId;
  const record = event.record();
  const stream = streamOf(target.group, `${owner}_CloudTrail_${trail.homeRegion}`, now);
  append(delivery, { ...target, stream }, { at: now, content: record }, now);
}

/** The stream of that name; made if it is not there. */
export function streamOf(group: TwinLogGroup, name: string, now: number): TwinLogStream {
  const known = group.streams.get(name);
  if (known) return known;
  const made: TwinLogStream = { name, createdAt: now, events: [] };
  group.streams.set(name, made);
  return made;
}

/** Where a log event goes. */
interface LogPlace {
  region: TwinRegion;
  group: TwinLogGroup;
  stream: TwinLogStream;
}

/** Appends an event and lets the group's metric filters see it: a text, or a record that becomes one when it is read. */
export function append(
  delivery: Delivery,
  { region, group, stream }: LogPlace,
  { at, content }: { at: number; content: string | CloudTrailEvent },
  now: number,
): void {
  const id = `${String(at).padStart(14, '0')}${String(stream.events.length).padStart(8, '0')}`;
  const event: TwinLogEvent = {
    id,
    at,
    ingestedAt: now,
    message: () => (typeof content === 'string' ? content : JSON.stringify(content)),
  };
  stream.events.push(event);
  for (const filter of group.metricFilters.values()) {
    const value = filter.publishes(content);
    if (value !== undefined)
      putDatapoint(
        delivery,
        region,
        { namespace: filter.namespace, name: filter.metric, dimensions: [] },
        singleValue(at, value, filter.unit),
        now,
      );
  }
}
