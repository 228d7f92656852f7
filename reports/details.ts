/** What the records of one kind say. Pure. */
import type { z } from 'zod';
import type { JournalRecord } from './journal-record.js';

/** Details of the records of one kind, in the order of the journal; what does not fit the schema is left out. */
export function details<T>(records: readonly JournalRecord[], kind: JournalRecord['kind'], schema: z.ZodType<T>): T[] {
  return records.flatMap((record) => {
    const parsed = record.kind === kind ? schema.safeParse(record.detail) : undefined;
    return parsed?.success ? [parsed.data] : [];
  });
}
