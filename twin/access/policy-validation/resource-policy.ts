/** Policies of resources such as topics and queues: like trust policies, but on any action and with a resource. */
import { isObject, texts } from './document.js';
import type { RawStatement, Rule } from './document.js';
import { wrongAction } from './elements.js';
import { wrongFederation, wrongPrincipalName, wrongServiceName } from './principals.js';
import { wrongResource } from './resources.js';
import { closingRules, documentRules, eachStatement, wrongStatementShape } from './trust.js';

export const resourceRules: readonly Rule[] = [...documentRules, eachStatement(wrong), ...closingRules];

function wrong(statement: RawStatement): string | undefined {
  return (
    wrongStatementShape(statement) ??
    wrongPrincipal(statement) ??
    wrongTexts(statement, 'Action', wrongAction, 'Policy has invalid action') ??
    wrongTexts(statement, 'Resource', wrongResource, 'Policy has invalid resource')
  );
}

function wrongPrincipal(statement: RawStatement): string | undefined {
  if ('NotPrincipal' in statement && statement['Effect'] === 'Allow') return 'Allow with NotPrincipal is not allowed.';
  const principal = statement['Principal'] ?? statement['NotPrincipal'];
  if (principal === undefined || ('Principal' in statement && 'NotPrincipal' in statement))
    return 'Missing required field Principal';
  if (principal === '*') return undefined;
  if (!isObject(principal) || Object.keys(principal).length === 0) return 'Invalid principal in policy';
  const right = Object.entries(principal).every(([type, value]) => {
    const isWrong = {
      AWS: wrongPrincipalName,
      Service: (name: string) => name !== '*' && wrongServiceName(name),
      Federated: wrongFederation,
      CanonicalUser: (name: string) => name === '',
    }[type];
    return isWrong !== undefined && texts(value)?.some(isWrong) === false;
  });
  return right ? undefined : 'Invalid principal in policy';
}

/** An element or its negation, one of the two, with texts that are right. */
function wrongTexts(
  statement: RawStatement,
  element: string,
  isWrong: (text: string) => string | undefined,
  text: string,
): string | undefined {
  const negated = `Not${element}`;
  const value = statement[element] ?? statement[negated];
  if (value === undefined) return `Missing required field ${element}`;
  const items = texts(value);
  if (!items || items.length === 0 || (element in statement && negated in statement)) return text;
  return items.some((item) => isWrong(item) !== undefined) ? text : undefined;
}
