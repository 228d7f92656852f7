/** Which uses were reported in time, over which path. Pure. */
import type { AlarmResult } from '../../reports/result.js';
import type { AlarmReceipt, Receipt } from './receipts.js';
import type { Use } from './uses.js';

export type AlarmPath = AlarmResult['path'];

/** Seconds by path. */
export type Limits = Readonly<Record<AlarmPath, number>>;

/** What became of the message about one use on one path. */
export interface Report {
  use: Use;
  path: AlarmPath;
  outcome: 'in time' | 'late' | 'missing';
  /** Seconds from the use to its message; absent if it is missing, or if an alarm was ringing already. */
  seconds?: number;
}

/** A time in which an alarm was ringing; `end` is absent while it still does. */
export interface Episode {
  alarmArn: string;
  start: number;
  end?: number;
}

/** What is known when the waiting is over. */
export interface Evidence {
  receipts: readonly Receipt[];
  episodes: readonly Episode[];
}

const PATHS: readonly AlarmPath[] = ['events', 'logs'];

/** Judges every use on both paths. */
export function judgeUses(uses: readonly Use[], evidence: Evidence, sla: Limits, hardLimit: Limits): Report[] {
  const byRequest = new Map<string, number>();
  for (const receipt of evidence.receipts) {
    if (receipt.kind === 'event') byRequest.set(receipt.requestId, Math.min(receipt.at, byRequest.get(receipt.requestId) ?? Infinity));
  }
  const alarms = evidence.receipts.filter((receipt): receipt is AlarmReceipt => receipt.kind === 'alarm' && receipt.state === 'ALARM').sort((left, right) => left.at - right.at);
  const judge = (use: Use, path: AlarmPath, arrived: number | 'ringing' | undefined): Report => {
    if (arrived === 'ringing') return { use, path, outcome: 'in time' };
    const seconds = arrived === undefined ? Infinity : (arrived - use.at) / 1000;
    if (seconds > hardLimit[path]) return { use, path, outcome: 'missing' };
    return { use, path, outcome: seconds > sla[path] ? 'late' : 'in time', seconds };
  };
  return uses.flatMap((use) => [judge(use, 'events', byRequest.get(use.requestId)), judge(use, 'logs', alarmFor(use, alarms, evidence.episodes))]);
}

/**
 * An alarm speaks when its state changes and not for every use (CloudWatch user guide, "Alarm actions"): the first
 * change to ALARM after a use covers it, and so does an alarm that was ringing while it was made, if its message arrived.
 */
function alarmFor(use: Use, alarms: readonly AlarmReceipt[], episodes: readonly Episode[]): number | 'ringing' | undefined {
  const ringing = episodes.some(({ alarmArn, start, end }) => start < use.at && (end ?? Infinity) > use.at && alarms.some((alarm) => alarm.alarmArn === alarmArn && Math.abs(alarm.changedAt - start) < 1000));
  return ringing ? 'ringing' : alarms.find((alarm) => alarm.changedAt >= use.at)?.at;
}

/** True if nothing more can come that changes a judgement for the better. */
export function allReported(uses: readonly Use[], evidence: Evidence, hardLimit: Limits): boolean {
  return judgeUses(uses, evidence, hardLimit, hardLimit).every(({ outcome }) => outcome !== 'missing');
}

/** A report draws this many points of a path at most. */
const MOST_POINTS = 200;

/** One result a path and Region, in that order. */
export function alarmResults(reports: readonly Report[], sla: Limits, lostAt: (path: AlarmPath, region: string) => string | undefined): AlarmResult[] {
  const regions = [...new Set(reports.map(({ use }) => use.region))].sort();
  return PATHS.flatMap((path) =>
    regions.map((region): AlarmResult => {
      const own = reports.filter((report) => report.path === path && report.use.region === region);
      const seconds = own.flatMap((report) => report.seconds ?? []).sort((left, right) => left - right);
      const [late, missing] = (['late', 'missing'] as const).map((outcome) => own.filter((report) => report.outcome === outcome).length);
      const lost = missing ? lostAt(path, region) : undefined;
      return {
        path,
        region,
        outcome: late || missing ? 'broken' : 'held',
        uses: own.length,
        delivered: own.length - (missing ?? 0),
        late: late ?? 0,
        missing: missing ?? 0,
        slaSeconds: sla[path],
        ...(seconds.length > 0 ? { seconds: { p50: quantile(seconds, 0.5), p95: quantile(seconds, 0.95), max: quantile(seconds, 1) } } : {}),
        points: sample(seconds),
        ...(lost === undefined ? {} : { lostAt: lost }),
      };
    }),
  );
}

/** Nearest rank: a value that was really measured. */
function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? 0;
}

/** An even sample that keeps the first and the last. */
function sample(ascending: readonly number[]): number[] {
  if (ascending.length <= MOST_POINTS) return [...ascending];
  const step = (ascending.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => ascending[Math.round(index * step)] ?? 0);
}
