import {
  DeleteAlarmsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetMetricDataCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { PutMetricAlarmInput, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { quietLandingZone } from '../landing-zone.js';
import { MINUTE, alarm } from './cloudwatch-setting.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

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
