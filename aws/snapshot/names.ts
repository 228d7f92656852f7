/** Names as keys of a document, which are unique without regard to case: AWS lets several OUs and accounts share one. */
import type { Tree } from './tree.js';

/** OU id -> name; an OU whose name another one has as well is called by its path, such as `Workloads/Production`. */
export function unitNames({ units }: Tree): Map<string, string> {
  const pathOf = (id: string): string => {
    const unit = units.find((candidate) => candidate.id === id);
    if (!unit) return '';
    const above = pathOf(unit.parentId);
    return above === '' ? unit.name : `${above}/${unit.name}`;
  };
  const count = counted(units.map(({ name }) => name));
  const called = (id: string, name: string): string => (count(name) === 1 ? name : pathOf(id));
  return new Map(units.map(({ id, name }) => [id, called(id, name) === 'Root' ? `Root (${id})` : called(id, name)]));
}

/** Account id -> name; an account whose name another account has as well, or an OU, is called `name (id)`. */
export function accountNames(tree: Tree): Map<string, string> {
  const count = counted(tree.accounts.map(({ name }) => name));
  const taken = new Set(['Root', ...unitNames(tree).values()]);
  return new Map(
    tree.accounts.map(({ id, name }) => [id, count(name) === 1 && !taken.has(name) ? name : `${name} (${id})`]),
  );
}

function counted(names: readonly string[]): (name: string) => number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return (name) => counts.get(name.toLowerCase()) ?? 0;
}
