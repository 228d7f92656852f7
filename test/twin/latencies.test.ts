import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { draw, TO_TRAIL } from '../../twin/delivery/latencies.js';

const MINUTE = 60_000;

describe('the delay of a trail', () => {
  const delays = (seed: string): number[] => {
    const random = seededRandom(seed);
    return Array.from({ length: 2000 }, () => draw(TO_TRAIL, random));
  };

  it('is five minutes on average, never nothing, and spread over minutes (CloudTrail user guide, "How CloudTrail works")', () => {
    const drawn = delays('1');
    expect(drawn.reduce((sum, delay) => sum + delay, 0) / drawn.length).to.be.within(4.8 * MINUTE, 5.2 * MINUTE);
    expect(Math.min(...drawn)).to.be.within(TO_TRAIL.least, 3 * MINUTE);
    expect(Math.max(...drawn)).to.be.within(7 * MINUTE, TO_TRAIL.most);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(delays('1')).to.deep.equal(delays('1'));
    expect(delays('2')).to.not.deep.equal(delays('1'));
  });
});
