/** What is wrong with the configuration, by the rules of one subject? */
import { READINESS } from '../../causes/catalogue-entry.js';
import type { CapabilityName } from '../../drill/capability.js';
import { asReader } from '../../drill/planned-calls.js';
import type { DocumentPart } from '../../drill/target.js';
import { configurationReads, readConfiguration } from '../read-configuration.js';
import { defineQuestion } from '../question.js';
import type { Judgement } from '../question.js';
import { inspect, subjects, SUBJECT_IDS } from './inspect.js';
import type { SubjectId } from './inspect.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.inspection(…)`: its rules found nothing, and could look at everything. */
      find: { nothing: Promise<void> };
    }
  }
}

export const readiness = defineQuestion({
  id: 'readiness',
  methods: { inspection: { words: ['find nothing'], abouts: SUBJECT_IDS } },
  needs: ({ about }) => NEEDS[about as SubjectId],
  decidedFrom: ({ about }) => DECIDED_FROM[about as SubjectId],
  controls: () => READINESS,
  preparation: (file) => asReader(file, configurationReads),
  plan: () => [],
  ask: (asking) => readConfiguration(asking),
  judge: ({ about }, read, { scenario }): Judgement => inspect(subjects[about as SubjectId], read, scenario),
});

const NEEDS: Partial<Record<SubjectId, CapabilityName>> = { 'identity-center': 'has Identity Center' };

const DECIDED_FROM: Partial<Record<SubjectId, DocumentPart>> = {
  guardrails: 'guardrails',
  organization: 'guardrails',
  'identity-center': 'Identity Center',
  monitoring: 'subscriptions',
};
