/** Every scenario that ships, in the order in which they are listed and played. */
import type { Scenario } from '../harness/index.js';
import guardrailLockout from './guardrail-lockout.js';
import identityCenterOutage from './identity-center-outage.js';
import identityProviderCompromise from './identity-provider-compromise.js';
import identityProviderFailure from './identity-provider-failure.js';
import readiness from './readiness.js';
import teamLoss from './team-loss.js';

export const scenarios: readonly Scenario[] = [
  readiness,
  identityProviderFailure,
  identityProviderCompromise,
  identityCenterOutage,
  teamLoss,
  guardrailLockout,
];
