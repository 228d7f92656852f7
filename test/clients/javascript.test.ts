import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  paginateListMetrics,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
  waitUntilAlarmExists,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateUserCommand,
  IAMClient,
  paginateGetAccountAuthorizationDetails,
  paginateListAttachedRolePolicies,
  paginateListRoles,
  paginateListUsers,
  waitUntilRoleExists,
  waitUntilUserExists,
} from '@aws-sdk/client-iam';
import {
  OrganizationsClient,
  paginateListAccounts,
  paginateListPolicies,
  paginateListTargetsForPolicy,
} from '@aws-sdk/client-organizations';
import { paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { emulate } from './emulator.js';

describe('the JavaScript SDK with its own HTTP, against emulate', () => {
  let running: Awaited<ReturnType<typeof emulate>>;
  before(async () => {
    running = await emulate();
  });
  after(() => void running.child.kill('SIGTERM'));

  const shared = (
    region = 'eu-west-1',
  ): { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } } => ({
    endpoint: running.ready.endpoint,
    region,
    credentials: running.ready.administrator,
  });
  /** How many items the pages of a list have. */
  const sizes = async <Page>(
    pages: AsyncIterable<Page>,
    items: (page: Page) => readonly unknown[] | undefined,
  ): Promise<number[]> => {
    const found: number[] = [];
    for await (const page of pages) found.push(items(page)?.length ?? 0);
    return found;
  };

  for (const [name, protocol] of [
    ['JSON', AwsJson1_0Protocol],
    ['query', AwsQueryProtocol],
    ['CBOR', AwsSmithyRpcV2CborProtocol],
  ] as const) {
    it(`speaks ${name} with CloudWatch: data, alarms, pages, a waiter, errors`, async () => {
      // In CBOR the client compresses the body after it wrote the length of what it was, and then waits for ever, whoever serves.
      const client = new CloudWatchClient({
        ...shared('eu-central-1'),
        protocol,
        disableRequestCompression: name === 'CBOR',
      });
      const Namespace = `Drill/${name}`;
      // Enough that it compresses elsewhere.
      const data = Array.from({ length: 300 }, (_, index) => ({
        MetricName: `Uses${index}`,
        Value: index,
        Unit: 'Count' as const,
        Dimensions: [{ Name: 'Role', Value: 'BreakGlass' }],
      }));
      await client.send(new PutMetricDataCommand({ Namespace, MetricData: data }));
      expect(await sizes(paginateListMetrics({ client }, { Namespace }), ({ Metrics }) => Metrics)).to.satisfy(
        (found: number[]) => found.reduce((sum, size) => sum + size, 0) === 300,
      );
      const threshold = {
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      } as const;
      for (const letter of ['a', 'b', 'c'])
        await client.send(
          new PutMetricAlarmCommand({ AlarmName: `${name}-${letter}`, Namespace, MetricName: 'Uses1', ...threshold }),
        );
      expect(
        await waitUntilAlarmExists({ client, maxWaitTime: 5, minDelay: 1 }, { AlarmNames: [`${name}-c`] }),
      ).to.have.property('state', 'SUCCESS');
      expect(
        await sizes(
          paginateDescribeAlarms({ client, pageSize: 2 }, { AlarmNamePrefix: `${name}-` }),
          ({ MetricAlarms }) => MetricAlarms,
        ),
      ).to.deep.equal([2, 1]);
      await client.send(new SetAlarmStateCommand({ AlarmName: `${name}-a`, StateValue: 'ALARM', StateReason: 'test' }));
      const { MetricAlarms: [alarm] = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmNames: [`${name}-a`] }),
      );
      expect(alarm).to.include({ StateValue: 'ALARM', StateReason: 'test', Threshold: 1 });
      expect(alarm?.StateUpdatedTimestamp).to.be.instanceOf(Date);
      const history = await sizes(
        paginateDescribeAlarmHistory({ client, pageSize: 1 }, { AlarmName: `${name}-a`, StartDate: new Date(0) }),
        ({ AlarmHistoryItems }) => AlarmHistoryItems,
      );
      expect(history.filter((size) => size === 1).length).to.be.greaterThan(1);
      const missing = await client
        .send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'test' }))
        .then(
          () => 'found',
          (error: Error) => error.name,
        );
      expect(missing).to.match(/^ResourceNotFound/);
    });
  }

  it('follows pages to their end, service by service', async () => {
    const iam = new IAMClient(shared());
    const organizations = new OrganizationsClient(shared());
    const whole = async (sized: Promise<number[]>): Promise<number> =>
      (await sized).reduce((sum, size) => sum + size, 0);
    expect(
      await sizes(
        paginateListUsers({ client: iam, pageSize: 1 }, { PathPrefix: '/break-glass/' }),
        ({ Users }) => Users,
      ),
    ).to.deep.equal([1, 1]);
    const roles = await whole(sizes(paginateListRoles({ client: iam, pageSize: 1 }, {}), ({ Roles }) => Roles));
    expect(roles)
      .to.equal(await whole(sizes(paginateListRoles({ client: iam }, {}), ({ Roles }) => Roles)))
      .and.greaterThan(1);
    expect(
      await whole(
        sizes(
          paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 2 }, { Filter: ['Role'] }),
          ({ RoleDetailList }) => RoleDetailList,
        ),
      ),
    ).to.equal(roles);
    expect(
      await sizes(
        paginateListAttachedRolePolicies({ client: iam }, { RoleName: 'BreakGlass' }),
        ({ AttachedPolicies }) => AttachedPolicies,
      ),
    ).to.deep.equal([1]);
    expect(
      await whole(sizes(paginateListAccounts({ client: organizations, pageSize: 5 }, {}), ({ Accounts }) => Accounts)),
    ).to.equal(17);
    expect(
      await whole(
        sizes(
          paginateListPolicies({ client: organizations, pageSize: 2 }, { Filter: 'SERVICE_CONTROL_POLICY' }),
          ({ Policies }) => Policies,
        ),
      ),
    ).to.be.greaterThan(2);
    expect(
      await whole(
        sizes(
          paginateListTargetsForPolicy({ client: organizations, pageSize: 3 }, { PolicyId: 'p-FullAWSAccess' }),
          ({ Targets }) => Targets,
        ),
      ),
    ).to.be.greaterThan(17);
    expect(
      await whole(
        sizes(
          paginateDescribeLogGroups({ client: new CloudWatchLogsClient(shared()), pageSize: 1 }, {}),
          ({ logGroups }) => logGroups,
        ),
      ),
    ).to.equal(1);
    expect(
      await whole(sizes(paginateListTopics({ client: new SNSClient(shared()) }, {}), ({ Topics }) => Topics)),
    ).to.be.greaterThan(0);
  });

  it('waits for what is there, and says when it is not', async () => {
    const client = new IAMClient(shared());
    await client.send(new CreateUserCommand({ UserName: 'waited-for' }));
    expect(await waitUntilUserExists({ client, maxWaitTime: 5 }, { UserName: 'waited-for' })).to.have.property(
      'state',
      'SUCCESS',
    );
    expect(await waitUntilRoleExists({ client, maxWaitTime: 5 }, { RoleName: 'BreakGlass' })).to.have.property(
      'state',
      'SUCCESS',
    );
    const missing = await waitUntilUserExists(
      { client, maxWaitTime: 2, minDelay: 1, maxDelay: 1 },
      { UserName: 'nobody' },
    ).then(
      () => 'found',
      (error: Error) => error.name,
    );
    expect(missing).to.equal('TimeoutError');
  });
});
