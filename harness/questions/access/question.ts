/** Where do the break-glass users get in, can they act there, and do they need what is gone? */
import { identityReads } from '../../../aws/snapshot/calls.js';
import { EMERGENCY_ACCESS, INDEPENDENCE } from '../../causes/catalogue-entry.js';
import { asReader } from '../../drill/planned-calls.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from './explain.js';
import { identitySystemAvoided, signedInAnew } from './independence.js';
import { bothWays } from './judge.js';
import { hopByCode, isByCode, planByCode, planSweep, sweep, usersToSweep } from './sweep.js';

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
    const swept = usersToSweep(users, within(users));
    return [...planSweep(context, 'access', swept), ...planByCode(context, 'access', swept)];
  },
  ask: (asking) => {
    const { users } = asking.context.file.breakGlass;
    const swept = usersToSweep(users, asking.within(users));
    return asking.onceAScenario('sweep', async () => [
      ...(await sweep(asking, 'access', swept)),
      ...(await hopByCode(asking, 'access', swept)),
    ]);
  },
  judge: ({ word }, cells, { context, scenario }) => {
    if (word === 'reach everyAccount') return { verdict: bothWays(cells, isByCode) };
    const { hop } = context.file.breakGlass;
    const made = context.calls.onPath(scenario);
    // Where no session is got for a code, each hop with a code is a sign-in.
    const calls = hop === 'long-term-key' ? { ...made, signIns: made.hopsByCode } : made;
    return { verdict: word === 'avoid earlierSessions' ? signedInAnew(calls, cells) : identitySystemAvoided(calls) };
  },
});
