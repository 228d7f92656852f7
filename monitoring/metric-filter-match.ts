/** Decides whether a log message matches a metric-filter pattern. */
import { delimitedFields } from './delimited-fields.js';
import { isJsonObject, parseJson } from './json-tree.js';
import type { Condition, Leaf, MetricFilterPattern, Operand, Selector, Term } from './metric-filter-syntax.js';
import { parseMetricFilter, selectorOf } from './metric-filter.js';
import { compileRegex } from './regex.js';
import { undocumented } from './undocumented.js';
import { compileWildcard } from './wildcard.js';

/**
 * Compiles a pattern. The result never throws and takes time linear in the message; a JSON pattern matches no message that
 * is no JSON. Throws a `PatternError` fit for InvalidParameterException.
 */
export function compileMetricFilter(pattern: string): (message: string) => boolean {
  const parsed = parseMetricFilter(pattern);
  if (parsed.kind === 'json') {
    const matches = compileJson(parsed.condition);
    return (message) => matches(parseJson(message));
  }
  return parsed.kind === 'terms' ? compileTerms(parsed) : compileDelimited(parsed);
}

/** The same for a JSON value that is already parsed. Patterns that are not about JSON see its JSON text. */
export function compileRecordFilter(pattern: string): (record: unknown) => boolean {
  const parsed = parseMetricFilter(pattern);
  if (parsed.kind === 'json') return compileJson(parsed.condition);
  const matches = compileMetricFilter(pattern);
  return (record) => matches(JSON.stringify(record) ?? '');
}

/**
 * The value that a matching message adds to the metric: a number as it stands in the transformation, a selector such as
 * `$.size`, or `$name` of a field of the space-delimited `pattern`. `undefined` if the message has no number there.
 */
export function metricValue(filterValue: string, message: string, pattern = ''): number | undefined {
  if (!filterValue.startsWith('$')) return numberOf(filterValue);
  const selector = selectorOf(filterValue);
  if (selector) return numberOf(select(parseJson(message), selector)[0]);
  return numberOf(extractedValues(pattern, message)[filterValue]);
}

/**
 * The fields that a space-delimited pattern names in a message, as TestMetricFilter answers them: `$name`, or `$1` and so on
 * for those without a name. Empty for other patterns and for messages that do not fit.
 */
export function extractedValues(pattern: string, message: string): Record<string, string> {
  const parsed = parseMetricFilter(pattern);
  if (parsed.kind !== 'delimited') return {};
  const found = delimitedFields(parsed.fields, message) ?? [];
  return Object.fromEntries(found.map(({ name, text }, index) => [`$${name ?? index + 1}`, text]));
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Every node that the selector points to: none, one, or with a wildcard several. */
function select(root: unknown, selector: Selector): unknown[] {
  let nodes: unknown[] = root === undefined ? [] : [root];
  for (const step of selector) nodes = nodes.flatMap((node) => childrenAt(node, step));
  return nodes;
}

function childrenAt(node: unknown, step: string | number | { every: true }): unknown[] {
  if (Array.isArray(node)) {
    if (typeof step === 'object') return node as unknown[];
    return typeof step === 'number' && step < node.length ? [node[step]] : [];
  }
  if (!isJsonObject(node) || typeof step === 'number') return [];
  if (typeof step === 'object') return Object.values(node);
  return Object.hasOwn(node, step) ? [node[step]] : [];
}

function compileJson(condition: Condition<Selector>): (record: unknown) => boolean {
  return compileCondition(condition, (leaf) => {
    if (leaf.kind === 'not-exists') return (record) => select(record, leaf.subject).length === 0;
    if (leaf.kind === 'is') return (record) => select(record, leaf.subject).includes(leaf.value);
    const test = compileComparison(leaf.operator, leaf.operand);
    return (record) => select(record, leaf.subject).some((node) => isValueNode(node) && test(node));
  });
}

/** What can be compared: a text or a number. Objects, arrays, null and a missing field match no comparison, not even `!=`. */
function isValueNode(node: unknown): node is string | number {
  return typeof node === 'string' || typeof node === 'number';
}

function compileCondition<Subject, Input>(
  condition: Condition<Subject>,
  compileLeaf: (leaf: Leaf<Subject>) => (input: Input) => boolean,
): (input: Input) => boolean {
  if (!('parts' in condition)) return compileLeaf(condition);
  const parts = condition.parts.map((part) => compileCondition(part, compileLeaf));
  return condition.kind === 'and'
    ? (input) => parts.every((matches) => matches(input))
    : (input) => parts.some((matches) => matches(input));
}

function compileComparison(operator: string, operand: Operand): (value: string | number) => boolean {
  const equals = compileEquals(operand);
  if (operator === '=') return equals;
  if (operator === '!=') return (value) => !equals(value);
  const bound = 'number' in operand && operand.number !== undefined ? operand.number : Number.NaN;
  return (value) => {
    if (typeof value !== 'number') return false;
    if (operator === '<') return value < bound;
    if (operator === '<=') return value <= bound;
    return operator === '>' ? value > bound : value >= bound;
  };
}

function compileEquals(operand: Operand): (value: string | number) => boolean {
  const matchesText = 'regex' in operand ? compileRegex(operand.regex) : compileText(operand.text);
  const number = 'regex' in operand ? undefined : operand.number;
  return (value) => (typeof value === 'number' && value === number) || matchesText(String(value));
}

/** A text in which `*` at the beginning and at the end stands for any text. */
function compileText(text: string): (value: string) => boolean {
  if (undocumented.starsInsideTextsAreWildcards) return compileWildcard(text.split('*'));
  const before = text.startsWith('*');
  const after = text.length > 1 && text.endsWith('*');
  const middle = text.slice(before ? 1 : 0, after ? -1 : undefined);
  return compileWildcard([...(before ? [''] : []), middle, ...(after ? [''] : [])]);
}

function compileTerms({
  required,
  optional,
  excluded,
}: MetricFilterPattern & { kind: 'terms' }): (message: string) => boolean {
  const [must, may, mustNot] = [required, optional, excluded].map((terms) => terms.map(compileTerm));
  // Optional terms have no effect next to others.
  const oneOf = required.length + excluded.length > 0 ? [] : (may ?? []);
  return (message) =>
    (must ?? []).every((found) => found(message)) &&
    !(mustNot ?? []).some((found) => found(message)) &&
    (oneOf.length === 0 || oneOf.some((found) => found(message)));
}

function compileTerm(term: Term): (message: string) => boolean {
  if ('regex' in term) return compileRegex(term.regex);
  // A phrase of nothing but white space matches everything.
  return term.text.trim() === '' ? () => true : compileWildcard(['', term.text, '']);
}

function compileDelimited({ fields }: MetricFilterPattern & { kind: 'delimited' }): (message: string) => boolean {
  const tests = fields.map((field) => {
    if (field === 'rest' || !field.condition) return () => true;
    return compileCondition(field.condition, (leaf): ((text: string) => boolean) => {
      if (leaf.kind !== 'comparison') return () => false;
      const test = compileComparison(leaf.operator, leaf.operand);
      const numeric = leaf.operator !== '=' && leaf.operator !== '!=';
      return (text) =>
        test(numeric ? (numberOf(text) ?? text) : text) || (leaf.operator === '=' && test(numberOf(text) ?? text));
    });
  });
  return (message) =>
    delimitedFields(fields, message)?.every(({ field, text }) => tests[field]?.(text) ?? true) ?? false;
}
