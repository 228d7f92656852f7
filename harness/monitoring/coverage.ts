/** The coverage map: which kinds of use were made, where, to see a rule or an alarm notice them. Pure. */
import type { AlarmPath, CoverageResult, UseKind } from '../../reports/monitoring-result.js';
import type { Use } from './use.js';

/** A kind of use that can be recorded in a Region. */
interface Recordable {
  kind: UseKind;
  succeeded: boolean;
  use: { record: { awsRegion: string } };
}

/** One row a path, kind and Region; what was not exercised has no uses. Kinds that nobody thought of are added as they were made. */
export function coverage(recordable: readonly Recordable[], uses: readonly Use[], failures: boolean): CoverageResult[] {
  const rows = new Map<string, Omit<CoverageResult, 'path'>>();
  const row = (kind: UseKind, region: string, succeeded: boolean): Omit<CoverageResult, 'path'> => {
    const key = [kind, region, succeeded].join(' ');
    const found = rows.get(key) ?? { region, kind, succeeded, uses: 0 };
    rows.set(key, found);
    return found;
  };
  for (const { kind, use, succeeded } of recordable)
    if (succeeded || failures) row(kind, use.record.awsRegion, succeeded);
  for (const { kind, region, succeeded } of uses) row(kind, region, succeeded).uses++;
  return (['events', 'logs'] satisfies AlarmPath[]).flatMap((path) =>
    [...rows.values()].map((counted) => ({ path, ...counted })),
  );
}
