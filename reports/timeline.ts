/** What happened when, in lanes: premises with their end, checks, alarms, and what was put back. Pure. */
import type { Accepted } from './acceptance.js';
import type { JournalRecord, Measured, RecordOf } from './journal-record.js';
import type { TimelineEntry } from './result.js';
import { durationWords, groupDigits } from './sentences.js';

/** The timeline of a drill in the order of the journal. */
export function timeline(records: readonly JournalRecord[], accepted: Pick<Accepted, 'check'>): TimelineEntry[] {
  return records.flatMap((record) => {
    const told = tell(record, records, accepted);
    return told ? [{ at: record.ts, ...told, seq: record.seq }] : [];
  });
}

type Told = Omit<TimelineEntry, 'at' | 'seq'>;

function tell(
  record: JournalRecord,
  records: readonly JournalRecord[],
  accepted: Pick<Accepted, 'check'>,
): Told | undefined {
  switch (record.kind) {
    case 'start':
      return { lane: 'drill', what: 'The drill starts' };
    case 'premise':
      if (record.event === 'ends') return undefined;
      return { lane: 'premise', what: record.title, ...endOf(record, records), scenario: record.scenario };
    case 'check': {
      const { scenario, title, outcome } = record;
      return {
        lane: 'check',
        what: `it ${title}`,
        scenario,
        outcome,
        ...(accepted.check(record) ? { accepted: true as const } : {}),
      };
    }
    case 'measurement':
      return record.measure === 'alarm-path'
        ? { lane: 'alarm', what: alarmWords(record.value), outcome: record.value.outcome }
        : undefined;
    case 'undo':
      return record.state === 'planned' || record.scenario === undefined
        ? undefined
        : {
            lane: 'undo',
            what: `${record.state === 'done' ? 'Put back' : 'Could not be put back'}: ${record.what}`,
            ...(record.scenario === undefined ? {} : { scenario: record.scenario }),
          };
    case 'aborted':
      return { lane: 'drill', what: `The drill is stopped: ${record.why}` };
    case 'end':
      return { lane: 'drill', what: 'The drill ends' };
    default:
      return undefined;
  }
}

/** When a premise ended: the next end of the same premise. */
function endOf(
  { seq, scenario, title }: RecordOf<'premise'>,
  records: readonly JournalRecord[],
): Pick<TimelineEntry, 'until'> {
  const ended = records.find(
    (other) =>
      other.kind === 'premise' &&
      other.seq > seq &&
      other.event === 'ends' &&
      other.scenario === scenario &&
      other.title === title,
  );
  return ended ? { until: ended.ts } : {};
}

function alarmWords({ path, region, seconds, late, missing }: Measured<'alarm-path'>): string {
  const slowest = seconds ? `slowest message after ${durationWords(seconds.max)}` : 'nothing was delivered';
  return [
    `${path} in ${region}: ${slowest}`,
    ...(late > 0 ? [`${groupDigits(late)} late`] : []),
    ...(missing > 0 ? [`${groupDigits(missing)} missing`] : []),
  ].join(', ');
}
