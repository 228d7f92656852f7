/** Parser of the conditions in metric-filter patterns: comparisons with `&&`, `||` and parentheses, `&&` binding closer. */
import type { Scanner } from './metric-filter-scanner.js';
import { expectToken, invalid, skipSpace, take, takeMatch, takeQuoted, takeRegex } from './metric-filter-scanner.js';
import type { Condition, Operand, Operator } from './metric-filter-syntax.js';
import { compileRegex } from './regex.js';

/** Reads what a comparison is about. */
type ParseSubject<Subject> = (scanner: Scanner) => Subject;

const OPERATORS: readonly Operator[] = ['!=', '<=', '>=', '=', '<', '>'];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Parses conditions joined by `||`. Throws a `PatternError`. */
export function parseConditions<Subject>(scanner: Scanner, subject: ParseSubject<Subject>): Condition<Subject> {
  const parts = [parseAnd(scanner, subject)];
  while (take(scanner, '||')) parts.push(parseAnd(scanner, subject));
  return joined('or', parts);
}

function parseAnd<Subject>(scanner: Scanner, subject: ParseSubject<Subject>): Condition<Subject> {
  const parts = [parseOne(scanner, subject)];
  while (take(scanner, '&&')) parts.push(parseOne(scanner, subject));
  return joined('and', parts);
}

function joined<Subject>(kind: 'and' | 'or', parts: Condition<Subject>[]): Condition<Subject> {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function parseOne<Subject>(scanner: Scanner, parseSubject: ParseSubject<Subject>): Condition<Subject> {
  if (take(scanner, '(')) {
    const inner = parseConditions(scanner, parseSubject);
    expectToken(scanner, ')');
    return inner;
  }
  const subject = parseSubject(scanner);
  const word = takeMatch(scanner, /\s+(?:IS\s+(?:NULL|TRUE|FALSE)|NOT\s+EXISTS)(?![A-Za-z0-9_])/y)?.trim();
  if (word?.startsWith('NOT')) return { kind: 'not-exists', subject };
  if (word !== undefined) return { kind: 'is', subject, value: word.endsWith('NULL') ? null : word.endsWith('TRUE') };
  const operator = OPERATORS.find((candidate) => take(scanner, candidate));
  if (!operator) throw invalid(scanner);
  const operand = parseOperand(scanner);
  if (operator !== '=' && operator !== '!=' && !('number' in operand)) throw invalid(scanner);
  return { kind: 'comparison', subject, operator, operand };
}

function parseOperand(scanner: Scanner): Operand {
  skipSpace(scanner);
  const regex = takeRegex(scanner);
  if (regex !== undefined) {
    compileRegex(regex);
    return { regex };
  }
  const quoted = takeQuoted(scanner);
  if (quoted !== undefined) return { text: quoted };
  const text = takeMatch(scanner, /[\w.*+-]+/y);
  if (text === undefined) throw invalid(scanner);
  return NUMBER.test(text) ? { text, number: Number(text) } : { text };
}
