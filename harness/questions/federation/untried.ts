/** What could not be looked at or tried in one account: it is said of that account, and the others are judged. Pure. */
import type { Judgement } from '../question.js';
import type { AccountInScope } from '../../drill/context.js';

/** Something of one account that nobody could look at or try. */
export interface Untried {
  account: AccountInScope;
  /** Such as `the roles of direct federation`. */
  what: string;
  /** What was answered. */
  why: string;
}

/** A judgement of what could be tried: what was found stands, and nothing is held where something was left out. */
export function exceptFor(judgement: Judgement, untried: readonly Untried[]): Judgement {
  const [first] = untried;
  if (!first) return judgement;
  const { verdict } = judgement;
  if (verdict.outcome === 'broken') return { ...judgement, verdict: { ...verdict, faults: undefined } };
  const why = untriedWords(first, untried);
  if (verdict.outcome === 'held')
    return { ...judgement, verdict: { ...verdict, outcome: 'inconclusive', reason: why } };
  if (verdict.outcome !== 'inconclusive') return judgement;
  const { reason } = verdict;
  return { ...judgement, verdict: { ...verdict, reason: reason === undefined ? why : `${reason}; ${why}` } };
}

function untriedWords({ what, why }: Untried, untried: readonly Untried[]): string {
  const alike = untried.filter((one) => one.what === what).map(({ account }) => account.name);
  const others = untried.length - alike.length;
  return `${what} of ${[...new Set(alike)].join(', ')} could not be tried${others > 0 ? `, and ${others} more` : ''}: ${why}`;
}
