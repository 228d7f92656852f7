/** Adds up what became of the uses: one result a path and Region, with separate verdicts and the times of every leg. Pure. */
import type { AlarmPath, AlarmResult, Leg } from '../../reports/monitoring-result.js';
import type { Outcome } from '../../reports/result.js';
import type { Instants, Limits, Report } from './judge.js';

const PATHS: readonly AlarmPath[] = ['events', 'logs'];

/** A report draws this many points of a path at most. */
const MOST_POINTS = 200;

/** Legs of a path, each from one instant to the next that a client can see. The period of a metric is no instant, so it ends none. */
const LEGS: Readonly<Record<AlarmPath, readonly (readonly [keyof Instants, keyof Instants])[]>> = {
  events: [
    ['called', 'published'],
    ['published', 'eventMessage'],
  ],
  logs: [
    ['called', 'logged'],
    ['logged', 'rang'],
    ['rang', 'alarmMessage'],
  ],
};

/** Where a message got lost: the first broken link, and whether it lies before rule or alarm notice anything. */
export interface Lost {
  cause: string;
  beforeDetection: boolean;
}

export interface ResultOptions {
  sla: Limits;
  lostAt(path: AlarmPath, region: string): Lost | undefined;
  /** How many uses the reports are a sample of, by Region. */
  made(region: string): number;
  /** Whether a person was asked to acknowledge. */
  acknowledgement: Outcome;
}

/** One result a path and Region, in that order. */
export function alarmResults(
  reports: readonly Report[],
  { sla, lostAt, made, acknowledgement }: ResultOptions,
): AlarmResult[] {
  const regions = [...new Set(reports.map(({ use }) => use.region))].sort();
  return PATHS.flatMap((path) =>
    regions.map((region): AlarmResult => {
      const own = reports.filter((report) => report.path === path && report.use.region === region);
      const seconds = own.flatMap((report) => report.seconds ?? []).sort((left, right) => left - right);
      const [late = 0, missing = 0, unclear = 0] = (['late', 'missing', 'unclear'] as const).map(
        (outcome) => own.filter((report) => report.outcome === outcome).length,
      );
      const lost = missing > 0 ? lostAt(path, region) : undefined;
      const notified = late > 0 || missing > 0 ? 'broken' : unclear > 0 ? 'inconclusive' : 'held';
      return {
        path,
        region,
        outcome: notified,
        detection: detection(own, lost),
        notification: notified,
        acknowledgement,
        uses: own.length,
        made: made(region),
        delivered: own.length - missing - unclear,
        late,
        missing,
        slaSeconds: sla[path],
        ...(seconds.length > 0 ? { seconds: spread(seconds) } : {}),
        legs: legs(path, own),
        points: sample(seconds),
        ...(lost === undefined ? {} : { lostAt: lost.cause }),
      };
    }),
  );
}

/** A rule tells of what it noticed by its message alone: without one only the configuration can say whether it did. */
function detection(reports: readonly Report[], lost: Lost | undefined): Outcome {
  if (reports.every(({ detected }) => detected === true)) return 'held';
  if (reports.some(({ detected }) => detected === false) || lost?.beforeDetection === true) return 'broken';
  return 'inconclusive';
}

function legs(path: AlarmPath, reports: readonly Report[]): Leg[] {
  return LEGS[path].flatMap(([from, to]) => {
    const seconds = reports
      .flatMap(({ times: { [from]: start, [to]: end } }) =>
        start === undefined || end === undefined || end < start ? [] : [(end - start) / 1000],
      )
      .sort((left, right) => left - right);
    return seconds.length === 0 ? [] : [{ from, to, ...spread(seconds) }];
  });
}

function spread(ascending: readonly number[]): { p50: number; p95: number; max: number } {
  return { p50: quantile(ascending, 0.5), p95: quantile(ascending, 0.95), max: quantile(ascending, 1) };
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
