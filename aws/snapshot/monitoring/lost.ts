/** What was read and has no place in an organization document: it is told, and never dropped in silence. Pure. */

/** Takes the names of members that are lost, and what of. */
export type Lost = (what: string, members: readonly string[]) => void;

/** For whoever compares two things and keeps neither. */
export const unheeded: Lost = () => undefined;

/** Members that hold something and are not among those that are kept. */
export function membersBeyond(thing: object, kept: ReadonlySet<string>): string[] {
  return Object.entries(thing).flatMap(([name, value]) => (isNothing(value) || kept.has(name) ? [] : [name]));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
