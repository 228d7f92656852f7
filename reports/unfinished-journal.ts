/** A journal whose drill may have died while it wrote: its whole lines, and a journal that goes on behind them. */
import { canonicalJson } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import { usageError } from '../base/errors.js';
import { problemOf } from './journal-record.js';
import type { JournalRecord } from './journal-record.js';

export interface UnfinishedJournal {
  records: JournalRecord[];
  /** Bytes of the whole lines; what is behind them is a line that was never finished. */
  length: number;
}

/** Reads it. Throws a usage error for a whole line that is no record: somebody changed it. */
export function readUnfinished(text: string): UnfinishedJournal {
  const end = text.lastIndexOf('\n') + 1;
  const records = text
    .slice(0, end)
    .split('\n')
    .slice(0, -1)
    .map((line, index) => readLine(line, index));
  return { records, length: Buffer.byteLength(text.slice(0, end)) };
}

function readLine(line: string, index: number): JournalRecord {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    content = undefined;
  }
  const problem =
    problemOf(content) ?? (canonicalJson(content as Json) === line ? undefined : 'is not written in canonical form');
  if (problem !== undefined)
    throw usageError(
      `journal.jsonl line ${index + 1}: ${problem}`,
      'It was changed after it was written: undo what it names by hand.',
    );
  return content as JournalRecord;
}
