import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClientConfig, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { describeCall } from '../../aws/call.js';
import type { WireRequest } from '../../base/http.js';
import { quietLandingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const MINUTE = 60_000;
const alarm: PutMetricAlarmInput = {
  AlarmName: 'entries',
  Namespace: 'Test',
  MetricName: 'Entries',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

/** A client of the given protocol that tells which requests it sent. */
function speaking(
  fixture: TwinFixture,
  protocol: CloudWatchClientConfig['protocol'],
  seen: WireRequest[] = [],
): CloudWatchClient {
  const { accessKeyId, secretAccessKey } = fixture.twin.secrets().administrator;
  const plain = fixture.clients({ accessKeyId, secretAccessKey }).cloudwatch();
  const client = new CloudWatchClient({
    region: 'eu-west-1',
    endpoint: 'http://twin.invalid',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: plain.config.requestHandler,
    ...(protocol ? { protocol } : {}),
  });
  client.middlewareStack.add(
    (next) => (args) => {
      const { method, path, headers, body } = args.request as {
        method: string;
        path: string;
        headers: Record<string, string>;
        body: Uint8Array | string;
      };
      seen.push({
        method,
        target: path,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
        body: typeof body === 'string' ? new Uint8Array(Buffer.from(body)) : new Uint8Array(body),
      });
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return client;
}

describe('CloudWatch in every protocol', () => {
  for (const [name, protocol, contentType] of [
    ['the one of the client', undefined, 'application/x-amz-json-1.0'],
    ['JSON 1.0', AwsJson1_0Protocol, 'application/x-amz-json-1.0'],
    ['forms', AwsQueryProtocol, 'application/x-www-form-urlencoded'],
    ['CBOR', AwsSmithyRpcV2CborProtocol, 'application/cbor'],
  ] as const) {
    it(`answers the same in ${name}`, async () => {
      const fixture = twinFixture();
      const seen: WireRequest[] = [];
      const client = speaking(fixture, protocol as CloudWatchClientConfig['protocol'], seen);
      const at = new Date(fixture.clock.now() - MINUTE);
      await client.send(new PutMetricAlarmCommand({ ...alarm, Dimensions: [{ Name: 'site', Value: 'one' }] }));
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'Test',
          MetricData: [
            {
              MetricName: 'Entries',
              Dimensions: [{ Name: 'site', Value: 'one' }],
              Timestamp: at,
              Value: 2.5,
              Unit: 'Count',
            },
          ],
        }),
      );
      const { MetricAlarms: [shown] = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['entries'] }));
      expect(shown).to.deep.include({
        AlarmName: 'entries',
        AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:entries',
        StateValue: 'INSUFFICIENT_DATA',
        Threshold: 1,
        Period: 60,
        ActionsEnabled: true,
      });
      expect(shown?.Dimensions).to.deep.equal([{ Name: 'site', Value: 'one' }]);
      expect(shown?.AlarmConfigurationUpdatedTimestamp?.getTime()).to.equal(fixture.clock.now());
      const { Datapoints } = await client.send(
        new GetMetricStatisticsCommand({
          Namespace: 'Test',
          MetricName: 'Entries',
          Dimensions: [{ Name: 'site', Value: 'one' }],
          StartTime: new Date(at.getTime() - MINUTE),
          EndTime: new Date(at.getTime() + MINUTE),
          Period: 60,
          Statistics: ['Sum', 'SampleCount'],
        }),
      );
      expect(Datapoints).to.deep.equal([{ Timestamp: at, Unit: 'Count', Sum: 2.5, SampleCount: 1 }]);
      expect(
        await refusal(
          client.send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: 'test' })),
        ),
      ).to.include({ code: 'ResourceNotFound', message: 'Alarm does not exist' });
      expect((await refusal(client.send(new PutMetricAlarmCommand({ ...alarm, Period: 61 })))).message).to.include(
        'multiple of 60',
      );
      expect(seen.map(({ headers }) => headers['content-type']?.split(';')[0])).to.deep.equal(
        seen.map(() => contentType),
      );
      expect(describeCall(seen[0] ?? { method: '', target: '', headers: {}, body: new Uint8Array() })).to.deep.include({
        service: 'monitoring',
        operation: 'PutMetricAlarm',
        region: 'eu-west-1',
      });
    });
  }

  it('takes compressed bodies', async () => {
    const fixture = twinFixture();
    for (const protocol of [AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol]) {
      const seen: WireRequest[] = [];
      const MetricData = Array.from({ length: 400 }, (_, index) => ({
        MetricName: `Metric${index % 40}`,
        Value: index,
        Timestamp: new Date(fixture.clock.now()),
      }));
      await speaking(fixture, protocol as CloudWatchClientConfig['protocol'], seen).send(
        new PutMetricDataCommand({ Namespace: 'Test', MetricData }),
      );
      expect(seen[0]?.headers['content-encoding']).to.equal('gzip');
    }
    expect(
      (await speaking(fixture, undefined).send(new ListMetricsCommand({ Namespace: 'Test' }))).Metrics,
    ).to.have.length(40);
  });

  it('refuses what is not CBOR, or nested without end, and an address of nobody', async () => {
    const fixture = twinFixture();
    const client = (change: (request: { body: unknown; path: string }) => void): CloudWatchClient => {
      const made = speaking(fixture, AwsSmithyRpcV2CborProtocol as CloudWatchClientConfig['protocol']);
      made.middlewareStack.add(
        (next) => (args) => (change(args.request as { body: unknown; path: string }), next(args)),
        { step: 'build', priority: 'low' },
      );
      return made;
    };
    const put = new PutMetricAlarmCommand(alarm);
    const bodies = [
      Buffer.from('nonsense'),
      Buffer.alloc(50_000, 0x81),
      Buffer.from([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xa1, 0x69, ...Buffer.from('AlarmName'), 0x05]),
    ];
    for (const body of bodies)
      expect(await refusal(client((request) => (request.body = new Uint8Array(body))).send(put))).to.include({
        code: 'SerializationException',
        status: 400,
      });
    expect(
      await refusal(client((request) => (request.path = '/service/Other/operation/PutMetricAlarm')).send(put)),
    ).to.have.property('code', 'UnknownOperationException');
  });
});

describe('alarms', () => {
  let fixture: TwinFixture;
  let client: CloudWatchClient;
  beforeEach(async () => {
    fixture = twinFixture(quietLandingZone());
    client = fixture.clients(fixture.twin.secrets().administrator).cloudwatch();
    await client.send(new PutMetricAlarmCommand(alarm));
  });
  const put = (Value = 1): Promise<unknown> =>
    client.send(
      new PutMetricDataCommand({
        Namespace: 'Test',
        MetricData: [{ MetricName: 'Entries', Value, Timestamp: new Date(fixture.clock.now()) }],
      }),
    );
  const state = async (name = 'entries'): Promise<string | undefined> => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    );
    return [...MetricAlarms, ...CompositeAlarms][0]?.StateValue;
  };

  it('are evaluated on the minute, fall back when the datapoint has left, and remember both', async () => {
    expect(await state()).to.equal('INSUFFICIENT_DATA');
    fixture.clock.advance(MINUTE);
    expect(await state(), 'no data is no breach').to.equal('OK');
    fixture.clock.advance(10_000);
    await put();
    fixture.clock.advance(49_999);
    expect(await state()).to.equal('OK');
    fixture.clock.advance(1);
    expect(await state()).to.equal('ALARM');
    fixture.clock.advance(60 * MINUTE);
    expect(await state()).to.equal('OK');
    const { AlarmHistoryItems: items = [] } = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: 'entries',
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
      }),
    );
    expect(items.map(({ HistorySummary }) => HistorySummary)).to.deep.equal([
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
    ]);
    expect(items[1]?.Timestamp?.getTime()).to.equal(Date.UTC(2026, 5, 1, 3, 2));
  });

  it('look again when a datapoint comes, though they had meant to look later', async () => {
    await put(1);
    fixture.clock.advance(2 * MINUTE - 1);
    expect(await state()).to.equal('ALARM');
    await put(0);
    fixture.clock.advance(1);
    expect(await state(), 'the newer datapoint counts').to.equal('OK');
  });

  it('say nothing of a state that they already have', async () => {
    fixture.clock.advance(MINUTE + 1000);
    for (let count = 0; count < 2; count++)
      await client.send(
        new SetAlarmStateCommand({ AlarmName: 'entries', StateValue: 'ALARM', StateReason: `reason ${count}` }),
      );
    const { AlarmHistoryItems: items = [] } = await client.send(
      new DescribeAlarmHistoryCommand({ AlarmName: 'entries', HistoryItemType: 'StateUpdate' }),
    );
    expect(items.filter(({ HistorySummary }) => HistorySummary === 'Alarm updated from OK to ALARM')).to.have.length(1);
    expect(items.filter(({ HistorySummary }) => HistorySummary?.includes('from ALARM to ALARM'))).to.deep.equal([]);
    expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateReason).to.equal('reason 1');
  });

  it('set by hand last until they are evaluated next', async () => {
    fixture.clock.advance(MINUTE + 1000);
    await client.send(
      new SetAlarmStateCommand({
        AlarmName: 'entries',
        StateValue: 'ALARM',
        StateReason: 'test',
        StateReasonData: '{}',
      }),
    );
    expect(await state()).to.equal('ALARM');
    fixture.clock.advance(MINUTE);
    expect(await state()).to.equal('OK');
    expect(
      await refusal(
        client.send(
          new SetAlarmStateCommand({ AlarmName: 'entries', StateValue: 'OK', StateReason: 'x', StateReasonData: '{' }),
        ),
      ),
    ).to.have.property('code', 'InvalidFormatFault');
  });

  it('of alarms follow their rule', async () => {
    await client.send(
      new PutCompositeAlarmCommand({ AlarmName: 'either', AlarmRule: 'ALARM("entries") OR ALARM(other)' }),
    );
    expect(await state('either')).to.equal('OK');
    await client.send(new SetAlarmStateCommand({ AlarmName: 'entries', StateValue: 'ALARM', StateReason: 'test' }));
    expect(await state('either')).to.equal('ALARM');
    fixture.clock.advance(MINUTE);
    expect(await state('either')).to.equal('OK');
    expect(
      (await refusal(client.send(new PutCompositeAlarmCommand({ AlarmName: 'x', AlarmRule: 'ALARM(' })))).message,
    ).to.include('AlarmRule is invalid');
    await client.send(new PutCompositeAlarmCommand({ AlarmName: 'above', AlarmRule: 'ALARM(either)' }));
    expect(
      await refusal(client.send(new PutCompositeAlarmCommand({ AlarmName: 'either', AlarmRule: 'NOT ALARM(above)' }))),
    ).to.have.property('code', 'NotImplemented');
  });

  it('are found by metric, switched and deleted', async () => {
    const found = async (): Promise<number | undefined> =>
      (await client.send(new DescribeAlarmsForMetricCommand({ Namespace: 'Test', MetricName: 'Entries' }))).MetricAlarms
        ?.length;
    const enabled = async (): Promise<boolean | undefined> =>
      (await client.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.ActionsEnabled;
    expect(await found()).to.equal(1);
    await client.send(new DisableAlarmActionsCommand({ AlarmNames: ['entries'] }));
    expect(await enabled()).to.equal(false);
    await client.send(new EnableAlarmActionsCommand({ AlarmNames: ['entries'] }));
    expect(await enabled()).to.equal(true);
    await client.send(new DeleteAlarmsCommand({ AlarmNames: ['entries', 'never there'] }));
    expect(await found()).to.equal(0);
  });

  it('are refused for what no alarm can be', async () => {
    const wrong: readonly (readonly [Partial<PutMetricAlarmInput>, RegExp])[] = [
      [{ Period: 15 }, /Period/],
      [{ DatapointsToAlarm: 2 }, /DatapointsToAlarm/],
      [{ EvaluationPeriods: 1441 }, /more than a day/],
      [{ TreatMissingData: 'sometimes' }, /TreatMissingData/],
      [{ Threshold: undefined }, /Threshold/],
      [{ Statistic: undefined }, /Statistic/],
      [{ MetricName: undefined }, /MetricName/],
      [
        { AlarmActions: ['arn:aws:sns:us-east-1:111122223333:topic'] },
        /^Invalid region us-east-1 specified\. Only eu-west-1 is supported\.$/,
      ],
      [{ AlarmActions: ['topic'] }, /Invalid use of action/],
    ];
    for (const [change, message] of wrong) {
      const answer = await refusal(client.send(new PutMetricAlarmCommand({ ...alarm, AlarmName: 'wrong', ...change })));
      expect(answer.message, JSON.stringify(change)).to.match(message);
    }
    expect((await client.send(new DescribeAlarmsCommand({ AlarmNames: ['wrong'] }))).MetricAlarms).to.deep.equal([]);
  });

  it('see every form of value', async () => {
    const query = {
      Id: 'q',
      MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Sizes' }, Period: 60, Stat: 'Average' },
    };
    const values = async (Stat: string): Promise<number[] | undefined> => {
      const answer = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [{ ...query, MetricStat: { ...query.MetricStat, Stat } }],
          StartTime: new Date(fixture.clock.now() - MINUTE),
          EndTime: new Date(fixture.clock.now() + MINUTE),
        }),
      );
      return answer.MetricDataResults?.[0]?.Values;
    };
    await client.send(
      new PutMetricDataCommand({
        Namespace: 'Test',
        MetricData: [
          { MetricName: 'Sizes', Values: [1, 3], Counts: [2, 1] },
          { MetricName: 'Sizes', StatisticValues: { SampleCount: 2, Sum: 15, Minimum: 5, Maximum: 10 } },
        ],
      }),
    );
    expect(await values('Sum')).to.deep.equal([20]);
    expect(await values('SampleCount')).to.deep.equal([5]);
    expect(await values('Average')).to.deep.equal([4]);
    expect([await values('Minimum'), await values('Maximum')]).to.deep.equal([[1], [10]]);
    expect(
      await refusal(
        client.send(
          new PutMetricDataCommand({ Namespace: 'Test', MetricData: [{ MetricName: 'x', Value: 1, Values: [1] }] }),
        ),
      ),
    ).to.have.property('code', 'InvalidParameterCombinationException');
    expect(
      await refusal(client.send(new PutMetricDataCommand({ Namespace: 'AWS/Events', MetricData: [] }))),
    ).to.have.property('code', 'InvalidParameterValueException');
  });
});
