/** Causes about guardrails, from their documents as they were read. Pure. */
import type { PolicyStatement } from '../../iam/index.js';
import { meansRole } from './exemptions.js';
import type { GuardedRole } from './exemptions.js';
import { principalConditions } from './access.js';
import type { LabelledStatement } from './access.js';
import type { Explanation } from './explanation.js';

/** A guardrail by its name, with its statements. */
export interface NamedGuardrail {
  name: string;
  statements: readonly LabelledStatement[];
}

/** The usual ways in which an exemption misses the role. */
export type Miss = 'nobody' | 'session' | 'literal' | 'placeholder' | 'other';

/** Why the guardrail stops the role: the first statement that means it. `exemptArn` is what an exemption should name. */
export function lockout(
  { name, statements }: NamedGuardrail,
  role: GuardedRole,
  exemptArn: string,
): { miss: Miss; explanation: Explanation } {
  const denies = statements.filter(({ statement }) => statement.Effect === 'Deny');
  const first = denies.find(({ statement }) => meansRole(statement, role)) ?? denies[0];
  const { miss, words } = first ? whyNotExempt(first.statement, exemptArn) : { miss: 'other' as const, words: '' };
  return {
    miss,
    explanation: {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      cause: first
        ? `policy "${name}", statement "${first.label}": ${words}`
        : `policy "${name}", has no Deny, so an Allow is missing`,
    },
  };
}

export function yielding(guardrail: NamedGuardrail): Explanation {
  return {
    code: 'BG_GUARDRAIL_YIELDS',
    cause: `policy "${guardrail.name}" does not bind the break-glass role${exemptionsOf(guardrail)}`,
  };
}

/** `whom` it should have stopped. */
export function tooWide(guardrail: NamedGuardrail, whom: 'an ordinary administrator' | 'an outsider'): Explanation {
  return {
    code: 'BG_GUARDRAIL_TOO_WIDE',
    cause: `policy "${guardrail.name}" does not stop ${whom}${exemptionsOf(guardrail)}`,
  };
}

function exemptionsOf({ statements }: NamedGuardrail): string {
  const told = statements
    .filter(({ statement }) => statement.Effect === 'Deny')
    .flatMap(({ statement, label }) =>
      principalArns(statement).map(({ operator, value }) => `statement "${label}" exempts ${operator} ${value}`),
    );
  return told.length > 0 ? `: ${told.join('; ')}` : '';
}

/** IAM user guide, aws:PrincipalArn and the string and ARN operators. */
function whyNotExempt(statement: PolicyStatement, exemptArn: string): { miss: Miss; words: string } {
  const exemptions = principalConditions(statement);
  const arns = principalArns(statement);
  if (exemptions.length === 0) return { miss: 'nobody', words: 'it exempts nobody' };
  const literal = arns.find(({ operator, value }) => /^String(Not)?Equals/i.test(operator) && /[*?]/.test(value));
  if (literal)
    return {
      miss: 'literal',
      words: `${literal.operator} compares literally and never matches a wildcard; use ArnNotLike`,
    };
  const session = arns.find(({ value }) => value.includes(':assumed-role/'));
  if (session)
    return {
      miss: 'session',
      words: `it names the session ${session.value}, but aws:PrincipalArn of a session is the ARN of its role`,
    };
  const placeholder = arns.find(({ value }) => PLACEHOLDER.test(value));
  if (placeholder)
    return { miss: 'placeholder', words: `its exemption ${placeholder.value} is a placeholder that nobody filled in` };
  const told = exemptions.map(({ operator, key, value }) =>
    key.toLowerCase() === 'aws:principalarn' ? value : `${operator} ${key} ${value}`,
  );
  return { miss: 'other', words: `its exemption ${told.join(', ')} does not match ${exemptArn}` };
}

/** As examples write them: `${Account}`, `[PRIVILEGED_ROLE]`, `<role>`; `${aws:…}` and `${*}` are variables of IAM. */
const PLACEHOLDER = /\$\{(?!aws:|\*|\?|\$)[^}]*\}|\[[A-Za-z_ -]+\]|<[^>]+>/;

function principalArns(statement: PolicyStatement): { operator: string; value: string }[] {
  return principalConditions(statement).filter(({ key }) => key.toLowerCase() === 'aws:principalarn');
}

/** The role is open to change where no guardrail denies these actions. */
export function roleOpenToChange(actions: readonly string[], role: string): Explanation {
  return {
    code: 'BG_ROLE_UNPROTECTED',
    cause: `no guardrail keeps an ordinary administrator from ${actions.join(', ')} on ${role}`,
  };
}

/** No guardrail binds anybody, whatever is attached where. */
export const guardrailsDisabled: Explanation = {
  code: 'BG_GUARDRAILS_DISABLED',
  cause: 'service control policies are not enabled on the root of the organization, so that none binds anybody',
};
