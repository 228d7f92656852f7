/** What the classes of differences look at: a request with its conditions and statements taken apart. */
import type { AccessRequest, PolicyStatement } from '../../iam/index.js';
import { mapStatements } from '../../test/iam/random/walk.js';
import type { Place } from '../../test/iam/random/walk.js';
import type { Question } from './adapter.js';

/** One operator over one key, beside what the request says about that key. */
export interface SeenCondition {
  quantifier: '' | 'ForAllValues' | 'ForAnyValue';
  /** In the spelling of the document, without qualifier and IfExists. */
  operator: string;
  ifExists: boolean;
  /** Lower case. */
  key: string;
  values: readonly string[];
  /** The document has policy variables. */
  variables: boolean;
  /** The values in the request; `undefined`: the key is absent. */
  found: readonly string[] | undefined;
  /** AWS sends the key as a list. */
  isList: boolean;
  context: Context;
}

/** One statement and where it stands. */
export interface SeenStatement {
  statement: PolicyStatement;
  place: Place;
  variables: boolean;
  question: Question;
  context: Context;
}

/** The context by lower-case names. */
type Context = ReadonlyMap<string, AccessRequest['context'][string]>;

/** The context of a request. */
function contextOf({ context }: AccessRequest): Context {
  return new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}

/** Names of the variables in a text, lower case, without their defaults. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$\{([^},]+)[^}]*\}/g)]
    .map(([, name = '']) => name.trim().toLowerCase())
    .filter((name) => !/^[*?$]$/.test(name));
}

/** The question without the conditions and the statements that are pointed at. */
export function without(
  question: Question,
  isLeftOut: { condition: (seen: SeenCondition) => boolean; statement: (seen: SeenStatement) => boolean },
): Question {
  const context = contextOf(question.request);
  const policies = mapStatements(question.policies, (statement, place, policy) => {
    const variables = policy.document.Version === '2012-10-17';
    if (isLeftOut.statement({ statement, place, variables, question, context })) return [];
    return withoutConditions(statement, (operator, key, values) =>
      isLeftOut.condition(take(operator, key, values, variables, context)),
    );
  });
  return { ...question, policies };
}

function withoutConditions(
  statement: PolicyStatement,
  isLeftOut: (operator: string, key: string, values: readonly string[]) => boolean,
): PolicyStatement {
  const { Condition, ...rest } = statement;
  if (!Condition) return statement;
  const kept = Object.entries(Condition).flatMap(([operator, keys]) => {
    const entries = Object.entries(keys).filter(
      ([key, values]) => !isLeftOut(operator, key, [values].flat().map(String)),
    );
    return entries.length > 0 ? [[operator, Object.fromEntries(entries)] as const] : [];
  });
  return kept.length > 0 ? { ...rest, Condition: Object.fromEntries(kept) } : rest;
}

function take(
  name: string,
  key: string,
  values: readonly string[],
  variables: boolean,
  context: Context,
): SeenCondition {
  const [, quantifier = '', operator = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/.exec(name) ?? [];
  const value = context.get(key.toLowerCase());
  const found =
    value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : [value].flat().map(String);
  return {
    quantifier: quantifier as SeenCondition['quantifier'],
    operator,
    ifExists: ifExists !== undefined,
    key: key.toLowerCase(),
    values,
    variables,
    found,
    isList: Array.isArray(value),
    context,
  };
}
