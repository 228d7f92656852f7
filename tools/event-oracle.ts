/**
 * `npm run test:event-oracle`: asks AWS's own matcher (tools/event-oracle, event-ruler 2.1.0) about 20,000 random event patterns
 * and events. `--seed N` asks those of another run again, `--pairs N` fewer or more. Each difference must be a row of
 * tools/event-patterns/differences.ts; any other is shown, the shortest first, and fails.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { parseJsonText } from '../base/json-text.js';
import { compileEventPattern, isPatternError } from '../monitoring/index.js';
import { leastOf } from './distribution.js';
import { differences } from './event-patterns/differences.js';
import type { Answer } from './event-patterns/differences.js';
import type { Pair } from './event-patterns/random.js';
import { pair } from './event-patterns/random.js';

const FOLDER = 'tools/event-oracle';

/** Rows that explain more than this share would be about more than the differences that they name. */
const MOST_EXPLAINED = 0.005;

/** What AWS's matcher says of each pair. */
function theirAnswers(pairs: readonly Pair[]): Answer[] {
  const { stdout, stderr, status, error } = spawnSync(
    'java',
    ['-XX:TieredStopAtLevel=1', '-cp', `${FOLDER}/target/dependency/*`, `${FOLDER}/Oracle.java`],
    { input: pairs.map((one) => `${JSON.stringify(one)}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`the oracle ended with ${status ?? error?.message ?? 'a signal'}: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): Answer => {
      const answer = JSON.parse(line) as boolean | string;
      return typeof answer === 'string' ? 'refused' : answer;
    });
}

function ourAnswer({ pattern, event }: Pair): Answer {
  try {
    return compileEventPattern(pattern)(parseJsonText(event));
  } catch (error) {
    if (isPatternError(error)) return 'refused';
    throw error;
  }
}

const { values } = parseArgs({ options: { seed: { type: 'string' }, pairs: { type: 'string', default: '20000' } } });
const seed = Number(values.seed ?? Math.floor(performance.timeOrigin) % 1_000_000_000);
const count = Number(values.pairs);
if (!Number.isInteger(seed) || !Number.isInteger(count) || count < 1)
  throw new RangeError('--seed and --pairs take whole numbers');
process.stdout.write(`${count.toLocaleString('en')} pairs, seed ${seed}\n`);

const pairs = fc.sample(pair, { seed, numRuns: count });
const theirs = theirAnswers(pairs);
const answers = { true: 0, false: 0, refused: 0 };
const rows = new Map(differences.map(({ id }) => [id, 0]));
const unexplained: string[] = [];
for (const [index, one] of pairs.entries()) {
  const [ours, their = 'refused'] = [ourAnswer(one), theirs[index]];
  answers[`${their}`]++;
  if (ours === their) continue;
  const row = differences.find(({ explains }) => explains(one, { ours, theirs: their }));
  if (row) rows.set(row.id, (rows.get(row.id) ?? 0) + 1);
  else unexplained.push(`${one.pattern}\n  ${one.event}\n  here ${String(ours)}, the oracle ${String(their)}\n`);
}
for (const { id, title, version } of differences)
  process.stdout.write(`${String(rows.get(id)).padStart(7)}  ${id} (${version}): ${title}\n`);
process.stdout.write(`${JSON.stringify(answers)}; ${unexplained.length} differences without a row\n`);
unexplained.sort((left, right) => left.length - right.length);
for (const text of unexplained.slice(0, 5)) process.stdout.write(text);
const explained = [...rows.values()].reduce((sum, row) => sum + row, 0) / count;
if (explained > MOST_EXPLAINED)
  process.stdout.write('the rows explain too much: they are wider than the differences\n');
process.exitCode = unexplained.length === 0 && leastOf(answers, 0.05) && explained <= MOST_EXPLAINED ? 0 : 1;
