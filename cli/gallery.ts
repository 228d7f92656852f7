/** The gallery of seeded faults: organizations with one fault each, and what must find it. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { usageError } from '../base/errors.js';
import { readText } from '../harness/engine/text-file.js';
import { loadSeededFault } from '../organization/load.js';
import type { SeededFault } from '../organization/load.js';
import type { DrillResult } from '../reports/result.js';

/** The folder that ships with the package. */
const folder = fileURLToPath(new URL('../../examples/broken/', import.meta.url));

/** The drill that the faults are faults of. */
export const galleryDrill = fileURLToPath(new URL('../../drill.yaml', import.meta.url));

export interface GalleryEntry extends SeededFault {
  name: string;
  file: string;
  text: string;
}

/** Every seeded fault, by name. */
export function readGallery(): GalleryEntry[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return names.map((name) => {
    const text = readText(join(folder, name), 'seeded fault');
    return {
      name: name.replace(/\.yaml$/, ''),
      file: `examples/broken/${name}`,
      text,
      ...loadSeededFault(`examples/broken/${name}`, text),
    };
  });
}

/** One seeded fault. Throws a usage error for a name that is none. */
export function findFault(name: string): GalleryEntry {
  const gallery = readGallery();
  const found = gallery.find((entry) => entry.name === name);
  if (!found)
    throw usageError(
      `there is no seeded fault "${name}"`,
      `There are: ${gallery.map((entry) => entry.name).join(', ')}.`,
    );
  return found;
}

/** What is wrong with how a fault was found; empty if it raised exactly what it must. */
export function judge({ expects }: SeededFault, result: DrillResult): string[] {
  const [first, ...others] = result.findings;
  if (!first) return ['no finding'];
  const problems = others.map((finding) => `also raised ${finding.code}: ${finding.cause}`);
  if (result.drill.exitCode !== 1) problems.push(`exit code ${result.drill.exitCode} instead of 1`);
  if (first.code !== expects.code) problems.push(`raised ${first.code} instead of ${expects.code}`);
  if (!first.cause.includes(expects.cause)) problems.push(`the cause is "${first.cause}"`);
  const accounts = first.accounts.map(({ name }) => name);
  if (expects.account !== undefined && (accounts.length !== 1 || accounts[0] !== expects.account))
    problems.push(`names ${accounts.join(', ')} instead of ${expects.account}`);
  return problems;
}
