/** What says which drill is meant: the same for every verb that opens one. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { usageError } from '../base/errors.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { loadSecrets } from './documents.js';
import { collect } from './options.js';

export interface WhichDrill {
  file: string;
  overlay: string[];
  seed?: string;
  target?: 'embedded' | 'endpoint' | 'localstack';
  endpoint?: string;
  deploy?: true;
  secrets?: string;
}

/** Gives a verb the argument and the options. */
export function takesDrill(command: Command): Command {
  return command
    .argument(
      '[scenarios...]',
      'ids of scenarios, and paths of your own such as ./night-shift.js; without any, those of the drill file',
    )
    .option('-f, --file <file>', 'drill file', 'drill.yaml')
    .option('--overlay <file>', 'overlay on the organization document; may be given several times', collect, [])
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
    .option('--secrets <file>', 'what "emulate" or "deploy" printed: users, keys, MFA seeds');
}

/** What the drill is loaded with. Throws a usage error for options that exclude each other. */
export function loadOptions(names: readonly string[], options: WhichDrill): LoadOptions {
  const { overlay, seed } = options;
  return { scenarios: names, overlays: overlay, ...(seed === undefined ? {} : { seed }), target: targetOf(options) };
}

/** `--endpoint` alone means the target `endpoint`. */
function targetOf({ target, endpoint, deploy, secrets }: WhichDrill): NonNullable<LoadOptions['target']> {
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
