/** One metric filter, compiled for texts and for records that are not texts yet. */
import { compileMetricFilter, compileRecordFilter } from '../../monitoring/index.js';
import type { TwinMetricFilter } from '../monitoring-state.js';

export type Transformation = Pick<TwinMetricFilter, 'namespace' | 'metric' | 'value' | 'defaultValue' | 'unit'>;

/** A filter. Throws a `PatternError` fit for InvalidParameterException. */
export function newMetricFilter(name: string, pattern: string, transformation: Transformation, createdAt: number): TwinMetricFilter {
  const [text, record] = [compileMetricFilter(pattern), compileRecordFilter(pattern)];
  return { name, pattern, createdAt, ...transformation, matches: (message) => (typeof message === 'string' ? text(message) : record(message)) };
}
