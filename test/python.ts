/** Programs that PyPI has, in environments of their own, and how a command is run for its output. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../base/canonical-json.js';

/** Some of them bring hundreds of others. */
const LONGEST_INSTALL = 1_200_000;

/** Standard output of a command. Throws with what it wrote on standard error if it fails. */
export function succeed(
  command: string,
  args: readonly string[],
  { input, env, timeout = 200_000 }: { input?: string; env?: Record<string, string>; timeout?: number } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    input,
    timeout,
    env: env ? { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env } : process.env,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Folder of programs of a virtual environment with what a file of requirements pins; made once for the same pins and kept. */
export function pythonEnvironment(requirements: string): string {
  const folder = join(tmpdir(), `breakglass-python-${sha256(readFileSync(requirements, 'utf8')).slice(0, 12)}`);
  if (existsSync(join(folder, 'complete'))) return join(folder, 'bin');
  succeed('python3', ['-m', 'venv', '--clear', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  succeed(join(folder, 'bin', 'python'), install, { timeout: LONGEST_INSTALL });
  succeed('touch', [join(folder, 'complete')]);
  return join(folder, 'bin');
}

/** The clients that nobody here wrote. */
export function pythonClients(): string {
  return pythonEnvironment('test/clients/requirements.txt');
}
