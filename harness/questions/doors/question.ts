/** Who else is as powerful as break glass, or can make itself so? */
import { LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import { asReader } from '../../drill/planned-calls.js';
import { configurationReads, readConfiguration } from '../read-configuration.js';
import { defineQuestion } from '../question.js';
import type { Judgement } from '../question.js';
import { inspect } from '../readiness/inspect.js';
import { doorSubject } from './door-rules.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.doors()`: nobody has every right by a way that the document does not declare. */
      declared: Promise<void>;
    }
  }
}

export const doors = defineQuestion({
  id: 'doors',
  methods: { doors: { words: ['declared'] } },
  decidedFrom: () => 'guardrails',
  controls: () => LEAST_PRIVILEGE,
  preparation: (file) => asReader(file, configurationReads),
  plan: () => [],
  ask: (asking) => readConfiguration(asking),
  judge: (_ask, read, { scenario }): Judgement => inspect(doorSubject, read, scenario),
});
