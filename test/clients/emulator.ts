/** What the tests of clients share: the emulator as a user starts it, and Python clients in an environment of their own. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../base/canonical-json.js';

/** The line that `emulate` prints. */
export interface Ready {
  endpoint: string;
  control: string;
  administrator: { accessKeyId: string; secretAccessKey: string };
  accounts: Record<string, string>;
  users: Record<string, { accessKeyId: string; secretAccessKey: string; mfaSerial?: string; mfaSeed?: string }>;
}

/** Starts `emulate` as a user does and reads its one line. */
export async function emulate(what: readonly string[] = ['--organization', 'examples/landing-zone.yaml']): Promise<{ ready: Ready; line: string; child: ChildProcess; output: () => string }> {
  const child = spawn(process.execPath, ['dist/cli/entry.js', 'emulate', ...what], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const line = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('emulate ended before it was ready')));
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve(output.split('\n', 1)[0] ?? '');
    });
  });
  return { ready: JSON.parse(line) as Ready, line, child, output: () => output };
}

/** Standard output of a command. Throws with what it wrote on standard error if it fails. */
export function succeed(command: string, args: readonly string[], { input, env }: { input?: string; env?: Record<string, string> } = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', input, timeout: 200_000, env: env ? { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env } : process.env });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Folder of programs of a virtual environment with what a file of requirements pins; made once for the same pins and kept. */
export function pythonEnvironment(requirements: string): string {
  const folder = join(tmpdir(), `breakglass-python-${sha256(readFileSync(requirements, 'utf8')).slice(0, 12)}`);
  if (existsSync(join(folder, 'complete'))) return join(folder, 'bin');
  succeed('python3', ['-m', 'venv', '--clear', folder]);
  succeed(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  succeed('touch', [join(folder, 'complete')]);
  return join(folder, 'bin');
}

/** The clients that nobody here wrote. */
export function pythonClients(): string {
  return pythonEnvironment('test/clients/requirements.txt');
}
