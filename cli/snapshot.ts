/** `snapshot`: reads an organization document from an endpoint. */
import { Command } from 'commander';
import type { ExitCode } from '../reports/exit-codes.js';

/** What the verb was given. */
export interface SnapshotOptions {
  endpoint: string;
  secrets?: string;
  organization?: string;
  role?: string;
  region?: string;
  regions?: string;
  account: string;
  output?: string;
  json?: true;
}

export function snapshotCommand(finish: (exitCode: ExitCode) => void): Command {
  return new Command('snapshot')
    .description('Read an organization from an endpoint into an organization document; changes nothing')
    .requiredOption('--endpoint <url>', 'endpoint of the emulator, such as http://127.0.0.1:4566; not AWS, for now')
    .option('--secrets <file>', 'what "emulate" or "deploy" printed: keys of the administrator')
    .option(
      '--organization <file>',
      'organization document that says which accounts there are, where the endpoint has no AWS Organizations',
    )
    .option(
      '--role <name>',
      'role by which the administrator enters other accounts (default: OrganizationAccountAccessRole)',
    )
    .option('--region <name>', 'home Region; found by its IAM Identity Center if not given')
    .option(
      '--regions <names>',
      'Regions in which monitoring is read, with commas (default: the home Region and those where sign-ins are recorded)',
    )
    .option('--account <id>', 'account to read where the endpoint asks for no keys', '000000000000')
    .option('-o, --output <file>', 'write the document here instead of on standard output')
    .option('--json', 'print {organization, unread} as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 everything was read that the endpoint has; 3 something was not, and is said on standard error; 2 nothing was read.\n\nExample:\n  breakglass-drill snapshot --endpoint http://127.0.0.1:4566 --secrets deployed.json > organization.yaml',
    )
    .action(async (options: SnapshotOptions) => {
      const { snapshot } = await import('./take-snapshot.js');
      finish(await snapshot(options));
    });
}
