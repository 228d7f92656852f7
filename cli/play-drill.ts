/** Plays drills for verbs. Loaded when a verb acts, because it loads every client of AWS and `--help` must be quick. */
import { loadDrill } from '../harness/engine/load.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { runDrill } from '../harness/engine/run.js';
import type { FinishedDrill } from '../harness/engine/run.js';
import type { ExitCode } from '../reports/exit-codes.js';
import { terminalVerdict } from '../reports/terminal.js';
import { scenarios } from '../scenarios/index.js';
import { useColour } from './colour.js';
import { consentOf, onCallAtTerminal } from './consent.js';
import { drawProgress } from './progress.js';
import { abortOnSignals } from './signals.js';
import { version } from '../base/version.js';

/** Plays a drill with progress on standard error; Ctrl-C stops it, undoes everything and still writes the report. */
export async function play(
  file: string,
  load: LoadOptions,
  options: { output: string; json?: true | undefined; quiet?: boolean; yes?: true | undefined; resume?: string },
): Promise<FinishedDrill> {
  const loaded = loadDrill(file, load);
  const progress = drawProgress(options.json === true || options.quiet === true);
  const { signal, release } = abortOnSignals();
  try {
    return await runDrill(loaded, {
      scenarios,
      output: options.output,
      ...(options.resume === undefined ? {} : { resume: options.resume }),
      progress,
      signal,
      ...consentOf(options),
      ...onCallAtTerminal(),
      tool: { name: 'breakglass-drill', version },
    });
  } finally {
    release();
    await progress.done();
  }
}

/** Prints the verdict, or the whole result as JSON; returns the exit code. */
export function printVerdict({ result, folder }: FinishedDrill, { json }: { json?: true | undefined }): ExitCode {
  process.stdout.write(
    json
      ? `${JSON.stringify(result, undefined, 2)}\n`
      : `${terminalVerdict(result, { folder, colour: useColour() }).join('\n')}\n`,
  );
  return result.drill.exitCode;
}
