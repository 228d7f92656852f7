/** What keeps changes, for whoever makes them. */
import type { Change } from './change.js';

/** What was not taken back, what a person does about it, and why. */
export interface Left {
  what: string;
  finish: string;
  why: string;
}

export interface Ledger {
  /** Writes to disk how the change is undone, then makes it. Rejects as making it does; it is undone all the same. */
  apply<T>(change: Change<T>): Promise<T>;
  /** Undoes one change, or what is open of a scenario or of all scenarios, last first; what a target needs for itself it undoes when it is closed. Never rejects: returns what could not be undone. */
  undo(which?: string | Change): Promise<Left[]>;
  /** What is open, and what could not be undone. */
  left(): Left[];
}
