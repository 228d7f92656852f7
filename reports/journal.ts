/** The journal: one hash-chained line a record, appended as it happens. */
import { canonicalJson, sha256 } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import type { Clock } from '../base/clock.js';
import { isoTime } from '../base/clock.js';
import { redact } from '../base/redaction.js';
import { JOURNAL_VERSION, problemOf } from './journal-record.js';
import type { JournalEntry, JournalRecord } from './journal-record.js';

/** Where lines go. */
export interface JournalSink {
  append(line: string): void;
  /** Returns when everything appended is on disk. */
  sync(): void;
}

export interface Journal {
  append(entry: JournalEntry): JournalRecord;
  sync(): void;
  /** Every record so far. */
  records(): readonly JournalRecord[];
}

export interface JournalOptions {
  sink: JournalSink;
  drill: string;
  /** Timestamps are on the target's clock. */
  clock: Clock;
  /** Hash of the preparation list. */
  firstHash: string;
  /** Records that are there already, if it goes on. */
  after?: readonly JournalRecord[];
  /** Texts that no line may hold: the last guard, after everybody upstream took care. */
  secrets(): Iterable<string>;
}

/** A journal that begins with the hash of the preparation list. */
export function createJournal({ sink, drill, clock, firstHash, secrets, after = [] }: JournalOptions): Journal {
  const records: JournalRecord[] = [...after];
  let prev = after.at(-1)?.hash ?? firstHash;
  return {
    records: () => records,
    sync: () => sink.sync(),
    append: (entry) => {
      const unsealed = { v: JOURNAL_VERSION, seq: records.length + 1, ts: isoTime(clock.now()), drill, ...entry, prev };
      const content = canonicalJson(unsealed as unknown as Json);
      const safe = mentionsSecret(entry) ? redact(content, secrets()) : content;
      const sealed = JSON.parse(safe) as Unsealed;
      // Untouched text is the canonical JSON that the hash is of.
      const hashed = safe === content ? sha256(prev + content) : recordHash(sealed);
      const record = { ...sealed, hash: hashed } as unknown as JournalRecord;
      sink.append(`${canonicalJson(record as unknown as Json)}\n`);
      records.push(record);
      prev = record.hash;
      return record;
    },
  };
}

/** The record in a line of a journal, or what is wrong with it. `number` is that of the line, `prev` the hash that it must follow from. */
export function readLine(line: string, number: number, prev: string): JournalRecord | string {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch {
    content = undefined;
  }
  const problem = problemOf(content);
  if (problem !== undefined) return problem;
  const record = content as JournalRecord;
  if (canonicalJson(record as unknown as Json) !== line) return 'is not written in canonical form';
  if (record.seq !== number) return `has number ${record.seq}; a record is missing or was added`;
  if (record.prev !== prev) return `does not follow from ${number === 1 ? 'preparation.json' : 'the line before'}`;
  const { hash, ...unsealed } = record;
  return recordHash(unsealed) === hash ? record : 'was changed';
}

/** `sha256(prev + canonical JSON of the record without hash)`. */
export function recordHash(record: Unsealed): string {
  return sha256(record.prev + canonicalJson(record as unknown as Json));
}

/** Only texts that come from outside can hold a secret; cells that held carry none, and a sweep has thousands of them. */
function mentionsSecret(entry: JournalEntry): boolean {
  return entry.kind !== 'cell' || entry.outcome !== 'held';
}

/** A record without its hash. */
type Unsealed = Pick<JournalRecord, 'prev'> & object;
