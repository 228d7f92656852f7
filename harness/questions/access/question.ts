/** Where do the break-glass users get in, can they act there, and do they need what is gone? */
import { identityReads } from '../../../aws/snapshot/calls.js';
import { EMERGENCY_ACCESS, INDEPENDENCE } from '../../causes/catalogue-entry.js';
import { asReader } from '../../drill/planned-calls.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from './explain.js';
import { identitySystemAvoided, signedInAnew } from './independence.js';
import { everyAccountReached } from './judge.js';
import { planSweep, sweep, usersToSweep } from './sweep.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.sweep()`: every user entered every account, and could act there. */
      reach: { everyAccount: Promise<void> };
      /** About `drill.calls()`: the path needed neither what is gone nor sessions from before it was. */
      avoid: { identityProvider: Promise<void>; earlierSessions: Promise<void> };
    }
  }
}

export const access = defineQuestion({
  id: 'access',
  methods: {
    sweep: { words: ['reach everyAccount'] },
    calls: { words: ['avoid identityProvider', 'avoid earlierSessions'] },
  },
  controls: ({ method }) => (method === 'calls' ? INDEPENDENCE : EMERGENCY_ACCESS),
  // Reads the role of an account that could not be entered, to explain why.
  preparation: (file) => asReader(file, identityReads),
  explain: explainEntry,
  plan: ({ context, within }) => {
    const { users } = context.file.breakGlass;
    return planSweep(context, 'access', usersToSweep(users, within(users)));
  },
  ask: (asking) => {
    const { users } = asking.context.file.breakGlass;
    return asking.onceAScenario('sweep', () => sweep(asking, 'access', usersToSweep(users, asking.within(users))));
  },
  judge: ({ word }, cells, { context, scenario }) => {
    if (word === 'reach everyAccount') return { verdict: everyAccountReached(cells) };
    const calls = context.calls.onPath(scenario);
    return { verdict: word === 'avoid earlierSessions' ? signedInAnew(calls, cells) : identitySystemAvoided(calls) };
  },
});
