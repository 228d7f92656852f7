/**
 * Asks a person whether the messages reached them: only that acknowledges an alarm. A message in a queue was delivered, and
 * may still wake nobody.
 */
import type { Outcome } from '../../../reports/result.js';
import type { DrillContext } from '../../drill/context.js';

/** Whether a person confirmed, and when; milliseconds on the clock of the target. */
export interface Acknowledgement {
  outcome: Outcome;
  at?: number;
}

/**
 * Held: somebody confirmed within the time. Broken: they said no, or said nothing. Nobody is asked about an emulated
 * organization, which calls no one; where nobody can be asked or nothing was delivered, it is inconclusive.
 */
export async function acknowledgement(
  { target, onCall, signal }: Pick<DrillContext, 'target' | 'onCall' | 'signal'>,
  delivered: number,
  withinSeconds: number,
): Promise<Acknowledgement> {
  if (target.mode === 'EMULATED') return { outcome: 'not applicable' };
  if (!onCall || delivered === 0) return { outcome: 'inconclusive' };
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const question = `${delivered} messages about the use of break glass were delivered. Did they reach the person on call? (within ${Math.ceil(withinSeconds / 60)} min)`;
  try {
    const confirmed = await Promise.race([
      onCall(question, until),
      target.clock.sleep(withinSeconds * 1000, until).then(() => false),
    ]);
    return confirmed ? { outcome: 'held', at: target.clock.now() } : { outcome: 'broken' };
  } finally {
    over.abort();
  }
}
