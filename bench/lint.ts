/**
 * `npm run bench:lint`: processor time of ESLint, beside that of the types in the same run. Rules that ask for types are worth what they
 * cost while it is at most twice as much; `--goal` ends with 1 above that. The types are checked as on a machine that has no earlier
 * run to go by.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GOAL = 2;
const PROGRAMS: Readonly<Record<string, string>> = {
  tsc: 'node_modules/typescript/bin/tsc',
  eslint: 'node_modules/eslint/bin/eslint.js',
};
/** Makes a process tell at its end, on a stream of its own, what it used with all its threads. */
const TELLING = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.cpuUsage())));",
)}`;

/** Seconds of processor time of the first command of a script. */
function secondsOf(script: string, ...more: string[]): number {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [name = '', ...args] = scripts[script]?.split(' && ')[0]?.split(' ') ?? [];
  const program = PROGRAMS[name];
  if (program === undefined)
    throw new Error(`${script} does not begin with one of ${Object.keys(PROGRAMS).join(', ')}`);
  const { status, output } = spawnSync(process.execPath, ['--import', TELLING, program, ...args, ...more], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  // What is found wrong with the code is told by the scripts themselves; a program that did not run took no time.
  if (status !== 0 && status !== 1)
    throw new Error(`${script} ended with ${status ?? 'a signal'}: ${output.join('\n')}`);
  const { user, system } = JSON.parse(output[3] ?? '') as NodeJS.CpuUsage;
  return (user + system) / 1e6;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-lint-'));
const types = secondsOf('types', '--tsBuildInfoFile', join(folder, 'info'));
rmSync(folder, { recursive: true });
const lint = secondsOf('lint');
const ratio = lint / types;
process.stdout.write(
  `ESLint ${lint.toFixed(1)} s of processor time, types ${types.toFixed(1)} s, ratio ${ratio.toFixed(2)}\n`,
);
if (process.argv.includes('--goal') && ratio > GOAL) {
  process.stdout.write(`above the goal of ${GOAL}: TIMING=all npx eslint . says which rule takes how much\n`);
  process.exitCode = 1;
}
