/** Where does somebody get in who must be refused, and is everybody refused for the right reason? */
import { LEAST_PRIVILEGE, MULTI_FACTOR } from '../../causes/catalogue-entry.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from '../access/explain.js';
import { planControl, playControl, refusedEverywhere } from './attempts.js';
import { CONTROL_IDS } from './controls.js';
import type { ControlId } from './controls.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.attempts(…)`: refused everywhere, for the right reason. */
      refused: Promise<void>;
    }
  }
}

export const refusal = defineQuestion({
  id: 'refusal',
  methods: { attempts: { words: ['refused'], abouts: CONTROL_IDS } },
  needs: ({ about }) => NEEDS[about as ControlId],
  decidedFrom: ({ about }) => (about === 'federated-administrator' ? 'Identity Center' : undefined),
  controls: ({ about }) => (about === 'without-mfa' || about === 'wrong-code' ? MULTI_FACTOR : LEAST_PRIVILEGE),
  // A refusal tells something only where a break-glass user gets in.
  after: { id: 'access', ask: { method: 'sweep', about: '', word: 'reach everyAccount' } },
  explain: explainEntry,
  plan: (planning, _facts, asks) => asks.flatMap(({ about }) => planControl(planning, about as ControlId)),
  ask: (asking, _facts, { about }) => asking.onceAScenario(about, () => playControl(asking, about as ControlId)),
  judge: (_ask, cells) => ({ verdict: refusedEverywhere(cells) }),
});

const NEEDS: Partial<Record<ControlId, 'has Identity Center' | 'has accounts outside the organization'>> = {
  'federated-administrator': 'has Identity Center',
  outsider: 'has accounts outside the organization',
};
