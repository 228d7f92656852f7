/** What a drill tells whoever watches it. The command line draws it; tests listen. */
import type { Outcome } from '../../reports/result.js';

export interface Progress {
  /** What is being prepared or put back, in a few words. */
  step(what: string): void;
  /** A check has its outcome. `note` is its figures or its reason. */
  check(scenario: string, title: string, outcome: Outcome, note: string): void;
  /** A sweep advanced: `done` of `total` cells, since `startedAt` on the clock of this process. */
  cells(done: number, total: number): void;
}

/** Shows nothing. */
export const silentProgress: Progress = { step: () => undefined, check: () => undefined, cells: () => undefined };
