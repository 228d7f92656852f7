import { expect } from 'chai';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';

describe('the sound landing zone has no finding, whatever the seed', () => {
  for (const seed of drawn('seeds', [...Array(50).keys()], { few: 1, more: 8 })) {
    it(`${seed}`, async () => {
      const { result } = await playDrill([], { seed: String(seed) });
      expect(result.findings).to.deep.equal([]);
      expect(result.drill.outcome).to.equal('held');
    });
  }
});
