/** The coverage map in words, the same in Markdown and in HTML. Pure. */
import type { AlarmPath, AlarmResult, CoverageResult, Leg, UseKind } from './monitoring-result.js';

const KINDS: Readonly<Record<UseKind, readonly [succeeded: string, refused: string]>> = {
  AssumeRole: ['hop into the role', 'refused hop'],
  ConsoleLogin: ['console sign-in', 'failed sign-in'],
  SwitchRole: ['switch of roles in the console', 'refused switch'],
};

const PATHS: Readonly<Record<AlarmPath, string>> = { events: 'event rule', logs: 'metric filter and alarm' };

/** One kind of use on one path, and how often it was made in each Region; `undefined` where it leaves no record. */
export interface CoverageRow {
  path: string;
  kind: string;
  uses: (number | undefined)[];
}

/** The map: Regions, and rows in the order in which they were journaled. */
export function coverageMap(coverage: readonly CoverageResult[]): { regions: string[]; rows: CoverageRow[] } {
  const regions = [...new Set(coverage.map(({ region }) => region))].sort();
  const rows = new Map<string, CoverageRow>();
  for (const { path, kind, succeeded, region, uses } of coverage) {
    const words = KINDS[kind][succeeded ? 0 : 1];
    const row = rows.get(`${path} ${words}`) ?? { path: PATHS[path], kind: words, uses: regions.map(() => undefined) };
    row.uses[regions.indexOf(region)] = uses;
    rows.set(`${path} ${words}`, row);
  }
  return { regions, rows: merged([...rows.values()]) };
}

/** What both paths were tested with is one row. */
function merged(rows: readonly CoverageRow[]): CoverageRow[] {
  const byUse = new Map<string, CoverageRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.kind, row.uses.map((count) => count ?? null)]);
    const known = byUse.get(key);
    byUse.set(key, known ? { ...known, path: 'both' } : row);
  }
  return [...byUse.values()];
}

/** Each leg of each path in the Region where it took longest. */
export function slowestLegs(alarms: readonly AlarmResult[]): { path: AlarmPath; region: string; leg: Leg }[] {
  const slowest = new Map<string, { path: AlarmPath; region: string; leg: Leg }>();
  for (const { path, region, legs } of alarms) {
    for (const leg of legs) {
      const key = `${path} ${legWords(leg)}`;
      const known = slowest.get(key);
      if (!known || known.leg.max < leg.max) slowest.set(key, { path, region, leg });
    }
  }
  return [...slowest.values()];
}

/** A cell of the map. */
export function coverageWords(uses: number | undefined): string {
  if (uses === undefined) return '–';
  return uses === 0 ? 'not exercised' : String(uses);
}

const INSTANTS: Readonly<Record<string, string>> = {
  called: 'call',
  published: 'topic',
  eventMessage: 'queue',
  logged: 'log group',
  rang: 'alarm',
  alarmMessage: 'queue',
};

/** A leg as people say it: `call to log group`. */
export function legWords({ from, to }: Leg): string {
  return `${INSTANTS[from] ?? from} to ${INSTANTS[to] ?? to}`;
}
