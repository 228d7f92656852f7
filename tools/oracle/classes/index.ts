/**
 * Where the oracle (`@cloud-copilot/iam-simulate` 0.1.173) and this evaluator differ, and why. Each class is a predicate with the page
 * that decides; a difference outside of them fails the comparison.
 */
import { conditions } from './conditions.js';
import type { DifferenceClass } from './difference.js';
import { requests } from './requests.js';
import { statements } from './statements.js';

export const classes: readonly DifferenceClass[] = [...conditions, ...statements, ...requests];
