/**
 * One entry of a list of values in an event pattern or a filter policy: a value, or an object with one operator
 * (EventBridge user guide, "Comparison operators for use in event patterns"). Refusals are worded as AWS's own matcher does.
 */
import { BlockList, isIP } from 'node:net';
import type { Members } from '../base/json-text.js';
import { ExactNumber } from '../base/json-text.js';
import type { JsonObject, Scalar } from './json-tree.js';
import { hasMembers, isScalar, membersOf } from './json-tree.js';
import { PatternError } from './pattern-error.js';
import { compileWildcard } from './wildcard.js';

/** Tells whether the value of a field matches; `absent` asks that there be no such field. */
export type ValueMatcher = 'absent' | ((value: Scalar) => boolean);

/** What a service knows of the language. */
export interface Dialect {
  operators: readonly string[];
  /** Operators inside `anything-but`. */
  insideAnythingBut: readonly string[];
  /** `prefix` and `suffix` take several texts inside `anything-but`. */
  severalAffixes: boolean;
  /** `prefix` and `suffix` take `{ "equals-ignore-case": text }`. */
  affixesIgnoreCase: boolean;
  /** Bound of numbers in `numeric`, either way. */
  numberLimit: number;
}

/**
 * Event patterns know all of it. The user guide bounds numbers by 5e9; the engine takes each number that a double holds since
 * version 1.8, and event times in milliseconds are such.
 */
export const EVENT_PATTERNS: Dialect = {
  operators: [
    ...['prefix', 'suffix', 'equals-ignore-case', 'wildcard', 'exactly', 'anything-but', 'exists', 'cidr', 'numeric'],
  ],
  insideAnythingBut: ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'],
  severalAffixes: true,
  affixesIgnoreCase: true,
  numberLimit: Number.MAX_VALUE,
};

/** Compiles one entry of a list of values. Throws a `PatternError`. */
export function compileValue(entry: unknown, dialect: Dialect): ValueMatcher {
  if (isScalar(entry)) return equals(entry);
  if (!hasMembers(entry)) throw new PatternError('Match value must be String, number, true, false, or null');
  const [member, ...more] = membersOf(entry);
  if (!member) throw new PatternError('Match expression name not found');
  const [operator, operand] = member;
  const compile = dialect.operators.includes(operator) ? operators[operator] : undefined;
  if (!compile) throw new PatternError(`Unrecognized match type ${operator}`);
  const matcher = compile(operand, dialect);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  return matcher;
}

/** The operators that `anything-but` takes too. */
const textOperators: Readonly<Record<string, (operand: unknown, dialect: Dialect) => (value: Scalar) => boolean>> = {
  prefix: (operand, dialect) => affix('prefix', operand, dialect, (value, expected) => value.startsWith(expected)),
  suffix: (operand, dialect) => affix('suffix', operand, dialect, (value, expected) => value.endsWith(expected)),
  'equals-ignore-case': (operand) => equalsIgnoringCase(text(operand, 'equals-ignore-case')),
  wildcard: (operand) => wildcard(text(operand, 'wildcard')),
};

const operators: Readonly<Record<string, (operand: unknown, dialect: Dialect) => ValueMatcher>> = {
  ...textOperators,
  exactly: (operand) => {
    const expected = text(operand, 'exact');
    return (value) => value === expected;
  },
  'anything-but': anythingBut,
  exists: (operand) => {
    if (typeof operand !== 'boolean') throw new PatternError('exists match pattern must be either true or false.');
    return operand ? () => true : 'absent';
  },
  cidr: (operand) => cidr(text(operand, 'cidr')),
  numeric,
};

function text(operand: unknown, operator: string): string {
  if (typeof operand !== 'string') throw new PatternError(`${operator} match pattern must be a string`);
  return operand;
}

function onText(test: (value: string) => boolean): (value: Scalar) => boolean {
  return (value) => typeof value === 'string' && test(value);
}

function equals(expected: Scalar): (value: Scalar) => boolean {
  // An address is its number: two spellings of one IPv6 address are equal.
  if (typeof expected === 'string' && isIP(expected) === 6) return inRange(expected, 128);
  if (expected instanceof ExactNumber) return (value) => value instanceof ExactNumber && value.text === expected.text;
  return (value) => value === expected;
}

function equalsIgnoringCase(expected: string): (value: Scalar) => boolean {
  const lower = expected.toLowerCase();
  return onText((value) => value.toLowerCase() === lower);
}

/** `prefix` and `suffix`, with a text or `{ "equals-ignore-case": text }`. */
function affix(
  operator: string,
  operand: unknown,
  { affixesIgnoreCase }: Dialect,
  test: (value: string, expected: string) => boolean,
): (value: Scalar) => boolean {
  if (!hasMembers(operand) || !affixesIgnoreCase) {
    const expected = text(operand, operator);
    return onText((value) => test(value, expected));
  }
  const [[inner, ignored] = [], ...more] = membersOf(operand);
  if (inner !== 'equals-ignore-case') throw new PatternError(`Unsupported ${operator} pattern: ${inner ?? ''}`);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  const lower = text(ignored, 'equals-ignore-case').toLowerCase();
  return onText((value) => test(value.toLowerCase(), lower));
}

/** `*` stands for any text, `\*` for a star and `\\` for a backslash. Positions are told as if the text stood in its quotes. */
function wildcard(pattern: string): (value: Scalar) => boolean {
  const literals = [''];
  for (let position = 0; position < pattern.length; position++) {
    const character = pattern.charAt(position);
    if (character === '*') {
      if (pattern[position + 1] === '*')
        throw new PatternError(`Consecutive wildcard characters at pos ${position + 1}`);
      literals.push('');
      continue;
    }
    if (character === '\\') {
      const escaped = pattern[++position];
      if (escaped !== '*' && escaped !== '\\') throw new PatternError(`Invalid escape character at pos ${position}`);
    }
    literals[literals.length - 1] += pattern.charAt(position);
  }
  return onText(compileWildcard(literals));
}

/** Everything but: values, or what one of four operators matches. A value of another type is something else, so it matches. */
function anythingBut(operand: unknown, dialect: Dialect): (value: Scalar) => boolean {
  const excluded = hasMembers(operand) ? excludedByOperator(operand, dialect) : excludedValues(operand);
  return (value) => !excluded.some((matches) => matches(value));
}

function excludedValues(operand: unknown): ((value: Scalar) => boolean)[] {
  const values = Array.isArray(operand) ? (operand as unknown[]) : [operand];
  for (const value of values) if (value instanceof ExactNumber) throw incomparable(value);
  const types = new Set(values.map((value) => typeof value));
  if (!Array.isArray(operand) && !types.has('string') && !types.has('number')) {
    throw new PatternError('Value of anything-but must be an array or single string/number value.');
  }
  if ([...types].some((type) => type !== 'string' && type !== 'number')) {
    throw new PatternError('Inside anything but list, start|null|boolean is not supported.');
  }
  if (types.size !== 1) {
    throw new PatternError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  return values.filter(isScalar).map((value) => (excluded: Scalar) => excluded === value);
}

function excludedByOperator(operand: JsonObject | Members, dialect: Dialect): ((value: Scalar) => boolean)[] {
  const [[operator = '', excluded] = [], ...more] = membersOf(operand);
  const compile = dialect.insideAnythingBut.includes(operator) ? textOperators[operator] : undefined;
  if (!compile) {
    throw new PatternError(
      operator === '' ? 'Anything-But expression name not found' : `Unsupported anything-but pattern: ${operator}`,
    );
  }
  if (more.length > 0) throw new PatternError('Too many elements in numeric expression');
  const several = dialect.severalAffixes || operator === 'equals-ignore-case';
  const list: unknown[] = several && Array.isArray(excluded) ? (excluded as unknown[]) : [excluded];
  if (list.length === 0) throw new PatternError('Empty arrays are not allowed');
  return list.map((entry) => {
    const value = text(entry, operator);
    if (value === '' && (operator === 'prefix' || operator === 'suffix'))
      throw new PatternError('Null prefix/suffix not allowed');
    return compile(value, dialect);
  });
}

function cidr(range: string): (value: Scalar) => boolean {
  const [address = '', bits, ...more] = range.split('/');
  if (bits === undefined || more.length > 0) throw new PatternError("Malformed CIDR, one '/' required");
  if (!/^-?\d{1,9}$/.test(bits)) throw new PatternError('Malformed CIDR, mask bits must be an integer');
  if (Number(bits) < 0) throw new PatternError('Malformed CIDR, mask bits must not be negative');
  if (isIP(address) === 0 || address.includes('%')) throw new PatternError(`Nonstandard IP address: ${address}`);
  if (isIP(address) === 4 && Number(bits) > 31) throw new PatternError('IPv4 mask bits must be < 32');
  if (Number(bits) > 127) throw new PatternError('IPv6 mask bits must be < 128');
  return inRange(address, Number(bits));
}

function inRange(address: string, bits: number): (value: Scalar) => boolean {
  const range = new BlockList();
  const family = (of: string): 'ipv4' | 'ipv6' => (isIP(of) === 4 ? 'ipv4' : 'ipv6');
  range.addSubnet(address, bits, family(address));
  return onText((value) => isIP(value) === isIP(address) && !value.includes('%') && range.check(value, family(value)));
}

/** `["=", n]`, `[">", n]`, `[">=", n, "<", m]` and their like. */
function numeric(operand: unknown, { numberLimit }: Dialect): (value: Scalar) => boolean {
  if (!Array.isArray(operand)) throw new PatternError('Value of numeric must be an array.');
  const terms = operand as unknown[];
  const [operator, bound, second] = terms;
  if (typeof operator !== 'string') throw new PatternError(`Invalid member in numeric match: ${String(operator)}`);
  const from = comparison(operator, bound, numberLimit);
  if (terms.length === 2) return from;
  if (!['>', '>='].includes(operator)) throw new PatternError('Too many elements in numeric expression');
  if (typeof second !== 'string') throw new PatternError(`Bad value in numeric range: ${String(second)}`);
  if (!['<', '<='].includes(second)) throw new PatternError(`Bad numeric range operator: ${second}`);
  const to = comparison(second, terms[3], numberLimit);
  if (terms.length > 4) throw new PatternError('Too many terms in numeric range expression');
  if (Number(bound) >= Number(terms[3])) throw new PatternError('Bottom must be less than top');
  return (value) => from(value) && to(value);
}

function comparison(operator: string, bound: unknown, limit: number): (value: Scalar) => boolean {
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!compare) throw new PatternError(`Unrecognized numeric range operator: ${operator}`);
  if (bound instanceof ExactNumber) throw incomparable(bound);
  if (typeof bound !== 'number')
    throw new PatternError(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  if (Math.abs(bound) > limit) {
    const spelled = limit.toExponential(1).replace('e+', 'E');
    throw new PatternError(`Value must be between -${spelled} and ${spelled}, inclusive`);
  }
  return (value) => typeof value === 'number' && compare(value, bound);
}

function incomparable({ text: spelling }: ExactNumber): PatternError {
  return new PatternError(`Cannot compare number : ${spelling}`);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};
