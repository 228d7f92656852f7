/** A moto server as a user starts it, but for the port. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pythonEnvironment } from '../python.js';

export interface Moto {
  url: string;
  /** Resolves once it has ended. */
  stop(): Promise<void>;
}

/** Starts it on a free port; the policies of AWS are there only if they are asked for. */
export async function startMoto(): Promise<Moto> {
  const server = spawn(
    join(pythonEnvironment('test/moto/requirements.txt'), 'moto_server'),
    ['-H', '127.0.0.1', '-p', '0'],
    {
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', NO_COLOR: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    server.once('exit', () => reject(new Error(`moto_server ended before it was ready: ${said}`)));
    server.stderr.on('data', (chunk: Buffer) => {
      // It tells every request: nothing more is kept once it is ready.
      if (said.length < 10_000) said += chunk.toString('utf8');
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    stop: () => {
      server.kill();
      return ended;
    },
  };
}
