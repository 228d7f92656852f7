/**
 * `npm run hostile`: 100,000 malformed or hostile requests to the twin over HTTP. Every answer must be an error of AWS in the shape of
 * its protocol, or right; none may take a second or show a secret; memory must stay flat and nothing may be written to a log.
 * `--seed N` makes the same attacks again, `--first N --count 1` the one that was answered wrongly.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { parseArgs } from 'node:util';
import { createSigner } from '../aws/signer.js';
import { httpTransport } from '../aws/transport.js';
import { movableClock, wallClock } from '../base/clock.js';
import { playHostile } from '../test/twin/hostile/play.js';
import type { Played, Target } from '../test/twin/hostile/play.js';
import { serveHostile } from '../test/twin/hostile/world.js';
import { nextMessage } from './next-message.js';

/** Bytes that the server may have more in its heap afterwards, and attacks that it is warmed up with. */
const GROWTH = 24 * 1024 * 1024;
const WARM_UP = 5000;
/** Longer than event history is kept. */
const LONG_AFTERWARDS = 120 * 86_400;

interface Ready {
  target: Target;
  control: string;
}

/** The server, in a process of its own whose memory is its own. */
async function serve(): Promise<void> {
  const { target, control } = await serveHostile(movableClock());
  process.on('message', () => {
    globalThis.gc?.();
    process.send?.({ heap: process.memoryUsage().heapUsed });
  });
  process.send?.({ target, control } satisfies Ready);
}

/** Bytes that are in use long after the attacks, when what AWS forgets is forgotten. */
async function heapOf(child: ChildProcess, { target, control }: Ready): Promise<number> {
  await fetch(`${control}/clock`, { method: 'POST', body: JSON.stringify({ advanceSeconds: LONG_AFTERWARDS }) });
  const transport = httpTransport(target.endpoint, 1);
  const signer = createSigner(new URL(target.endpoint).host, wallClock);
  // One call more in each Region that was used: old records are dropped when new ones come.
  for (const region of ['eu-west-1', 'us-east-1']) {
    const { statusCode } = await transport.send(
      await signer.query(
        { service: 'sts', version: '2011-06-15', action: 'GetCallerIdentity' },
        region,
        target.insider,
      ),
    );
    if (statusCode !== 200) throw new Error(`a right request is answered with ${statusCode}`);
  }
  await transport.close();
  const answer = nextMessage<{ heap: number }>(child);
  child.send('heap');
  return (await answer).heap;
}

/** Tells how far it is, every tenth of the way. */
function progressOf(count: number): (done: number) => void {
  const started = wallClock.now();
  const step = Math.max(1, Math.floor(count / 10));
  return (done) => {
    if (done % step !== 0) return;
    const perSecond = (done / Math.max(1, wallClock.now() - started)) * 1000;
    process.stdout.write(
      `${done.toLocaleString('en').padStart(9)} of ${count.toLocaleString('en')}  ${Math.round(perSecond).toLocaleString('en')}/s  ${Math.ceil((count - done) / perSecond)} s left\n`,
    );
  };
}

function report({ problem, statuses, slowest }: Played, seed: string): number {
  if (problem) {
    const { number, attack, what, request } = problem;
    process.stdout.write(
      `WRONG  ${attack}: ${what}\n  ${request}\n  npm run hostile -- --seed ${seed} --first ${number} --count 1\n`,
    );
    return 1;
  }
  const shown = [...statuses]
    .sort(([left], [right]) => left - right)
    .map(([status, count]) => `${status}: ${count.toLocaleString('en')}`);
  process.stdout.write(`${shown.join(', ')}; the slowest took ${slowest} ms\n`);
  return 0;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(performance.timeOrigin) % 1_000_000_000) },
      count: { type: 'string', default: '100000' },
      first: { type: 'string', default: '0' },
    },
  });
  const { seed } = values;
  const [count, first] = [Number(values.count), Number(values.first)];
  if (!Number.isInteger(count) || !Number.isInteger(first) || count < 1 || first < 0)
    throw new RangeError('--count and --first take whole numbers');
  process.stdout.write(`${count.toLocaleString('en')} hostile requests, seed ${seed}\n`);
  const child = fork(new URL(import.meta.url), ['serve'], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  try {
    const ready = await nextMessage<Ready>(child);
    const warm = await playHostile(ready.target, { seed: `${seed} warm-up`, count: Math.min(count, WARM_UP) });
    const before = await heapOf(child, ready);
    const played = warm.problem ? warm : await playHostile(ready.target, { seed, count, first }, progressOf(count));
    if (report(played, warm.problem ? `"${seed} warm-up"` : seed) !== 0) return 1;
    const growth = (await heapOf(child, ready)) - before;
    process.stdout.write(`the heap grew by ${(growth / 1024 / 1024).toFixed(1)} MB\n`);
    if (log !== '') process.stdout.write(`the server wrote ${log.length} characters to its log\n`);
    return growth > GROWTH || log !== '' ? 1 : 0;
  } finally {
    child.kill();
  }
}

if (process.argv[2] === 'serve') await serve();
else process.exitCode = await main();
