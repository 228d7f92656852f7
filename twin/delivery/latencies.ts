/**
 * How long each leg takes in the twin, in milliseconds. AWS promises none of them: what its pages say is an average of
 * about five minutes from a call to CloudTrail's delivery (CloudTrail user guide, "How CloudTrail works"), and a "near
 * real-time stream", best effort, to EventBridge (EventBridge user guide, "AWS service events via CloudTrail"). The rest is
 * measured by others or assumed; a drill on real AWS measures its own.
 */
import type { Random } from '../../base/random.js';

export interface Latency {
  least: number;
  most: number;
}

/** Record to trail: five minutes on average, not guaranteed. */
export const TO_TRAIL: Latency = { least: 2 * 60_000, most: 8 * 60_000 };
/** Record to the event bus of its account and Region: seconds. */
export const TO_EVENT_BUS: Latency = { least: 1_000, most: 20_000 };
/** Matched event to its target. */
export const TO_TARGET: Latency = { least: 100, most: 1_000 };
/** Alarm that changed its state to the action that belongs to the new one. */
export const TO_ALARM_ACTION: Latency = { least: 200, most: 2_000 };
/** Published message to a subscription. */
export const TO_SUBSCRIPTION: Latency = { least: 50, most: 500 };

/** One draw: the mean of two even ones, so that what is near the middle is likeliest. Whole milliseconds. */
export function draw({ least, most }: Latency, random: Random): number {
  const half = Math.ceil((most - least) / 2) + 1;
  return Math.min(most, least + random.below(half) + random.below(half));
}
