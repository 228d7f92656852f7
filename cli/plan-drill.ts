/** Plans a drill for the verb `plan`. Loaded when it acts, because it loads every client of AWS and `--help` must be quick. */
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../base/version.js';
import { loadDrill } from '../harness/engine/load.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { planDrill } from '../harness/engine/plan-drill.js';
import { planLines } from '../reports/plan-words.js';
import { scenarios } from '../scenarios/index.js';
import { drawProgress } from './progress.js';
import { abortOnSignals } from './signals.js';

/** Plans, and prints both lists on standard output. */
export async function printPlan(
  file: string,
  load: LoadOptions,
  { output, json }: { output?: string; json?: true },
): Promise<void> {
  const loaded = loadDrill(file, load);
  const progress = drawProgress(json === true);
  const { signal, release } = abortOnSignals();
  // The lists are on disk before their first call, whether they are kept or not.
  const temporary = output === undefined ? mkdtempSync(join(tmpdir(), 'breakglass-drill-plan-')) : undefined;
  try {
    const { preparation, plan, folder } = await planDrill(
      loaded,
      {
        scenarios,
        output: output ?? temporary ?? '',
        progress,
        signal,
        tool: { name: 'breakglass-drill', version },
      },
      output !== undefined,
    );
    await progress.done();
    const lines = [...planLines(preparation, plan), ...(folder === undefined ? [] : ['', `Written to ${folder}`])];
    process.stdout.write(json ? `${JSON.stringify({ preparation, plan }, undefined, 2)}\n` : `${lines.join('\n')}\n`);
  } finally {
    release();
    await progress.done();
    if (temporary !== undefined) removeEmpty(temporary);
  }
}

/** `recover` needs what is in it where something could not be taken away. */
function removeEmpty(folder: string): void {
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
