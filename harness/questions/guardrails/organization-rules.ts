/** Rules about the tree of the organization and what reaches into it. */
import type { Explanation } from '../../causes/explanation.js';
import { denies } from '../../causes/guarded.js';
import { guardrailsDisabled, lockout, missingAllow } from '../../causes/guardrails.js';
import { FIRST_READ } from '../../causes/repairs.js';
import { collect } from '../../configuration/collect.js';
import { guardedRole } from '../refusal/ordinary.js';
import { guardrailsRead } from './guardrails-read.js';
import type { Inspected, Rule, Subject } from '../../configuration/rule.js';
import {
  accountsInScope,
  compiled,
  levelsOf,
  management,
  reachedBy,
  scpLevels,
  roleArnIn,
  scpsEnabled,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

function members(inspected: Inspected): NamedAccount[] {
  return accountsInScope(inspected).filter(({ name }) => name !== management(inspected).name);
}

/** Every level must allow (Organizations user guide, "SCP evaluation"): FullAWSAccess was detached somewhere. */
const G13: Rule = {
  id: 'G13',
  title: 'no service control policy of a level allows the role to act',
  code: 'BG_SCP_DENIED',
  inspect: (inspected) =>
    collect(
      members(inspected).map((target) => ({
        account: target.name,
        explanation: missingAllow(scpLevels(inspected, target), guardedRole(inspected, target)),
      })),
    ),
};

/** Disabling a type loses every attachment, and enabling it again brings none back. */
const G14: Rule = {
  id: 'G14',
  title: 'service control policies are not enabled',
  code: 'BG_GUARDRAILS_DISABLED',
  inspect: (inspected) => (scpsEnabled(inspected) ? [] : [{ ...guardrailsDisabled, accounts: [] }]),
};

/** Without `mustReach` a guardrail must reach some account at least. While the type is disabled none does, and that is one finding. */
const G15: Rule = {
  id: 'G15',
  title: 'a guardrail does not reach accounts that it must reach',
  code: 'BG_GUARDRAIL_DETACHED',
  inspect: (inspected) =>
    collect(
      (scpsEnabled(inspected) ? Object.entries(inspected.declared.serviceControlPolicies) : []).flatMap(
        ([name, { expects, mustReach }]) => {
          const policy = inspected.snapshot.organization.serviceControlPolicies[name];
          const reached = policy ? reachedBy(inspected, policy).map((account) => account.name) : [];
          const explanation: Explanation = {
            code: 'BG_GUARDRAIL_DETACHED',
            cause: `policy "${name}" is not attached to them or above them`,
          };
          if (mustReach === undefined)
            return expects === 'indifferent' || reached.length > 0
              ? []
              : [{ explanation: { ...explanation, cause: `policy "${name}" reaches no account` } }];
          return members(inspected)
            .filter(
              (account) =>
                levelsOf(inspected, account).some((level) => mustReach.includes(level)) &&
                !reached.includes(account.name),
            )
            .map((account) => ({ account: account.name, explanation }));
        },
      ),
    ),
};

/** Such as the deny-all of a quarantine OU that still holds ACTIVE accounts. */
const G16: Rule = {
  id: 'G16',
  title: 'a service control policy denies the role everything',
  code: 'BG_GUARDRAIL_LOCKS_OUT',
  inspect: (inspected) =>
    collect(
      guardrailsRead(inspected).flatMap(({ guardrail, policy, reaches }) =>
        scpsEnabled(inspected)
          ? reaches
              .filter((account) => denies(compiled(policy.statements), guardedRole(inspected, account), ASKED_FIRST))
              .map((account) => ({
                account: account.name,
                explanation: lockout(guardrail, guardedRole(inspected, account), roleArnIn(inspected, '*')).explanation,
              }))
          : [],
      ),
    ),
};

const ASKED_FIRST = { action: FIRST_READ, resource: '*', region: 'us-east-1' };

export const organization: Subject = {
  id: 'organization',
  rules: [G13, G14, G15, G16],
  reads: ['accounts', 'guardrails'],
  evidence: 'evaluated',
};
