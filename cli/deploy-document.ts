/** Deploys for the verb `deploy`. Loaded when it acts, because it loads every client of AWS and `--help` must be quick. */
import { deployOrganization } from '../aws/deploy/index.js';
import type { Deployed } from '../aws/deploy/index.js';
import { systemRandom } from '../base/random.js';
import { openRemote } from '../harness/targets/remote.js';
import type { EndpointSecrets } from '../harness/targets/secrets-file.js';
import type { ExitCode } from '../reports/exit-codes.js';
import type { DeployOptions } from './deploy.js';
import { loadDocument, loadSecrets } from './documents.js';
import { abortOnSignals } from './signals.js';

/** Deploys, prints the line that `run --secrets` takes, and returns the exit code. */
export async function deploy(options: DeployOptions): Promise<ExitCode> {
  const document = loadDocument(options.organization, options.overlay);
  const secrets = loadSecrets(options.secrets);
  const remote = await openRemote({
    endpoint: options.endpoint,
    secrets,
    accountId: document.accounts[document.management]?.id ?? '',
    region: document.homeRegion,
    ...(options.role === undefined ? {} : { role: options.role }),
  });
  const { signal, release } = abortOnSignals('stopping. What was deployed stays: deploy again to go on.');
  const say = (line: string): void => void (options.quiet === true || process.stderr.write(`${line}\n`));
  try {
    const deployed = await deployOrganization(
      {
        ways: remote.ways,
        transport: remote.transport,
        clock: remote.clock,
        random: systemRandom,
        progress: ({ where, what }) => say(`  ${where}: ${what}`),
        signal,
      },
      document,
    );
    for (const { where, what, why, refused } of deployed.notDeployed)
      say(`${refused ? 'refused' : 'not here'}  ${where}: ${what}: ${why}`);
    say(deployed.changes.length === 0 ? 'Nothing to change.' : `${deployed.changes.length} changes.`);
    const line = deployedLine(secrets, deployed, remote.options.endpoint, remote.administrator);
    const { changes, notDeployed } = deployed;
    process.stdout.write(`${JSON.stringify(options.json ? { ...line, changes, notDeployed } : line)}\n`);
    return notDeployed.some(({ refused }) => refused) ? 1 : 0;
  } finally {
    release();
    await remote.close();
  }
}

/** The line in the form of `emulate`: what was known before, and what was made now. */
function deployedLine(
  before: EndpointSecrets,
  { organization, credentials }: Deployed,
  endpoint: string,
  administrator: EndpointSecrets['administrator'],
): EndpointSecrets {
  const users: EndpointSecrets['users'] = { ...before.users };
  for (const [account, made] of Object.entries(credentials)) {
    for (const [user, held] of Object.entries(made)) {
      const name = account === organization.management ? user : `${account}/${user}`;
      users[name] = { ...users[name], ...held };
    }
  }
  const accounts = Object.fromEntries(
    [...Object.entries(organization.accounts), ...Object.entries(organization.outsiders)].map(([name, { id }]) => [
      name,
      id,
    ]),
  );
  return {
    endpoint,
    ...(before.control === undefined ? {} : { control: before.control }),
    administrator,
    accounts,
    users,
  };
}
