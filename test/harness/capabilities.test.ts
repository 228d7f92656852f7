import { DescribeLogGroupsCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { PutMetricFilterCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { PutRuleCommandInput } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { AttachPolicyCommand, CreatePolicyCommand, ListPoliciesCommand } from '@aws-sdk/client-organizations';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { silentProgress } from '../../harness/progress.js';
import { PROBE_PREFIX } from '../../harness/targets/capabilities/capability.js';
import type { Capability } from '../../harness/targets/capabilities/capability.js';
import { capabilitiesOf, probeMonitoring, probeTarget, undecided } from '../../harness/targets/capabilities/index.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import { DECIDES_ITSELF } from '../../harness/targets/table.js';
import { openRemote } from '../../harness/targets/remote.js';
import { verifyDrill } from '../../reports/verify.js';
import { playDrill } from '../drill.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { Lie } from '../lying-endpoint.js';
import { jsonAnswer, queryAnswer } from '../tampered-target.js';

const truth: Lie = ({ next }) => next();

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
    const probing = {
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

/** A role that anybody gets into, or of some name alone. */
const opensRoles =
  (named: string): Lie =>
  ({ call, request, next }) => {
    const roleArn = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('RoleArn') ?? '';
    const keys =
      '<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials>';
    return call.operation === 'AssumeRole' && roleArn.includes(PROBE_PREFIX) && roleArn.endsWith(named)
      ? Promise.resolve(queryAnswer('AssumeRole', keys))
      : next();
  };

const input = <T>(body: Uint8Array): T => JSON.parse(Buffer.from(body).toString('utf8')) as T;

/** What an endpoint does not do, the lie that makes it so, and what shows it. */
const LIES: readonly { lacking: string; also?: string[]; lie: Lie; shown: RegExp }[] = [
  { lacking: 'enforces trust policies', lie: opensRoles('-absent'), shown: /^a role that is not there: succeeded$/ },
  {
    lacking: 'enforces trust policies',
    lie: opensRoles('-external-id'),
    shown: /^without the external id: succeeded$/,
  },
  { lacking: 'enforces trust policies', lie: opensRoles('-mfa'), shown: /^without MFA: succeeded$/ },
  {
    lacking: 'enforces trust policies',
    lie: ({ call, request, next }) =>
      call.operation === 'AssumeRole' && Buffer.from(request.body).includes('ExternalId=')
        ? Promise.resolve({
            ...queryAnswer('AssumeRole'),
            statusCode: 403,
            body: new Uint8Array(
              Buffer.from(
                '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
              ),
            ),
          })
        : next(),
    shown: /^with the external id: 403 AccessDenied/,
  },
  {
    lacking: 'verifies MFA codes',
    lie: ({ call, next }) =>
      call.operation === 'GetSessionToken' ? Promise.resolve(queryAnswer('GetSessionToken')) : next(),
    shown: /^succeeded$/,
  },
  {
    lacking: 'enforces service control policies',
    lie: ({ call, next }) => (call.operation === 'AttachPolicy' ? Promise.resolve(jsonAnswer(200, {})) : next()),
    shown: /^succeeded$/,
  },
  {
    lacking: 'heeds patterns of metric filters',
    lie: async ({ call, request, as, next }) => {
      if (call.operation !== 'PutMetricFilter') return next();
      await as
        .logs()
        .send(new PutMetricFilterCommand({ ...input<PutMetricFilterCommandInput>(request.body), filterPattern: '' }));
      return jsonAnswer(200, {});
    },
    shown: /^both metrics moved$/,
  },
  {
    lacking: 'counts records in metrics',
    also: ['heeds patterns of metric filters'],
    lie: ({ call, next }) => (call.operation === 'PutLogEvents' ? Promise.resolve(jsonAnswer(200, {})) : next()),
    shown: /^no metric moved in 10 s$/,
  },
  {
    lacking: 'heeds that a rule is disabled',
    lie: async ({ call, request, as, next }) =>
      call.operation === 'PutRule'
        ? jsonAnswer(
            200,
            await as
              .events()
              .send(new PutRuleCommand({ ...input<PutRuleCommandInput>(request.body), State: 'ENABLED' })),
          )
        : next(),
    shown: /^both delivered$/,
  },
  {
    lacking: 'heeds that a rule is disabled',
    lie: ({ call, next }) =>
      call.operation === 'PutEvents' ? Promise.resolve(jsonAnswer(200, { FailedEntryCount: 0, Entries: [] })) : next(),
    shown: /^the enabled rule delivered nothing in 10 s$/,
  },
  {
    lacking: 'enforces policies of topics',
    lie: ({ call, next }) =>
      call.operation === 'SetTopicAttributes' ? Promise.resolve(queryAnswer('SetTopicAttributes')) : next(),
    shown: /^succeeded$/,
  },
];

describe('what an endpoint is asked', function () {
  this.timeout(60_000);

  it('is answered by the twin as the embedded target says of itself, and leaves nothing behind', async () => {
    const { capabilities, left, said } = await ask(truth);
    expect(undecided(capabilities)).to.deep.equal([]);
    const { [DECIDES_ITSELF]: decides, ...withoutConclusion } = embeddedTarget(
      landingZone(),
      seededRandom('1'),
    ).capabilities;
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
      /^could not take the role breakglass-drill-probe-[\w-]+-mfa away again \(.*later.*\): delete it\ncould not take the role breakglass-drill-probe-[\w-]+-external-id away again/,
    );
  });
});

describe('a drill of an endpoint that does not enforce everything', function () {
  this.timeout(60_000);

  it('is decided from the configuration, though trust policies are enforced', async () => {
    const unbound = LIES.find(({ lacking }) => lacking === 'enforces service control policies')?.lie ?? truth;
    const { endpoint, secrets, close } = await lyingEndpoint(unbound);
    try {
      const { result, texts } = await playDrill([], {
        scenarios: ['identity-provider-failure', 'guardrail-lockout'],
        target: { name: 'endpoint', url: endpoint, secrets },
      });
      expect(verifyDrill(texts).problems).to.deep.equal([]);
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      expect(new Set(checks.map(({ outcome, evidence = '' }) => `${outcome} ${evidence}`))).to.deep.equal(
        new Set(['held evaluated', 'held declared', 'not applicable declared']),
      );
      // The trail that is looked into is the evaluator's: it shows nothing of what others did on the endpoint.
      expect(checks.filter(({ outcome }) => outcome === 'not applicable').map(({ title }) => title)).to.deep.equal([
        'finds no use in the trail that is not its own',
        'finds no use in the trail that is not its own',
      ]);
      const declared = checks.filter(({ evidence }) => evidence === 'declared').map(({ title }) => title);
      // Whose certificate the identity provider signs with is said by nobody but the document; guardrails were read.
      expect(new Set(declared)).to.deep.equal(
        new Set(['stops everybody who signs in through it', 'finds no use in the trail that is not its own']),
      );
      // It speaks for AWS as little as AWS lets anybody: only the alarm can be seen to deliver.
      expect(checks.find(({ title }) => title.startsWith('raises every alarm'))?.summary).to.match(
        /the endpoint itself delivered 1 of 1, .* EventBridge in eu-west-1: takes no events of AWS from others \(NotAuthorizedForSourceException\)/,
      );
      expect(result.deliveries?.map(({ place, notTried }) => [place, notTried === undefined])).to.deep.equal([
        ['log group organization-trail', true],
        ['EventBridge in eu-west-1', false],
        ['EventBridge in us-east-1', false],
      ]);
      expect(result.target.answers?.find(({ capability }) => capability === 'enforces trust policies')?.able).to.equal(
        true,
      );
    } finally {
      await close();
    }
  });

  it('finds what a guardrail there does, of which the document says nothing', async () => {
    const { endpoint, secrets, close } = await lyingEndpoint(
      LIES.find(({ lacking }) => lacking === 'verifies MFA codes')?.lie ?? truth,
    );
    const remote = await openRemote({ endpoint, secrets, accountId: '', region: 'eu-west-1' });
    try {
      const organizations = (await remote.ways.clients(remote.ways.accountId)).organizations();
      const Content = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'All',
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass/*' } },
          },
        ],
      });
      const { Policy: policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: 'freeze',
          Description: 'Stops break glass alone.',
          Type: 'SERVICE_CONTROL_POLICY',
          Content,
        }),
      );
      await organizations.send(
        new AttachPolicyCommand({
          PolicyId: policy?.PolicySummary?.Id,
          TargetId: landingZone().accounts['payments-1']?.id,
        }),
      );
      const { result } = await playDrill([], {
        scenarios: ['team-loss'],
        target: { name: 'endpoint', url: endpoint, secrets },
      });
      expect(result.drill.exitCode).to.equal(1);
      expect(
        result.findings.map(({ code, accounts, evidence }) => [code, accounts.map(({ name }) => name), evidence]),
      ).to.deep.equal([['BG_GUARDRAIL_LOCKS_OUT', ['payments-1'], 'evaluated']]);
    } finally {
      await remote.close();
      await close();
    }
  });
});
