/** What happened when, in lanes: premises with their end, checks, alarms, and what was put back. Pure. */
import type { Accepted } from './acceptance.js';
import type { JournalRecord } from './journal-record.js';
import type { Outcome, TimelineEntry } from './result.js';
import { alarmSchema } from './schema.js';
import { durationWords, groupDigits } from './words.js';

/** The timeline of a drill in the order of the journal. */
export function timeline(records: readonly JournalRecord[], accepted: Pick<Accepted, 'check'>): TimelineEntry[] {
  return records.flatMap((record) => {
    const told = tell(record, records);
    if (!told) return [];
    const { scenario } = record;
    const outcome =
      record.outcome ?? (record.kind === 'alarm' ? (record.detail?.['outcome'] as Outcome | undefined) : undefined);
    return [
      {
        at: record.ts,
        ...told,
        ...(scenario === undefined ? {} : { scenario }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(record.kind === 'check' && accepted.check(record) ? { accepted: true as const } : {}),
        seq: record.seq,
      },
    ];
  });
}

type Told = Pick<TimelineEntry, 'lane' | 'what' | 'until'>;

function tell(record: JournalRecord, records: readonly JournalRecord[]): Told | undefined {
  const { kind, detail = {} } = record;
  if (kind === 'start') return { lane: 'drill', what: 'The drill starts' };
  if (kind === 'premise' && detail['event'] === 'begins')
    return { lane: 'premise', what: String(detail['title']), ...end(record, records) };
  if (kind === 'check') return { lane: 'check', what: `it ${String(detail['title'])}` };
  if (kind === 'alarm') return { lane: 'alarm', what: alarm(record) };
  if (kind === 'undone') return { lane: 'undo', what: `Put back: ${String(detail['what'])}` };
  if (kind === 'undo-failed') return { lane: 'undo', what: `Could not be put back: ${String(detail['what'])}` };
  if (kind === 'aborted') return { lane: 'drill', what: `The drill is stopped: ${String(detail['why'])}` };
  return kind === 'end' ? { lane: 'drill', what: 'The drill ends' } : undefined;
}

/** When a premise ended: the next end of the same premise. */
function end(record: JournalRecord, records: readonly JournalRecord[]): Pick<TimelineEntry, 'until'> {
  const ended = records.find(
    (other) =>
      other.kind === 'premise' &&
      other.seq > record.seq &&
      other.scenario === record.scenario &&
      other.detail?.['event'] === 'ends' &&
      other.detail['title'] === record.detail?.['title'],
  );
  return ended ? { until: ended.ts } : {};
}

function alarm({ detail }: JournalRecord): string {
  const told = alarmSchema.safeParse(detail);
  if (!told.success) return 'An alarm path was judged';
  const { path, region, seconds, late, missing } = told.data;
  const slowest = seconds ? `slowest message after ${durationWords(seconds.max)}` : 'nothing was delivered';
  return [
    `${path} in ${region}: ${slowest}`,
    ...(late > 0 ? [`${groupDigits(late)} late`] : []),
    ...(missing > 0 ? [`${groupDigits(missing)} missing`] : []),
  ].join(', ');
}
