/** The coverage map in words, the same in Markdown and in HTML. Pure. */
import type { AlarmPath, CoverageResult, Leg, UseKind } from './result.js';

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
  return { regions, rows: [...rows.values()] };
}

/** A cell of the map. */
export function coverageWords(uses: number | undefined): string {
  if (uses === undefined) return '–';
  return uses === 0 ? 'not exercised' : String(uses);
}

const INSTANTS: Readonly<Record<string, string>> = { called: 'call', published: 'topic', eventMessage: 'queue', logged: 'log group', rang: 'alarm', alarmMessage: 'queue' };

/** A leg as people say it: `call to log group`. */
export function legWords({ from, to }: Leg): string {
  return `${INSTANTS[from] ?? from} to ${INSTANTS[to] ?? to}`;
}
