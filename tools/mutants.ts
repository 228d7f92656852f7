/**
 * `npm run mutants [-- ID...]`: puts each fault of test/iam/mutants.json into the evaluator, one at a time, and plays the documented
 * decisions and the laws against it. A fault that nothing notices fails the run, as does one whose text is no longer in the
 * source: a list that tests nothing must not look like one that does.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import ts from 'typescript';
import { z } from 'zod';
import type { Played } from './mutant-player.js';

const LIST = 'test/iam/mutants.json';
const ROOM = 'iam';
/** Seconds; a fault that makes the evaluator run forever is noticed by this. */
const TIME_LIMIT = 60;

const mutantSchema = z.strictObject({
  id: z.string(),
  breaks: z.string(),
  file: z.string(),
  find: z.string(),
  replace: z.string(),
});
type Mutant = z.infer<typeof mutantSchema>;

const sources = new Map(
  readdirSync(ROOM)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(join(ROOM, name), 'utf8')]),
);
const compiled = new Map([...sources].map(([name, source]) => [name, compile(source)]));

function compile(source: string): string {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  const [first] = diagnostics;
  if (first) throw new Error(ts.flattenDiagnosticMessageText(first.messageText, ' '));
  return outputText;
}

/** The source with the fault. Throws unless its text is there exactly once. */
function broken({ file, find, replace }: Mutant): string {
  const source = sources.get(file);
  if (source === undefined) throw new Error(`there is no ${ROOM}/${file}`);
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`its text is ${times} times in ${ROOM}/${file}, not once`);
  return compile(source.replace(find, () => replace));
}

/** Writes an evaluator to a folder of its own and returns the address to import it from. */
function write(folder: string, changed: ReadonlyMap<string, string>): string {
  mkdirSync(folder);
  for (const [name, text] of changed) writeFileSync(join(folder, name.replace(/\.ts$/, '.js')), text);
  return pathToFileURL(join(folder, 'index.js')).href;
}

/** A thread that plays one evaluator after the other; it is made anew after a fault that runs forever. */
class Player {
  #worker: Worker | undefined;

  /** What noticed the evaluator at that address; `undefined`: nothing. Throws if the evaluator does not run. */
  async play(address: string): Promise<string | undefined> {
    this.#worker ??= new Worker(new URL('./mutant-player.js', import.meta.url));
    const worker = this.#worker;
    worker.postMessage(address);
    try {
      const [{ noticedBy, error }] = (await once(worker, 'message', {
        signal: AbortSignal.timeout(TIME_LIMIT * 1000),
      })) as [Played];
      if (error !== undefined) throw new Error(error);
      return noticedBy;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
      await this.end();
      return 'the time limit';
    }
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** One line about a mutant, and whether it was caught. */
async function judge(mutant: Mutant, folder: string, player: Player): Promise<{ caught: boolean; line: string }> {
  try {
    const noticedBy = await player.play(
      write(join(folder, mutant.id), new Map([...compiled, [mutant.file, broken(mutant)]])),
    );
    if (noticedBy !== undefined) return { caught: true, line: `caught    ${mutant.id.padEnd(44)} by ${noticedBy}` };
    return { caught: false, line: `SURVIVED  ${mutant.id}: ${mutant.breaks}` };
  } catch (error) {
    return { caught: false, line: `NO FAULT  ${mutant.id}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function main(chosen: readonly string[]): Promise<number> {
  const all = z.array(mutantSchema).parse(JSON.parse(readFileSync(LIST, 'utf8')));
  const twice = all.find(({ id }, index) => all.findIndex((other) => other.id === id) !== index);
  if (twice) throw new Error(`two mutants are called ${twice.id}`);
  const mutants = chosen.length > 0 ? all.filter(({ id }) => chosen.includes(id)) : all;
  if (mutants.length === 0) throw new Error('there is no such mutant');
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  const players = Array.from({ length: availableParallelism() }, () => new Player());
  try {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const noticedBy = await players[0]?.play(write(join(folder, 'sound'), compiled));
    if (noticedBy !== undefined) throw new Error(`the evaluator without a fault is noticed by ${noticedBy}`);
    const waiting = [...mutants];
    let caught = 0;
    const work = async (player: Player): Promise<void> => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const judgement = await judge(mutant, folder, player);
        if (judgement.caught) caught++;
        process.stdout.write(`${judgement.line}\n`);
      }
    };
    await Promise.all(players.map(work));
    process.stdout.write(`${caught} of ${mutants.length} mutants caught\n`);
    return caught === mutants.length ? 0 : 1;
  } finally {
    for (const player of players) await player.end();
    rmSync(folder, { recursive: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
