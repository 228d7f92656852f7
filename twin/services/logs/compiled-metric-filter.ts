/** One metric filter, compiled for texts and for records that are not texts yet. */
import { compileMetricFilter, compileRecordFilter, metricValue } from '../../../monitoring/index.js';
import type { CloudTrailEvent } from '../../../monitoring/index.js';
import type { TwinMetricFilter } from '../../state/monitoring.js';

export type Transformation = Pick<TwinMetricFilter, 'namespace' | 'metric' | 'value' | 'defaultValue' | 'unit'>;

/** A filter. Throws a `PatternError` fit for InvalidParameterException. */
export function newMetricFilter(
  name: string,
  pattern: string,
  transformation: Transformation,
  createdAt: number,
): TwinMetricFilter {
  const { value, defaultValue } = transformation;
  const [matchesText, matchesRecord] = [compileMetricFilter(pattern), compileRecordFilter(pattern)];
  const publishes = (content: string | CloudTrailEvent): number | undefined => {
    if (!(typeof content === 'string' ? matchesText(content) : matchesRecord(content))) return defaultValue;
    // A number that stands in the filter needs no text to be taken from.
    const text = typeof content === 'string' ? content : value.startsWith('$') ? JSON.stringify(content) : '';
    return metricValue(value, text, pattern);
  };
  return { name, pattern, createdAt, ...transformation, publishes };
}
