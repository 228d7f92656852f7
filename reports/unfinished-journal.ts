/** A journal whose drill may have died while it wrote: its whole lines. */
import { usageError } from '../base/errors.js';
import { readLine } from './journal.js';
import type { JournalRecord } from './journal-record.js';

export interface UnfinishedJournal {
  records: JournalRecord[];
  /** Bytes of the whole lines; what is behind them is a line that was never finished. */
  length: number;
}

/** Reads it. Throws a usage error for a whole line that does not follow from those before it: somebody changed it. */
export function readUnfinished(text: string, firstHash: string): UnfinishedJournal {
  const end = text.lastIndexOf('\n') + 1;
  const records: JournalRecord[] = [];
  for (const [index, line] of text.slice(0, end).split('\n').slice(0, -1).entries()) {
    const read = readLine(line, index + 1, records.at(-1)?.hash ?? firstHash);
    if (typeof read === 'string')
      throw usageError(
        `journal.jsonl line ${index + 1}: ${read}`,
        'It was changed after it was written, or another version of the tool wrote it, and what it says is not done. Look at what its undo records name, and undo that by hand.',
      );
    records.push(read);
  }
  return { records, length: Buffer.byteLength(text.slice(0, end)) };
}
