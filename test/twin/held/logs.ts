/** What CloudWatch Logs is given, and what of it is read. */
import { of } from './law.js';
import type { Row, Seen, Subject } from './law.js';

const logs = of('logs');
const kms = of('kms');

const ACCOUNT = '111122223333';
const START = Date.UTC(2026, 5, 1, 3);
const group = { logGroupName: 'first' };
const stream = { ...group, logStreamName: 'one' };
const logArn = (name: string): string => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}`;

const forLogs = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { Service: 'logs.eu-west-1.amazonaws.com' }, Action: 'kms:*', Resource: '*' },
  ],
});
const key = ({ answers }: Seen): string => (answers['CreateKey'] as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;

const logStage = [
  kms.call('CreateKey', { Policy: forLogs }),
  logs.call('CreateLogGroup', { ...group, tags: { team: 'red' } }),
  logs.call('CreateLogGroup', { logGroupName: 'second' }),
  logs.call('CreateLogStream', stream),
  logs.call('CreateLogStream', { ...group, logStreamName: 'two' }),
  logs.call('PutLogEvents', {
    ...stream,
    logEvents: [
      { timestamp: START - 60_000, message: 'early ERROR' },
      { timestamp: START - 1000, message: 'late' },
    ],
  }),
  logs.call('PutMetricFilter', {
    ...group,
    filterName: 'errors',
    filterPattern: 'ERROR',
    metricTransformations: [{ metricName: 'errors', metricNamespace: 'ours', metricValue: '1' }],
  }),
  logs.call('PutMetricFilter', {
    ...group,
    filterName: 'others',
    filterPattern: 'OTHER',
    metricTransformations: [{ metricName: 'others', metricNamespace: 'others', metricValue: '1' }],
  }),
];

const shown = logs.call('DescribeLogGroups');
const identified = { logGroupIdentifier: logArn('first') };

const logRows: Row[] = [
  logs.row('DescribeLogGroups', { logGroupNamePrefix: 'fir' }),
  logs.row('DescribeLogGroups', { logGroupNamePattern: 'irs' }),
  logs.row('DescribeLogGroups', { logGroupClass: 'STANDARD' }, { instead: { logGroupClass: 'DELIVERY' } }),
  logs.row('DescribeLogGroups', { logGroupIdentifiers: [logArn('first')] }),
  logs.row(
    'CreateLogGroup',
    (seen) => ({
      logGroupName: 'new',
      kmsKeyId: key(seen),
      tags: { stage: 'blue' },
      logGroupClass: 'INFREQUENT_ACCESS',
      deletionProtectionEnabled: true,
    }),
    {
      read: [shown, logs.call('ListTagsForResource', { resourceArn: logArn('new') })],
      acts: ['deletionProtectionEnabled'],
    },
  ),
  logs.row('DeleteLogGroup', group),
  logs.row(
    'PutLogGroupDeletionProtection',
    { ...identified, deletionProtectionEnabled: true },
    { read: [shown], acts: ['deletionProtectionEnabled'] },
  ),
  logs.row('PutRetentionPolicy', { ...group, retentionInDays: 731 }, { read: [shown] }),
  logs.row('CreateLogStream', { ...group, logStreamName: 'new' }, { read: [logs.call('DescribeLogStreams', group)] }),
  logs.row('DeleteLogStream', stream),
  logs.row('DescribeLogStreams', { ...group, logStreamNamePrefix: 'on' }),
  logs.row('DescribeLogStreams', { ...identified, descending: true }),
  logs.row('DescribeLogStreams', { ...group, orderBy: 'LastEventTime' }, { instead: { orderBy: 'LogStreamName' } }),
  logs.row(
    'PutLogEvents',
    { ...stream, logEvents: [{ timestamp: START, message: 'new' }] },
    { read: [logs.call('GetLogEvents', stream)] },
  ),
  logs.row('FilterLogEvents', { ...group, logStreamNames: ['one'], filterPattern: 'ERROR' }),
  logs.row(
    'FilterLogEvents',
    { ...identified, logStreamNamePrefix: 'on', startTime: START - 1000 },
    { instead: { startTime: 0 } },
  ),
  logs.row('FilterLogEvents', { ...group, endTime: START - 30_000 }, { instead: { endTime: START } }),
  logs.row(
    'FilterLogEvents',
    { ...group, startFromHead: false, startTime: START - 600_000 },
    { instead: { startTime: START - 30_000 } },
  ),
  logs.row('GetLogEvents', { ...stream, startTime: START - 1000 }, { instead: { startTime: 0 } }),
  logs.row(
    'GetLogEvents',
    { ...identified, logStreamName: 'one', endTime: START - 30_000 },
    { instead: { endTime: START } },
  ),
  logs.row('GetLogEvents', { ...stream, startFromHead: true, limit: 1 }, { instead: { limit: 2 } }),
  logs.row(
    'PutMetricFilter',
    {
      ...group,
      filterName: 'new',
      filterPattern: '{ $.a = 1 }',
      metricTransformations: [
        { metricName: 'made', metricNamespace: 'mine', metricValue: '$.a', defaultValue: 17, unit: 'Bytes' },
      ],
    },
    { read: [logs.call('DescribeMetricFilters', group)] },
  ),
  logs.row('DeleteMetricFilter', { ...group, filterName: 'errors' }),
  logs.row('DescribeMetricFilters', { ...group, filterNamePrefix: 'err' }),
  logs.row('DescribeMetricFilters', { metricName: 'errors', metricNamespace: 'ours' }),
  logs.row('TestMetricFilter', { filterPattern: 'ERROR', logEventMessages: ['an ERROR'] }),
  logs.row('ListTagsForResource', { resourceArn: logArn('first') }),
  logs.row(
    'TagResource',
    { resourceArn: logArn('first'), tags: { stage: 'blue' } },
    { read: [logs.call('ListTagsForResource', { resourceArn: logArn('first') })] },
  ),
  logs.row(
    'UntagResource',
    { resourceArn: logArn('first'), tagKeys: ['team'] },
    { read: [logs.call('ListTagsForResource', { resourceArn: logArn('first') })], acts: ['tagKeys'] },
  ),
];

export const logsHeld: Subject = { stage: logStage, rows: logRows };
