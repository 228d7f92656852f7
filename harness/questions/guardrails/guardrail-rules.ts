/** Rules about service and resource control policies: that they spare the break-glass role and nobody else. */
import type { GuardrailExpectation, ServiceControlPolicy } from '../../../organization/model.js';
import { hopDenied, labelled } from '../../causes/access.js';
import type { Explanation } from '../../causes/explanation.js';
import { lockout, roleOpenToChange, tooWide } from '../../causes/guardrails.js';
import type { Miss, NamedGuardrail } from '../../causes/guardrails.js';
import { meansRole, sparesRole } from '../../causes/exemptions.js';
import type { GuardedRole } from '../../causes/exemptions.js';
import { collect } from '../../configuration/collect.js';
import { hops } from '../access/hop.js';
import {
  deniesSubject,
  globalActionsDenied,
  mayCreateRoleLike,
  ordinaryAdministrator,
  roleActionsAllowed,
  subjectOf,
} from '../refusal/ordinary.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import {
  accountsInScope,
  breakGlassRole,
  management,
  oncePerInspection,
  reachedBy,
  roleArnIn,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';

/** A service control policy as it stands and what the document expects of it. */
interface Expected {
  guardrail: NamedGuardrail;
  policy: ServiceControlPolicy;
  expects: GuardrailExpectation;
  reaches: NamedAccount[];
}

const guardrailsRead = oncePerInspection((inspected): Expected[] =>
  Object.entries(inspected.snapshot.organization.serviceControlPolicies).flatMap(([name, policy]) => {
    const expects = inspected.declared.serviceControlPolicies[name]?.expects;
    return expects === undefined
      ? []
      : [
          {
            guardrail: { name, statements: labelled(policy.statements) },
            policy,
            expects,
            reaches: reachedBy(inspected, policy),
          },
        ];
  }),
);

/** The break-glass role as a guardrail meets it: at the ARN that exemptions name, with the tags that it has. */
function guardedRole(inspected: Inspected, { account }: NamedAccount): GuardedRole {
  return { arn: roleArnIn(inspected, account.id), tags: breakGlassRole(inspected, account)?.tags ?? {} };
}

function lockoutIn(inspected: Inspected, guardrail: NamedGuardrail, account: NamedAccount): ReturnType<typeof lockout> {
  return lockout(guardrail, guardedRole(inspected, account), roleArnIn(inspected, '*'));
}

/** Guardrails that should yield and mean the break-glass role, and how their exemption misses it. */
const lockouts = oncePerInspection(
  (inspected): { miss: Miss; account: string; explanation: ReturnType<typeof lockout>['explanation'] }[] =>
    guardrailsRead(inspected)
      .filter(({ expects }) => expects === 'yields')
      .flatMap(({ guardrail, reaches }) =>
        reaches
          .filter((account) =>
            denials(guardrail).some(({ statement }) => meansRole(statement, guardedRole(inspected, account))),
          )
          .map((account) => ({ account: account.name, ...lockoutIn(inspected, guardrail, account) })),
      ),
);

function denials({ statements }: NamedGuardrail): NamedGuardrail['statements'] {
  return statements.filter(({ statement }) => statement.Effect === 'Deny');
}

function locksOut(id: string, title: string, kind: Miss): Rule {
  return {
    id,
    title,
    code: 'BG_GUARDRAIL_LOCKS_OUT',
    inspect: (inspected) => collect(lockouts(inspected).filter(({ miss }) => miss === kind)),
  };
}

const G01 = locksOut('G01', 'a guardrail that should yield exempts nobody', 'nobody');
/** aws:PrincipalArn of a session is the ARN of its role. */
const G02 = locksOut('G02', 'an exemption names the session instead of the role', 'session');
const G03 = locksOut('G03', 'an exemption compares a wildcard literally', 'literal');
/** Without the path, in the wrong case, by a tag that the role does not have (G10, G22). */
const G04 = locksOut('G04', 'an exemption does not match the role', 'other');
const G21 = locksOut('G21', 'an exemption is a placeholder of an example', 'placeholder');

/** A guardrail exempts the administrators themselves, or a name that an administrator may give to a role. */
const G05: Rule = {
  id: 'G05',
  title: 'an exemption is wider than the break-glass role',
  code: 'BG_GUARDRAIL_EXEMPTION_OPEN',
  inspect: (inspected) =>
    collect(
      guardrailsRead(inspected)
        .filter(({ expects }) => expects !== 'indifferent')
        .flatMap(({ guardrail, reaches }) =>
          reaches.map((account) => ({
            account: account.name,
            explanation: openExemption(inspected, guardrail, account),
          })),
        ),
    ),
};

function openExemption(
  inspected: Inspected,
  guardrail: NamedGuardrail,
  account: NamedAccount,
): (Problem & Explanation) | undefined {
  const administrator = { arn: ordinaryAdministrator(inspected, account), tags: {} };
  if (denials(guardrail).some(({ statement }) => sparesRole(statement, administrator)))
    return { ...tooWide(guardrail, 'an ordinary administrator'), accounts: [] };
  for (const { label, statement } of denials(guardrail)) {
    const open = mayCreateRoleLike(inspected, account, statement);
    if (open === undefined) continue;
    return {
      code: 'BG_GUARDRAIL_EXEMPTION_OPEN',
      cause: `policy "${guardrail.name}", statement "${label}", exempts ${open}, and an ordinary administrator may create a role of such a name`,
      accounts: [],
    };
  }
  return undefined;
}

/** The exemption is worth nothing where another guardrail denies the same (Organizations user guide, "SCP evaluation"). */
const G07: Rule = {
  id: 'G07',
  title: 'what one guardrail lets through, another one stops',
  code: 'BG_GUARDRAIL_LOCKS_OUT',
  inspect: (inspected) => {
    const [yielding, others] = [
      guardrailsRead(inspected).filter(({ expects }) => expects === 'yields'),
      guardrailsRead(inspected).filter(({ expects }) => expects !== 'yields'),
    ];
    return collect(
      yielding.flatMap(({ policy, reaches }) => {
        const [first] = reaches;
        const subject = first && subjectOf(inspected, first, policy.statements);
        if (!subject) return [];
        const both = new Set(reaches);
        return others.flatMap((other) =>
          other.reaches
            .filter(
              (account) => both.has(account) && deniesSubject(inspected, account, subject, other.policy.statements),
            )
            .map((account) => ({
              account: account.name,
              explanation: lockoutIn(inspected, other.guardrail, account).explanation,
            })),
        );
      }),
    );
  },
};

/** Without it every exemption by name is a free pass (R31: SEC03-BP03 asks to protect the role). */
const G06: Rule = {
  id: 'G06',
  title: 'nothing keeps an ordinary administrator from changing the break-glass role',
  code: 'BG_ROLE_UNPROTECTED',
  inspect: (inspected) => {
    const { role } = inspected.file.breakGlass;
    const members = accountsInScope(inspected).filter(({ name }) => name !== management(inspected).name);
    return collect(
      members.map((account) => {
        const allowed = roleActionsAllowed(inspected, account);
        return { account: account.name, explanation: allowed.length > 0 ? roleOpenToChange(allowed, role) : undefined };
      }),
    );
  },
};

/** Global services are called in us-east-1 wherever one works (IAM user guide, aws:RequestedRegion). */
const G12: Rule = {
  id: 'G12',
  title: 'a Region lock forgets the global services',
  code: 'BG_REGION_LOCK_GLOBAL',
  inspect: (inspected) =>
    collect(
      guardrailsRead(inspected).flatMap(({ guardrail, reaches }) =>
        reaches.flatMap((account) =>
          denials(guardrail).map(({ label, statement }) => {
            const denied = globalActionsDenied(inspected, account, label, statement);
            return {
              account: account.name,
              explanation:
                denied.length > 0
                  ? {
                      code: 'BG_REGION_LOCK_GLOBAL',
                      cause: `policy "${guardrail.name}", statement "${label}", denies ${denied.join(', ')} in us-east-1, where these global services are called`,
                    }
                  : undefined,
            };
          }),
        ),
      ),
    ),
};

/** Resource control policies bind the hop into a role of a member account, whoever asks. */
const G19: Rule = {
  id: 'G19',
  title: 'a resource control policy stops the hop',
  code: 'BG_RCP_DENIED',
  inspect: (inspected) =>
    collect(
      hops(inspected)
        .filter(
          ({ evaluation }) => evaluation.decision !== 'allow' && evaluation.decidedBy === 'resource control policy',
        )
        .map(({ in: { name: account }, user }) => ({
          account,
          explanation: hopDenied('BG_RCP_DENIED', inspected.file.breakGlass.role, user.name, true),
        })),
    ),
};

export const guardrails: Subject = {
  id: 'guardrails',
  rules: [G01, G02, G03, G04, G21, G05, G06, G07, G12, G19],
  reads: ['accounts', 'guardrails', 'identities'],
  evidence: 'evaluated',
};
