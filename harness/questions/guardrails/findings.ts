/** Codes about service control policies and resource control policies. */
import { CHANGE_CONTROL, EMERGENCY_ACCESS, LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const guardrailsEntries = [
  {
    code: 'BG_GUARDRAIL_LOCKS_OUT',
    severity: 'critical',
    title: 'A guardrail stops break glass where it should yield',
    meaning:
      'The break-glass role made a repair call that cannot succeed, in a session that allows exactly that call, and was denied by a service control policy instead of being told that the thing is not there. In an emergency this repair is impossible.',
    remedy:
      'Exempt the role in the statement that denies: ArnNotLike on aws:PrincipalArn with the ARN of the role, path included.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_GUARDRAIL_YIELDS',
    severity: 'critical',
    title: 'A guardrail lets the break-glass role through where it should bind',
    meaning:
      'The guardrail is there to bind everybody, break glass included, and the break-glass role got past it. Whoever holds break glass can then remove the protection itself.',
    remedy: 'Take the exemption of the break-glass role out of the guardrail, or change what is expected of it.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_GUARDRAIL_TOO_WIDE',
    severity: 'critical',
    title: 'A guardrail does not stop an ordinary administrator',
    meaning:
      'The ordinary administrator made a call that the guardrail forbids and nothing stopped it: the exemption is wider than the break-glass role, or the guardrail binds nobody.',
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
  {
    code: 'BG_GUARDRAIL_EXEMPTION_OPEN',
    severity: 'critical',
    title: 'An exemption fits roles that an administrator may create',
    meaning:
      'The exemption has a wildcard in the name of the role. Whoever may create a role gives it such a name and is past the guardrail.',
    remedy:
      'Name the break-glass role exactly, path included, and let a guardrail that exempts nobody keep others from creating or changing that role.',
    controls: CHANGE_CONTROL,
  },
  {
    code: 'BG_ROLE_UNPROTECTED',
    severity: 'critical',
    title: 'An administrator of an account may change its break-glass role',
    meaning:
      'No guardrail keeps an ordinary administrator from opening the role to others, or from deleting it. Every exemption that names the role is then open to whoever can write its trust policy.',
    remedy:
      'Deny the changes of the role by a service control policy on every account, with an exemption for nothing but the tool that deploys it.',
    controls: CHANGE_CONTROL,
  },
  {
    code: 'BG_GUARDRAIL_DETACHED',
    severity: 'critical',
    title: 'A guardrail does not reach accounts that it must reach',
    meaning:
      'Break glass gets past a guardrail that is not there, and so does everybody else: a test of the exemption alone would not notice.',
    remedy: 'Attach the guardrail to the OU, or to one above it.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_GUARDRAILS_DISABLED',
    severity: 'critical',
    title: 'Service control policies are not enabled',
    meaning:
      'While the type is disabled on the root no service control policy binds anybody, and every attachment was lost: enabling it again restores FullAWSAccess alone.',
    remedy: 'Enable the type and attach every guardrail again.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_REGION_LOCK_GLOBAL',
    severity: 'high',
    title: 'A Region lock forgets the global services',
    meaning:
      'IAM, Organizations, Route 53 and Support are called in us-east-1 wherever one works. A lock that does not leave them out stops them, and with them most repairs that are made without break glass.',
    remedy: 'Leave the global services out of the lock with NotAction.',
    controls: LEAST_PRIVILEGE,
  },
] as const satisfies readonly CatalogueEntry[];
