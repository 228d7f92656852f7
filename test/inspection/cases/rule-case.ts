import type { Inspected } from '../../../harness/configuration/rule.js';

/** One fault: what is changed in the landing zone, and what the rule must say. */
export interface RuleCase {
  rule: string;
  fault: string;
  /** An overlay on the landing zone. */
  overlay?: string;
  /** A change of what was read, for what no document can say. */
  change?: (inspected: Inspected) => void;
  expects: RegExp;
}
