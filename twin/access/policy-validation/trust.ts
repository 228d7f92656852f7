/** Role trust policies (IAM user guide, "AWS JSON policy elements: Principal"), with the texts of IAM's newer parser. */
import { DOCUMENT_MEMBERS, isObject, STATEMENT_MEMBERS, texts, unknownMembers, VERSIONS } from './document.js';
import type { RawDocument, RawStatement, Rule } from './document.js';
import { hasBadCondition, sids, unknownOperator } from './elements.js';
import { wrongFederation, wrongPrincipalName, wrongServiceName } from './principals.js';

/** Actions that a trust policy decides; a pattern must begin with one of the first two. */
const TRUST_ACTION = /^sts:(AssumeRole[\w*?]*|TagSession|SetSourceIdentity|SetContext)$/i;

/** What the newer parser asks of every policy that names principals. */
export const documentRules: readonly Rule[] = [
  ({ members }) => prefixed('Unknown field ', unknownMembers(members, DOCUMENT_MEMBERS)[0]),
  ({ members }) =>
    members['Version'] === undefined || VERSIONS.includes(String(members['Version']))
      ? undefined
      : 'The policy must contain a valid version string',
  ({ statements }) =>
    statements === undefined
      ? 'Missing required field Statement'
      : statements.length === 0
        ? 'Could not parse the policy: Statement is empty!'
        : undefined,
];

/** Rules that look at the whole document once its statements are right. */
export const closingRules: readonly Rule[] = [
  (document) => prefixed('Invalid Condition type : ', unknownOperator(document)),
  (document) =>
    new Set(sids(document)).size < sids(document).length ? 'The Statement Ids in the policy are not unique' : undefined,
];

export const trustRules: readonly Rule[] = [...documentRules, eachStatement(wrongTrustStatement), ...closingRules];

/** A rule that asks every statement in turn. */
export function eachStatement(wrong: (statement: RawStatement) => string | undefined): Rule {
  return ({ statements = [] }: RawDocument) => {
    for (const statement of statements) {
      const text = isObject(statement) ? wrong(statement) : 'This policy contains invalid Json';
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

/** Members and effect of a statement, for every policy that names principals. */
export function wrongStatementShape(statement: RawStatement): string | undefined {
  const [unknown] = unknownMembers(statement, STATEMENT_MEMBERS);
  if (unknown !== undefined) return `Unknown field ${unknown}`;
  const { Effect: effect, Sid: sid } = statement;
  if (effect === undefined) return 'Missing required field Effect';
  if (effect !== 'Allow' && effect !== 'Deny') return `Invalid effect: ${String(effect)}`;
  if (sid !== undefined && typeof sid !== 'string') return 'This policy contains invalid Json';
  return hasBadCondition(statement) ? 'Syntax error in policy.' : undefined;
}

function wrongTrustStatement(statement: RawStatement): string | undefined {
  return (
    wrongStatementShape(statement) ?? wrongPrincipal(statement) ?? wrongActions(statement) ?? prohibited(statement)
  );
}

function prohibited(statement: RawStatement): string | undefined {
  if ('Resource' in statement) return 'Has prohibited field Resource';
  return 'NotResource' in statement ? 'AssumeRole policy must not contain resources.' : undefined;
}

function wrongActions(statement: RawStatement): string | undefined {
  const actions = texts(statement['Action'] ?? statement['NotAction']);
  if (
    ('Action' in statement && 'NotAction' in statement) ||
    (actions === undefined && ('Action' in statement || 'NotAction' in statement))
  )
    return 'Syntax error in policy.';
  if (!actions || actions.length === 0) return 'Missing required field Action';
  return actions.every((action) => TRUST_ACTION.test(action))
    ? undefined
    : 'AssumeRole policy may only specify STS AssumeRole actions.';
}

function wrongPrincipal(statement: RawStatement): string | undefined {
  if ('NotPrincipal' in statement)
    return statement['Effect'] === 'Allow'
      ? 'Allow with NotPrincipal is not allowed.'
      : 'AssumeRole policy must not contain NotPrincipal field.';
  const { Principal: principal } = statement;
  if (principal === undefined) return 'Missing required field Principal';
  if (principal === '*') return 'AssumeRolepolicy contained an invalid principal: "STAR":"*".';
  if (!isObject(principal)) return 'Principal must be a JSON object.';
  if (Object.keys(principal).length === 0) return 'Missing required field Principal cannot be empty!';
  for (const [type, value] of Object.entries(principal)) {
    const names = texts(value);
    if (!names || !['AWS', 'Service', 'Federated'].includes(type)) return `Invalid principal in policy: "${type}"`;
    if (names.length === 0) return 'Missing required field Principal cannot be empty!';
    const wrong = names.find((name) =>
      type === 'AWS' ? wrongPrincipalName(name) : type === 'Service' ? wrongServiceName(name) : wrongFederation(name),
    );
    if (wrong !== undefined)
      return type === 'Federated'
        ? 'Federated principals must be valid domain names or SAML metadata ARNs'
        : `Invalid principal in policy: "${type.toUpperCase()}":"${wrong}"`;
  }
  return undefined;
}

function prefixed(text: string, found: string | undefined): string | undefined {
  return found === undefined ? undefined : text + found;
}
