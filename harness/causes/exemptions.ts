/** Whom a statement of a guardrail spares: its conditions about the principal, apart from everything else. Pure. */
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { denies } from './guarded.js';
import type { Guarded } from './guarded.js';

type Values = string | number | boolean | readonly (string | number | boolean)[];
type Keep = (operator: string, key: string, values: Values) => boolean;

/** Keys that say who somebody is, apart from how the session came about. */
const WHO = /^aws:(principal|userid|username|sourceidentity)/i;

/**
 * Keys that say how the session came about. A session of the break-glass role has none of the last six (IAM user guide,
 * "AWS global condition context keys", and the keys of the services that make such sessions).
 */
const HOW =
  /^(aws:multifactorauth|aws:federatedprovider$|aws:assumedroot$|aws:ec2instancesource|ec2:(roledelivery|sourceinstancearn)$|(lambda|ssm):source|saml:)/i;

/**
 * Exemptions are negated conditions about the principal: ArnNotLike, StringNotEquals and the like; and Null, which denies
 * whoever lacks a key. Several in one statement are joined by AND: whoever one of them spares is spared.
 */
const isExemption: Keep = (operator, key, values) =>
  WHO.test(key) &&
  (/Not/.test(operator) || (/^null$/i.test(operator) && [values].flat().some((value) => String(value) === 'true')));

/** Whether a condition is about who asks and not about what is asked. */
export function isAboutPrincipal(key: string): boolean {
  return WHO.test(key) || HOW.test(key);
}

/** The document without its exemptions: what it is about, whoever it exempts. */
export function withoutExemptions(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    Statement: [document.Statement]
      .flat()
      .map((statement) => keeping(statement, (operator, key, values) => !isExemption(operator, key, values))),
  };
}

/** The document as if it said nothing about who asks: what is asked, wherever and by anybody. */
export function forAnybody(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    Statement: [document.Statement]
      .flat()
      .map((statement) => keeping(statement, (_operator, key) => !isAboutPrincipal(key))),
  };
}

/**
 * What no policy of a session of a role decides: it is for users alone, signed by nobody, or answered to whoever asks (STS API
 * reference, each operation; IAM API reference, ChangePassword).
 */
const NEVER_OF_ROLES =
  /^(iam:changepassword|sts:(getsessiontoken|getfederationtoken|getcalleridentity|assumerolewith(saml|webidentity)))$/i;

/** Whether a statement is about nothing that a session of a role could be denied. */
export function isNeverOfRoles({ Action: action }: PolicyStatement): boolean {
  const actions = [action ?? []].flat();
  return actions.length > 0 && actions.every((one) => NEVER_OF_ROLES.test(one));
}

/** Whether a Deny means this principal, whatever is done and wherever: only its conditions about the principal are looked at. */
export function meansRole(statement: PolicyStatement, principal: Guarded): boolean {
  if (principal.arn.includes(':role/') && isNeverOfRoles(statement)) return false;
  return deniesAnything(
    keeping(statement, (_operator, key) => isAboutPrincipal(key)),
    principal,
  );
}

/** Whether the exemptions of a Deny spare this principal. A Deny for the root user alone spares nobody: it has no exemption. */
export function sparesRole(statement: PolicyStatement, principal: Guarded): boolean {
  return !deniesAnything(keeping(statement, isExemption), principal);
}

/** Its exemptions alone, as operator, key and value. */
export function exemptionsOf(statement: PolicyStatement): Told[] {
  return conditionsWhere(statement, isExemption);
}

/** Its conditions that name whom it means: a Deny for one principal exempts nobody. */
export function meaningOf(statement: PolicyStatement): Told[] {
  return conditionsWhere(statement, (...one) => isAboutPrincipal(one[1]) && !isExemption(...one));
}

interface Told {
  operator: string;
  key: string;
  value: string;
}

function conditionsWhere({ Condition: condition }: PolicyStatement, keep: Keep): Told[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key, values]) => keep(operator, key, values))
      .flatMap(([key, values]) => [values].flat().map((value) => ({ operator, key, value: String(value) }))),
  );
}

function keeping(statement: PolicyStatement, keep: Keep): PolicyStatement {
  const conditions = Object.entries(statement.Condition ?? {}).map(
    ([operator, keys]) =>
      [
        operator,
        Object.fromEntries(Object.entries(keys).filter(([key, values]) => keep(operator, key, values))),
      ] as const,
  );
  return { ...statement, Condition: Object.fromEntries(conditions.filter(([, keys]) => Object.keys(keys).length > 0)) };
}

function deniesAnything({ Condition: condition }: PolicyStatement, principal: Guarded): boolean {
  const statement: PolicyStatement = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    ...(condition ? { Condition: condition } : {}),
  };
  return denies({ Version: '2012-10-17', Statement: statement }, principal, {
    action: 'iam:GetAccountSummary',
    resource: '*',
    region: 'us-east-1',
  });
}
