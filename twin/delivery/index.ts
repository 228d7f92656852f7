/** What is on its way in the twin. Time only moves between calls, so working off what is due before each call is exact. */
import type { Random } from '../../base/random.js';
import type { TwinState } from '../state/twin-state.js';
import { createDueQueue } from './due-queue.js';
import type { DueQueue } from './due-queue.js';

/** What every step of a delivery needs; the steps are functions of this folder. */
export interface Delivery {
  state: TwinState;
  /** Latencies and ids of messages come from here, so that ids of sessions do not depend on what watches them. */
  random: Random;
  due: DueQueue;
}

export function createDelivery(state: TwinState, random: Random): Delivery {
  return { state, random, due: createDueQueue() };
}
