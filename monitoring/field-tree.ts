/** What the fields of an event must hold, as a tree; and whether an event holds it. */
import type { JsonObject } from './json-tree.js';
import { elementsOf, isJsonObject } from './json-tree.js';
import type { ValueMatcher } from './value-matcher.js';

export interface FieldTree {
  /** The field itself must hold a value that one of these matches. */
  matchers?: readonly ValueMatcher[];
  children: Map<string, FieldTree>;
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
  if (!isJsonObject(event)) return false;
  const absent = new Map<FieldTree, boolean>();
  findAbsent(tree, [event], absent);
  return matchesNode(tree, event, absent);
}

/** Absence is asked of the whole event, not of one element of an array. Only leaves count as present. */
function findAbsent(node: FieldTree, values: readonly unknown[], absent: Map<FieldTree, boolean>): void {
  const { scalars, objects } = elementsOf(values);
  if (node.matchers?.includes('absent')) absent.set(node, scalars.length === 0);
  for (const [step, child] of node.children)
    findAbsent(
      child,
      objects.map((object) => lookUp(object, step)),
      absent,
    );
}

function matchesNode(node: FieldTree, value: unknown, absent: ReadonlyMap<FieldTree, boolean>): boolean {
  const { scalars, objects } = elementsOf(value);
  const holds = (matcher: ValueMatcher): boolean =>
    matcher === 'absent' ? absent.get(node) === true : scalars.some((scalar) => matcher(scalar));
  if (node.matchers && !node.matchers.some(holds)) return false;
  if (node.children.size === 0) return true;
  // A field that must be absent may be absent together with the object it would be in.
  return (objects.length > 0 ? objects : [{}]).some((object) =>
    [...node.children].every(([step, child]) => matchesNode(child, lookUp(object, step), absent)),
  );
}

/** The member of that name, and what members with a dotted name hold under it: `{"a.b": 1}` is read as `{"a": {"b": 1}}`. */
function lookUp(object: JsonObject, step: string): unknown {
  const plain = Object.hasOwn(object, step) ? object[step] : undefined;
  const prefix = `${step}.`;
  const dotted = Object.keys(object).filter((name) => name.startsWith(prefix));
  if (dotted.length === 0) return plain;
  return [plain, ...dotted.map((name) => ({ [name.slice(prefix.length)]: object[name] }))];
}
