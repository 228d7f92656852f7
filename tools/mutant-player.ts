/** In a thread of its own: plays cases and laws against the evaluator at each address it is sent, until something notices a fault. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { evaluate } from '../iam/index.js';
import { laws } from '../test/iam/laws/index.js';
import { playLaws } from '../test/iam/laws/play.js';
import { caseFileSchema, playCase } from './case-player.js';

/** What the thread answers. `undefined`: nothing noticed a fault. */
export interface Played {
  noticedBy?: string | undefined;
  /** The evaluator does not run. */
  error?: string;
}

const FILES = ['test/iam/cases.json', 'test/iam/more-cases.json'];
const LAWS = { seed: 20_261_124, requests: 1200, quick: true };

const cases = FILES.flatMap((file) => caseFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).cases);

function noticed(evaluator: typeof evaluate): string | undefined {
  const wrong = cases.find((one) => playCase(one, evaluator).decision !== one.expected);
  if (wrong) return wrong.id;
  const law = playLaws({ evaluate: evaluator, laws, ...LAWS }).broken?.law;
  return law === undefined ? undefined : `the law "${law}"`;
}

async function play(address: string): Promise<Played> {
  try {
    const module = (await import(address)) as { evaluate: typeof evaluate };
    return { noticedBy: noticed(module.evaluate) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', (address: string) => {
  void play(address).then((played) => parentPort?.postMessage(played));
});
