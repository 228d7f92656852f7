/** The undo ledger: what will be undone is on disk before it is done, and is undone last first, whatever happened. */
import { describeError } from '../../base/errors.js';
import type { Change } from '../drill/change.js';
import type { Journal } from '../../reports/journal.js';

export interface UndoLedger {
  /** Writes the undo to disk, then applies the change. */
  apply(change: Change): Promise<void>;
  /** Undoes one change, or what is open of a scenario or of all, last first. Never throws: returns what could not be undone. */
  undo(which?: string | Change): Promise<{ what: string; finish: string }[]>;
}

/** A ledger in the journal: `planned` before the act, `done` or `failed` after it, each synced to disk. */
export function createUndoLedger(journal: Journal): UndoLedger {
  let open: Change[] = [];
  const note = (
    state: 'planned' | 'done' | 'failed',
    { scenario, what, finish }: Change,
    more: { why?: string } = {},
  ): void => {
    journal.append({ kind: 'undo', state, scenario, what, finish, ...more });
    journal.sync();
  };
  return {
    apply: async (change) => {
      note('planned', change);
      open.push(change);
      await change.apply();
    },
    undo: async (which) => {
      const failed: { what: string; finish: string }[] = [];
      const due = open
        .filter((change) => which === undefined || change === which || change.scenario === which)
        .reverse();
      open = open.filter((change) => !due.includes(change));
      for (const change of due) {
        try {
          await change.undo();
          note('done', change);
        } catch (error) {
          note('failed', change, { why: describeError(error) });
          failed.push({ what: change.what, finish: change.finish });
        }
      }
      return failed;
    },
  };
}
