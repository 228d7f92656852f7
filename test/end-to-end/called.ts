import { spawnSync } from 'node:child_process';
import type { Ended } from '../command-line.js';

/** The command line, called and waited for. */
export function command(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/entry.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}
