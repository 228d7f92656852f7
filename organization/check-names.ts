/** Names that one thing alone may have. Pure. */
import type { Problem } from './problems.js';

/** Names that could not be told apart on every system, or that mean something else. IAM ignores case in names as well. */
export function* checkNames(
  names: readonly string[],
  path: readonly string[],
  reserved: readonly string[] = [],
): Generator<Problem> {
  const folded = new Map<string, string>();
  for (const name of names) {
    const alike = folded.get(name.toLowerCase());
    if (alike !== undefined)
      yield {
        path: [...path, name],
        message: `"${name}" and "${alike}" differ only in case`,
        hint: 'They could not be two files on every system.',
      };
    if (reserved.includes(name))
      yield { path: [...path, name], message: `"${name}" has a meaning of its own`, hint: 'Choose another name.' };
    folded.set(name.toLowerCase(), name);
  }
}
