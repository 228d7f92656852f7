/** Which uses were detected and reported in time, over which path. Pure. */
import type { AlarmPath, UseOutcome, UseResult } from '../../reports/monitoring-result.js';
import { isoTime } from '../../base/clock.js';
import type { AlarmReceipt, EventReceipt, Receipt, TextReceipt } from './receipts.js';
import { indexRecords } from './seen-record.js';
import type { LoggedRecord } from './seen-record.js';
import type { Use } from './use.js';

/** Seconds by path. */
export type Limits = Readonly<Record<AlarmPath, number>>;

/** Instants of one use, in milliseconds: those that could be seen. See `UseResult`. */
export type Instants = Partial<Record<keyof UseResult['times'], number>>;

/** What became of the message about one use on one path. */
export interface Report {
  use: Use;
  path: AlarmPath;
  outcome: UseOutcome;
  /** Seconds from the use to its message; absent if it is missing, or if an alarm was ringing already. */
  seconds?: number;
  /** Whether the rule or the alarm noticed it within the hard limit; `undefined` where nothing tells, as with a rule whose message is missing. */
  detected: boolean | undefined;
  times: Instants;
  /** Why it is unclear. */
  why?: string;
}

/** A time in which an alarm was ringing by its own evaluation; `end` is absent while it still does. */
export interface Episode {
  alarmArn: string;
  start: number;
  end?: number;
}

/** What alarms say of themselves. */
export interface AlarmHistory {
  episodes: Episode[];
  /** Beginnings of the minutes in which a metric counted something, ascending. */
  counted: number[];
  /** Actions that failed, in words. */
  failedActions: string[];
  /** Names of those that are ringing still. */
  ringing: string[];
}

/** What is known when the waiting is over. */
export interface Evidence {
  receipts: readonly Receipt[];
  episodes: readonly Episode[];
  /** Records of break glass in the log group of the trail, or in the event history. */
  records?: readonly LoggedRecord[];
  /** Beginnings of the periods in which the metric counted something, ascending. */
  counted?: readonly number[];
}

const PERIOD = 60_000;

/** Judges every use on both paths. */
export function judgeUses(uses: readonly Use[], evidence: Evidence, sla: Limits, hardLimit: Limits): Report[] {
  const known = recordsById(evidence.records ?? []);
  const messages = evidence.receipts
    .flatMap((receipt) => (receipt.kind === 'text' ? (aboutRecord(receipt, known) ?? []) : receipt))
    .filter((receipt): receipt is EventReceipt => receipt.kind === 'event')
    .sort((left, right) => left.at - right.at);
  const byRecord = new Map(messages.toReversed().map((message) => [message.record, message]));
  const [told, logged] = [indexRecords(messages.map(({ record }) => record)), indexRecords(evidence.records ?? [])];
  const alarms = evidence.receipts
    .filter(
      (receipt): receipt is AlarmReceipt => receipt.kind === 'alarm' && receipt.state === 'ALARM' && receipt.evaluated,
    )
    .sort((left, right) => left.at - right.at);
  return uses.flatMap((use): Report[] => {
    const records = logged.about(use) as readonly LoggedRecord[];
    const called: Instants = {
      called: use.at,
      ...first(
        'recorded',
        records.map(({ at }) => at),
      ),
    };
    const [message] = told.about(use).flatMap((record) => byRecord.get(record) ?? []);
    const logs = { ...called, ...throughLogs(records, evidence), ...alarmFor(use, alarms, evidence.episodes) };
    const { ringing, ...times } = logs;
    return [
      {
        ...timed(use, 'events', message?.at, sla, hardLimit),
        detected: message ? true : undefined,
        times: {
          ...called,
          ...(message ? { recorded: message.record.at, published: message.publishedAt, eventMessage: message.at } : {}),
        },
      },
      {
        ...(ringing
          ? { use, path: 'logs' as const, outcome: 'in time' as const }
          : timed(use, 'logs', times.alarmMessage, sla, hardLimit)),
        detected: ringing || rangInTime(use, evidence.episodes, hardLimit.logs),
        times,
      },
    ];
  });
}

/** Records by every id that is theirs alone. */
function recordsById(records: readonly LoggedRecord[]): ReadonlyMap<string, LoggedRecord> {
  return new Map(
    records.flatMap((record) =>
      [record.eventId, record.requestId, record.sharedEventId].flatMap((id) =>
        id === undefined || id === '' ? [] : [[id, record] as const],
      ),
    ),
  );
}

/** A message in other words that holds an id of a record is about it. */
function aboutRecord(
  { text, ...receipt }: TextReceipt,
  known: ReadonlyMap<string, LoggedRecord>,
): EventReceipt | undefined {
  const [record] = (text.match(UUID) ?? []).flatMap((id) => known.get(id) ?? []);
  return record && { ...receipt, kind: 'event', record };
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Messages in other words that hold no id of a record: nobody can tell them apart. */
export function untold({ receipts, records = [] }: Evidence): TextReceipt[] {
  const known = recordsById(records);
  return receipts.filter(
    (receipt): receipt is TextReceipt => receipt.kind === 'text' && aboutRecord(receipt, known) === undefined,
  );
}

function timed(
  use: Use,
  path: AlarmPath,
  arrived: number | undefined,
  sla: Limits,
  hardLimit: Limits,
): Pick<Report, 'use' | 'path' | 'outcome' | 'seconds'> {
  const seconds = arrived === undefined ? Infinity : (arrived - use.at) / 1000;
  if (seconds > hardLimit[path]) return { use, path, outcome: 'missing' };
  return { use, path, outcome: seconds > sla[path] ? 'late' : 'in time', seconds };
}

/** When the log group took the record, and the period in which the metric counted it. */
function throughLogs(records: readonly LoggedRecord[], { counted = [] }: Evidence): Instants {
  const logged = records.flatMap(({ loggedAt }) => loggedAt ?? []).sort((left, right) => left - right)[0];
  if (logged === undefined) return {};
  const period = counted.find((start) => start + PERIOD > logged && start <= logged);
  return { logged, ...(period === undefined ? {} : { counted: period }) };
}

/**
 * An alarm speaks when its state changes and not for every use (CloudWatch user guide, "Alarm actions"): the first
 * change to ALARM after a use covers it, and so does an alarm that was ringing while it was made, if its message arrived.
 */
function alarmFor(
  use: Use,
  alarms: readonly AlarmReceipt[],
  episodes: readonly Episode[],
): Pick<Instants, 'rang' | 'alarmMessage'> & { ringing: boolean } {
  const ringing = episodes.find(
    ({ alarmArn, start, end }) =>
      start < use.at &&
      (end ?? Infinity) > use.at &&
      alarms.some((alarm) => alarm.alarmArn === alarmArn && Math.abs(alarm.changedAt - start) < 1000),
  );
  if (ringing) return { ringing: true, rang: ringing.start };
  const rang = episodes
    .map(({ start }) => start)
    .filter((start) => start >= use.at)
    .sort((left, right) => left - right)[0];
  const message = alarms.find((alarm) => alarm.changedAt >= use.at);
  return { ringing: false, ...first('rang', [rang ?? message?.changedAt]), ...first('alarmMessage', [message?.at]) };
}

function rangInTime(use: Use, episodes: readonly Episode[], hardLimit: number): boolean {
  return episodes.some(({ start, end }) => (end ?? Infinity) > use.at && start - use.at <= hardLimit * 1000);
}

function first<Key extends keyof Instants>(key: Key, instants: readonly (number | undefined)[]): Pick<Instants, Key> {
  const [found] = instants;
  return (found === undefined ? {} : { [key]: found }) as Pick<Instants, Key>;
}

/** Both paths of a use side by side, as they are kept. */
export function useResults(reports: readonly Report[], acknowledgedAt?: number): UseResult[] {
  const byUse = new Map<Use, Report[]>();
  for (const report of reports) byUse.set(report.use, [...(byUse.get(report.use) ?? []), report]);
  return [...byUse].map(([{ scenario, kind, succeeded, account, region, requestId, user }, pair]): UseResult => {
    const outcomeOn = (path: AlarmPath): UseOutcome =>
      pair.find((report) => report.path === path)?.outcome ?? 'missing';
    // What reached nobody was confirmed by nobody.
    const acknowledged = pair.every(({ outcome }) => outcome === 'missing') ? undefined : acknowledgedAt;
    const all = Object.assign(
      {},
      ...pair.map(({ times }) => times),
      acknowledged === undefined ? {} : { acknowledged },
    ) as Instants;
    const instants = Object.entries(all).filter(([, instant]) => instant !== undefined);
    const times = Object.fromEntries(instants.map(([name, instant]) => [name, isoTime(instant)])) as UseResult['times'];
    return {
      scenario,
      kind,
      succeeded,
      account,
      region,
      ...(user === undefined ? {} : { user }),
      ...(requestId === undefined ? {} : { requestId }),
      events: outcomeOn('events'),
      logs: outcomeOn('logs'),
      times,
    };
  });
}
