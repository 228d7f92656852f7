/** One fault for each rule at least, by subject. */
import { alarmCases } from './alarms.js';
import { driftCases } from './drift.js';
import { eventRuleCases } from './event-rules.js';
import { guardrailCases } from './guardrails.js';
import { identityCenterCases } from './identity-center.js';
import { messageCases } from './messages.js';
import { mfaCases } from './mfa.js';
import { patternCases } from './patterns.js';
import { peopleCases } from './people.js';
import { permissionCases } from './permissions.js';
import { roleCases } from './roles.js';
import { trailCases } from './trails.js';
import { userCases } from './users.js';
import type { RuleCase } from './rule-case.js';

export const cases: readonly RuleCase[] = [
  ...userCases,
  ...mfaCases,
  ...roleCases,
  ...permissionCases,
  ...guardrailCases,
  ...identityCenterCases,
  ...trailCases,
  ...patternCases,
  ...eventRuleCases,
  ...messageCases,
  ...alarmCases,
  ...peopleCases,
  ...driftCases,
];
