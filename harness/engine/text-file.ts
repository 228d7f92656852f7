/** Files of text that somebody names. */
import { readFileSync } from 'node:fs';
import { usageError } from '../../base/errors.js';
import type { Place } from '../../base/errors.js';

/** Reads a text file. Throws a usage error that says which file and why. */
export function readText(path: string, what: string, namedAt?: Place): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'it may not be read'
            : String(code);
    throw usageError(`cannot read the ${what} ${path}: ${why}`, 'Check the path.', namedAt);
  }
}
