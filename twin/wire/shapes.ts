/**
 * Shapes kept by hand, in the form that the SDK clients' modules have: for services of which the twin has a few operations
 * and whose client is large.
 */

/** A shape as schemas of clients write it. */
export type Shape = number | readonly unknown[];

/** Simple shapes. */
export const [TEXT, NUMBER, FLAG, INSTANT]: readonly [Shape, Shape, Shape, Shape] = [0, 1, 2, 4];

/** Names on the wire that differ from the member's own. */
interface Traits {
  xmlName?: string;
  xmlFlattened?: 1;
}

/** A structure; members whose names end with `!` are required and are written first. */
export function structure(members: Readonly<Record<string, Shape>>): Shape {
  const names = Object.keys(members);
  const required = names.filter((name) => name.endsWith('!'));
  const ordered = [...required, ...names.filter((name) => !name.endsWith('!'))];
  return [
    3,
    '',
    'Structure',
    0,
    ordered.map((name) => name.replace('!', '')),
    ordered.map((name) => members[name]),
    required.length,
  ];
}

/** A list. */
export function list(item: Shape, traits: Traits = {}): Shape {
  return [1, '', 'List', 0, [reference(item), traits]];
}

/** A member with names of its own on the wire. */
export function named(shape: Shape, traits: Traits): Shape {
  return [reference(shape), traits];
}

/** Schemas of a service from the input and output of its operations. */
export function schemasOf(
  operations: Readonly<Record<string, { input?: Shape; output?: Shape }>>,
): Readonly<Record<string, unknown>> {
  const nothing = structure({});
  return Object.fromEntries(
    Object.entries(operations).map(([name, { input = nothing, output = nothing }]) => [
      `${name}$`,
      [9, '', name, 0, () => input, () => output],
    ]),
  );
}

/** Structures and lists inside others are given as functions. */
function reference(shape: Shape): unknown {
  return typeof shape === 'number' ? shape : () => shape;
}
