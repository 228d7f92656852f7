/** What a drill makes at a target for a while, by its name, and takes away again. */
import { toldOnce } from '../../aws/told-once.js';
import type { Undo } from '../drill/change.js';
import type { Ledger } from '../drill/ledger.js';
import type { Progress } from '../drill/progress.js';

/** How something is made that is taken away again whatever happens. */
export interface Maker {
  /** Makes something whose name is known beforehand: it is taken away even if the answer to `create` is lost. Rejects as `create` does. */
  make<T>(what: string, undo: Undo, create: () => Promise<T>): Promise<T>;
}

/** Things to be taken away in the opposite order. */
export interface Removals extends Maker {
  /** Takes everything away. Never rejects: says what could not be. */
  removeAll(): Promise<void>;
}

/** Nothing to remove yet. */
export function createRemovals(ledger: Ledger, progress: Pick<Progress, 'step'>): Removals {
  const changes: Parameters<Ledger['apply']>[0][] = [];
  return {
    make: (what, undo, create) => {
      const change = { what, finish: `Delete ${what}.`, undo, apply: create };
      changes.unshift(change);
      return toldOnce(
        () => ledger.apply(change),
        async () => void (await ledger.undo(change)),
      );
    },
    removeAll: async () => {
      for (const change of changes.splice(0)) {
        for (const { what, why } of await ledger.undo(change))
          progress.step(`could not take ${what} away again (${why}): delete it`);
      }
    },
  };
}
