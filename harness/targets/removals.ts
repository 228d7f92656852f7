/** What a drill makes at a target for a while and takes away again. */
import { notImplemented } from '../../aws/absence.js';
import { describeError } from '../../base/errors.js';
import type { Progress } from '../progress.js';

/** Remembers how to take something away; called before it is made. */
export type ToRemove = (what: string, remove: () => Promise<unknown>) => void;

/** Things to be taken away in the opposite order whatever happens. */
export interface Removals {
  toRemove: ToRemove;
  /** Takes everything away. Never rejects: says what could not be. */
  removeAll(): Promise<void>;
}

/** Nothing to remove yet. */
export function createRemovals(progress: Pick<Progress, 'step'>): Removals {
  const removals: { what: string; remove: () => Promise<unknown> }[] = [];
  return {
    toRemove: (what, remove) => void removals.unshift({ what, remove }),
    removeAll: async () => {
      for (const { what, remove } of removals.splice(0)) await remove().catch((error: unknown) => sayIfLeft(progress, what, error));
    },
  };
}

/** What was never made cannot be left. */
function sayIfLeft(progress: Pick<Progress, 'step'>, what: string, error: unknown): void {
  const { name = '' } = error as { name?: string };
  if (notImplemented(error) === undefined && !/NoSuchEntity|NotFound|NotAttached|NonExistent|DoesNotExist/i.test(name)) progress.step(`could not take ${what} away again (${describeError(error)}): delete it`);
}
