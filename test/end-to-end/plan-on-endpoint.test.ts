import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { loadDrill } from '../../harness/engine/load.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { drawn } from '../draw.js';
import { ALONE, playedAt, TOGETHER } from '../planned-at-endpoint.js';
import { differences } from '../planned-calls.js';

describe('the plan is the truth on an endpoint', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await serveEmulator(loadDrill('drill.yaml').organization, seededRandom('plan'));
  });
  afterEach(() => emulator.close());

  for (const ids of [...drawn('plan on an endpoint', ALONE, { few: 1, more: 3 }), TOGETHER])
    it(`for ${ids === TOGETHER ? 'all scenarios together' : ids.join()}`, async () => {
      const { plan, journal, calls, refused } = await playedAt(emulator.ready.endpoint, ids, {
        secrets: emulator.ready,
      });
      expect(plan.drill.target).to.equal('endpoint');
      expect(differences(plan, journal, calls)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
      if (ids === TOGETHER)
        expect([...new Set(calls.map(({ purpose }) => purpose))]).to.include.members(['path', 'control']);
    });
});
