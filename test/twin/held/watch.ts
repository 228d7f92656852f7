/** What CloudWatch is given, and what of it is read. */
import { of } from './law.js';
import type { Row, Subject, Value } from './law.js';

const watch = of('monitoring');

const ACCOUNT = '111122223333';
const START = Date.UTC(2026, 5, 1, 3);
const tagList = [{ Key: 'team', Value: 'red' }];
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:`;
const alarmArn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:${name}`;
const metric = { MetricName: 'errors', Namespace: 'ours' };
const plain = {
  ...metric,
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
};

const dimensions = { Dimensions: [{ Name: 'd', Value: 'w' }] };

const watchStage = [
  watch.call('PutMetricAlarm', { AlarmName: 'first', ...plain, AlarmActions: [`${TOPIC}a`], Tags: tagList }),
  watch.call('PutMetricAlarm', {
    AlarmName: 'mute',
    ...plain,
    MetricName: 'others',
    Unit: 'Bytes',
    ActionsEnabled: false,
  }),
  watch.call('PutMetricAlarm', { AlarmName: 'measured', ...plain, MetricName: 'measured', ...dimensions }),
  watch.call('PutCompositeAlarm', { AlarmName: 'both', AlarmRule: 'ALARM(first)' }),
  watch.call('SetAlarmState', { AlarmName: 'first', StateValue: 'ALARM', StateReason: 'a test' }),
  watch.call('PutMetricData', {
    Namespace: 'ours',
    MetricData: [
      { MetricName: 'errors', Value: 7, Timestamp: new Date(START - 120_000) },
      { MetricName: 'errors', Value: 9, Unit: 'Bytes', Timestamp: new Date(START - 60_000) },
      { MetricName: 'errors', Value: 5, Dimensions: [{ Name: 'd', Value: 'w' }], Timestamp: new Date(START - 60_000) },
    ],
  }),
];

const times = { StartTime: new Date(START - 600_000), EndTime: new Date(START + 600_000) };
const alarms = watch.call('DescribeAlarms', { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
const common = {
  AlarmName: 'new',
  AlarmDescription: 'says',
  ActionsEnabled: false,
  OKActions: [`${TOPIC}ok`],
  AlarmActions: [`${TOPIC}alarm`],
  InsufficientDataActions: [`${TOPIC}no-data`],
  Tags: tagList,
};
const newTags = watch.call('ListTagsForResource', { ResourceARN: alarmArn('new') });
const datum = (more: object): Value => ({ Namespace: 'new', MetricData: [{ MetricName: 'made', ...more }] });
const made = (more = {}): ReturnType<typeof watch.call> =>
  watch.call('GetMetricStatistics', {
    Namespace: 'new',
    MetricName: 'made',
    ...times,
    Period: 60,
    Statistics: ['Sum', 'Minimum', 'Maximum', 'SampleCount'],
    ...more,
  });
const query = (more: object): Value => ({ ...times, MetricDataQueries: [{ Id: 'q', ...more }] });

const watchRows: Row[] = [
  watch.row('DescribeAlarms', { AlarmNames: ['first'] }),
  watch.row('DescribeAlarms', { AlarmNamePrefix: 'fir' }),
  watch.row('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'] }, { instead: { AlarmTypes: 'MetricAlarm' } }),
  watch.row('DescribeAlarms', { StateValue: 'ALARM', ActionPrefix: TOPIC }, { instead: { StateValue: 'OK' } }),
  watch.row(
    'DescribeAlarmsForMetric',
    { ...metric, Statistic: 'Sum', Period: 60 },
    { instead: { Statistic: 'Average' } },
  ),
  watch.row(
    'DescribeAlarmsForMetric',
    { Namespace: 'ours', MetricName: 'others', Unit: 'Bytes' },
    { instead: { Unit: 'Bits' } },
  ),
  watch.row('DescribeAlarmsForMetric', { ...metric, MetricName: 'measured', ...dimensions }),
  watch.row(
    'DescribeAlarmHistory',
    { AlarmName: 'first', HistoryItemType: 'StateUpdate', StartDate: times.StartTime },
    { instead: { HistoryItemType: 'Action', StartDate: times.EndTime } },
  ),
  watch.row(
    'DescribeAlarmHistory',
    { AlarmName: 'first', ScanBy: 'TimestampAscending' },
    { instead: { ScanBy: 'TimestampDescending' } },
  ),
  watch.row(
    'DescribeAlarmHistory',
    { AlarmTypes: ['CompositeAlarm'], EndDate: times.EndTime },
    { instead: { AlarmTypes: 'MetricAlarm', EndDate: times.StartTime } },
  ),
  watch.row('DeleteAlarms', { AlarmNames: ['mute'] }, { read: [alarms], acts: ['AlarmNames'] }),
  watch.row('EnableAlarmActions', { AlarmNames: ['mute'] }, { read: [alarms], acts: ['AlarmNames'] }),
  watch.row('DisableAlarmActions', { AlarmNames: ['first'] }, { read: [alarms], acts: ['AlarmNames'] }),
  watch.row(
    'SetAlarmState',
    { AlarmName: 'mute', StateValue: 'OK', StateReason: 'says', StateReasonData: '{"a":1}' },
    { read: [alarms] },
  ),
  watch.row(
    'PutMetricAlarm',
    {
      ...common,
      MetricName: 'made',
      Namespace: 'mine',
      Statistic: 'Minimum',
      Dimensions: [{ Name: 'host', Value: 'h1' }],
      Period: 120,
      Unit: 'Bits',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 4,
      Threshold: 17,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      EvaluateLowSampleCountPercentile: 'ignore',
    },
    { read: [alarms, newTags], acts: ['ActionsEnabled'], instead: { Period: 180 } },
  ),
  watch.row(
    'PutCompositeAlarm',
    {
      ...common,
      AlarmRule: 'ALARM(mute)',
      ActionsSuppressor: 'mute',
      ActionsSuppressorWaitPeriod: 61,
      ActionsSuppressorExtensionPeriod: 62,
    },
    { read: [alarms, newTags], acts: ['ActionsEnabled'] },
  ),
  watch.row('PutMetricData', datum({ Value: 17, Unit: 'Bits', Timestamp: new Date(START - 60_000), ...dimensions }), {
    read: [made(dimensions), watch.call('ListMetrics')],
  }),
  watch.row('PutMetricData', datum({ StatisticValues: { SampleCount: 3, Sum: 60, Minimum: 11, Maximum: 31 } }), {
    read: [made(), watch.call('ListMetrics')],
  }),
  watch.row('PutMetricData', datum({ Values: [23], Counts: [3] }), {
    read: [made(), watch.call('ListMetrics')],
    acts: ['MetricData.Values'],
  }),
  watch.row(
    'PutMetricData',
    {
      Namespace: 'new',
      EntityMetricData: [
        {
          MetricData: [
            { MetricName: 'made', Value: 17, Unit: 'Bits', Timestamp: new Date(START - 60_000), ...dimensions },
            { MetricName: 'made', StatisticValues: { SampleCount: 3, Sum: 60, Minimum: 11, Maximum: 31 } },
            { MetricName: 'made', Values: [23], Counts: [5], StorageResolution: 1 },
          ],
        },
      ],
    },
    {
      read: [made(), made(dimensions), watch.call('ListMetrics')],
      acts: [
        'Values',
        'Counts',
        'StatisticValues.SampleCount',
        'StatisticValues.Sum',
        'StatisticValues.Minimum',
        'StatisticValues.Maximum',
      ].map((path) => `EntityMetricData.MetricData.${path}`),
    },
  ),
  watch.row(
    'GetMetricStatistics',
    { ...metric, ...times, Period: 60, Statistics: ['Sum'], Unit: 'Bytes' },
    {
      instead: {
        Period: 600,
        Statistics: 'Minimum',
        StartTime: new Date(START - 30_000),
        EndTime: new Date(START - 300_000),
        Unit: 'Bits',
      },
    },
  ),
  watch.row(
    'GetMetricStatistics',
    { ...metric, ...times, ...dimensions, Period: 60, Statistics: ['Sum'] },
    {
      instead: { Period: 600, Statistics: 'Minimum', StartTime: new Date(START), EndTime: new Date(START - 300_000) },
    },
  ),
  watch.row(
    'GetMetricData',
    {
      ...query({ Label: 'says', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum', Unit: 'Bytes' } }),
      MaxDatapoints: 1,
    },
    {
      instead: {
        StartTime: new Date(START),
        EndTime: new Date(START - 300_000),
        'MetricDataQueries.MetricStat.Period': 600,
        'MetricDataQueries.MetricStat.Stat': 'SampleCount',
        'MetricDataQueries.MetricStat.Unit': 'Bits',
        MaxDatapoints: 0,
      },
    },
  ),
  watch.row('GetMetricData', query({ MetricStat: { Metric: { ...metric, ...dimensions }, Period: 60, Stat: 'Sum' } }), {
    instead: {
      StartTime: new Date(START),
      EndTime: new Date(START - 300_000),
      'MetricDataQueries.MetricStat.Period': 600,
      'MetricDataQueries.MetricStat.Stat': 'SampleCount',
    },
  }),
  watch.row(
    'GetMetricData',
    { ...query({ MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' } }), ScanBy: 'TimestampAscending' },
    {
      instead: {
        StartTime: new Date(START),
        EndTime: new Date(START - 300_000),
        'MetricDataQueries.MetricStat.Period': 600,
        'MetricDataQueries.MetricStat.Stat': 'SampleCount',
        ScanBy: 'TimestampDescending',
      },
    },
  ),
  watch.row('ListMetrics', { ...metric, ...dimensions }),
  watch.row('ListTagsForResource', { ResourceARN: alarmArn('first') }),
  watch.row(
    'TagResource',
    { ResourceARN: alarmArn('first'), Tags: [{ Key: 'stage', Value: 'blue' }] },
    {
      read: [watch.call('ListTagsForResource', { ResourceARN: alarmArn('first') })],
    },
  ),
  watch.row(
    'UntagResource',
    { ResourceARN: alarmArn('first'), TagKeys: ['team'] },
    {
      read: [watch.call('ListTagsForResource', { ResourceARN: alarmArn('first') })],
      acts: ['TagKeys'],
    },
  ),
];

export const watchHeld: Subject = { stage: watchStage, rows: watchRows };
