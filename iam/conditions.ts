/** The Condition element (IAM user guide, "Condition operators" and "Multivalued context keys"): one table of operators. */
import { splitArn } from './arn.js';
import type { ContextValue, RequestContext } from './context.js';
import { isInRange } from './ip.js';
import { parseTemplate, resolveText, resolveTokens } from './variables.js';
import type { Template } from './variables.js';
import { matchesTokens } from './wildcard.js';

/** Case U10: a plain operator on a key with several values. Undocumented: it matches only if there is exactly one value. */
const PLAIN_OPERATOR_TAKES_ONE_VALUE = true;
/** Case U11: `ArnLike` with `*` alone. Undocumented: it matches every value, ARN or not. */
const ARN_STAR_MATCHES_ANYTHING = true;

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

const text = (compare: (value: string, wanted: string) => boolean): Match => (value, policyValue, context) => {
  const wanted = resolveText(policyValue.whole, context);
  return wanted !== undefined && compare(value, wanted);
};

const like: Match = (value, policyValue, context) => {
  const tokens = resolveTokens(policyValue.whole, context);
  return tokens !== undefined && matchesTokens(tokens, value);
};

const number = (compare: (value: number, wanted: number) => boolean): Match =>
  text((value, wanted) => isNumber(value) && isNumber(wanted) && compare(Number(value), Number(wanted)));

const date = (compare: (value: number, wanted: number) => boolean): Match =>
  text((value, wanted) => {
    const [left, right] = [parseDate(value), parseDate(wanted)];
    return left !== undefined && right !== undefined && compare(left, right);
  });

/** ARN operators compare component by component; ArnEquals takes wildcards exactly as ArnLike does. */
const arn: Match = (value, policyValue, context) => {
  if (ARN_STAR_MATCHES_ANYTHING && policyValue.whole.text === '*') return true;
  const components = splitArn(value);
  if (components.length !== 6 || policyValue.components.length !== 6) return false;
  return policyValue.components.every((template, index) => {
    const tokens = resolveTokens(template, context);
    return tokens !== undefined && matchesTokens(tokens, components[index] ?? '');
  });
};

const operators: Readonly<Record<string, Operator>> = {
  stringequals: { match: text((value, wanted) => value === wanted), negated: false },
  stringnotequals: { match: text((value, wanted) => value === wanted), negated: true },
  stringequalsignorecase: { match: text((value, wanted) => value.toLowerCase() === wanted.toLowerCase()), negated: false },
  stringnotequalsignorecase: { match: text((value, wanted) => value.toLowerCase() === wanted.toLowerCase()), negated: true },
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
  bool: { match: text((value, wanted) => value.toLowerCase() === wanted.toLowerCase()), negated: false },
  binaryequals: { match: text((value, wanted) => value === wanted), negated: false },
  ipaddress: { match: text(isInRange), negated: false },
  notipaddress: { match: text(isInRange), negated: true },
  arnequals: { match: arn, negated: false },
  arnlike: { match: arn, negated: false },
  arnnotequals: { match: arn, negated: true },
  arnnotlike: { match: arn, negated: true },
};

/** Prepares one operator over one key. */
export function compileCondition(operatorName: string, key: string, values: readonly string[], variables: boolean): Condition {
  const [, quantifier, base = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/i.exec(operatorName) ?? [];
  const name = base.toLowerCase();
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  return {
    key: key.toLowerCase(),
    quantifier: quantifier === undefined ? 'none' : quantifier.toLowerCase() === 'forallvalues' ? 'all' : 'any',
    ifExists: ifExists !== undefined,
    operator,
    unknown: operator === undefined && name !== 'null',
    values: values.map((value) => ({
      whole: parseTemplate(value, variables),
      components: name.startsWith('arn') ? splitArn(value).map((part) => parseTemplate(part, variables)) : [],
    })),
  };
}

/** True if the condition holds. `onUnknown` is the answer for an operator that AWS does not have. */
export function holds(condition: Condition, context: RequestContext, onUnknown: boolean): boolean {
  if (condition.unknown) return onUnknown;
  const found = context.get(condition.key);
  const { operator } = condition;
  if (!operator) return condition.values.some((value) => (value.whole.text.toLowerCase() === 'true') === (found === undefined));
  if (!found || (condition.quantifier !== 'none' && isEmpty(found))) return whenAbsent(condition, operator);
  const test = (value: string): boolean => condition.values.some((wanted) => operator.match(value, wanted, context)) !== operator.negated;
  if (condition.quantifier === 'all') return found.values.every(test);
  if (condition.quantifier === 'any') return found.values.some(test);
  if (PLAIN_OPERATOR_TAKES_ONE_VALUE && found.values.length !== 1) return operator.negated;
  return test(found.values[0] ?? '');
}

function whenAbsent({ quantifier, ifExists }: Condition, { negated }: Operator): boolean {
  if (ifExists || quantifier === 'all') return true;
  return quantifier === 'any' ? false : negated;
}

/** Values that are all empty count as an empty set: `ForAllValues` is then true (case CON-45, a literal reading). */
function isEmpty({ values }: ContextValue): boolean {
  return values.every((value) => value === '');
}

function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

/** ISO 8601 or seconds since 1970, as milliseconds. */
function parseDate(value: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(value) && value.length > 4) return Number(value) * 1000;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}
