import { memoryLedger } from '../memory-ledger.js';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListPoliciesCommand } from '@aws-sdk/client-organizations';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { PROBE_PREFIX } from '../../harness/targets/capabilities/capability.js';
import type { Capability } from '../../harness/targets/capabilities/capability.js';
import { capabilitiesOf, probeMonitoring, probeTarget, undecided } from '../../harness/targets/capabilities/index.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import { DECIDES_ITSELF } from '../../harness/drill/capability.js';
import { openRemote } from '../../harness/targets/remote.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie } from '../lying-endpoint.js';
import { queryAnswer } from '../tampered-target.js';
import { truth, LIES } from './endpoint-lies.js';

interface Asked {
  capabilities: Capability[];
  said: string[];
  /** Names of what probes left behind. */
  left: string[];
}

/** Asks an endpoint everything, and looks what is left of it. */
async function ask(lie: Lie): Promise<Asked> {
  const lying = await lyingEndpoint(lie);
  const organization = landingZone();
  const said: string[] = [];
  const remote = await openRemote({
    endpoint: lying.endpoint,
    secrets: lying.secrets,
    accountId: '',
    region: organization.homeRegion,
  });
  try {
    const { ledger } = memoryLedger({ administrator: (account, region) => remote.ways.clients(account, region) });
    const probing = {
      ledger,
      remote,
      secrets: lying.secrets,
      organization,
      spared: ['break-glass-1', 'break-glass-2'],
      progress: { ...silentProgress, step: (line: string): void => void said.push(line) },
    };
    const capabilities = await probeTarget(probing, probeMonitoring(probing));
    const clients = await remote.ways.clients(remote.ways.accountId, organization.homeRegion);
    const [roles, users, policies, groups, topics, queues, rules] = await Promise.all([
      clients.iam().send(new ListRolesCommand({})),
      clients.iam().send(new ListUsersCommand({})),
      clients.organizations().send(new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' })),
      clients.logs().send(new DescribeLogGroupsCommand({})),
      clients.sns().send(new ListTopicsCommand({})),
      clients.sqs().send(new ListQueuesCommand({})),
      clients.events().send(new ListRulesCommand({})),
    ]);
    const left =
      JSON.stringify([
        roles.Roles,
        users.Users,
        policies.Policies,
        groups.logGroups,
        topics.Topics,
        queues.QueueUrls,
        rules.Rules,
      ]).match(new RegExp(`${PROBE_PREFIX}[\\w-]+`, 'g')) ?? [];
    return { capabilities, said, left };
  } finally {
    await remote.close();
    await lying.close();
  }
}

describe('what an endpoint is asked', function () {
  this.timeout(60_000);

  it('is answered by the twin as the embedded target says of itself, and leaves nothing behind', async () => {
    const { capabilities, left, said } = await ask(truth);
    expect(undecided(capabilities)).to.deep.equal([]);
    // Neither is asked: what follows from the answers, and what nobody can create.
    const {
      [DECIDES_ITSELF]: decides,
      'has accounts outside the organization': _outside,
      ...withoutConclusion
    } = embeddedTarget(landingZone(), seededRandom('1')).capabilities;
    expect(decides).to.equal(true);
    expect(capabilitiesOf(capabilities).capabilities).to.deep.equal(withoutConclusion);
    expect([left, said]).to.deep.equal([[], []]);
  });

  for (const { lacking, also = [], lie, shown } of LIES) {
    it(`finds an endpoint that does not do it: ${lacking} (${shown.source})`, async () => {
      const { capabilities, left } = await ask(lie);
      expect(undecided(capabilities)).to.deep.equal([lacking, ...also]);
      expect(capabilities.find(({ capability }) => capability === lacking)?.answer).to.match(shown);
      expect(left).to.deep.equal([]);
    });
  }

  for (const pending of [true, false]) {
    it(`finds ${pending ? 'by its attributes' : 'not at all'} that a subscription is to be confirmed, where it has an ARN already`, async () => {
      const { capabilities } = await ask(({ call, next }) => {
        if (call.operation === 'ListSubscriptionsByTopic')
          return Promise.resolve(
            queryAnswer(
              call.operation,
              '<Subscriptions><member><SubscriptionArn>arn:aws:sns:eu-west-1:111122223333:t:s</SubscriptionArn></member></Subscriptions>',
            ),
          );
        return call.operation === 'GetSubscriptionAttributes'
          ? Promise.resolve(
              queryAnswer(
                call.operation,
                `<Attributes><entry><key>PendingConfirmation</key><value>${pending}</value></entry></Attributes>`,
              ),
            )
          : next();
      });
      expect(capabilities.find(({ capability }) => capability === 'shows pending subscriptions')?.able).to.equal(
        pending,
      );
    });
  }

  it('says what it could not take away', async () => {
    const { said, left } = await ask(({ call, next }) =>
      call.operation === 'DeleteRole'
        ? Promise.resolve({
            ...queryAnswer('DeleteRole'),
            statusCode: 500,
            body: new Uint8Array(
              Buffer.from(
                '<ErrorResponse><Error><Code>ServiceFailure</Code><Message>later</Message></Error></ErrorResponse>',
              ),
            ),
          })
        : next(),
    );
    expect(new Set(left.filter((name) => /-(mfa|external-id)$/.test(name))).size).to.equal(2);
    expect(said.join('\n')).to.match(
      /^could not take the role breakglass-drill-probe-[\w-]+-mfa away again \(iam:DeleteRole in [\w-]+ was answered ServiceFailure \(500\), 6 times\): delete it\ncould not take the role breakglass-drill-probe-[\w-]+-external-id away again/,
    );
  });
});
