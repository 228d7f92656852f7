/** Inputs of chance: names that operations know, values that they do not expect. */
import type { Random } from '../../../base/random.js';
import { evilPolicy } from './bodies.js';
import { pick } from './request.js';

const MEMBERS = [
  ...[
    'UserName',
    'RoleName',
    'GroupName',
    'PolicyName',
    'PolicyArn',
    'PolicyDocument',
    'AssumeRolePolicyDocument',
    'Path',
    'PathPrefix',
    'MaxItems',
    'Marker',
    'SerialNumber',
    'TokenCode',
    'RoleArn',
    'RoleSessionName',
    'DurationSeconds',
  ],
  ...[
    'Name',
    'TopicArn',
    'Message',
    'Attributes',
    'QueueUrl',
    'QueueName',
    'AccountId',
    'ParentId',
    'PolicyId',
    'TargetId',
    'Filter',
    'NextToken',
    'MaxResults',
    'Content',
    'Type',
    'InstanceArn',
    'PermissionSetArn',
    'IdentityStoreId',
  ],
  ...[
    'logGroupName',
    'logStreamName',
    'filterPattern',
    'logEvents',
    'AlarmName',
    'AlarmNames',
    'MetricName',
    'Namespace',
    'Period',
    'Threshold',
    'StartTime',
    'EndTime',
    'MetricData',
    'Rule',
    'Targets',
    'Entries',
    'EventPattern',
    'KeyId',
    'Tags',
    '__proto__',
    'constructor',
  ],
];

const LONGEST = 3000;

/** A value of chance. */
function value(random: Random): unknown {
  return pick<() => unknown>(random, [
    () => '',
    () => 'hostile',
    () => 'x'.repeat(LONGEST),
    () => `arn:aws:iam::999900001111:${pick(random, ['user/hostile', 'role/hostile', 'policy/hostile'])}`,
    () => evilPolicy(random).slice(0, 20_000),
    () => random.below(1000) - 500,
    () => pick(random, [1e308, -1, 0.1, Number.MAX_SAFE_INTEGER]),
    () => random.below(2) === 0,
    () => null,
    () => [value(random)],
    () => ({ [pick(random, MEMBERS)]: 'x' }),
    () => '\u0000\ud800<>&"',
    () => Buffer.from(random.bytes(30)).toString('base64'),
  ])();
}

export function randomJson(random: Random): unknown {
  return Object.fromEntries(Array.from({ length: random.below(6) }, () => [pick(random, MEMBERS), value(random)]));
}

export function randomForm(random: Random): string[][] {
  return Array.from({ length: random.below(6) }, () => [
    pick(random, MEMBERS) + pick(random, ['', '', '.member.1', '.member.1.Key', '.entry.1.key']),
    String(value(random)),
  ]);
}
