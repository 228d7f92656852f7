/** `verify`: checks what a drill left behind, offline. */
import { Command } from 'commander';
import type { ExitCode } from '../reports/exit-codes.js';
import { readDrillFolder } from '../reports/files.js';
import { verifyDrill } from '../reports/verify.js';

export function verifyCommand(finish: (exitCode: ExitCode) => void): Command {
  return new Command('verify')
    .description('Check a drill folder offline: hash chain, digests, and every figure recounted from the journal')
    .argument('<folder>', 'such as drills/<id>')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExit codes: 0 all is as it was written, 1 something was changed or is missing, 2 not a drill folder, 5 something was not put back',
    )
    .action((folder: string, options: { json?: true }) => {
      const verification = verifyDrill(readDrillFolder(folder));
      const { ok, problems, checked, notUndone } = verification;
      if (options.json) process.stdout.write(`${JSON.stringify(verification, undefined, 2)}\n`);
      else {
        const lines = ok
          ? [`${folder}: ${checked.records} records and ${checked.files} files are as they were written.`]
          : problems;
        const left = notUndone.map(({ what, finish: job }) => `Not put back: ${what}. ${job}`);
        const next =
          left.length > 0 ? [`Make sure that the drill no longer runs, then: breakglass-drill recover ${folder}`] : [];
        process.stdout.write(`${[...lines, ...left, ...next].join('\n')}\n`);
      }
      finish(notUndone.length > 0 ? 5 : ok ? 0 : 1);
    });
}
