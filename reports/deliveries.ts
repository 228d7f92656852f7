/** What a target delivered itself, in words, the same in Markdown and in HTML. Pure. */
import type { DeliveryResult } from './monitoring-result.js';
import type { Outcome } from './result.js';

export const DELIVERY_SENTENCE =
  'The drill put one use of break glass into each place, and counted real seconds until its message was at the receipt queue. This is observed; the rest is evaluated.';

export function deliveryOutcome({ seconds, notTried }: DeliveryResult): Outcome {
  if (notTried !== undefined) return 'not applicable';
  return seconds === undefined ? 'broken' : 'held';
}

export function deliveryWords({ seconds, notTried }: DeliveryResult): string {
  return notTried ?? (seconds === undefined ? 'nothing came' : `${seconds.toFixed(1)} s`);
}
