import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';

describe('randomness', () => {
  it('a seed gives the same values, and derived sources do not depend on what was drawn', () => {
    const [one, two] = [seededRandom('s'), seededRandom('s')];
    one.bytes(5);
    expect(one.derive('x').bytes(8))
      .to.deep.equal(two.derive('x').bytes(8))
      .and.not.deep.equal(two.derive('y').bytes(8));
    const counts = [0, 0, 0];
    for (let draw = 0; draw < 3000; draw++) {
      const value = one.below(3);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(count).to.be.within(800, 1200);
  });
});
