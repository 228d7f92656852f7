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
    { few: 12, more: 6 },
  )) {
    it(`${kind}, for one request in ten (${seed}): held, because it was sent again`, async () => {
      const { result, texts } = await playDrill([], {}, { openTarget: tampered(faulty(seed, faults, 10)) });
      console.log(
        kind,
        seed,
        result.drill.outcome,
        result.scenarios
          .flatMap((s) => s.checks)
          .filter((c) => c.outcome !== 'held')
          .map((c) => [c.title, c.outcome, c.reason]),
        result.findings.map((f) => [f.code, f.cause]),
        (texts.get('journal.jsonl') ?? '').split('\n').filter((l) => l.includes('"fault"')).length,
      );
      expect(result.findings.map((f)=>f.code)).to.deep.equal([]);
    });
  }
});
