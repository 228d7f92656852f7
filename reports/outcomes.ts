/** Outcomes compared. */
import type { Outcome } from './result.js';

/** Worst first. */
const ORDER: readonly Outcome[] = ['broken', 'aborted', 'inconclusive', 'held', 'not applicable'];

/** The worst outcome of several; nothing at all is inconclusive, because untested never counts as held. */
export function worst(outcomes: Iterable<Outcome>): Outcome {
  const found = new Set(outcomes);
  return ORDER.find((outcome) => found.has(outcome)) ?? 'inconclusive';
}

/** Sorts by outcome, worst first. */
export function byOutcome(left: Outcome, right: Outcome): number {
  return ORDER.indexOf(left) - ORDER.indexOf(right);
}
