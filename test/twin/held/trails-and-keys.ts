/** What CloudTrail and KMS are given, and what of it is read. */
import { of } from './law.js';
import type { Row, Seen, Subject } from './law.js';

const trail = of('cloudtrail');
const kms = of('kms');
const logs = of('logs');
const iam = of('iam');

const ACCOUNT = '111122223333';
const START = Date.UTC(2026, 5, 1, 3);
const Name = 'first-trail';
const trailArn = (name: string): string => `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/${name}`;
const TagsList = [{ Key: 'team', Value: 'red' }];
const policy = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
    ],
  });

const trailStage = [
  logs.call('CreateLogGroup', { logGroupName: 'trails' }),
  iam.call('CreateRole', {
    RoleName: 'writer',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  }),
  iam.call('PutRolePolicy', {
    RoleName: 'writer',
    PolicyName: 'writes',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }],
    }),
  }),
  trail.call('CreateTrail', { Name, S3BucketName: 'records', IncludeGlobalServiceEvents: false, TagsList }),
];

/** Everything that a trail is told; in the home Region of an organization. */
const told = {
  S3BucketName: 'others',
  S3KeyPrefix: 'under',
  SnsTopicName: 'deliveries',
  IncludeGlobalServiceEvents: true,
  IsMultiRegionTrail: true,
  EnableLogFileValidation: true,
  CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:trails:*`,
  CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/writer`,
  KmsKeyId: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  IsOrganizationTrail: true,
};
const FLAGS = ['IncludeGlobalServiceEvents', 'IsMultiRegionTrail', 'EnableLogFileValidation', 'IsOrganizationTrail'];

const trailRows: Row[] = [
  trail.row('DescribeTrails', { trailNameList: [Name] }),
  trail.row('GetTrail', { Name }),
  trail.row('GetTrailStatus', { Name }),
  trail.row(
    'CreateTrail',
    { Name: 'new-trail', ...told, TagsList },
    {
      read: [
        trail.call('GetTrail', { Name: 'new-trail' }),
        trail.call('ListTags', { ResourceIdList: [trailArn('new-trail')] }),
      ],
      acts: FLAGS,
    },
  ),
  trail.row('UpdateTrail', { Name, ...told }, { read: [trail.call('GetTrail', { Name })], acts: FLAGS }),
  trail.row('DeleteTrail', { Name }),
  trail.row('StartLogging', { Name }),
  trail.row('StopLogging', { Name }),
  trail.row('ListTags', { ResourceIdList: [trailArn(Name)] }),
  trail.row(
    'AddTags',
    { ResourceId: trailArn(Name), TagsList: [{ Key: 'stage', Value: 'blue' }] },
    { read: [trail.call('ListTags', { ResourceIdList: [trailArn(Name)] })] },
  ),
  trail.row('GetEventSelectors', { TrailName: Name }),
  trail.row(
    'PutEventSelectors',
    {
      TrailName: Name,
      EventSelectors: [
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: false,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::b/'] }],
          ExcludeManagementEventSources: ['kms.amazonaws.com'],
        },
      ],
    },
    { read: [trail.call('GetEventSelectors', { TrailName: Name })], acts: ['EventSelectors.IncludeManagementEvents'] },
  ),
  trail.row(
    'PutEventSelectors',
    {
      TrailName: Name,
      AdvancedEventSelectors: [
        {
          Name: 'says',
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            {
              Field: 'eventSource',
              StartsWith: ['a'],
              EndsWith: ['b'],
              NotEquals: ['kms.amazonaws.com'],
              NotStartsWith: ['c'],
              NotEndsWith: ['d'],
            },
          ],
        },
      ],
    },
    { read: [trail.call('GetEventSelectors', { TrailName: Name })] },
  ),
  trail.row(
    'LookupEvents',
    { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateTrail' }] },
    { instead: { 'LookupAttributes.AttributeKey': 'EventSource' } },
  ),
  trail.row('LookupEvents', { EventCategory: 'insight' }),
  trail.row(
    'LookupEvents',
    { StartTime: new Date(START - 1000), EndTime: new Date(START + 1000) },
    { instead: { StartTime: new Date(START + 900), EndTime: new Date(START - 900) } },
  ),
];

const key = ({ answers }: Seen): string => (answers['CreateKey'] as { KeyMetadata: { Arn: string } }).KeyMetadata.Arn;
const Tags = [{ TagKey: 'team', TagValue: 'red' }];

const keyRows: Row[] = [
  kms.row(
    'CreateKey',
    { Policy: policy(ACCOUNT), Description: 'says', KeySpec: 'SYMMETRIC_DEFAULT', Tags },
    {
      read: [
        kms.call('DescribeKey', (seen) => ({ KeyId: key(seen) })),
        kms.call('GetKeyPolicy', (seen) => ({ KeyId: key(seen) })),
        kms.call('ListResourceTags', (seen) => ({ KeyId: key(seen) })),
      ],
    },
  ),
  kms.row('DescribeKey', (seen) => ({ KeyId: key(seen) })),
  kms.row('ListKeys'),
  kms.row('ScheduleKeyDeletion', (seen) => ({ KeyId: key(seen), PendingWindowInDays: 9 })),
  kms.row('GetKeyPolicy', (seen) => ({ KeyId: key(seen), PolicyName: 'default' })),
  kms.row('PutKeyPolicy', (seen) => ({ KeyId: key(seen), Policy: policy(ACCOUNT), PolicyName: 'default' }), {
    read: [kms.call('GetKeyPolicy', (seen) => ({ KeyId: key(seen) }))],
  }),
  kms.row('CreateAlias', (seen) => ({ AliasName: 'alias/new', TargetKeyId: key(seen) }), {
    read: [kms.call('ListAliases')],
  }),
  kms.row('ListAliases', (seen) => ({ KeyId: key(seen) })),
  kms.row('ListResourceTags', (seen) => ({ KeyId: key(seen) })),
  kms.row('TagResource', (seen) => ({ KeyId: key(seen), Tags: [{ TagKey: 'stage', TagValue: 'blue' }] }), {
    read: [kms.call('ListResourceTags', (seen) => ({ KeyId: key(seen) }))],
  }),
  kms.row('UntagResource', (seen) => ({ KeyId: key(seen), TagKeys: ['team'] }), {
    read: [kms.call('ListResourceTags', (seen) => ({ KeyId: key(seen) }))],
    acts: ['TagKeys'],
  }),
];

export const trailsHeld: Subject = { stage: trailStage, later: 1_200_000, rows: trailRows };
export const keysHeld: Subject = {
  stage: [
    kms.call('CreateKey', { Tags }),
    kms.call('CreateAlias', (seen) => ({ AliasName: 'alias/old', TargetKeyId: key(seen) })),
  ],
  rows: keyRows,
};
