import { spawnSync } from 'node:child_process';
import { main } from '../../cli/main.js';
import type { Ended } from '../command-line.js';

/** The command line in a process of its own, called and waited for. */
export function command(...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/entry.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { code: status, out: stdout, err: stderr };
}

/** The same in this process, which need not load everything again; nothing of what it writes gets out. */
export async function commandHere(...args: string[]): Promise<Ended> {
  const [out, err] = [listenTo(process.stdout), listenTo(process.stderr)];
  try {
    const code = await main(args);
    return { code, out: out.heard(), err: err.heard() };
  } finally {
    out.stop();
    err.stop();
  }
}

function listenTo(stream: NodeJS.WriteStream): { heard(): string; stop(): void } {
  const write = stream.write;
  let text = '';
  stream.write = (chunk: string | Uint8Array): boolean => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    return true;
  };
  return { heard: () => text, stop: () => void (stream.write = write) };
}
