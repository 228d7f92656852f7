import { expect } from 'chai';
import type { Verdict } from '../../harness/outcome.js';
import { unlessUnplayed } from '../../harness/probes/alarms.js';
import type { AlarmQuestion } from '../../harness/probes/alarms.js';

describe('where the target cannot play a scenario', () => {
  const verdict = (outcome: Verdict['outcome']): Verdict => ({ outcome, evidence: 'observed', summary: outcome });
  const unplayed = verdict('not applicable');
  const asked = (...scenarios: readonly string[]): AlarmQuestion =>
    ({ uses: scenarios.map((scenario) => ({ scenario })) }) as unknown as AlarmQuestion;
  const cases: readonly (readonly [
    string,
    Verdict['outcome'],
    AlarmQuestion | undefined,
    Verdict | undefined,
    Verdict['outcome'],
  ])[] = [
    ['no use could be missed', 'inconclusive', asked('other'), unplayed, 'not applicable'],
    ['what was found all the same stays found', 'broken', asked('other'), unplayed, 'broken'],
    ['a use that was made must be noticed', 'inconclusive', asked('this'), unplayed, 'inconclusive'],
    [
      'a scenario that could be played says nothing without a use',
      'inconclusive',
      asked('other'),
      undefined,
      'inconclusive',
    ],
    ['nobody looked for messages', 'inconclusive', undefined, unplayed, 'inconclusive'],
  ];
  for (const [title, outcome, question, other, expected] of cases)
    it(title, () => expect(unlessUnplayed(verdict(outcome), question, 'this', other).outcome).to.equal(expected));
});
