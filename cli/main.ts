/** The command line. Each verb is one file; this one only knows their names and turns errors into exit codes. */
import { Command, CommanderError } from 'commander';
import { describeError, isCodedError } from '../base/errors.js';
import { exitCode, exitMeanings } from '../reports/exit-codes.js';
import type { ExitCode } from '../reports/exit-codes.js';
import { brokenCommand } from './broken.js';
import { emulateCommand } from './emulate.js';
import { explainCommand } from './explain.js';
import { listCommand } from './list.js';
import { deployCommand } from './deploy.js';
import { planCommand } from './plan.js';
import { recoverCommand } from './recover.js';
import { runCommand } from './run.js';
import { snapshotCommand } from './snapshot.js';
import { verifyCommand } from './verify.js';
import { version } from '../base/version.js';

const HELP = `
Exit codes:
  ${exitMeanings.slice(0, 3).join('   ')}
  ${exitMeanings.slice(3).join('   ')}

Start here:
  breakglass-drill                       play the drill of ./drill.yaml
  breakglass-drill plan                  what it would call, and whom it would wake; plays nothing
  breakglass-drill list                  what can be rehearsed
  breakglass-drill broken                organizations with one fault each, and what finds it
  breakglass-drill explain BG_ROLE_MISSING`;

/** Every verb, by what somebody wants who looks for one. */
function verbs(finish: (code: ExitCode) => void): Record<string, Command[]> {
  return {
    Learn: [listCommand(), explainCommand(), brokenCommand(finish)],
    'My organization': [snapshotCommand(finish), deployCommand(finish)],
    Drill: [planCommand(), runCommand(finish), recoverCommand(finish), emulateCommand()],
    Evidence: [verifyCommand(finish)],
  };
}

/** The command line with all its verbs; a verb tells `finish` its exit code. */
export function program(finish: (code: ExitCode) => void): Command {
  const made = new Command('breakglass-drill')
    .description('Find out whether your AWS break-glass access works before the day you need it.')
    .version(version)
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', HELP);
  for (const [group, commands] of Object.entries(verbs(finish))) {
    made.commandsGroup(`${group}:`);
    for (const command of commands) made.addCommand(command, { isDefault: command.name() === 'run' });
  }
  made.commandsGroup('Help:').helpCommand(true);
  for (const command of made.commands) command.exitOverride();
  return made;
}

/** What stopped a drill before it began, where that was no wrong input. */
const STOPPED_BEFORE: Record<string, 'aborted' | 'notUndone'> = {
  BG_ABORTED: 'aborted',
  BG_NOT_UNDONE: 'notUndone',
};

/** Runs the command line and resolves to the exit code. Never throws for wrong input. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  let ended: ExitCode = exitCode('held');
  try {
    await program((code) => {
      ended = code;
    }).parseAsync([...args], { from: 'user' });
    return ended;
  } catch (error) {
    if (error instanceof CommanderError) return exitCode(error.exitCode === 0 ? 'held' : 'usage');
    process.stderr.write(`breakglass-drill: ${describeError(error)}\n`);
    // Stopped by the user before anything had begun that would have to be undone.
    if (isCodedError(error)) return exitCode(STOPPED_BEFORE[error.code] ?? 'usage');
    // An error of ours that nobody planned: say where, so that it can be reported.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
    return exitCode('inconclusive');
  }
}
