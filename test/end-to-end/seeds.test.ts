import { expect } from 'chai';
import { playDrill } from '../drill.js';

describe('the sound landing zone has no finding, whatever the seed', () => {
  // Two here, so that the tests stay short; fifty with EVERY_FAULT=true, as in .ci/run.
  const seeds = process.env['EVERY_FAULT'] === 'true' ? 50 : 2;
  for (let seed = 0; seed < seeds; seed++) {
    it(`${seed}`, async () => {
      const { result } = await playDrill([], { seed: String(seed) });
      expect(result.findings).to.deep.equal([]);
      expect(result.drill.outcome).to.equal('held');
    });
  }
});
