/** Causes about guardrails, from their documents as they were read. Pure. */
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { exemptionsOf as exemptionsIn, isAboutPrincipal, meaningOf, meansRole } from './exemptions.js';
import { allows, denies } from './guarded.js';
import type { Guarded } from './guarded.js';
import type { LabelledStatement } from './access.js';
import type { Explanation } from './explanation.js';
import { FIRST_READ, REPAIRS } from './repairs.js';

/** A guardrail by its name, with its statements. */
export interface NamedGuardrail {
  name: string;
  statements: readonly LabelledStatement[];
  /** It stands there, and the document does not say so. */
  undeclared?: true;
}

/** The usual ways in which an exemption misses the role. */
export type Miss = 'nobody' | 'session' | 'literal' | 'placeholder' | 'other';

/** Why the guardrail stops the role: every statement that means it. `exemptArn` is what an exemption should name. */
export function lockout(
  guardrail: NamedGuardrail,
  role: Guarded,
  exemptArn: string,
): { miss: Miss; explanation: Explanation } {
  const denies = guardrail.statements.filter(({ statement }) => statement.Effect === 'Deny');
  const meaning = denies.filter(({ statement }) => meansRole(statement, role));
  const reasons = (meaning.length > 0 ? meaning : denies.slice(0, 1)).map(({ label, statement }) => ({
    label,
    ...whyNotExempt(statement, exemptArn),
  }));
  const [first] = reasons;
  const told = [...new Set(reasons.map(({ words }) => words))].map((words) => {
    const labels = reasons.filter((reason) => reason.words === words).map(({ label }) => `"${label}"`);
    return `statement${labels.length > 1 ? 's' : ''} ${labels.join(', ')}: ${words}`;
  });
  return {
    miss: first?.miss ?? 'other',
    explanation: {
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      cause: first
        ? `${called(guardrail)}, ${told.join('; ')}`
        : `${called(guardrail)}, has no Deny, so an Allow is missing`,
    },
  };
}

/** Such as `policy "freeze", which the document does not declare`. */
function called({ name, undeclared }: NamedGuardrail): string {
  return `policy "${name}"${undeclared ? ', which the document does not declare' : ''}`;
}

/** Conditions of a statement about what is asked, not about who asks: under them alone it denies. */
function circumstances({ Condition: condition }: PolicyStatement): string {
  const told = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => !isAboutPrincipal(key))
      .map(([key, values]) => `${operator} ${key} ${[values].flat().join(' or ')}`),
  );
  return told.length > 0 ? `, where ${told.join(' and ')}` : '';
}

/** A level of the organization, root first, with the service control policies that are attached there. */
export interface Level {
  name: string;
  policies: readonly { name: string; document: PolicyDocument }[];
}

/**
 * The first level on which no policy allows the role what an emergency needs: FullAWSAccess was detached there, and what replaced
 * it says less (Organizations user guide, "SCP evaluation": every level must allow). `undefined` where every level allows it.
 */
export function missingAllow(
  levels: readonly Level[],
  role: Guarded,
  actions: readonly string[] = [FIRST_READ, ...REPAIRS.everywhere],
): Explanation | undefined {
  for (const { name, policies } of levels) {
    const silent = actions.filter(
      (action) =>
        !policies.some(({ document }) => allows(document, role, { action, resource: '*', region: 'us-east-1' })),
    );
    if (silent.length === 0) continue;
    const what = silent.includes(FIRST_READ) ? 'a first read' : silent.join(', ');
    // What denies alone was never meant to allow anything.
    const attached = policies
      .filter(({ document }) => [document.Statement].flat().some(({ Effect: effect }) => effect === 'Allow'))
      .map((policy) => `"${policy.name}"`)
      .sort();
    return {
      code: 'BG_SCP_DENIED',
      cause: `no service control policy allows ${what}: at "${name}" FullAWSAccess is not attached, ${
        attached.length > 0
          ? `and ${attached.join(', ')} ${attached.length === 1 ? 'does' : 'do'} not allow it`
          : 'nor is anything else that allows'
      }`,
    };
  }
  return undefined;
}

/** The statements of a resource control policy that keep a break-glass user from the hop, with what they ask for. */
export function rcpDenied(
  guardrail: NamedGuardrail,
  rolePath: string,
  roleArn: string,
  user: Guarded | undefined,
): Explanation {
  const denials = guardrail.statements.filter(({ statement }) => statement.Effect === 'Deny');
  const asked = { action: 'sts:AssumeRole', resource: roleArn, region: 'us-east-1' };
  const deciding = user
    ? denials.filter(({ statement }) => denies({ Version: '2012-10-17', Statement: statement }, user, asked))
    : [];
  const told = (deciding.length > 0 ? deciding : denials).map(
    ({ label, statement }) => `, statement "${label}"${conditionsOf(statement)}`,
  );
  return {
    code: 'BG_RCP_DENIED',
    cause: `a resource control policy denies sts:AssumeRole on ${rolePath}: ${called(guardrail)}${told.join('')}`,
  };
}

/** Every condition of a statement: key and value. */
function conditionsOf({ Condition: condition }: PolicyStatement): string {
  const told = Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} ${key} ${[values].flat().join(' or ')}`),
  );
  return told.length > 0 ? ` where ${told.join(' and ')}` : '';
}

export function yielding(guardrail: NamedGuardrail): Explanation {
  return {
    code: 'BG_GUARDRAIL_YIELDS',
    cause: `${called(guardrail)} does not bind the break-glass role${exemptionsOf(guardrail)}`,
  };
}

/** `whom` it should have stopped. */
export function tooWide(guardrail: NamedGuardrail, whom: 'an ordinary administrator' | 'an outsider'): Explanation {
  return {
    code: 'BG_GUARDRAIL_TOO_WIDE',
    cause: `${called(guardrail)} does not stop ${whom}${exemptionsOf(guardrail)}`,
  };
}

function exemptionsOf({ statements }: NamedGuardrail): string {
  const told = statements
    .filter(({ statement }) => statement.Effect === 'Deny')
    .flatMap(({ statement, label }) =>
      exemptionsIn(statement).map(
        (exemption) => `statement "${label}" exempts ${exemption.operator} ${valueOf(exemption)}`,
      ),
    );
  return told.length > 0 ? `: ${told.join('; ')}` : '';
}

/** What an exemption names: an ARN needs no key beside it. */
function valueOf({ key, value }: { key: string; value: string }): string {
  return key.toLowerCase() === 'aws:principalarn' ? value : `${key} ${value}`;
}

/** IAM user guide, aws:PrincipalArn and the string and ARN operators. */
function whyNotExempt(statement: PolicyStatement, exemptArn: string): { miss: Miss; words: string } {
  const exemptions = exemptionsIn(statement);
  const arns = exemptions.filter(({ key }) => key.toLowerCase() === 'aws:principalarn');
  if (exemptions.length === 0) {
    const meant = meaningOf(statement).map(({ operator, key, value }) => `${operator} ${key} ${value}`);
    const whom =
      meant.length > 0 ? `it means whoever has ${meant.join(' and ')}, and exempts nobody` : 'it exempts nobody';
    return { miss: 'nobody', words: `${whom}${circumstances(statement)}` };
  }
  const literal = arns.find(({ operator, value }) => /^StringNotEquals/i.test(operator) && /[*?]/.test(value));
  if (literal)
    return {
      miss: 'literal',
      words: `${literal.operator} compares literally and never matches a wildcard such as ${literal.value}; use ArnNotLike`,
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
  return {
    miss: 'other',
    words: `its exemption ${told.join(', ')} does not match ${exemptArn}${circumstances(statement)}`,
  };
}

/** As examples write them: `${Account}`, `[PRIVILEGED_ROLE]`, `<role>`; `${aws:…}` and `${*}` are variables of IAM. */
const PLACEHOLDER = /\$\{(?!aws:|\*|\?|\$)[^}]*\}|\[[A-Za-z_ -]+\]|<[^>]+>/;

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
