import { expect } from 'chai';
import { evaluate } from '../../iam/index.js';
import type { Evaluation } from '../../iam/index.js';
import { laws } from './laws/index.js';
import { playLaws } from './laws/play.js';

const seed = 20_261_124;

describe('laws of evaluation', () => {
  it('are put to requests of every outcome', () => {
    const { decisions } = playLaws({ evaluate, laws: [], seed, requests: 1000 });
    for (const [decision, count] of Object.entries(decisions)) expect(count, decision).to.be.greaterThan(100);
  });

  for (const law of laws) {
    it(law.title, () => {
      const { broken, spoken } = playLaws({ evaluate, laws: [law], seed, requests: 200 });
      expect(broken && JSON.stringify(broken)).to.equal(undefined);
      expect(spoken[law.title], 'requests that the law speaks about').to.be.greaterThan(5);
    });
  }

  it('are broken by an evaluator that decides by chance, each of them', () => {
    let calls = 0;
    const decisions = ['allow', 'implicitDeny', 'explicitDeny'] as const;
    const careless: typeof evaluate = (request, policies): Evaluation => ({
      ...evaluate(request, policies),
      decision: decisions[((Math.imul(calls++, 2_654_435_761) >>> 16) & 0xff) % 3] ?? 'allow',
    });
    for (const law of laws) {
      expect(
        playLaws({ evaluate: careless, laws: [law], seed, requests: 200, quick: true }).broken?.law,
        law.title,
      ).to.equal(law.title);
    }
  });
});
