/** The rules of readiness by subject, and what they find in an organization as it was read. Pure. */
import type { Finding } from '../../reports/result.js';
import { plural } from '../../reports/words.js';
import { makeFinding, mergeFindings } from '../findings/index.js';
import type { Verdict } from '../outcome.js';
import { guardrails } from './guardrails.js';
import { identityCenter } from './identity-center.js';
import { mfa } from './mfa.js';
import { monitoring } from './monitoring.js';
import { organization } from './organization.js';
import { people } from './people.js';
import { permissions } from './permissions.js';
import { roles } from './roles.js';
import type { Inspected, Problem, Rule, Subject } from './rule.js';
import { users } from './users.js';

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
} as const satisfies Record<string, Subject>;

/** Name of a subject. */
export type SubjectId = keyof typeof subjects;

/** What the rules of one subject found. */
export interface Inspection {
  verdict: Verdict;
  findings: Finding[];
}

/** Applies the rules of a subject. Held: all of them looked at everything and found nothing. */
export function inspect(subject: Subject, inspected: Inspected, scenario: string): Inspection {
  const seen = subject.rules.flatMap((rule) =>
    rule.inspect(inspected).map((problem) => finding(inspected, subject, rule, problem, scenario)),
  );
  const findings = mergeFindings(seen);
  const { evidence, rules } = subject;
  const summary = `${plural(rules.length, 'rule')}, ${plural(findings.length, 'finding')}`;
  const [first, ...others] = findings;
  const unread = inspected.snapshot.unread.filter(({ part }) => subject.reads.includes(part));
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

function finding(
  { snapshot }: Inspected,
  { evidence }: Subject,
  rule: Rule,
  { code = rule.code, cause, accounts }: Problem,
  scenario: string,
): Finding {
  return makeFinding(code, {
    cause,
    accounts: accounts.map((name) => ({ id: snapshot.organization.accounts[name]?.id ?? '', name })),
    scenarios: [scenario],
    evidence,
  });
}
