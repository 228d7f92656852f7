/** The emulator as a user starts it. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** The line that `emulate` prints. */
export interface Ready {
  endpoint: string;
  control: string;
  administrator: { accessKeyId: string; secretAccessKey: string };
  accounts: Record<string, string>;
  users: Record<string, { accessKeyId: string; secretAccessKey: string; mfaSerial?: string; mfaSeed?: string }>;
}

/** Starts `emulate` as a user does and reads its one line. */
export async function emulate(
  what: readonly string[] = ['--organization', 'examples/landing-zone.yaml'],
): Promise<{ ready: Ready; line: string; child: ChildProcess; output: () => string }> {
  const child = spawn(process.execPath, ['dist/cli/entry.js', 'emulate', ...what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
