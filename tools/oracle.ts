/**
 * `npm run test:oracle`: asks an independent evaluator (tools/iam-oracle) for its opinion on 100,000 random requests. `--seed N` or
 * ORACLE_SEED asks those of another run again, `--requests N` fewer or more. Differences must fall into the documented classes of
 * tools/oracle/classes/; any other is shown with the smallest example that was found, and fails.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { evaluate } from '../iam/index.js';
import { given } from '../test/iam/random/given.js';
import { leastOf } from './distribution.js';
import { playCases } from './oracle/cases.js';
import { classes } from './oracle/classes/index.js';
import { askBoth, explain } from './oracle/explain.js';
import type { Explanation } from './oracle/explain.js';
import { isInstalled, Oracle } from './oracle/process.js';
import { questionOf } from './oracle/question.js';

/** Requests under way at a time. */
const CHUNK = 500;
/** Random requests of which fewer agree would be about the differences more than about the evaluators. */
const LEAST_AGREED = 0.8;

interface Counts {
  agreed: number;
  byClass: Map<string, number>;
  decisions: Record<'allow' | 'implicitDeny' | 'explicitDeny', number>;
}

/** Asks one chunk. Returns the place of the first request that nothing explains. */
async function askChunk(oracle: Oracle, seed: number, requests: number, counts: Counts): Promise<number | undefined> {
  const explanations = await Promise.all(
    fc.sample(given, { seed, numRuns: requests }).map(async (drawn): Promise<Explanation> => {
      const both = await askBoth(oracle, questionOf(drawn));
      counts.decisions[both.ours]++;
      return await explain(oracle, both);
    }),
  );
  for (const explanation of explanations) {
    if (explanation === 'agreed') counts.agreed++;
    else for (const id of explanation ?? []) counts.byClass.set(id, (counts.byClass.get(id) ?? 0) + 1);
  }
  const unexplained = explanations.indexOf(undefined);
  return unexplained < 0 ? undefined : unexplained;
}

/** Looks for the smallest request that nothing explains, from the one that was found, and shows it. */
async function show(oracle: Oracle, seed: number, place: number): Promise<void> {
  const property = fc.asyncProperty(
    given,
    async (drawn) => (await explain(oracle, await askBoth(oracle, questionOf(drawn)))) !== undefined,
  );
  const { counterexample } = await fc.check(property, { seed, path: String(place) });
  const [example] = counterexample ?? [];
  if (!example) throw new Error('the difference did not come again');
  const { ours, theirs, question } = await askBoth(oracle, questionOf(example));
  const { trace } = evaluate(question.request, question.policies);
  process.stdout.write(
    `UNEXPLAINED  seed ${seed}, request ${place}: here ${ours}, the oracle ${theirs}\n${JSON.stringify({ ...question, trace }, undefined, 2)}\n`,
  );
}

function report({ agreed, byClass, decisions }: Counts, requests: number): boolean {
  const line = (count: number, text: string): void =>
    void process.stdout.write(`${count.toLocaleString('en').padStart(9)}  ${text}\n`);
  line(agreed, 'agreed');
  for (const { id, title } of classes) line(byClass.get(id) ?? 0, `${id}: ${title}`);
  const enough = leastOf(decisions, 0.1);
  if (agreed < requests * LEAST_AGREED)
    process.stdout.write('too few requests agree: the classes are wider than the differences\n');
  return enough && agreed >= requests * LEAST_AGREED;
}

async function main(oracle: Oracle): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, requests: { type: 'string', default: '100000' } },
  });
  const seed = Number(values.seed ?? process.env.ORACLE_SEED ?? Math.floor(performance.timeOrigin) % 1_000_000_000);
  const requests = Number(values.requests);
  if (!Number.isInteger(seed) || !Number.isInteger(requests) || requests < 1)
    throw new RangeError('--seed and --requests take whole numbers');
  const wrong = await playCases(oracle);
  for (const text of wrong) process.stdout.write(`${text}\n`);
  process.stdout.write(`${requests.toLocaleString('en')} requests, seed ${seed}\n`);
  const counts: Counts = { agreed: 0, byClass: new Map(), decisions: { allow: 0, implicitDeny: 0, explicitDeny: 0 } };
  for (let first = 0; first < requests; first += CHUNK) {
    const unexplained = await askChunk(oracle, seed + first, Math.min(CHUNK, requests - first), counts);
    if (unexplained !== undefined) {
      await show(oracle, seed + first, unexplained);
      return 1;
    }
  }
  return report(counts, requests) && wrong.length === 0 ? 0 : 1;
}

if (!isInstalled()) throw new Error('the oracle is not installed: npm run test:oracle does it');
const oracle = new Oracle();
try {
  process.exitCode = await main(oracle);
} finally {
  oracle.end();
}
