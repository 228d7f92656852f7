import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { scenarios } from '../../scenarios/index.js';
import { playDrill } from '../drill.js';
import { differences, heldAgainst, uncertainShare, watchedTarget } from '../planned-calls.js';
import type { HeldAgainst } from '../planned-calls.js';

async function played(ids: readonly string[]): Promise<HeldAgainst> {
  const seen: ObservedCall[] = [];
  const { texts } = await playDrill(
    [],
    { scenarios: ids },
    { openTarget: watchedTarget((call) => void seen.push(call)) },
  );
  return heldAgainst(texts, seen);
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
