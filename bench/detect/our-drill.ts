/** The drill on the embedded organization, as `breakglass-drill run` plays it. */
import { spawn } from 'node:child_process';
import type { DrillResult } from '../../reports/result.js';

/** Plays the shipped drill with these overlays, in a process of its own. */
export function playDrill(overlays: readonly string[], output: string): Promise<DrillResult> {
  const args = ['run', '--json', '-o', output, ...overlays.flatMap((file) => ['--overlay', file])];
  const child = spawn('nice', ['-n', '10', process.execPath, 'dist/cli/entry.js', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('close', () => done(JSON.parse(out) as DrillResult));
  });
}
