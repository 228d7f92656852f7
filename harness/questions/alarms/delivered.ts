/** What an endpoint really delivered, beside what our evaluator decided about its alarms. */
import type { Found } from '../../causes/found.js';
import type { DrillContext } from '../../drill/context.js';
import type { Asking } from '../question.js';
import type { Verdict } from '../../drill/verdict.js';

/** What the target itself delivered, once it is known; `undefined` for a target that is not asked. */
export function waitForDelivery({ context, onceADrill, measure }: Asking): Promise<Verdict | undefined> {
  return onceADrill('delivery', async () => {
    const delivered = await context.target.delivered?.();
    for (const value of delivered?.deliveries ?? []) measure({ measure: 'delivery', evidence: 'observed', value });
    return delivered?.verdict;
  });
}

/** The verdict of both together: held only if the configuration would notice a use, and the endpoint delivered whatever it took. */
export function withDelivery(
  { organization }: Pick<DrillContext, 'organization'>,
  delivered: Verdict | undefined,
  verdict: Verdict,
  scenario: string,
): { verdict: Verdict; findings: Found[] } {
  if (!delivered) return { verdict, findings: [] };
  const summary = `${verdict.summary}; ${delivered.summary}`;
  if (delivered.outcome === 'held' || delivered.outcome === 'not applicable')
    return { verdict: { ...verdict, summary }, findings: [] };
  // Two things may be wrong, and a finding explains one: nobody can accept that.
  if (verdict.outcome !== 'held') return { verdict: { ...verdict, summary, faults: undefined }, findings: [] };
  const reason = delivered.reason ?? '';
  const account = organization.accounts[organization.management];
  const accounts = [{ id: account?.id ?? '', name: organization.management }];
  const findings: Found[] =
    delivered.outcome === 'broken'
      ? [{ code: 'BG_ALARM_MISSING', cause: reason, accounts, scenarios: [scenario], evidence: 'observed' }]
      : [];
  return {
    verdict: { ...delivered, summary, faults: delivered.outcome === 'broken' ? findings : undefined },
    findings,
  };
}
