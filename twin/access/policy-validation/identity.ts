/**
 * Identity policies, managed and inline, and session policies. The order of the rules and their texts are those that IAM's
 * answers show; "legacy parsing" is IAM's own word (IAM user guide, "Grammar of the IAM JSON policy language").
 */
import {
  DOCUMENT_MEMBERS,
  isObject,
  STATEMENT_MEMBERS,
  statementsIn,
  texts,
  textsOf,
  unknownMembers,
  VERSIONS,
} from './document.js';
import type { RawStatement, Rule } from './document.js';
import { badDate, hasBadCondition, sids, unknownOperator, unprefixedKey, wrongAction } from './elements.js';
import { failsLegacyParsing, wrongResource } from './resources.js';

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';

const syntax: Rule = (document) => {
  const { members, statements } = document;
  if (
    unknownMembers(members, DOCUMENT_MEMBERS).length > 0 ||
    !isOptionalText(members['Id']) ||
    !isOptionalText(members['Version'])
  )
    return SYNTAX;
  if (
    !statements ||
    statements.length === 0 ||
    !statements.every((statement) => isObject(statement) && hasRightShape(statement))
  )
    return SYNTAX;
  return unknownOperator(document) === undefined ? undefined : SYNTAX;
};

const version: Rule = ({ members }) =>
  members['Version'] === undefined || VERSIONS.includes(String(members['Version'])) ? undefined : SYNTAX;

const sessionVersion: Rule = (document) =>
  version(document) === undefined ? undefined : 'The policy must contain a valid version string';

/** Managed policies must say so; inline ones without a version are of 2008-10-17. */
const currentVersion: Rule = ({ members }) =>
  members['Version'] === '2012-10-17' ? undefined : 'Policy document must be version 2012-10-17 or greater.';

const noPrincipal: Rule = (document) =>
  statementsIn(document).some((statement) => 'Principal' in statement || 'NotPrincipal' in statement)
    ? 'Policy document should not specify a principal.'
    : undefined;

const legacyParsing: Rule = (document) => {
  const effects = statementsIn(document).every(({ Effect: effect }) => effect === 'Allow' || effect === 'Deny');
  return !effects ||
    badDate(document) !== undefined ||
    textsOf(document, 'Resource', 'NotResource').some(failsLegacyParsing)
    ? LEGACY
    : undefined;
};

const sidCharacters: Rule = (document) =>
  sids(document).every((sid) => /^[0-9A-Za-z]*$/.test(sid))
    ? undefined
    : 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*';

const uniqueSids: Rule = (document) =>
  new Set(sids(document)).size < sids(document).length
    ? 'Statement IDs (SID) in a single policy must be unique.'
    : undefined;

const someAction: Rule = (document) =>
  statementsIn(document).every((statement) => isFilled(statement, 'Action', 'NotAction'))
    ? undefined
    : 'Policy statement must contain actions.';

const someResource: Rule = (document) =>
  statementsIn(document).every((statement) => isFilled(statement, 'Resource', 'NotResource'))
    ? undefined
    : 'Policy statement must contain resources.';

const rightResources: Rule = (document) => firstOf(textsOf(document, 'Resource', 'NotResource'), wrongResource);

const rightActions: Rule = (document) => firstOf(textsOf(document, 'Action', 'NotAction'), wrongAction);

const prefixedKeys: Rule = (document) => (unprefixedKey(document) === undefined ? undefined : VENDOR);

const statementRules = [
  noPrincipal,
  legacyParsing,
  sidCharacters,
  uniqueSids,
  someAction,
  rightResources,
  rightActions,
  prefixedKeys,
  someResource,
];

export const inlineRules: readonly Rule[] = [syntax, version, ...statementRules];
export const managedRules: readonly Rule[] = [syntax, version, currentVersion, ...statementRules];
export const sessionRules: readonly Rule[] = [syntax, sessionVersion, ...statementRules];

function hasRightShape(statement: RawStatement): boolean {
  if (unknownMembers(statement, STATEMENT_MEMBERS).length > 0 || !isOptionalText(statement['Sid'])) return false;
  for (const [element, negated] of [
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
  ] as const) {
    if (element in statement && negated in statement) return false;
    if ((element in statement && !texts(statement[element])) || (negated in statement && !texts(statement[negated])))
      return false;
  }
  // The right letters in the wrong case get past here and fail legacy parsing.
  return /^(allow|deny)$/i.test(String(statement['Effect'])) && !hasBadCondition(statement);
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

/** One of the two elements is there and holds something. */
function isFilled(statement: RawStatement, element: string, negated: string): boolean {
  const value = statement[element] ?? statement[negated];
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function firstOf(values: readonly string[], wrong: (value: string) => string | undefined): string | undefined {
  for (const value of values) {
    const text = wrong(value);
    if (text !== undefined) return text;
  }
  return undefined;
}
