/** What the fields of an event must hold, as a tree; and whether an event holds it. */
import { Members } from '../base/json-text.js';
import type { JsonObject, Scalar } from './json-tree.js';
import { hasMembers, isScalar, membersOf } from './json-tree.js';
import type { ValueMatcher } from './value-matcher.js';

export interface FieldTree {
  /** The field itself must hold a value that one of these matches. */
  matchers?: readonly ValueMatcher[];
  children: Map<string, FieldTree>;
}

/**
 * How much is looked at again because several arrays hold the fields of one object. That takes an event that spells one name in
 * several ways, each time with an array; beyond this such an event does not match.
 */
const MOST_REPEATED = 100_000;

/** One look at an event. */
interface Look {
  /** Which of the fields that may be absent are. */
  absent: ReadonlyMap<FieldTree, boolean>;
  /** How many nodes above have several arrays to choose from. */
  several: number;
  left: number;
}

export function emptyTree(): FieldTree {
  return { children: new Map() };
}

/** Adds what the field at `path` must hold. */
export function addField(tree: FieldTree, path: readonly string[], matchers: readonly ValueMatcher[]): void {
  let node = tree;
  for (const step of path) {
    const next = node.children.get(step) ?? emptyTree();
    node.children.set(step, next);
    node = next;
  }
  node.matchers = matchers;
}

/**
 * True if the event holds what the tree asks. An array matches if one of its elements does, and fields of one object of the
 * pattern must be found in one element: values of different elements are never put together.
 */
export function matchesTree(tree: FieldTree, event: unknown): boolean {
  if (!hasMembers(event)) return false;
  const absent = new Map<FieldTree, boolean>();
  findAbsent(tree, [event], absent);
  return matchesNode(tree, [event], { absent, several: 0, left: MOST_REPEATED });
}

/** Absence is asked of the whole event, not of one element of an array. Only leaves count as present. */
function findAbsent(node: FieldTree, values: readonly unknown[], absent: Map<FieldTree, boolean>): void {
  const { objects, scalars } = everythingIn(values);
  if (node.matchers?.includes('absent')) absent.set(node, scalars.length === 0);
  for (const [step, child] of node.children) findAbsent(child, fieldsOf(objects, step), absent);
}

function everythingIn(values: readonly unknown[]): { objects: AnyObject[]; scalars: Scalar[] } {
  const objects: AnyObject[] = [];
  const scalars: Scalar[] = [];
  const pending: unknown[] = [values];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) for (const element of value as unknown[]) pending.push(element);
    else if (hasMembers(value)) objects.push(value);
    else if (isScalar(value)) scalars.push(value);
  }
  return { objects, scalars };
}

type AnyObject = JsonObject | Members;

/** What is seen of a value once an element was chosen in each array: at most one object, and the scalars beside it. */
interface Choice {
  object?: AnyObject;
  /** Linked, since arrays may be nested as deep as the event is long. */
  scalars?: Scalars | undefined;
}

interface Scalars {
  own: readonly Scalar[];
  outer?: Scalars | undefined;
}

/** `values`: all that the event has at the path of the node, the plain value and those of dotted names. */
function matchesNode(node: FieldTree, values: readonly unknown[], look: Look): boolean {
  if (node.children.size === 0) {
    const { scalars } = everythingIn(values);
    spend(look, scalars.length);
    return holds(node, look, (matcher) => scalars.some(matcher));
  }
  const choices = values.map(choicesOf).filter((some) => some.length > 0);
  const several = choices.filter((some) => some.length > 1).length > 1 ? 1 : 0;
  look.several += several;
  const choose = (index: number, chosen: readonly Choice[]): boolean => {
    const some = choices[index];
    if (look.left <= 0) return false;
    if (some) return some.some((choice) => choose(index + 1, [...chosen, choice]));
    spend(look, 1);
    return matchesChoice(node, chosen, look);
  };
  const matches = choose(0, []);
  look.several -= several;
  return matches;
}

function spend(look: Look, count: number): void {
  if (look.several > 0) look.left -= count;
}

function matchesChoice(node: FieldTree, chosen: readonly Choice[], look: Look): boolean {
  if (!holds(node, look, (matcher) => chosen.some(({ scalars }) => someScalar(scalars, matcher)))) return false;
  // A field that must be absent may be absent together with the object it would be in.
  const objects = chosen.flatMap(({ object }) => (object ? [object] : []));
  return [...node.children].every(([step, child]) => matchesNode(child, fieldsOf(objects, step), look));
}

function holds(node: FieldTree, { absent }: Look, some: (matcher: (value: Scalar) => boolean) => boolean): boolean {
  if (!node.matchers) return true;
  return node.matchers.some((matcher) => (matcher === 'absent' ? absent.get(node) === true : some(matcher)));
}

function someScalar(scalars: Scalars | undefined, matcher: (value: Scalar) => boolean): boolean {
  for (let level = scalars; level; level = level.outer) if (level.own.some(matcher)) return true;
  return false;
}

/** Every way to choose an element in each array of a value. Scalars of an array are seen whichever element is chosen. */
function choicesOf(value: unknown): Choice[] {
  const choices: Choice[] = [];
  const pending: { value: unknown; outer?: Scalars | undefined }[] = [{ value }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (Array.isArray(next.value)) {
      const elements = next.value as unknown[];
      const own = elements.filter(isScalar);
      const scalars = own.length > 0 ? { own, outer: next.outer } : next.outer;
      const inner = elements.filter((element) => Array.isArray(element) || hasMembers(element));
      for (const element of inner) pending.push({ value: element, outer: scalars });
      if (inner.length === 0) choices.push({ scalars });
    } else if (hasMembers(next.value)) choices.push({ object: next.value, scalars: next.outer });
    else if (isScalar(next.value)) choices.push({ scalars: { own: [next.value] } });
  }
  return choices;
}

/** The members of that name, and what members with a dotted name hold under it: `{"a.b": 1}` is read as `{"a": {"b": 1}}`. */
function fieldsOf(objects: readonly AnyObject[], step: string): unknown[] {
  const prefix = `${step}.`;
  return objects.flatMap((object) => {
    const found: unknown[] = [];
    const under: [string, unknown][] = [];
    for (const [name, value] of membersOf(object)) {
      if (name === step) found.push(value);
      else if (name.startsWith(prefix)) under.push([name.slice(prefix.length), value]);
    }
    return under.length > 0 ? [...found, new Members(under)] : found;
  });
}
