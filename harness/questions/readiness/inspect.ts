/** The rules of readiness by subject, and what they find in an organization as it was read. Pure. */
import { mergeFound } from '../../causes/found.js';
import type { Found } from '../../causes/found.js';
import type { Unread } from '../../../aws/snapshot/snapshot.js';
import { plural } from '../../../reports/sentences.js';
import type { Verdict } from '../../drill/verdict.js';
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

/** Applies the rules of a subject. Held: all of them looked at everything and found nothing. */
export function inspect(subject: Subject, inspected: Inspected, scenario: string): Inspection {
  const seen = subject.rules.flatMap((rule) =>
    rule.inspect(inspected).map((problem) => finding(inspected, subject, rule, problem, scenario)),
  );
  const { evidence, rules } = subject;
  const unread = inspected.snapshot.unread.filter(({ part }) => subject.reads.includes(part));
  const findings = mergeFound(seen.filter((one) => !mayComeOf(one, unread, inspected)));
  const summary = `${plural(rules.length, 'rule')}, ${plural(findings.length, 'finding')}`;
  const [first, ...others] = findings;
  const [gap] = unread;
  if (first)
    return {
      verdict: {
        outcome: 'broken',
        evidence,
        summary,
        reason: others.length > 0 ? `${first.cause}, and ${others.length} more` : first.cause,
        faults: gap ? undefined : findings,
      },
      findings,
    };
  if (gap)
    return {
      verdict: {
        outcome: 'inconclusive',
        evidence,
        summary,
        reason: `${gap.what} of ${gap.account.name} could not be read${unread.length > 1 ? `, and ${unread.length - 1} more` : ''}: ${gap.why}`,
      },
      findings,
    };
  return { verdict: { outcome: 'held', evidence, summary }, findings };
}

/**
 * Whether a finding may come of nothing but a fault of the way: what is missing in an account may stand where nobody could
 * look. What is read in the management account is about every other one.
 */
function mayComeOf({ accounts }: Found, unread: readonly Unread[], { snapshot: { organization } }: Inspected): boolean {
  const management = organization.accounts[organization.management]?.id;
  return unread.some(
    ({ fault, account }) =>
      fault === true &&
      (account.id === management || accounts.length === 0 || accounts.some(({ id }) => id === account.id)),
  );
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
