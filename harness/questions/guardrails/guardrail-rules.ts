/** Rules about service and resource control policies: that they spare the break-glass role and nobody else. */
import { labelled } from '../../causes/access.js';
import { organizationKeys } from '../../causes/guarded.js';
import type { Explanation } from '../../causes/explanation.js';
import { lockout, rcpDenied, roleOpenToChange, tooWide } from '../../causes/guardrails.js';
import type { Miss, NamedGuardrail } from '../../causes/guardrails.js';
import { meansRole, sparesRole } from '../../causes/exemptions.js';
import { collect } from '../../configuration/collect.js';
import { hops } from '../access/hop.js';
import {
  deniesSubject,
  globalActionsDenied,
  guardedAdministrator,
  guardedRole,
  roleActionsAllowed,
  subjectOf,
} from '../refusal/ordinary.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import { accountsInScope, management, oncePerInspection, roleArnIn } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import { guardrailsRead, judgedOf } from './guardrails-read.js';
import type { Expected } from './guardrails-read.js';
import { openExemption } from './open-exemptions.js';

function lockoutIn(inspected: Inspected, guardrail: NamedGuardrail, account: NamedAccount): ReturnType<typeof lockout> {
  return lockout(guardrail, guardedRole(inspected, account), roleArnIn(inspected, '*'));
}

/** Guardrails that should yield and mean the break-glass role, and how their exemption misses it. */
const lockouts = oncePerInspection(
  (inspected): { miss: Miss; account: string; explanation: ReturnType<typeof lockout>['explanation'] }[] =>
    guardrailsRead(inspected)
      .filter(({ expects }) => expects === 'yields')
      .flatMap((expected) =>
        expected.reaches.flatMap((account) => {
          const guardrail = judgedOf(inspected, expected, account);
          return denials(guardrail).some(({ statement }) => meansRole(statement, guardedRole(inspected, account)))
            ? [{ account: account.name, ...lockoutIn(inspected, guardrail, account) }]
            : [];
        }),
      ),
);

function stops(inspected: Inspected, { guardrail, reaches }: Expected): boolean {
  return reaches.some((account) =>
    denials(guardrail).some(({ statement }) => meansRole(statement, guardedRole(inspected, account))),
  );
}

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
        .flatMap((expected) =>
          expected.reaches.map((account) => ({
            account: account.name,
            explanation: exemptionTooWide(inspected, expected, account),
          })),
        ),
    ),
};

function exemptionTooWide(
  inspected: Inspected,
  { guardrail, expects }: Expected,
  account: NamedAccount,
): (Problem & Explanation) | undefined {
  const administrator = guardedAdministrator(inspected, account);
  if (denials(guardrail).some(({ statement }) => sparesRole(statement, administrator)))
    return { ...tooWide(guardrail, 'an ordinary administrator'), accounts: [] };
  for (const { label, statement } of denials(guardrail)) {
    // An exemption that misses the break-glass role has its finding, which names it.
    const misses = expects === 'yields' && meansRole(statement, guardedRole(inspected, account));
    const open = misses ? undefined : openExemption(inspected, account, statement);
    if (open === undefined) continue;
    return {
      code: 'BG_GUARDRAIL_EXEMPTION_OPEN',
      cause: `policy "${guardrail.name}", statement "${label}", exempts ${open}`,
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
      // One that nobody declared and that stops break glass itself promises nothing.
      guardrailsRead(inspected).filter(
        (one) => one.expects === 'yields' && !(one.guardrail.undeclared && stops(inspected, one)),
      ),
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
        .map(({ in: { name, account }, user, evaluation }) => ({
          account: name,
          explanation: stopsHop(inspected, account.id, user, evaluation.policy ?? ''),
        })),
    ),
};

function stopsHop(
  inspected: Inspected,
  accountId: string,
  user: { arn: string; id: string },
  policy: string,
): Explanation {
  const { role } = inspected.file.breakGlass;
  const found = inspected.snapshot.organization.resourceControlPolicies[policy];
  if (!found) return { code: 'BG_RCP_DENIED', cause: `a resource control policy denies sts:AssumeRole on ${role}` };
  const { id, rootId } = inspected.snapshot.organization;
  const keys = { ...organizationKeys(id, [rootId]), 'aws:MultiFactorAuthPresent': 'true' };
  const guardrail = {
    name: policy,
    statements: labelled(found.statements),
    ...(inspected.declared.resourceControlPolicies[policy] ? {} : { undeclared: true as const }),
  };
  return rcpDenied(guardrail, role, roleArnIn(inspected, accountId), { arn: user.arn, id: user.id, tags: {}, keys });
}

export const guardrails: Subject = {
  id: 'guardrails',
  rules: [G01, G02, G03, G04, G21, G05, G06, G07, G12, G19],
  reads: ['accounts', 'guardrails', 'identities'],
  evidence: 'evaluated',
};
