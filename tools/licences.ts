/** Refuses dependencies whose licence does not let others ship this package: every installed package is looked at. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences that ask nothing of a program that imports the package but to name it. */
const ALLOWED = new Set(['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'CC0-1.0', 'BlueOak-1.0.0', 'Python-2.0', 'MIT-0', 'Unlicense', 'PSF-2.0', 'CC-BY-4.0', 'CC-BY-3.0']);

interface Manifest {
  name?: string;
  version?: string;
  license?: string | { type?: string };
}

/** True if an SPDX expression can be satisfied with allowed licences alone. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ');
  return plain.split(/\s+OR\s+/).some((alternative) => alternative.split(/\s+AND\s+/).every((licence) => ALLOWED.has(licence.trim())));
}

function* packages(folder: string): Generator<Manifest> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.name.startsWith('@')) {
      yield* packages(path);
      continue;
    }
    const manifest = readManifest(join(path, 'package.json'));
    if (manifest) yield manifest;
    const nested = join(path, 'node_modules');
    try {
      yield* packages(nested);
    } catch {
      // Most packages have no dependencies of their own version.
    }
  }
}

function readManifest(path: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

let count = 0;
const refused: string[] = [];
for (const { name, version, license } of packages('node_modules')) {
  if (name === undefined) continue;
  count++;
  const expression = typeof license === 'string' ? license : (license?.type ?? 'none');
  if (!isAllowed(expression)) refused.push(`${name}@${version ?? '?'}: ${expression}`);
}
for (const line of refused) process.stdout.write(`refused  ${line}\n`);
process.stdout.write(`${count - refused.length} packages with an allowed licence, ${refused.length} refused\n`);
process.exitCode = refused.length > 0 || count === 0 ? 1 : 0;
