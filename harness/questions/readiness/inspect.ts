/** The rules of readiness by subject, and what they find in an organization as it was read. Pure. */
import { mergeFound } from '../../causes/found.js';
import type { Found } from '../../causes/found.js';
import { plural } from '../../../reports/sentences.js';
import type { Verdict } from '../../drill/verdict.js';
import { findingsOf, gapsOf, gapWords } from '../../configuration/unread.js';
import { drift } from './drift-rules.js';
import { guardrails } from '../guardrails/guardrail-rules.js';
import { identityCenter } from '../federation/identity-center-rules.js';
import { mfa } from '../access/mfa-rules.js';
import { monitoring } from '../alarms/monitoring-rules.js';
import { organization } from '../guardrails/organization-rules.js';
import { people } from '../people/people-rules.js';
import { permissions } from '../access/permission-rules.js';
import { roles } from '../access/role-rules.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import { users } from '../access/user-rules.js';
import { refusedBy } from './reader-refused.js';

/** Every subject, in the order in which a scenario asks about them. */
export const subjects = {
  users,
  mfa,
  roles,
  permissions,
  guardrails,
  organization,
  monitoring,
  'identity-center': identityCenter,
  people,
  drift,
} as const satisfies Record<string, Subject>;

/** Name of a subject. */
export type SubjectId = keyof typeof subjects;

/** Names of all subjects. */
export const SUBJECT_IDS = Object.keys(subjects) as readonly SubjectId[];

/** What the rules of one subject found. */
export interface Inspection {
  verdict: Verdict;
  findings: Found[];
}

/** Applies the rules of a subject. Held: all of them looked at everything and found nothing. What was found where it could be read stands. */
export function inspect(subject: Subject, inspected: Inspected, scenario: string): Inspection {
  const seen = subject.rules.flatMap((rule) =>
    findingsOf(rule, inspected).map((problem) => finding(inspected, subject, rule, problem, scenario)),
  );
  const { evidence, rules } = subject;
  const findings = mergeFound(seen);
  const counted = `${plural(rules.length, 'rule')}, ${plural(findings.length, 'finding')}`;
  const summary = [counted, subject.listing?.(inspected) ?? ''].filter((part) => part !== '').join('; ');
  const [first, ...others] = findings;
  const gaps = gapsOf(inspected, subject.reads, subject.looksAt?.(inspected));
  if (first)
    return {
      verdict: {
        outcome: 'broken',
        evidence,
        summary,
        reason: others.length > 0 ? `${first.cause}, and ${others.length} more` : first.cause,
        faults: gaps.length > 0 ? undefined : findings,
      },
      findings,
    };
  if (gaps.length > 0)
    return {
      verdict: {
        outcome: 'inconclusive',
        evidence,
        summary,
        reason: `${gapWords(gaps)}${gaps[0] ? refusedBy(inspected, gaps[0]) : ''}`,
      },
      findings,
    };
  return { verdict: { outcome: 'held', evidence, summary }, findings };
}

function finding(
  { snapshot }: Inspected,
  { evidence }: Subject,
  rule: Rule,
  { code = rule.code, cause, accounts }: Problem,
  scenario: string,
): Found {
  return {
    code,
    cause,
    accounts: accounts.map((name) => ({ id: snapshot.organization.accounts[name]?.id ?? '', name })),
    scenarios: [scenario],
    evidence,
  };
}
