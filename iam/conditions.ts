/** The Condition element (IAM user guide, "Condition operators" and "Multivalued context keys"): one table of operators. */
import { splitArn } from './arn.js';
import type { ContextValue, RequestContext } from './context.js';
import { parseDate } from './date.js';
import { isInRange } from './ip.js';
import { inLowerCase } from './lower-case.js';
import { undocumented } from './undocumented.js';
import { parseTemplate, resolveText, resolveTokens } from './variables.js';
import type { Template } from './variables.js';
import { matchesTokens } from './wildcard.js';

/** A policy value, prepared once: as text, and for ARN operators by component. */
interface PolicyValue {
  whole: Template;
  components: readonly Template[];
}

type Match = (value: string, policyValue: PolicyValue, context: RequestContext) => boolean;

interface Operator {
  match: Match;
  negated: boolean;
}

/** One operator over one key. */
export interface Condition {
  /** Lower case. */
  key: string;
  quantifier: 'none' | 'all' | 'any';
  ifExists: boolean;
  /** `undefined`: the Null operator. */
  operator: Operator | undefined;
  values: readonly PolicyValue[];
  /** AWS refuses documents with unknown operators; one that got here must not open anything. */
  unknown: boolean;
}

/** Compares with the text in which variables are replaced: the string operators and Bool. */
const text =
  (compare: (value: string, wanted: string) => boolean): Match =>
  (value, policyValue, context) => {
    const wanted = resolveText(policyValue.whole, context);
    return wanted !== undefined && compare(value, wanted);
  };

/** Compares with the text as it stands: no variables here (IAM user guide, "Where you can use policy variables"). */
const literal =
  (compare: (value: string, wanted: string) => boolean): Match =>
  (value, policyValue) =>
    compare(value, policyValue.whole.text);

const like: Match = (value, policyValue, context) => {
  const tokens = resolveTokens(policyValue.whole, context);
  return tokens !== undefined && matchesTokens(tokens, value);
};

const number = (compare: (value: number, wanted: number) => boolean): Match =>
  literal((value, wanted) => isNumber(value) && isNumber(wanted) && compare(Number(value), Number(wanted)));

const date = (compare: (value: number, wanted: number) => boolean): Match =>
  literal((value, wanted) => {
    const [left, right] = [parseDate(value), parseDate(wanted)];
    return left !== undefined && right !== undefined && compare(left, right);
  });

/** ARN operators compare component by component; ArnEquals takes wildcards exactly as ArnLike does. */
const arn: Match = (value, policyValue, context) => {
  if (undocumented.arnStarMatchesAnything && policyValue.whole.text === '*') return true;
  const components = splitArn(value);
  if (components.length !== 6 || policyValue.components.length !== 6) return false;
  return policyValue.components.every((template, index) => {
    const tokens = resolveTokens(template, context);
    return tokens !== undefined && matchesTokens(tokens, components[index] ?? '');
  });
};

const ignoringCase = (value: string, wanted: string): boolean => value.toLowerCase() === wanted.toLowerCase();
const bool = undocumented.booleansTakeVariables ? text(ignoringCase) : literal(ignoringCase);

const operators: Readonly<Record<string, Operator>> = {
  stringequals: { match: text((value, wanted) => value === wanted), negated: false },
  stringnotequals: { match: text((value, wanted) => value === wanted), negated: true },
  stringequalsignorecase: { match: text(ignoringCase), negated: false },
  stringnotequalsignorecase: { match: text(ignoringCase), negated: true },
  stringlike: { match: like, negated: false },
  stringnotlike: { match: like, negated: true },
  numericequals: { match: number((value, wanted) => value === wanted), negated: false },
  numericnotequals: { match: number((value, wanted) => value === wanted), negated: true },
  numericlessthan: { match: number((value, wanted) => value < wanted), negated: false },
  numericlessthanequals: { match: number((value, wanted) => value <= wanted), negated: false },
  numericgreaterthan: { match: number((value, wanted) => value > wanted), negated: false },
  numericgreaterthanequals: { match: number((value, wanted) => value >= wanted), negated: false },
  dateequals: { match: date((value, wanted) => value === wanted), negated: false },
  datenotequals: { match: date((value, wanted) => value === wanted), negated: true },
  datelessthan: { match: date((value, wanted) => value < wanted), negated: false },
  datelessthanequals: { match: date((value, wanted) => value <= wanted), negated: false },
  dategreaterthan: { match: date((value, wanted) => value > wanted), negated: false },
  dategreaterthanequals: { match: date((value, wanted) => value >= wanted), negated: false },
  bool: { match: bool, negated: false },
  binaryequals: { match: literal((value, wanted) => value === wanted), negated: false },
  ipaddress: { match: literal(isInRange), negated: false },
  notipaddress: { match: literal(isInRange), negated: true },
  arnequals: { match: arn, negated: false },
  arnlike: { match: arn, negated: false },
  arnnotequals: { match: arn, negated: true },
  arnnotlike: { match: arn, negated: true },
};

const OPERATOR_NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i;

/** Prepares one operator over one key. `variables`: the document's version has policy variables. */
export function compileCondition(
  operatorName: string,
  key: string,
  values: readonly string[],
  variables: boolean,
): Condition {
  const [, quantifier, base = '', ifExists] = OPERATOR_NAME.exec(operatorName) ?? [];
  const name = base.toLowerCase();
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  return {
    key: inLowerCase(key),
    quantifier: quantifier === undefined ? 'none' : quantifier.toLowerCase() === 'forallvalues' ? 'all' : 'any',
    ifExists: ifExists !== undefined,
    operator,
    unknown: operator === undefined && name !== 'null',
    values: values.map((value) => ({
      whole: parseTemplate(value, variables),
      components: name.startsWith('arn') ? componentsOf(value, variables) : [],
    })),
  };
}

function componentsOf(value: string, variables: boolean): Template[] {
  const everywhere = undocumented.arnValuesTakeVariablesInEveryPart;
  return splitArn(value).map((part, index) => parseTemplate(part, variables && (everywhere || index === 5)));
}

/** True if the condition holds. `onUnknown` is the answer for an operator that AWS does not have. */
export function holds(condition: Condition, context: RequestContext, onUnknown: boolean): boolean {
  if (condition.unknown) return onUnknown;
  const found = context.get(condition.key);
  const { operator } = condition;
  if (!operator) return condition.values.some((value) => isTrue(value) === (found === undefined));
  if (!found || (condition.quantifier !== 'none' && isEmpty(found))) return whenAbsent(condition, operator);
  // Several values are joined by OR, those of a negated operator by NOR.
  const test = (value: string): boolean =>
    condition.values.some((wanted) => operator.match(value, wanted, context)) !== operator.negated;
  if (condition.quantifier === 'all') return found.values.every(test);
  if (condition.quantifier === 'any') return found.values.some(test);
  if (undocumented.plainOperatorsTakeOneValue && found.values.length !== 1) return operator.negated;
  return found.values.some(test);
}

function whenAbsent({ quantifier, ifExists }: Condition, { negated }: Operator): boolean {
  if (quantifier === 'any') return ifExists && undocumented.ifExistsHoldsUnderForAnyValue;
  return ifExists || quantifier === 'all' || negated;
}

function isEmpty({ values }: ContextValue): boolean {
  return undocumented.emptyTextsAreAnEmptySet && values.every((value) => value === '');
}

function isTrue({ whole }: PolicyValue): boolean {
  return whole.text.toLowerCase() === 'true';
}

/** Decimal numbers, signed or not, with or without an exponent. */
function isNumber(value: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(value);
}
