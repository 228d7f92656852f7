import {
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClientConfig, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { expect } from 'chai';
import { describeCall } from '../../aws/call.js';
import type { WireRequest } from '../../base/http.js';
import { MINUTE, alarm, speaking } from './cloudwatch-setting.js';
import { refusal, twinFixture } from './fixture.js';

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
