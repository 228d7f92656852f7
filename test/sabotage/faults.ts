/** All faults of a running organization that are played, in both directions. */
import type { Fault } from './fault.js';
import { trustFaults } from './trust-faults.js';

export const faults: readonly Fault[] = [...trustFaults];
