/** Event patterns of EventBridge, compiled (EventBridge user guide, "Creating Amazon EventBridge event patterns"). */
import type { FieldTree } from './field-tree.js';
import { addField, emptyTree, matchesTree } from './field-tree.js';
import { parseJsonText } from '../base/json-text.js';
import type { Members } from '../base/json-text.js';
import type { JsonObject } from './json-tree.js';
import { hasMembers, membersOf } from './json-tree.js';
import { isPatternError, PatternError } from './pattern-error.js';
import type { Dialect, ValueMatcher } from './value-matcher.js';
import { compileValue, EVENT_PATTERNS } from './value-matcher.js';

/** Longest event pattern, in characters of JSON (API reference, PutRule). */
const LONGEST_PATTERN = 4096;

/** Most combinations that the `$or` of one pattern may make (user guide, "Using OR logic"). */
const MOST_COMBINATIONS = 1000;

/** Deeper than any event is worth; keeps hostile nesting from the stack. */
const DEEPEST_PATTERN = 100;

/** Most fields of all combinations together; keeps hostile alternatives from memory. */
const MOST_FIELDS = 200_000;

/** Words that cannot be field names inside `$or`, as AWS's own matcher reserves them. */
const RESERVED = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after', 'date-on-or-after'],
  ...['date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/** One way to fulfil a pattern: what each field must hold, by path. A pattern without `$or` has exactly one. */
export type Combination = Map<string, ValueMatcher[]>;

/**
 * Compiles an event pattern, given as JSON value or as JSON text. The result never throws, whatever event it is given, and
 * takes time linear in the event. Throws a `PatternError` whose message is the one of InvalidEventPatternException.
 */
export function compileEventPattern(pattern: unknown): (event: unknown) => boolean {
  try {
    const value = typeof pattern === 'string' ? parseJsonText(pattern) : pattern;
    if (lengthOf(pattern) > LONGEST_PATTERN)
      throw new PatternError(`Event pattern must be at most ${LONGEST_PATTERN} characters long`);
    const trees = combinations(value, EVENT_PATTERNS).map(treeOf);
    return (event) => trees.some((tree) => matchesTree(tree, event));
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new PatternError(`Event pattern is not valid. Reason: ${error.message}`);
  }
}

/**
 * Every combination of fields that fulfils the pattern. A `$or` that can be no relationship is an ordinary name, if the
 * pattern is sound so (aws/event-ruler, "The backward compatibility of using $or as field name"). Throws a `PatternError`
 * without the service's preamble.
 */
export function combinations(pattern: unknown, dialect: Dialect): Combination[] {
  if (!hasMembers(pattern)) throw new PatternError('Filter is not an object');
  const where = { insideOr: false, depth: 0 };
  const read = (orIsName: boolean): Combination[] =>
    extend([new Map()], pattern, [], { ...where, orIsName, dialect: orIsName ? older(dialect) : dialect });
  try {
    return read(false);
  } catch (error) {
    if (!isPatternError(error)) throw error;
    try {
      return read(true);
    } catch {
      throw error;
    }
  }
}

/** A pattern where `$or` is an ordinary name goes through an older compiler, which knows less of `anything-but`. */
function older(dialect: Dialect): Dialect {
  return {
    ...dialect,
    severalAffixes: false,
    insideAnythingBut: dialect.insideAnythingBut.filter((operator) => operator !== 'wildcard'),
  };
}

/** The combination as a tree of fields. A dot in a name is a step, as in AWS's own matcher. */
export function treeOf(combination: Combination): FieldTree {
  const tree = emptyTree();
  for (const [path, matchers] of combination) addField(tree, path.split('.'), matchers);
  return tree;
}

/** Length of the JSON text of a pattern. Throws a `PatternError` for what JSON cannot hold. */
export function lengthOf(pattern: unknown): number {
  if (typeof pattern === 'string') return pattern.length;
  try {
    return JSON.stringify(pattern)?.length ?? 0;
  } catch {
    throw new PatternError('Filter is not JSON, or nested too deeply');
  }
}

interface Where {
  dialect: Dialect;
  orIsName: boolean;
  insideOr: boolean;
  depth: number;
}

function extend(
  base: Combination[],
  pattern: JsonObject | Members,
  path: readonly string[],
  where: Where,
): Combination[] {
  if (where.depth > DEEPEST_PATTERN) throw tooDeep();
  const members = membersOf(pattern);
  if (members.length === 0) throw new PatternError('Empty objects are not allowed');
  const deeper = { ...where, depth: where.depth + 1 };
  let result = base;
  for (const [name, content] of members) {
    if (name === '$or' && !where.orIsName) result = branch(result, content, path, deeper);
    else if (where.insideOr && RESERVED.has(name)) {
      throw new PatternError(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    } else if (Array.isArray(content)) setField(result, [...path, name].join('.'), content, where.dialect);
    else if (hasMembers(content)) result = extend(result, content, [...path, name], deeper);
    else throw new PatternError(`"${name}" must be an object or an array`);
  }
  return result;
}

function branch(base: Combination[], alternatives: unknown, path: readonly string[], where: Where): Combination[] {
  if (!Array.isArray(alternatives)) throw new PatternError('It must be an Array followed with $or.');
  const result: Combination[] = [];
  for (const alternative of alternatives as unknown[]) {
    if (!hasMembers(alternative)) throw new PatternError('Only JSON object is allowed in array of $or relationship.');
    if ((result.length + base.length) * (base[0]?.size ?? 0) > MOST_FIELDS)
      throw new PatternError('There are too many fields in $or relationship.');
    const copies = base.map((combination) => new Map(combination));
    for (const combination of extend(copies, alternative, path, { ...where, insideOr: true })) {
      if (result.length === MOST_COMBINATIONS) {
        throw new PatternError(`There are more than ${MOST_COMBINATIONS} rule combinations in $or relationship.`);
      }
      result.push(combination);
    }
  }
  if (alternatives.length < 2) throw new PatternError('There must have at least 2 Objects in $or relationship.');
  return result;
}

/** Of a path that is named several times the last list counts, in each combination that it belongs to. */
function setField(all: readonly Combination[], path: string, values: readonly unknown[], dialect: Dialect): void {
  if (values.length === 0) throw new PatternError('Empty arrays are not allowed');
  if (path.split('.').length > DEEPEST_PATTERN) throw tooDeep();
  const matchers = values.map((value) => compileValue(value, dialect));
  for (const combination of all) combination.set(path, matchers);
}

function tooDeep(): PatternError {
  return new PatternError(`Filter must be at most ${DEEPEST_PATTERN} levels deep`);
}
