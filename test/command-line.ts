/** The command line as a user calls it, in a process of its own. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDrillFolder } from '../reports/files.js';
import type { DrillResult } from '../reports/result.js';
import { withFolder } from './drill.js';

/** Alarms are evaluated in real time. */
export const SHORT_PERIODS = ['--overlay', 'examples/ci/short-periods.yaml'];

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** The command line; `seen` is told of every text on standard error and may act on the process. */
export function command(
  args: readonly string[],
  seen: (text: string, stop: () => void) => void = () => undefined,
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/cli/entry.js', ...args], {
      env: { ...process.env, NO_COLOR: '1', ...environment },
    });
    let [out, err] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8');
      seen(err, () => child.kill('SIGINT'));
    });
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Plays a drill; its result, its folder's texts by file name, exit code and what it said. */
export function play(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended & { result: DrillResult; texts: Map<string, string> }> {
  return withFolder(async (output) => {
    const ended = await command(['run', '--output', output, ...args], undefined, environment);
    const [folder = ''] = readdirSync(output);
    expect(folder, ended.err).to.not.equal('');
    const texts = readDrillFolder(join(output, folder));
    return { ...ended, result: JSON.parse(texts.get('result.json') ?? '') as DrillResult, texts };
  });
}
