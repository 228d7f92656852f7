/** `deploy`: writes an organization document into an emulator. */
import { Command } from 'commander';
import type { ExitCode } from '../reports/exit-codes.js';
import { collect } from './options.js';

/** What the verb was given. */
export interface DeployOptions {
  endpoint: string;
  organization: string;
  overlay: string[];
  secrets?: string;
  role?: string;
  quiet?: true;
  json?: true;
}

export function deployCommand(finish: (exitCode: ExitCode) => void): Command {
  return new Command('deploy')
    .description(
      'Write an organization document into an emulator, with public calls alone; a second time changes nothing',
    )
    .requiredOption('--endpoint <url>', 'endpoint of the emulator, such as http://127.0.0.1:4566; never AWS')
    .option('--organization <file>', 'organization document', 'examples/landing-zone.yaml')
    .option('--overlay <file>', 'overlay on the document; may be given several times', collect, [])
    .option(
      '--secrets <file>',
      'what "emulate" or an earlier "deploy" printed: keys of the administrator, and of users',
    )
    .option(
      '--role <name>',
      'role by which the administrator enters other accounts (default: OrganizationAccountAccessRole)',
    )
    .option('--quiet', 'no progress')
    .option('--json', 'print what was changed and what was not deployed as well, in the same JSON document')
    .addHelpText(
      'after',
      '\nPrints one line of JSON: endpoint, administrator, accounts, users with the keys and MFA seeds that were made. Keep it: "run --secrets" takes it.\n\nExit codes: 0 deployed, but for what the endpoint does not have; 1 something was refused; 2 nothing was tried.\n\nExample:\n  breakglass-drill emulate --empty > empty.json &\n  breakglass-drill deploy --endpoint "$(jq -r .endpoint empty.json)" --secrets empty.json > deployed.json',
    )
    .action(async (options: DeployOptions) => {
      const { deploy } = await import('./deploy-document.js');
      finish(await deploy(options));
    });
}
