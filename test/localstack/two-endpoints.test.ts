import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { ListUsersCommand } from '@aws-sdk/client-identitystore';
import { AttachPolicyCommand, CreatePolicyCommand, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { GenericContainer, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { withFolder } from '../drill.js';
import { shippedLandingZone } from '../landing-zone.js';
import { command, play } from '../command-line.js';
import { folderDifferences } from '../planned-calls.js';
import { IMAGE, SERVICES } from './localstack.js';

const overlay = readFileSync('examples/ci/short-periods.yaml', 'utf8');
const landingZone = shippedLandingZone(overlay);
const { id: management = '' } = landingZone.accounts['management'] ?? {};
const { id: payments = '' } = landingZone.accounts['payments-1'] ?? {};

type Place = 'localstack' | 'emulator';

/** Where each service of the provider goes, as the documentation says. */
const settings = Object.fromEntries(
  [...readFileSync('docs/targets.md', 'utf8').matchAll(/^ {4}(\w+) += var\.(localstack|emulator)\b/gm)].map(
    ([, service = '', place = '']): [string, Place] => [service, place as Place],
  ),
);

const FOR_A_MACHINE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }],
});

/** A call to each service by its name among the provider's settings; what comes back must be of this organization. */
const calls: Readonly<Record<string, (clients: Clients, emulated: Clients) => Promise<string>>> = {
  iam: async (clients) =>
    (
      await clients
        .iam()
        .send(new CreateRoleCommand({ RoleName: 'made-by-terraform', AssumeRolePolicyDocument: FOR_A_MACHINE }))
    ).Role?.Arn ?? '',
  sts: async (clients) => (await clients.sts().send(new GetCallerIdentityCommand({}))).Arn ?? '',
  cloudwatch: async (clients) =>
    (await clients.cloudwatch().send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.AlarmArn ?? '',
  cloudwatchlogs: async (clients) =>
    (await clients.logs().send(new DescribeLogGroupsCommand({}))).logGroups?.[0]?.arn ?? '',
  events: async (clients) => (await clients.events().send(new ListRulesCommand({}))).Rules?.[0]?.Arn ?? '',
  sns: async (clients) => (await clients.sns().send(new ListTopicsCommand({}))).Topics?.[0]?.TopicArn ?? '',
  sqs: async (clients) => (await clients.sqs().send(new ListQueuesCommand({}))).QueueUrls?.[0] ?? '',
  organizations: async (clients) =>
    (await clients.organizations().send(new DescribeOrganizationCommand({}))).Organization?.MasterAccountArn ?? '',
  ssoadmin: async (clients) =>
    (await clients.ssoAdmin().send(new ListInstancesCommand({}))).Instances?.[0]?.OwnerAccountId ?? '',
  identitystore: async (clients) => {
    const { Instances: [instance] = [] } = await clients.ssoAdmin().send(new ListInstancesCommand({}));
    const { Users: users = [] } = await clients
      .identityStore()
      .send(new ListUsersCommand({ IdentityStoreId: instance?.IdentityStoreId }));
    return `${management} has ${users.length > 0 ? 'people' : 'nobody'}`;
  },
  cloudtrail: async (clients) =>
    (await clients.cloudtrail().send(new DescribeTrailsCommand({}))).trailList?.[0]?.TrailARN ?? '',
};

describe('LocalStack, with an emulator for what it lacks', () => {
  let container: StartedTestContainer;
  let emulator: Emulator;
  const transports: Transport[] = [];
  const endpoints = { localstack: '', emulator: '' };
  /** Clients with one set of keys for both, as a provider has. */
  const clientsAt = (place: Place, credentials = emulator.ready.administrator): Clients => {
    const transport = httpTransport(endpoints[place]);
    transports.push(transport);
    return createClients({ transport, endpoint: endpoints[place], region: 'eu-west-1' }, credentials);
  };
  before(async () => {
    emulator = await serveEmulator(landingZone, seededRandom('two endpoints'));
    container = await new GenericContainer(IMAGE)
      .withEnvironment({ SERVICES, EAGER_SERVICE_LOADING: '1', PARITY_AWS_ACCESS_KEY_ID: '1' })
      .withExposedPorts(4566)
      .withWaitStrategy(Wait.forHttp('/_localstack/health', 4566))
      .start();
    Object.assign(endpoints, {
      emulator: emulator.ready.endpoint,
      localstack: `http://${container.getHost()}:${container.getMappedPort(4566)}`,
    });
  });
  after(async () => {
    await Promise.all(transports.map((transport) => transport.close()));
    await emulator.close();
    await container.stop();
  });

  it('is reached as the settings of the provider say, and drilled with what stands on both', () =>
    withFolder(async (folder) => {
      const file = (name: string): string => join(folder, name);
      // A guardrail that spares those who come from Identity Center and forgets the role goes to the emulator.
      const organizations = clientsAt('emulator').organizations();
      const Condition = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*' } };
      const Content = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }],
      });
      const { Policy: policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: 'locks-break-glass-out',
          Description: '',
          Type: 'SERVICE_CONTROL_POLICY',
          Content,
        }),
      );
      await organizations.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: payments }));
      writeFileSync(file('emulator.json'), JSON.stringify(emulator.ready));
      const read = await command([
        'snapshot',
        '--endpoint',
        endpoints.emulator,
        '--secrets',
        file('emulator.json'),
        '--output',
        file('organization.yaml'),
      ]);
      expect(read.code, read.err).to.equal(0);
      const deployed = await command([
        'deploy',
        '--endpoint',
        endpoints.localstack,
        '--organization',
        file('organization.yaml'),
        '--quiet',
      ]);
      expect(deployed.code, deployed.err).to.equal(0);

      expect(Object.keys(settings).sort()).to.deep.equal(Object.keys(calls).sort());
      for (const [service, place] of Object.entries(settings))
        expect(await calls[service]?.(clientsAt(place), clientsAt('emulator')), service).to.include(management);
      const { Credentials: inside } = await clientsAt('localstack')
        .sts()
        .send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${payments}:role/OrganizationAccountAccessRole`,
            RoleSessionName: 'terraform',
          }),
        );
      const member = {
        accessKeyId: inside?.AccessKeyId ?? '',
        secretAccessKey: inside?.SecretAccessKey ?? '',
        sessionToken: inside?.SessionToken ?? '',
      };
      expect(await calls['iam']?.(clientsAt('localstack', member), clientsAt('emulator'))).to.include(payments);

      const outsider = JSON.stringify({ outsiders: { stranger: landingZone.outsiders['stranger'] } });
      writeFileSync(file('not-in-aws.yaml'), outsider);
      writeFileSync(
        file('drill.yaml'),
        readFileSync('drill.yaml', 'utf8').replace(/^organization:.*$/m, `organization: ${file('organization.yaml')}`),
      );
      const { code, err, result, texts } = await play([
        '--file',
        file('drill.yaml'),
        '--overlay',
        file('not-in-aws.yaml'),
        '--endpoint',
        endpoints.localstack,
        'identity-provider-failure',
      ]);
      expect(code, err).to.equal(1);
      expect(folderDifferences(texts)).to.deep.equal([]);
      const found = result.findings.find(({ cause }) => cause.includes('locks-break-glass-out'));
      expect(
        found?.accounts.map(({ name }) => name),
        JSON.stringify(result.findings),
      ).to.deep.equal(['payments-1']);
    }));
});
