/** What tells metrics apart. */
import type { TwinMetric } from './monitoring.js';

export type MetricName = Pick<TwinMetric, 'namespace' | 'name' | 'dimensions'>;

/** A metric is its namespace, its name and its dimensions in any order. */
export function metricKey({ namespace, name, dimensions }: MetricName): string {
  const sorted = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
  return JSON.stringify([namespace, name, ...sorted]);
}
