import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { PreparationList } from '../../reports/preparation.js';
import { scenarios } from '../../scenarios/index.js';
import { playDrill } from '../drill.js';
import { differences, uncertainShare, watchedTarget } from '../planned-calls.js';

/** The plan, the journal and the calls of a drill; without the calls that the preparation list has too. */
async function played(
  ids: readonly string[],
  overlays: readonly string[] = [],
): Promise<{ plan: DrillPlan; journal: JournalRecord[]; calls: ObservedCall[]; refused: string[] }> {
  const seen: ObservedCall[] = [];
  const { texts } = await playDrill(
    overlays,
    { scenarios: ids },
    { openTarget: watchedTarget((call) => void seen.push(call)) },
  );
  const plan = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const journal = (texts.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  const listed = new Set(
    (JSON.parse(texts.get('preparation.json') ?? '') as PreparationList).calls.map(({ call, as }) =>
      `${call} ${as}`.toLowerCase(),
    ),
  );
  const isListed = (call: string, as: string): boolean => listed.has(`${call} ${as}`.toLowerCase());
  return {
    plan: { ...plan, calls: plan.calls.filter(({ call, as }) => !isListed(call, as)) },
    journal,
    calls: seen.filter(
      ({ service, operation, principal }) => !isListed(`${service}:${operation}`, principal?.name ?? 'anybody'),
    ),
    refused: seen
      .filter(({ statusCode }) => statusCode === undefined)
      .map(({ service, operation }) => `${service}:${operation}`),
  };
}

describe('the plan is the truth', () => {
  const all = scenarios.map(({ id }) => id);
  for (const ids of [...all.map((id) => [id]), all]) {
    it(`for ${ids.length === 1 ? ids.join() : 'all scenarios together'}`, async () => {
      const { plan, journal, calls, refused } = await played(ids);
      expect(differences(plan, journal, calls)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
      if (ids === all) expect(uncertainShare(plan)).to.be.below(0.1);
    });
  }
});
