/** Did the uses of a scenario raise the alarms in time, and was there any use beside them? Asked `later`, when all scenarios were played. */
import { DECIDES_ITSELF } from '../../drill/capability.js';
import { DETECTION } from '../../causes/catalogue-entry.js';
import { weighed } from '../../drill/evidence-on-target.js';
import { asReader } from '../../drill/planned-calls.js';
import { configurationReads } from '../read-configuration.js';
import { defineQuestion } from '../question.js';
import { collectAlarms } from './ask.js';
import { waitForDelivery, withDelivery } from './delivered.js';
import { alarmsInTime, everyUseExplained, unlessUnplayed } from './judge.js';
import { planWaiting } from './planned.js';
import { messagesOfThisDrill, usesOfOthers } from './resumed.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.alarms()`: each use was reported within the service level. */
      fire: { withinSla: Promise<void> };
      /** About `drill.alarms()`: the trail holds no use of break glass that this drill did not make. */
      explain: { everyUse: Promise<void> };
    }
  }
}

export const alarms = defineQuestion({
  id: 'alarms',
  methods: { alarms: { words: ['fire withinSla', 'explain everyUse'] } },
  // Where our evaluator decides, no call of the drill reaches a trail of the target, nor would one of anybody else be looked for there.
  needsToHold: ({ word }) => (word === 'explain everyUse' ? DECIDES_ITSELF : undefined),
  decidedFrom: () => 'subscriptions',
  controls: () => DETECTION,
  preparation: (file) => asReader(file, configurationReads),
  plan: ({ context }) => planWaiting(context),
  ask: (asking) => collectAlarms(asking),
  judge: async ({ word }, asked, asking) => {
    const { context, scenario, unplayed } = asking;
    const judged = (word === 'explain everyUse' ? everyUseExplained : alarmsInTime)(asked, scenario);
    const here = (word === 'explain everyUse' ? usesOfOthers : messagesOfThisDrill)(judged, asked, scenario, context);
    const verdict = weighed(context.target, 'subscriptions', unlessUnplayed(here, asked, scenario, unplayed));
    if (word === 'explain everyUse' || verdict.outcome === 'not applicable') return { verdict, weighed: true };
    return { ...withDelivery(context, await waitForDelivery(asking), verdict, scenario), weighed: true };
  },
});
