/** What a journal says was changed and never taken back, for whoever finishes the job. Pure. */
import { recordsOf } from './journal-record.js';
import type { JournalRecord, RecordOf } from './journal-record.js';

/** The last record about each change that is not taken back, in the order in which they were planned. */
export function openUndoRecords(records: readonly JournalRecord[]): RecordOf<'undo'>[] {
  const open = new Map<number, RecordOf<'undo'>>();
  for (const record of recordsOf(records, 'undo')) {
    if (record.state === 'planned' || record.state === 'failed') open.set(record.id, record);
    // What a target cannot take away is named while the drill is played, and harms nobody.
    else open.delete(record.id);
  }
  return [...open.values()];
}
