/** `emulate`: serves the embedded organization alone, for any AWS client. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { usageError } from '../base/errors.js';
import { seededRandom } from '../base/random.js';
import type { Organization } from '../organization/model.js';
import { loadDocument } from './documents.js';
import { collect } from './options.js';
import { abortOnSignals } from './signals.js';

interface EmulateOptions {
  organization?: string;
  empty?: boolean;
  overlay: string[];
  port: number;
  seed: string;
}

export function emulateCommand(): Command {
  return new Command('emulate')
    .description('Serve the twin (an enforcing, made-up copy of an organization) on 127.0.0.1 for any AWS client')
    .option('--organization <file>', 'organization document, such as examples/landing-zone.yaml')
    .addOption(
      new Option('--empty', 'one account without an organization, to build one with any client').conflicts([
        'organization',
        'overlay',
      ]),
    )
    .option('--overlay <file>', 'overlay on the document; may be given several times', collect, [])
    .option('--port <number>', 'port; 0 takes any free one', parsePort, 0)
    .option('--seed <text>', 'same seed, same ids and secrets', '1')
    .addHelpText(
      'after',
      '\nPrints one line of JSON when it is ready: endpoint, administrator, accounts, users with their keys and MFA seeds, control.\nPOST {control}/clock {"advanceSeconds": 60} moves its clock.\nPUT {control}/faults [{"service": "sts", "probability": 0.5, "error": {"statusCode": 503, "code": "ServiceUnavailable"}}] makes calls fail;\n"latency" (milliseconds) makes them late, "throttle" {"perSecond", "burst"} answers the rest with "Rate exceeded",\n"reset" ("before" or "after" the call is made) ends the connection without an answer.',
    )
    .action(async ({ organization, empty, overlay, port, seed }: EmulateOptions) => {
      const { serveEmulator } = await import('../harness/targets/emulator.js');
      const emulator = await serveEmulator(
        empty === true ? 'empty' : served(organization, overlay),
        seededRandom(seed),
        port,
      );
      process.stdout.write(`${JSON.stringify(emulator.ready)}\n`);
      const { signal, release } = abortOnSignals('the emulator stops; what it held is gone.');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      release();
      await emulator.close();
    });
}

function served(organization: string | undefined, overlay: readonly string[]): Organization {
  if (organization === undefined)
    throw usageError(
      'there is nothing to serve',
      'Name an organization document with --organization, or --empty for one account without an organization.',
    );
  return loadDocument(organization, overlay);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
  return port;
}
