/** Who can be lost, and who holds what? */
import { EMERGENCY_ACCESS, TWO_USERS } from '../../causes/catalogue-entry.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from '../access/explain.js';
import type { Judgement } from '../question.js';
import { askPeople, planLosses } from './ask.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.people()`: a way in is left without any one of them, and without as many at once as the drill file asks for. */
      survive: { person: Promise<void>; team: Promise<void>; site: Promise<void>; together: Promise<void> };
      /** About `drill.people()`: the losses are played, and whoever is left gets into every account. */
      open: { everyAccount: Promise<void> };
      /** About `drill.people()`: nobody alone holds both factors of a user. */
      separate: { factors: Promise<void> };
    }
  }
}

export const people = defineQuestion({
  id: 'people',
  methods: {
    people: {
      words: [
        'survive person',
        'survive team',
        'survive site',
        'survive together',
        'open everyAccount',
        'separate factors',
      ],
    },
  },
  controls: ({ word }) => (word === 'open everyAccount' ? EMERGENCY_ACCESS : TWO_USERS),
  explain: explainEntry,
  plan: ({ context }, _facts, asks) =>
    asks.some(({ word }) => word === 'open everyAccount') ? planLosses(context) : [],
  ask: (asking, _facts, { word }) => askPeople(asking, word),
  judge: (_ask, judgement): Judgement => judgement,
});
