/** Causes about the break-glass role, its trust policy, and the hop into it. Pure. */
import type { PolicyStatement } from '../../iam/index.js';
import type { Statements } from '../../organization/model.js';
import { deniedBy } from './denied-by.js';
import type { Explanation, FindingCode } from './explanation.js';

/** The role of a drill: path and name, e.g. `/break-glass/BreakGlass`. */
type RolePath = string;

export function roleMissing(role: RolePath): Explanation {
  return { code: 'BG_ROLE_MISSING', cause: `there is no role ${role} in the account` };
}

/** IAM names are unique without their path, so a role at another path is found by its name but not by its ARN. */
export function rolePathDiffers(role: RolePath, found: string): Explanation {
  return { code: 'BG_ROLE_PATH_DIFFERS', cause: `the role is there as ${found}, not as ${role}` };
}

/** `by`: the statements that come near, or deny it. */
export function rolePowerless(role: RolePath, hasPolicies: boolean, by = ''): Explanation {
  return {
    code: 'BG_ROLE_POWERLESS',
    cause: hasPolicies
      ? `no policy of the role ${role} allows a first read${by}`
      : `the role ${role} has no permissions policy`,
  };
}

/** `longest` and `asked` are seconds; `longest` is unknown where the role could not be read. */
export function sessionTooShort(role: RolePath, longest: number | undefined, asked: number): Explanation {
  const allows = longest === undefined ? 'shorter sessions only' : `sessions of ${longest} seconds at most`;
  return { code: 'BG_SESSION_TOO_SHORT', cause: `the role ${role} allows ${allows}, and the drill asks for ${asked}` };
}

/**
 * Switch Role takes path and name together up to 64 characters, though a role may have longer ones (IAM user guide, "IAM and
 * AWS STS quotas"). The slash before them is none of theirs: nobody enters it.
 */
export function tooLongToSwitch(role: RolePath): Explanation | undefined {
  const { length } = role.replace(/^\//, '');
  if (length <= LONGEST_TO_SWITCH) return undefined;
  return {
    code: 'BG_ROLE_NAME_TOO_LONG',
    cause: `path and name of ${role} have ${length} characters together, and Switch Role in the console takes ${LONGEST_TO_SWITCH} at most`,
  };
}

const LONGEST_TO_SWITCH = 64;

/** No role can give more than its way: whoever needs longer sessions needs another way. */
export function wayTooShort(most: number, asked: number): Explanation {
  return {
    code: 'BG_SESSION_TOO_SHORT',
    cause: `a hop with an MFA session lasts ${most} seconds at most, whatever the role allows, and the drill asks for ${asked}: only the long-term key with a code in the hop gives more`,
  };
}

export function trustDangling(role: RolePath, label: string, ids: readonly string[], user: string): Explanation {
  return {
    code: 'BG_TRUST_DANGLING',
    cause: `the trust policy of ${role}, statement "${label}", names ${ids.join(', ')}, a user that no longer exists, instead of user "${user}"`,
  };
}

export function trustDenies(role: RolePath, user: string): Explanation {
  return { code: 'BG_TRUST_DENIED', cause: `the trust policy of ${role} does not admit user "${user}" with MFA` };
}

/** A statement that admits others than the break-glass users, whose ARNs and unique ids are `own`. */
export function trustTooWide(
  role: RolePath,
  { label, statement }: LabelledStatement,
  own: readonly string[],
): Explanation {
  const others = principals(statement).filter((principal) => !own.includes(principal));
  const whom = others.map((principal) => (principal === '*' ? 'everybody' : wholeAccount(principal))).join(', ');
  const names = [...principalConditions(statement), ...parameterConditions(statement)].map(
    ({ operator, key, value }) => `${operator} ${key} ${value}`,
  );
  return {
    code: 'BG_TRUST_TOO_WIDE',
    cause: `the trust policy of ${role}, statement "${label}", admits ${whom || 'everybody but some'}${names.length > 0 ? ` where ${names.join(' and ')}` : ''}`,
  };
}

export function mfaNotRequired(role: RolePath, label: string): Explanation {
  return {
    code: 'BG_MFA_NOT_REQUIRED',
    cause: `the trust policy of ${role}, statement "${label}", admits a break-glass user without MFA`,
  };
}

/** Whom a refusal is about, and the end of its sentence: the statements that decided, where they are known. */
export interface Refused {
  role: RolePath;
  by?: string;
}

/** A user's hop into the role, denied by the type of policy that the code names; `undefined` for a code that names none. */
export function hopDenied(
  code: FindingCode,
  { role, user, by }: Refused & { user: string },
  explicit: boolean,
): Explanation | undefined {
  return asExplanation(code, deniedBy(code, `user "${user}"`, `sts:AssumeRole on ${role}`, explicit), by);
}

/** Likewise the first read of the role's session. */
export function readDenied(code: FindingCode, { role, by }: Refused, explicit: boolean): Explanation | undefined {
  return asExplanation(code, deniedBy(code, `the role ${role}`, 'a first read', explicit), by);
}

/** Likewise the repair of last resort: changing guardrails from the management account. */
export function repairDenied(code: FindingCode, { role, by }: Refused, explicit: boolean): Explanation | undefined {
  const what = 'organizations:UpdatePolicy in the management account';
  return asExplanation('BG_REPAIR_DENIED', deniedBy(code, `the role ${role}`, what, explicit), by);
}

function asExplanation(code: FindingCode, cause: string | undefined, by = ''): Explanation | undefined {
  return cause === undefined ? undefined : { code, cause: `${cause}${by}` };
}

/** A statement and what it is called: its Sid or its place. */
export interface LabelledStatement {
  label: string;
  statement: PolicyStatement;
}

/** Statements with their labels. */
export function labelled(statements: Statements): LabelledStatement[] {
  return Object.entries(statements).map(([label, statement]) => ({ label, statement }));
}

/** Everybody whom the Principal element names. */
export function principals({ Principal: principal }: PolicyStatement): string[] {
  if (principal === undefined) return [];
  return principal === '*' ? ['*'] : Object.values(principal).flat();
}

/** Conditions about who asks: they say whom a statement means more closely than its Principal does. */
export function principalConditions({ Condition: condition }: PolicyStatement): Asked[] {
  return conditionsOn(/^aws:(principal|userid|username)/i, condition);
}

/** Conditions on what a caller writes into AssumeRole. */
function parameterConditions({ Condition: condition }: PolicyStatement): Asked[] {
  return conditionsOn(/^sts:(externalid|rolesessionname|sourceidentity)$/i, condition);
}

interface Asked {
  operator: string;
  key: string;
  value: string;
}

function conditionsOn(wanted: RegExp, condition: PolicyStatement['Condition']): Asked[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => wanted.test(key))
      .flatMap(([key, values]) => [values].flat().map((value) => ({ operator, key, value: String(value) }))),
  );
}

function wholeAccount(principal: string): string {
  const account = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/.exec(principal)?.[1];
  return account === undefined ? principal : `the whole account ${account}`;
}
