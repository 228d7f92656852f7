/** Judges the sweep of the break-glass users. */
import type { Verdict } from '../../drill/verdict.js';
import { names, notHeld, reasons } from '../../drill/cell.js';
import type { Cell } from '../../drill/cell.js';

/** Held: the sweep is, and so are the hops that were made beside it with the long-term key and a code. */
export function bothWays(cells: readonly Cell[], isByCode: (cell: Cell) => boolean): Verdict {
  const byCode = cells.filter(isByCode);
  const swept = cells.filter((cell) => !byCode.includes(cell));
  const verdict = swept.length === 0 ? everyAccountReached(swept) : everyAccountReached(cells);
  const held = byCode.filter(({ outcome }) => outcome === 'held').length;
  const more = byCode.length > 0 ? `, and ${held} of ${byCode.length} with a code in the hop` : '';
  return { ...verdict, summary: `${everyAccountReached(swept).summary}${more}` };
}

/** Held: every break-glass user entered every account and could act there. */
export function everyAccountReached(cells: readonly Cell[]): Verdict {
  const held = cells.filter((cell) => cell.outcome === 'held').length;
  const broken = cells.filter((cell) => cell.outcome === 'broken');
  const open = cells.filter((cell) => cell.outcome === 'inconclusive');
  const summary = `${held} of ${cells.length} assumed and able to act`;
  const users = (of: readonly Cell[]): string => [...new Set(of.map((cell) => cell.user))].join(', ');
  if (broken.length > 0)
    return {
      outcome: 'broken',
      evidence: 'observed',
      summary,
      reason: `${users(broken)} did not get into ${names(broken)}`,
      faults: notHeld(cells),
    };
  if (open.length > 0) return { outcome: 'inconclusive', evidence: 'observed', summary, reason: reasons(open) };
  if (cells.length === 0)
    return { outcome: 'inconclusive', evidence: 'observed', summary, reason: 'no account was entered' };
  return { outcome: 'held', evidence: 'observed', summary };
}
