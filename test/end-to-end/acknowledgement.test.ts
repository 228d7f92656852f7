import { expect } from 'chai';
import type { OnCall } from '../../harness/drill/on-call.js';
import type { DrillResult, Mode, Outcome } from '../../reports/result.js';
import { playDrill } from '../drill.js';
import { tampered } from '../tampered-target.js';

/** Plays one scenario with somebody on call, on a target of that mode. */
async function playedWith(mode: Mode, onCall?: OnCall): Promise<DrillResult> {
  const { result } = await playDrill(
    [],
    { scenarios: ['identity-center-outage'] },
    { openTarget: tampered({ parts: () => ({ mode }) }), ...(onCall ? { onCall } : {}) },
  );
  return result;
}

const asked: string[] = [];
const answers =
  (confirmed: boolean): OnCall =>
  (question) => (asked.push(question), Promise.resolve(confirmed));
/** Nobody is there until the question is taken back. */
const silence: OnCall = (_question, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(false)));

describe('acknowledgement', () => {
  const cases: readonly (readonly [string, Mode, OnCall | undefined, Outcome, string])[] = [
    ['a person who confirms', 'LIVE', answers(true), 'held', 'a person confirmed them'],
    ['a person who says no', 'LIVE', answers(false), 'broken', 'nobody confirmed'],
    ['nobody answers in time', 'LIVE', silence, 'broken', 'nobody confirmed'],
    ['nobody can be asked', 'LIVE', undefined, 'inconclusive', 'nobody confirmed'],
    ['an emulated organization calls nobody', 'EMULATED', answers(true), 'not applicable', 'nobody confirmed'],
  ];
  for (const [title, mode, onCall, outcome, words] of cases) {
    it(`${title}: ${outcome}`, async () => {
      asked.length = 0;
      const { alarms, scenarios, uses } = await playedWith(mode, onCall);
      expect(new Set(alarms.map(({ acknowledgement }) => acknowledgement))).to.deep.equal(new Set([outcome]));
      const check = scenarios[0]?.checks.find((one) => one.title.startsWith('raises every alarm'));
      // Notification is judged apart: whoever does not answer takes nothing from a message that came in time.
      expect([check?.outcome, check?.summary?.includes(words)]).to.deep.equal(['held', true]);
      expect(uses.filter(({ times }) => times.acknowledged !== undefined)).to.have.length(
        outcome === 'held' ? uses.length : 0,
      );
      expect(asked).to.have.length(mode === 'LIVE' && onCall !== undefined && onCall !== silence ? 1 : 0);
    });
  }
});
