/**
 * Organizations that are sound and written otherwise than the example: each must be held with nothing found. Beside many of them
 * stands what is nearly the same and unsound: it must be found, by its own cause.
 */
import { expect } from 'chai';
import { playChanged, told } from '../changed-drill.js';
import { drawn, share } from '../draw.js';
import { subjects } from '../../harness/questions/readiness/inspect.js';
import { inspected } from '../inspection/as-read.js';
import { shippedLandingZone } from '../landing-zone.js';
import { soundVariants } from '../sound-variants.js';

const variants = soundVariants();
/** Fewer than the example alone is played with: every variant is a drill of its own. */
const seeds = drawn('seeds of sound variants', [...Array(50).keys()], { few: 1, more: 2 });

describe('an organization that is sound in another way', function () {
  this.timeout(120_000);

  it('is there in all the ways that were collected', () => {
    expect(variants.length).to.be.at.least(30);
  });

  // Without settings of the drill, and without calls: what readiness reads is decided at once.
  const ready = variants.filter(({ breakGlass }) => breakGlass === undefined);
  for (const { title, overlay } of drawn('readiness of sound variants', ready, { few: 3, more: 20 }))
    it(`${title}: no rule of readiness finds anything`, () => {
      const world = inspected(shippedLandingZone(overlay));
      const found = Object.values(subjects).flatMap(({ rules }) => [...rules].flatMap((rule) => rule.inspect(world)));
      expect(found.map(({ cause }) => cause)).to.deep.equal([]);
    });

  for (const { title, overlay, breakGlass } of drawn('sound variants', variants, { few: 1, more: 5 }))
    for (const seed of seeds)
      it(`${title} (seed ${seed})`, async () => {
        const { result } = await playChanged({ overlays: [overlay], seed: String(seed), ...breakGlass });
        const open = result.scenarios.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'held'));
        expect(told(result)).to.deep.equal([]);
        expect(open.map(({ id, reason }) => `${id}: ${reason ?? ''}`)).to.deep.equal([]);
        expect([result.drill.outcome, result.drill.exitCode]).to.deep.equal(['held', 0]);
      });
});

describe('an organization that is nearly sound', function () {
  this.timeout(120_000);
  const unsound = variants.flatMap(({ title, breakGlass, unsound: near }) =>
    near.map((one) => ({ ...one, breakGlass, title: `${title}, ${one.title}` })),
  );

  for (const { title, overlay, breakGlass, raises, cause } of drawn('unsound variants', unsound, { few: 1, more: 4 }))
    it(title, async () => {
      const { result } = await playChanged({ overlays: [overlay], ...breakGlass });
      const [first = '', ...others] = told(result);
      expect(others).to.deep.equal([]);
      expect(first.split(' ')[0], first).to.equal(raises);
      expect(first).to.include(cause);
      expect(result.drill.exitCode).to.equal(1);
    });

  if (share === 'every')
    it('is there for most kinds', () => {
      expect(unsound.length).to.be.at.least(20);
    });
});
