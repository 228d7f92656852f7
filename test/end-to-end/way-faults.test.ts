import { expect } from 'chai';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import { tampered } from '../tampered-target.js';
import { faulty, WAY_FAULTS } from '../way-faults.js';
import type { WayFault } from '../way-faults.js';

const SEEDS = Array.from({ length: 10 }, (_, index) => `way ${index}`);

const KINDS: readonly (readonly [string, readonly WayFault[]])[] = [
  ...WAY_FAULTS.map((fault) => [fault, [fault]] as const),
  ['all of them together', ['throttled', 'failing once it was done', 'reset once it was done']],
];

describe('faults of the way', () => {
  for (const { kind, faults, seed } of drawn(
    'faults of the way',
    KINDS.flatMap(([kind, faults]) => SEEDS.map((seed) => ({ kind, faults, seed }))),
    { few: 2, more: 6 },
  )) {
    it(`${kind}, for one request in ten (${seed}): nothing is broken, and held where sending again sufficed`, async () => {
      const { result, texts } = await playDrill([], {}, { openTarget: tampered(faulty(seed, faults, 10)) });
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      const unheld = checks.filter(({ outcome }) => outcome !== 'held');
      expect(result.findings).to.deep.equal([]);
      for (const { outcome, reason } of unheld) {
        expect(outcome).to.equal('inconclusive');
        // Held, unless a fault lasted, which is named.
        expect(reason).to.match(/was answered \w+ \(\d+\)|got no answer/);
      }
      expect(texts.get('journal.jsonl')).to.include('"fault":');
    });
  }

  it('a service that is down for good: nothing is broken, and it is named with its Region and what it answered', async () => {
    const { result } = await playDrill(
      [],
      { scenarios: ['identity-provider-failure'] },
      {
        openTarget: tampered(
          faulty(
            'down',
            ['failing'],
            100,
            ({ service, operation, region }) =>
              service === 'sts' && operation === 'AssumeRole' && region === 'us-east-1',
          ),
        ),
      },
    );
    const checks = result.scenarios.flatMap((scenario) => scenario.checks);
    expect(result.findings).to.deep.equal([]);
    expect(checks.filter(({ outcome }) => outcome === 'broken')).to.deep.equal([]);
    expect(checks.map(({ reason = '' }) => reason).join()).to.include(
      'sts:AssumeRole in us-east-1 was answered InternalFailure (500), 6 times',
    );
  });
});
