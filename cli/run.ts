/** `run`: plays a drill. */
import { Command, Option } from 'commander';
import { usageError } from '../base/errors.js';
import type { LoadOptions } from '../harness/engine/load.js';
import type { ExitCode } from '../reports/exit-codes.js';
import { loadSecrets } from './documents.js';
import { collect } from './options.js';

interface RunOptions {
  file: string;
  overlay: string[];
  output: string;
  seed?: string;
  json?: true;
  target?: 'embedded' | 'endpoint' | 'localstack';
  endpoint?: string;
  deploy?: true;
  secrets?: string;
  yes?: true;
}

export function runCommand(finish: (exitCode: ExitCode) => void): Command {
  return new Command('run')
    .description(
      'Play a drill: simulate the disaster, open break glass everywhere, put everything back, write the report',
    )
    .argument(
      '[scenarios...]',
      'ids of scenarios, and paths of your own such as ./night-shift.js; without any, those of the drill file',
    )
    .option('-f, --file <file>', 'drill file', 'drill.yaml')
    .option('--overlay <file>', 'overlay on the organization document; may be given several times', collect, [])
    .option('-o, --output <folder>', 'where the folders of drills go', 'drills')
    .option('--seed <text>', 'same seed, same drill on the embedded organization')
    .addOption(
      new Option('--target <name>', 'what the drill is played on, instead of what the drill file says').choices([
        'embedded',
        'endpoint',
        'localstack',
      ]),
    )
    .option('--endpoint <url>', 'play it on an emulator that is running, such as http://127.0.0.1:4566; never AWS')
    .option('--deploy', 'write the organization document there first')
    .option('--secrets <file>', 'what "emulate" or "deploy" printed: users, keys, MFA seeds')
    .option('--yes', 'agree to as many messages as the plan foresees')
    .option('--json', 'print result.json on standard output, nothing else')
    .addHelpText(
      'after',
      '\nExamples:\n  breakglass-drill run\n  breakglass-drill run identity-provider-failure --overlay change.yaml\n  breakglass-drill run --json | jq .findings',
    )
    .action(async (names: string[], options: RunOptions) => {
      const { play, printVerdict } = await import('./play-drill.js');
      finish(printVerdict(await play(options.file, loadOptions(names, options), options), options));
    });
}

function loadOptions(names: readonly string[], options: RunOptions): LoadOptions {
  const { overlay, seed } = options;
  return { scenarios: names, overlays: overlay, ...(seed === undefined ? {} : { seed }), target: targetOf(options) };
}

/** `--endpoint` alone means the target `endpoint`. */
function targetOf({ target, endpoint, deploy, secrets }: RunOptions): NonNullable<LoadOptions['target']> {
  if (target !== undefined && target !== 'endpoint' && (endpoint !== undefined || deploy || secrets !== undefined))
    throw usageError(
      `the target ${target} takes no endpoint`,
      'Leave --target out, or --endpoint, --deploy and --secrets.',
    );
  const name = target ?? (endpoint === undefined ? undefined : 'endpoint');
  return {
    ...(name === undefined ? {} : { name }),
    ...(endpoint === undefined ? {} : { url: endpoint }),
    ...(deploy ? { deploy } : {}),
    ...(secrets === undefined ? {} : { secrets: loadSecrets(secrets) }),
  };
}
