/** Judges the calls that lay on the break-glass path: none may have gone to what is assumed to be gone, nor lived on what was got before. */
import type { PathCalls } from '../../drill/path-calls.js';
import type { Verdict } from '../../drill/verdict.js';
import type { Cell } from '../../drill/cell.js';

/** Held: calls were made, and none of them to the identity provider or to Identity Center. */
export function identitySystemAvoided(calls: Pick<PathCalls, 'total' | 'identitySystem'>): Verdict {
  const summary = `${calls.total} calls on the path, ${calls.identitySystem.length} to the identity system`;
  const [first] = calls.identitySystem;
  if (first)
    return {
      outcome: 'broken',
      evidence: 'observed',
      summary,
      reason: `${first.service} was called (${first.operation})`,
    };
  if (calls.total === 0)
    return {
      outcome: 'inconclusive',
      evidence: 'observed',
      summary,
      reason: 'no call was made on the break-glass path',
    };
  return { outcome: 'held', evidence: 'observed', summary };
}

/** Held: every user who got in anywhere had signed in while the premises held. A session from before would outlive the disaster for hours, and prove nothing. */
export function signedInAnew(calls: Pick<PathCalls, 'signIns'>, cells: readonly Cell[]): Verdict {
  const entered = new Set(cells.filter(({ outcome }) => outcome === 'held').map(({ user }) => user)).size;
  const summary = `${Math.min(calls.signIns, entered)} of ${entered} users signed in after the outage began`;
  if (entered === 0)
    return { outcome: 'inconclusive', evidence: 'observed', summary, reason: 'no user got in anywhere' };
  if (calls.signIns < entered)
    return {
      outcome: 'inconclusive',
      evidence: 'observed',
      summary,
      reason: 'a session from before the outage was used',
    };
  return { outcome: 'held', evidence: 'observed', summary };
}
