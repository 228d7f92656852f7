/** One rule's pattern, compiled. */
import { compileEventPattern } from '../../../monitoring/index.js';
import type { TwinRule } from '../../state/monitoring.js';

/** Pattern and matcher of a rule. Throws a `PatternError` whose message is the one of InvalidEventPatternException. */
export function compileRule(pattern: string | undefined): Pick<TwinRule, 'pattern' | 'matches'> {
  return pattern === undefined ? { matches: undefined } : { pattern, matches: compileEventPattern(pattern) };
}
