/**
 * `npm run laws`: puts the laws of evaluation to 100,000 random requests, on every core. `--seed N` or LAWS_SEED plays the
 * requests of another run again, `--requests N` fewer or more. A broken law is shown with the smallest example that was found.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { evaluate } from '../iam/index.js';
import { laws } from '../test/iam/laws/index.js';
import { playLaws } from '../test/iam/laws/play.js';
import type { Outcome } from '../test/iam/laws/play.js';
import { leastOf } from './distribution.js';

interface Share {
  seed: number;
  requests: number;
}

/** Every worker plays its share with a seed of its own, so that a seed and a number of requests give the same run anywhere. */
const SHARES = 8;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, requests: { type: 'string', default: '100000' } },
  });
  const seed = Number(values.seed ?? process.env.LAWS_SEED ?? Math.floor(performance.timeOrigin) % 1_000_000_000);
  const requests = Number(values.requests);
  if (!Number.isInteger(seed) || !Number.isInteger(requests) || requests < SHARES)
    throw new RangeError('--seed and --requests take whole numbers');
  process.stdout.write(`${laws.length} laws, ${requests.toLocaleString('en')} requests, seed ${seed}\n`);
  const shares = Array.from({ length: SHARES }, (_, index): Share => ({
    seed: seed + index,
    requests: Math.ceil(requests / SHARES),
  }));
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let share = shares.shift(); share; share = shares.shift()) {
      const outcome = await inThread(share);
      outcomes.push(outcome);
      if (outcome.broken) shares.length = 0;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return report(outcomes);
}

function inThread(share: Share): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function report(outcomes: readonly Outcome[]): number {
  const broken = outcomes.find((outcome) => outcome.broken)?.broken;
  if (broken) {
    process.stdout.write(`BROKEN  ${broken.law}\n  ${broken.how}\n${JSON.stringify(broken.example, undefined, 2)}\n`);
    return 1;
  }
  const sum = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  for (const { title } of laws)
    process.stdout.write(`${String(sum(({ spoken }) => spoken[title] ?? 0)).padStart(8)}  ${title}\n`);
  const decisions = {
    allow: sum(({ decisions: { allow } }) => allow),
    implicitDeny: sum(({ decisions: { implicitDeny } }) => implicitDeny),
    explicitDeny: sum(({ decisions: { explicitDeny } }) => explicitDeny),
  };
  return leastOf(decisions, 0.1) ? 0 : 1;
}

if (isMainThread) {
  process.exitCode = await main();
} else {
  const { seed, requests } = workerData as Share;
  parentPort?.postMessage(playLaws({ evaluate, laws, seed, requests }));
}
