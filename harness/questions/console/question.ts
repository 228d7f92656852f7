/** Can the break-glass users sign in to the console, and switch to the role there? */
import { EMERGENCY_ACCESS } from '../../causes/catalogue-entry.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from '../access/explain.js';
import { consoleOpen, planConsole, playConsole } from './visits.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.console()`: every user who has a password signs in and switches to the role, and no wrong code is taken. */
      admit: { breakGlass: Promise<void> };
    }
  }
}

export const consoleSignIn = defineQuestion({
  id: 'console',
  methods: { console: { words: ['admit breakGlass'] } },
  controls: () => EMERGENCY_ACCESS,
  // Where our evaluator decides, its own console is asked, whatever the target has.
  explain: explainEntry,
  plan: ({ context }) => (context.target.console ? planConsole(context) : []),
  ask: (asking) =>
    asking.onceAScenario('visits', async () => (asking.context.target.console ? playConsole(asking) : undefined)),
  judge: (_ask, outcome) => ({ verdict: consoleOpen(outcome) }),
});
