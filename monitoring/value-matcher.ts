/**
 * One entry of a list of values in an event pattern or a filter policy: a value, or an object with one operator
 * (EventBridge user guide, "Comparison operators for use in event patterns"). Refusals are worded as AWS's own matcher does.
 */
import { BlockList, isIP } from 'node:net';
import type { Scalar } from './json-tree.js';
import { isJsonObject, isScalar } from './json-tree.js';
import { PatternError } from './pattern-error.js';
import { compileWildcard } from './wildcard.js';

/** Tells whether the value of a field matches; `absent` asks that there be no such field. */
export type ValueMatcher = 'absent' | ((value: Scalar) => boolean);

/** Bounds of numbers in `numeric`, inclusive (user guide, "Numeric matching"). */
const NUMBER_LIMIT = 5e9;

/** Compiles one entry of a list of values. Throws a `PatternError`. */
export function compileValue(entry: unknown): ValueMatcher {
  if (isScalar(entry)) return equals(entry);
  if (!isJsonObject(entry)) throw new PatternError('Match value must be String, number, true, false, or null');
  const [operator, ...more] = Object.keys(entry);
  if (operator === undefined) throw new PatternError('Match expression name not found');
  const compile = operators[operator];
  if (!Object.hasOwn(operators, operator) || !compile) throw new PatternError(`Unrecognized match type ${operator}`);
  const matcher = compile(entry[operator]);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  return matcher;
}

/** The operators that `anything-but` takes too. */
const textOperators: Readonly<Record<string, (operand: unknown) => (value: Scalar) => boolean>> = {
  prefix: (operand) => affix('prefix', operand, (value, expected) => value.startsWith(expected)),
  suffix: (operand) => affix('suffix', operand, (value, expected) => value.endsWith(expected)),
  'equals-ignore-case': (operand) => equalsIgnoringCase(text(operand, 'equals-ignore-case')),
  wildcard: (operand) => wildcard(text(operand, 'wildcard')),
};

const operators: Readonly<Record<string, (operand: unknown) => ValueMatcher>> = {
  ...textOperators,
  exactly: (operand) => equals(text(operand, 'exact')),
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
  test: (value: string, expected: string) => boolean,
): (value: Scalar) => boolean {
  if (!isJsonObject(operand)) {
    const expected = text(operand, operator);
    return onText((value) => test(value, expected));
  }
  const [inner, ...more] = Object.keys(operand);
  if (inner !== 'equals-ignore-case') throw new PatternError(`Unsupported ${operator} pattern: ${inner ?? ''}`);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  const lower = text(operand[inner], 'equals-ignore-case').toLowerCase();
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
function anythingBut(operand: unknown): (value: Scalar) => boolean {
  const excluded = isJsonObject(operand) ? excludedByOperator(operand) : excludedValues(operand);
  return (value) => !excluded.some((matches) => matches(value));
}

function excludedValues(operand: unknown): ((value: Scalar) => boolean)[] {
  const values = Array.isArray(operand) ? (operand as unknown[]) : [operand];
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

function excludedByOperator(operand: Readonly<Record<string, unknown>>): ((value: Scalar) => boolean)[] {
  const [operator = '', ...more] = Object.keys(operand);
  const compile = Object.hasOwn(textOperators, operator) ? textOperators[operator] : undefined;
  if (!compile) {
    throw new PatternError(
      operator === '' ? 'Anything-But expression name not found' : `Unsupported anything-but pattern: ${operator}`,
    );
  }
  if (more.length > 0) throw new PatternError('Too many elements in numeric expression');
  const list: unknown[] = Array.isArray(operand[operator]) ? (operand[operator] as unknown[]) : [operand[operator]];
  if (list.length === 0) throw new PatternError('Empty arrays are not allowed');
  return list.map((entry) => {
    const value = text(entry, operator);
    if (value === '' && (operator === 'prefix' || operator === 'suffix'))
      throw new PatternError('Null prefix/suffix not allowed');
    return compile(value);
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
function numeric(operand: unknown): (value: Scalar) => boolean {
  if (!Array.isArray(operand)) throw new PatternError('Value of numeric must be an array.');
  const terms = operand as unknown[];
  const [operator, bound, second] = terms;
  if (typeof operator !== 'string') throw new PatternError(`Invalid member in numeric match: ${String(operator)}`);
  const from = comparison(operator, bound);
  if (terms.length === 2) return from;
  if (!['>', '>='].includes(operator)) throw new PatternError('Too many elements in numeric expression');
  if (typeof second !== 'string') throw new PatternError(`Bad value in numeric range: ${String(second)}`);
  if (!['<', '<='].includes(second)) throw new PatternError(`Bad numeric range operator: ${second}`);
  const to = comparison(second, terms[3]);
  if (terms.length > 4) throw new PatternError('Too many terms in numeric range expression');
  if (Number(bound) >= Number(terms[3])) throw new PatternError('Bottom must be less than top');
  return (value) => from(value) && to(value);
}

function comparison(operator: string, bound: unknown): (value: Scalar) => boolean {
  const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!compare) throw new PatternError(`Unrecognized numeric range operator: ${operator}`);
  if (typeof bound !== 'number')
    throw new PatternError(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  if (Math.abs(bound) > NUMBER_LIMIT) throw new PatternError(`Value must be between -5.0E9 and 5.0E9, inclusive`);
  return (value) => typeof value === 'number' && Math.abs(value) <= NUMBER_LIMIT && compare(value, bound);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};
