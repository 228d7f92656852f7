/** Judges the calls that lay on the break-glass path: none may have gone to what is assumed to be gone. */
import type { IdentityCall } from '../calls.js';
import type { Verdict } from '../outcome.js';

/** Held: calls were made, and none of them to the identity provider or to Identity Center. */
export function identitySystemAvoided(calls: { total: number; identitySystem: readonly IdentityCall[] }): Verdict {
  const summary = `${calls.total} calls on the path, ${calls.identitySystem.length} to the identity system`;
  const [first] = calls.identitySystem;
  if (first) return { outcome: 'broken', evidence: 'observed', summary, reason: `${first.service} was called (${first.operation})` };
  if (calls.total === 0) return { outcome: 'inconclusive', evidence: 'observed', summary, reason: 'no call was made on the break-glass path' };
  return { outcome: 'held', evidence: 'observed', summary };
}
