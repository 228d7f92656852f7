/** Datapoints of metrics, and which alarms they wake. */
import { metricKey } from '../state/metric-key.js';
import type { MetricName } from '../state/metric-key.js';
import type { TwinDatapoint, TwinRegion } from '../state/monitoring.js';
import { wakeAlarm, watchesMetric } from './alarms.js';
import type { Delivery } from './index.js';

/** Datapoints of one minute are kept this long (CloudWatch user guide, "Metrics retention"); coarser ones are not made here. */
const RETENTION = 15 * 86_400_000;

/** Adds one value, or a statistic set, at the instant `now`; the alarms of the metric look at it when they evaluate next. */
export function putDatapoint(
  delivery: Delivery,
  region: TwinRegion,
  metric: MetricName,
  point: TwinDatapoint,
  now: number,
): void {
  const key = metricKey(metric);
  const known = region.metrics.get(key) ?? { ...metric, points: [] };
  region.metrics.set(key, known);
  insert(known.points, point);
  if ((known.points[0]?.at ?? now) < now - RETENTION)
    known.points = known.points.filter(({ at }) => at >= now - RETENTION);
  for (const alarm of region.alarms.values()) if (watchesMetric(alarm, key)) wakeAlarm(delivery, region, alarm, now);
}

/** The statistic set of one value. */
export function singleValue(at: number, value: number, unit = 'None'): TwinDatapoint {
  return { at, sampleCount: 1, sum: value, minimum: value, maximum: value, unit };
}

/** By time; what is newest is almost always last. */
function insert(points: TwinDatapoint[], point: TwinDatapoint): void {
  let index = points.length;
  while (index > 0 && (points[index - 1]?.at ?? 0) > point.at) index--;
  points.splice(index, 0, point);
}
