/** Codes about service control policies and resource control policies. */
import { EMERGENCY_ACCESS, LEAST_PRIVILEGE } from './entry.js';
import type { CatalogueEntry } from './entry.js';

export const guardrailsEntries: readonly CatalogueEntry[] = [
  {
    code: 'BG_GUARDRAIL_LOCKS_OUT',
    severity: 'critical',
    title: 'A guardrail stops break glass where it should yield',
    meaning:
      'The break-glass role made a repair call that cannot succeed, in a session that allows exactly that call, and was denied by a service control policy instead of being told that the thing is not there. In an emergency this repair is impossible.',
    remedy: 'Exempt the role in the statement that denies: ArnNotLike on aws:PrincipalArn with the ARN of the role, path included.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_GUARDRAIL_YIELDS',
    severity: 'critical',
    title: 'A guardrail lets the break-glass role through where it should bind',
    meaning: 'The guardrail is there to bind everybody, break glass included, and the break-glass role got past it. Whoever holds break glass can then remove the protection itself.',
    remedy: 'Take the exemption of the break-glass role out of the guardrail, or change what is expected of it.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_GUARDRAIL_TOO_WIDE',
    severity: 'critical',
    title: 'A guardrail does not stop an ordinary administrator',
    meaning: 'The ordinary administrator made a call that the guardrail forbids and nothing stopped it: the exemption is wider than the break-glass role, or the guardrail binds nobody.',
    remedy: 'Narrow the exemption to the exact ARN of the break-glass role.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_REPAIR_DENIED',
    severity: 'critical',
    title: 'The break-glass role cannot change guardrails',
    meaning:
      'When a guardrail locks everybody out, the last repair is to change or detach it from the management account. The break-glass role tried to change one that does not exist and was denied instead of being told so.',
    remedy: 'Let the role in the management account call organizations:UpdatePolicy and organizations:DetachPolicy.',
    controls: EMERGENCY_ACCESS,
  },
];
