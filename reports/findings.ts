/** The findings of the journal, one a cause. Pure. */
import { recordsOf } from './journal-record.js';
import type { JournalRecord } from './journal-record.js';
import type { Evidence, Finding } from './result.js';

/** A finding, and the lines of the cells that are broken because of it. */
export interface SeenFinding {
  finding: Finding;
  cells: number[];
}

/** What makes two findings one. */
export function findingKey({ code, cause }: Pick<Finding, 'code' | 'cause'>): string {
  return `${code}\u0000${cause}`;
}

/** Strongest first. */
const STRENGTH: readonly Evidence[] = ['observed', 'evaluated', 'declared', 'attested'];

/** A rule and a probe that saw the same cause are one finding, as well founded as the better of the two. */
export function seenFindings(records: readonly JournalRecord[]): SeenFinding[] {
  const found = new Map<string, SeenFinding>();
  for (const { finding: told, cells } of recordsOf(records, 'finding')) {
    const seen = found.get(findingKey(told));
    if (!seen) {
      // Merged below: the record stays as it was written.
      const finding = { ...told, accounts: [...told.accounts], scenarios: [...told.scenarios] };
      found.set(findingKey(told), { finding, cells: [...cells] });
      continue;
    }
    const known = seen.finding;
    known.accounts.push(...told.accounts.filter(({ id }) => !known.accounts.some((account) => account.id === id)));
    known.scenarios.push(...told.scenarios.filter((scenario) => !known.scenarios.includes(scenario)));
    known.evidence =
      STRENGTH.find((evidence) => evidence === known.evidence || evidence === told.evidence) ?? known.evidence;
    seen.cells.push(...cells);
  }
  return [...found.values()];
}

const SEVERITIES: readonly Finding['severity'][] = ['critical', 'high', 'medium', 'low'];

/** Sorts findings: open ones first, the most severe and widest first. */
export function byUrgency(left: Finding, right: Finding): number {
  return (
    Number(left.accepted !== undefined) - Number(right.accepted !== undefined) ||
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    right.accounts.length - left.accounts.length
  );
}
