/**
 * Refuses dependencies whose licence does not let others ship this package: every installed package is looked at. Proves that
 * what stands behind a fence (tools/iam-oracle) is out of reach: not installed with the project, imported by no file, in no package.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** Licences that ask nothing of a program that imports the package but to name it. */
const ALLOWED = new Set([
  'Apache-2.0',
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'MIT-0',
  'Unlicense',
  'PSF-2.0',
  'CC-BY-4.0',
  'CC-BY-3.0',
]);

/** Programs of their own, under licences of their own (see CONTRIBUTING.md). */
const FENCED = ['tools/iam-oracle'];

interface Manifest {
  name?: string;
  version?: string;
  license?: string | { type?: string };
  /** As packages wrote it before there was `license`. */
  licenses?: { type?: string }[];
  files?: string[];
  workspaces?: unknown;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** True if an SPDX expression can be satisfied with allowed licences alone. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, ' ');
  return plain
    .split(/\s+OR\s+/)
    .some((alternative) => alternative.split(/\s+AND\s+/).every((licence) => ALLOWED.has(licence.trim())));
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

/** Every source of the project, by its path from the root. */
function* sources(folder = '.'): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (
        !/^(node_modules|dist|drills|docs)$/.test(entry.name) &&
        !entry.name.startsWith('.') &&
        !FENCED.includes(path)
      )
        yield* sources(path);
    } else if (/\.[cm]?[jt]s$/.test(entry.name)) yield path;
  }
}

/** What is wrong with the fence, one sentence each. */
function gaps(files: readonly string[]): string[] {
  const root = readManifest('package.json') ?? {};
  const installed = Object.keys(
    (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, unknown> }).packages,
  );
  const fencedPackages = FENCED.flatMap((folder) =>
    Object.keys(readManifest(join(folder, 'package.json'))?.dependencies ?? {}),
  );
  const found: string[] = [];
  if (fencedPackages.length === 0) found.push('there is nothing behind the fence: its manifest was not found');
  if (root.workspaces !== undefined) found.push('the project has workspaces: npm would install what is fenced');
  for (const folder of FENCED) {
    if ((root.files ?? ['.']).some((entry) => folder.startsWith(posix.normalize(entry))))
      found.push(`the package ships ${folder}`);
  }
  for (const name of fencedPackages) {
    if (installed.some((path) => path.endsWith(`node_modules/${name}`)))
      found.push(`${name} is installed with the project`);
  }
  const known = new Set([root.name, ...Object.keys({ ...root.dependencies, ...root.devDependencies })]);
  for (const file of files) {
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      if (FENCED.some((folder) => target.startsWith(`${folder}/`))) found.push(`${file} imports ${specifier}`);
      else if (!specifier.startsWith('.') && !isBuiltin(specifier) && !known.has(name))
        found.push(`${file} imports ${specifier}, which is not in package.json`);
    }
  }
  return found;
}

/** What a file imports, exports from or loads, as it is written. */
function importsOf(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

let count = 0;
const refused: string[] = [];
for (const { name, version, license: one, licenses: [old] = [] } of packages('node_modules')) {
  if (name === undefined) continue;
  count++;
  const license = one ?? old;
  const expression = typeof license === 'string' ? license : (license?.type ?? 'none');
  if (!isAllowed(expression)) refused.push(`${name}@${version ?? '?'}: ${expression}`);
}
const files = [...sources()];
const broken = gaps(files);
for (const line of refused) process.stdout.write(`refused  ${line}\n`);
for (const line of broken) process.stdout.write(`fence    ${line}\n`);
process.stdout.write(`${count - refused.length} packages with an allowed licence, ${refused.length} refused\n`);
process.stdout.write(
  `${files.length} files, ${broken.length === 0 ? 'none of which reaches' : `${broken.length} ways to reach`} ${FENCED.join(', ')}\n`,
);
process.exitCode = refused.length > 0 || broken.length > 0 || count === 0 || files.length === 0 ? 1 : 0;
