/** `run`: plays a drill. */
import { Command } from 'commander';
import { loadDrill } from '../harness/load.js';
import type { LoadOptions } from '../harness/load.js';
import { runDrill } from '../harness/run.js';
import type { FinishedDrill } from '../harness/run.js';
import { terminalVerdict } from '../reports/terminal.js';
import { scenarios } from '../scenarios/index.js';
import { useColour } from './colour.js';
import { drawProgress } from './progress.js';
import { abortOnSignals } from './signals.js';
import { version } from './version.js';

interface RunOptions {
  file: string;
  overlay: string[];
  output: string;
  seed?: string;
  json?: true;
}

export function runCommand(finish: (exitCode: number) => void): Command {
  return new Command('run')
    .description('Play a drill: simulate the disaster, open break glass everywhere, put everything back, write the report')
    .argument('[scenarios...]', 'ids of scenarios; without any, those of the drill file')
    .option('-f, --file <file>', 'drill file', 'drill.yaml')
    .option('--overlay <file>', 'overlay on the organization document; may be given several times', collect, [])
    .option('-o, --output <folder>', 'where the folders of drills go', 'drills')
    .option('--seed <text>', 'same seed, same drill on the embedded organization')
    .option('--json', 'print result.json on standard output, nothing else')
    .addHelpText('after', '\nExamples:\n  breakglass-drill run\n  breakglass-drill run identity-provider-failure --overlay change.yaml\n  breakglass-drill run --json | jq .findings')
    .action(async (names: string[], options: RunOptions) => {
      const { result, folder } = await play(options.file, loadOptions(names, options), options);
      const lines = terminalVerdict(result, { folder, colour: useColour() });
      process.stdout.write(options.json ? `${JSON.stringify(result, undefined, 2)}\n` : `${lines.join('\n')}\n`);
      finish(result.drill.exitCode);
    });
}

/** Plays a drill with progress on standard error; Ctrl-C stops it, undoes everything and still writes the report. */
export async function play(file: string, load: LoadOptions, options: { output: string; json?: true | undefined; quiet?: boolean }): Promise<FinishedDrill> {
  const loaded = loadDrill(file, load);
  const progress = drawProgress(options.json === true || options.quiet === true);
  const { signal, release } = abortOnSignals();
  try {
    return await runDrill(loaded, { scenarios, output: options.output, progress, signal, tool: { name: 'breakglass-drill', version } });
  } finally {
    release();
    await progress.done();
  }
}

function loadOptions(names: readonly string[], { overlay, seed }: RunOptions): LoadOptions {
  return { scenarios: names, overlays: overlay, ...(seed === undefined ? {} : { seed }) };
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}
