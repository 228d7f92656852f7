/** A ledger whose journal is in memory, with the real registry of undoers and whatever port a test gives. */
import { createUndoLedger, lateUndoPort } from '../harness/engine/undo.js';
import { undoers } from '../harness/engine/undoers.js';
import type { UndoPort, Undoers } from '../harness/drill/change.js';
import type { Ledger } from '../harness/drill/ledger.js';
import { createJournal } from '../reports/journal.js';

/** A clock that nobody looks at. */
const STILL = { now: () => 0, sleep: () => Promise.resolve() };

export function memoryLedger(
  members: Partial<UndoPort> = {},
  more: Undoers = {},
): { ledger: Ledger; provide(members: Partial<UndoPort>): void } {
  const journal = createJournal({
    sink: { append: () => undefined, sync: () => undefined },
    drill: 'd',
    clock: STILL,
    firstHash: '0'.repeat(64),
    secrets: () => [],
  });
  const { port, provide } = lateUndoPort();
  provide(members);
  return { ledger: createUndoLedger(journal, { ...undoers, ...more }, port), provide };
}
