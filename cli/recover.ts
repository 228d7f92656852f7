/** `recover`: finishes what a drill did not take back. */
import { Command } from 'commander';
import { exitCode } from '../reports/exit-codes.js';
import type { ExitCode } from '../reports/exit-codes.js';
import { loadSecrets } from './documents.js';

export function recoverCommand(finish: (code: ExitCode) => void): Command {
  return new Command('recover')
    .description('Take back what a drill changed and did not take back, for instance because its process was killed')
    .argument('<folder>', 'such as drills/<id>')
    .option('--secrets <file>', 'what "emulate" or "deploy" printed: keys of the administrator')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nMake sure that the drill no longer runs. May be called as often as you like.\nExit codes: 0 nothing is left, 2 not a drill folder, 5 something is left: its line says what to do',
    )
    .action(async (folder: string, options: { secrets?: string; json?: true }) => {
      const { recover } = await import('../harness/engine/recover.js');
      const { noSecrets } = await import('../harness/targets/secrets-file.js');
      const secrets = options.secrets === undefined ? noSecrets : loadSecrets(options.secrets);
      const recovered = await recover(folder, { secrets, progress: (line) => void process.stderr.write(`${line}\n`) });
      const { undone, left } = recovered;
      const lines = [
        ...undone.map((what) => `Taken back: ${what}`),
        ...left.map(({ what, finish: job, why }) => `NOT taken back: ${what} (${why}). ${job}`),
        ...(undone.length + left.length === 0 ? ['Nothing is left to take back.'] : []),
      ];
      process.stdout.write(options.json ? `${JSON.stringify(recovered, undefined, 2)}\n` : `${lines.join('\n')}\n`);
      finish(exitCode(left.length > 0 ? 'notUndone' : 'held'));
    });
}
