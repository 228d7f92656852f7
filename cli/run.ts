/** `run`: plays a drill. */
import { Command } from 'commander';
import type { LoadOptions } from '../harness/load.js';
import { collect } from './options.js';

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
      const { play, printVerdict } = await import('./play.js');
      finish(printVerdict(await play(options.file, loadOptions(names, options), options), options));
    });
}

function loadOptions(names: readonly string[], { overlay, seed }: RunOptions): LoadOptions {
  return { scenarios: names, overlays: overlay, ...(seed === undefined ? {} : { seed }) };
}
