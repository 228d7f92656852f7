/** `run`: plays a drill. */
import { Command } from 'commander';
import type { ExitCode } from '../reports/exit-codes.js';
import { loadOptions, takesDrill } from './drill-options.js';
import type { WhichDrill } from './drill-options.js';

interface RunOptions extends WhichDrill {
  output: string;
  json?: true;
  yes?: true;
  resume?: string;
}

export function runCommand(finish: (exitCode: ExitCode) => void): Command {
  return takesDrill(
    new Command('run').description(
      'Play a drill: simulate the disaster, open break glass everywhere, put everything back, write the report',
    ),
  )
    .option('-o, --output <folder>', 'where the folders of drills go', 'drills')
    .option(
      '--resume <folder>',
      'go on with a drill on an endpoint that was stopped: only items without an answer are played',
    )
    .option('--yes', 'agree to as many messages as the plan foresees')
    .option('--json', 'print result.json on standard output, nothing else')
    .addHelpText(
      'after',
      '\nExamples:\n  breakglass-drill run\n  breakglass-drill run identity-provider-failure --overlay change.yaml\n  breakglass-drill run --json | jq .findings\n  breakglass-drill run --endpoint URL --secrets FILE --resume drills/<id>\n\nA drill that was stopped (exit code 4) is resumed by the same command with --resume and its folder; after a kill, "recover" comes first.\nThe new drill has a folder of its own, takes over every answer that held or broke, and plays the rest: the same inputs, endpoint and version.',
    )
    .action(async (names: string[], options: RunOptions) => {
      const { play, printVerdict } = await import('./play-drill.js');
      finish(printVerdict(await play(options.file, loadOptions(names, options), options), options));
    });
}
