import { readFileSync, readdirSync } from 'node:fs';
import { expect } from 'chai';
import { createAllowed } from '../../aws/allowed.js';
import type { ObservedCall } from '../../aws/guard.js';
import { whyForbidden } from '../../aws/forbidden.js';
import { ACCOUNT_ROLE, openWaysIn } from '../../aws/account-access.js';
import { deployOrganization } from '../../aws/deploy/index.js';
import { directTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { virtualClock, wallClock } from '../../base/clock.js';
import { seededRandom } from '../../base/random.js';
import { loadDrill } from '../../harness/engine/load.js';
import { administrationOf, guardAdministrator } from '../../harness/targets/administration.js';
import type { TargetChoice } from '../../harness/targets/choice.js';
import { createTwin, emptyOrganization } from '../../twin/index.js';
import type { Organization } from '../../organization/model.js';

/** Signing names by the package of the client. */
const SIGNED: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail',
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  eventbridge: 'events',
  iam: 'iam',
  identitystore: 'identitystore',
  organizations: 'organizations',
  sns: 'sns',
  sqs: 'sqs',
  'sso-admin': 'sso',
  sts: 'sts',
};

/** Every call for which a file of these folders imports a command or a paginator. */
function callsImportedIn(...folders: readonly string[]): string[] {
  const texts = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  );
  return texts.flatMap((text) =>
    [...text.matchAll(/import (?:type )?\{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) =>
        [...names.matchAll(/\bpaginate([A-Z]\w+)|\b([A-Z]\w+)Command\b/g)].map(
          ([, page, command]) => `${SIGNED[client] ?? `client-${client}`}:${page ?? command ?? ''}`,
        ),
    ),
  );
}

const listed = (choice: Pick<TargetChoice, 'name' | 'deploy'>): Set<string> =>
  new Set(administrationOf(choice).flatMap(({ calls }) => calls.map(({ call }) => call)));

/** Deploys as far as a guard with the lists of this target lets it. */
async function deployInto(
  organization: Organization,
  choice: Pick<TargetChoice, 'name' | 'deploy'>,
): Promise<{ seen: ObservedCall[]; refused: string[] }> {
  const clock = virtualClock(Date.UTC(2026, 5, 1));
  const twin = createTwin({
    organization: emptyOrganization(seededRandom('empty')),
    clock,
    wireClock: wallClock,
    random: seededRandom('administration'),
  });
  const allowed = createAllowed();
  for (const { calls } of administrationOf(choice)) allowed.add(calls);
  const seen: ObservedCall[] = [];
  const wire: Transport = directTransport((request) => twin.answer(request));
  const transport = guardAdministrator(wire, allowed, (call) => void seen.push(call));
  const options = { transport, endpoint: 'http://embedded.invalid', region: organization.homeRegion };
  const ways = await openWaysIn(options, twin.secrets().administrator, ACCOUNT_ROLE, () => Promise.resolve([]));
  await deployOrganization(
    { ways, transport, clock, random: seededRandom('deployed'), progress: () => undefined },
    organization,
  ).catch((error: unknown) => {
    if (seen.every(({ statusCode }) => statusCode !== undefined)) throw error;
  });
  return {
    seen,
    refused: seen
      .filter(({ statusCode }) => statusCode === undefined)
      .map(({ service, operation }) => `${service}:${operation}`),
  };
}

describe('what the administrator of an endpoint may send', () => {
  it('is nothing where the target is in this process', () => {
    expect(administrationOf({ name: 'embedded', deploy: false })).to.deep.equal([]);
  });

  it('has every call that the code which asks an endpoint can make', () => {
    const imported = callsImportedIn('harness/targets', 'harness/targets/capabilities');
    expect(imported.length).to.be.above(40);
    expect(imported.filter((call) => !listed({ name: 'endpoint', deploy: false }).has(call))).to.deep.equal([]);
  });

  it('has every call that deploying can make, where the drill deploys', () => {
    const imported = callsImportedIn('aws/deploy', 'aws/snapshot', 'aws/snapshot/monitoring');
    expect(imported.length).to.be.above(100);
    for (const choice of [
      { name: 'endpoint', deploy: true },
      { name: 'localstack', deploy: false },
    ] as const)
      expect(imported.filter((call) => !listed(choice).has(call))).to.deep.equal([]);
    expect(listed({ name: 'endpoint', deploy: false })).to.not.include('organizations:CreateAccount');
  });

  it('suffices to deploy, and does not where the drill is not asked to deploy', async () => {
    const { organization } = loadDrill('drill.yaml');
    const { seen, refused } = await deployInto(organization, { name: 'endpoint', deploy: true });
    expect(refused).to.deep.equal([]);
    expect(new Set(seen.map(({ purpose, principal }) => `${purpose} ${principal?.name ?? 'anybody'}`))).to.deep.equal(
      new Set(['administration administrator', 'administration anybody']),
    );
    expect((await deployInto(organization, { name: 'endpoint', deploy: false })).refused).to.include(
      'organizations:CreateOrganization',
    );
  });

  it('has of the never-list only what nobody can deploy or clean up without', () => {
    const forbidden = [...listed({ name: 'endpoint', deploy: true })].filter((call) => {
      const [service = '', operation = ''] = call.split(':');
      return whyForbidden({ service, operation }) !== undefined;
    });
    expect(forbidden.sort()).to.deep.equal([
      'events:DeleteRule',
      'iam:DeleteVirtualMFADevice',
      'organizations:CloseAccount',
      'organizations:DisablePolicyType',
      's3:CreateBucket',
      'sns:DeleteTopic',
    ]);
  });
});
