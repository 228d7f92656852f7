/** Parser of metric-filter patterns (CloudWatch Logs user guide, "Filter pattern syntax for metric filters"). */
import { parseConditions } from './metric-filter-conditions.js';
import type { Scanner } from './metric-filter-scanner.js';
import {
  atEnd,
  expectToken,
  invalid,
  skipSpace,
  take,
  takeMatch,
  takeQuoted,
  takeRegex,
} from './metric-filter-scanner.js';
import type { Condition, Field, MetricFilterPattern, Selector, Term } from './metric-filter-syntax.js';
import { leavesOf } from './metric-filter-syntax.js';
import { PatternError } from './pattern-error.js';
import { compileRegex } from './regex.js';

/** Longest filter pattern, in characters (API reference, PutMetricFilter). */
const LONGEST_PATTERN = 1024;

/** Quotas of JSON and space-delimited patterns (user guide, same page). */
const MOST_REGEXES = 2;
const MOST_WILDCARD_SELECTORS = 3;

/** Parses a pattern. Throws a `PatternError` fit for InvalidParameterException. */
export function parseMetricFilter(source: string): MetricFilterPattern {
  if (source.length > LONGEST_PATTERN) {
    throw new PatternError(`Invalid metric filter pattern: it must be at most ${LONGEST_PATTERN} characters long`);
  }
  const scanner: Scanner = { source, position: 0 };
  if (take(scanner, '{')) return parseJsonPattern(scanner);
  if (take(scanner, '[')) return parseDelimited(scanner);
  return parseTerms(scanner);
}

function parseJsonPattern(scanner: Scanner): MetricFilterPattern {
  const condition = parseConditions(scanner, parseSelector);
  expectToken(scanner, '}');
  if (!atEnd(scanner)) throw invalid(scanner);
  checkQuotas([condition]);
  const every = leavesOf(condition).reduce(
    (total, { subject }) => total + subject.filter((step) => typeof step === 'object').length,
    0,
  );
  if (every > MOST_WILDCARD_SELECTORS) {
    throw new PatternError(`Invalid metric filter pattern: more than ${MOST_WILDCARD_SELECTORS} wildcard selectors`);
  }
  return { kind: 'json', condition };
}

/** A selector such as `$.users[0].email`, `$.names[*]` or `$.['a.b']`. */
function parseSelector(scanner: Scanner): Selector {
  expectToken(scanner, '$');
  const steps: (string | number | { every: true })[] = [];
  for (;;) {
    const dotted = takeMatch(scanner, /\.(?:\*|[A-Za-z0-9_-]+)/y)?.slice(1);
    const bracketed = dotted === undefined ? takeMatch(scanner, /\.?\[(?:\*|\d{1,9}|'[^']*'|"[^"]*")\]/y) : undefined;
    const step = dotted ?? bracketed?.slice(bracketed.indexOf('[') + 1, -1);
    if (step === undefined) break;
    if (step === '*') steps.push({ every: true });
    else if (bracketed === undefined) steps.push(step);
    else steps.push(/^\d/.test(step) ? Number(step) : step.slice(1, -1));
  }
  if (steps.length === 0) throw invalid(scanner);
  if (steps.filter((step) => typeof step === 'object').length > 1) {
    throw new PatternError('Invalid metric filter pattern: more than one wildcard in a property selector');
  }
  return steps;
}

/** A whole text as selector; `undefined` if it is none. */
export function selectorOf(source: string): Selector | undefined {
  const scanner = { source, position: 0 };
  try {
    const selector = parseSelector(scanner);
    return atEnd(scanner) ? selector : undefined;
  } catch {
    return undefined;
  }
}

function parseDelimited(scanner: Scanner): MetricFilterPattern {
  const fields: Field[] = [];
  do fields.push(parseField(scanner));
  while (take(scanner, ','));
  expectToken(scanner, ']');
  if (!atEnd(scanner)) throw invalid(scanner);
  if (fields.filter((field) => field === 'rest').length > 1)
    throw new PatternError('Invalid metric filter pattern: more than one ellipsis');
  checkQuotas(fields.flatMap((field) => (field !== 'rest' && field.condition ? [field.condition] : [])));
  return { kind: 'delimited', fields };
}

const FIELD_NAME = /[A-Za-z0-9_-]+/y;

function parseField(scanner: Scanner): Field {
  if (take(scanner, '...')) return 'rest';
  skipSpace(scanner);
  if (/[,\]]/.test(scanner.source.charAt(scanner.position))) return { name: undefined };
  const start = scanner.position;
  const name = takeMatch(scanner, FIELD_NAME);
  skipSpace(scanner);
  if (name !== undefined && /[,\]]/.test(scanner.source.charAt(scanner.position))) return { name };
  scanner.position = start;
  const condition = parseConditions(scanner, (at) => {
    skipSpace(at);
    const subject = takeMatch(at, FIELD_NAME);
    if (subject === undefined) throw invalid(at);
    return subject;
  });
  const [first] = leavesOf(condition);
  const others = leavesOf(condition).filter((leaf) => leaf.subject !== first?.subject);
  if (others.length > 0 || leavesOf(condition).some((leaf) => leaf.kind !== 'comparison')) {
    throw new PatternError(`Invalid metric filter pattern: the conditions of a field must be about that field`);
  }
  return { name: first?.subject, condition };
}

/** Words and phrases; `?` before one that may be missing if another `?` one is found, `-` before one that must be missing. */
function parseTerms(scanner: Scanner): MetricFilterPattern {
  const pattern: MetricFilterPattern & { kind: 'terms' } = { kind: 'terms', required: [], optional: [], excluded: [] };
  while (!atEnd(scanner)) {
    const list = take(scanner, '?') ? pattern.optional : take(scanner, '-') ? pattern.excluded : pattern.required;
    list.push(parseTerm(scanner));
  }
  return pattern;
}

function parseTerm(scanner: Scanner): Term {
  skipSpace(scanner);
  const regex = takeRegex(scanner);
  if (regex !== undefined) {
    compileRegex(regex);
    return { regex };
  }
  const quoted = takeQuoted(scanner);
  if (quoted !== undefined) return { text: quoted };
  const text = takeMatch(scanner, /[^\s"%]+/y);
  if (text === undefined) throw invalid(scanner);
  const [wrong] = /\W+/.exec(text) ?? [];
  if (wrong !== undefined) throw new PatternError(`Invalid character(s) in term '${wrong}'`);
  return { text };
}

function checkQuotas(conditions: readonly Condition<unknown>[]): void {
  const regexes = conditions
    .flatMap((condition) => leavesOf(condition))
    .filter((leaf) => leaf.kind === 'comparison' && 'regex' in leaf.operand);
  if (regexes.length > MOST_REGEXES)
    throw new PatternError(`Invalid metric filter pattern: more than ${MOST_REGEXES} regular expressions`);
}
