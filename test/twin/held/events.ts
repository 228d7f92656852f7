/** What EventBridge is given, and what of it is read. */
import { filled, memberSchema } from './law.js';
import type { Row, Subject, Value } from './law.js';
import {
  ACCOUNT,
  busArn,
  EventBusName,
  events,
  open,
  others,
  PATTERN,
  queueArn,
  receive,
  ruleArn,
  sqs,
  Tags,
} from './messages.js';

const eventStage = [
  events.call('CreateEventBus', { Name: EventBusName, Tags }),
  sqs.call('CreateQueue', { QueueName: 'first', Attributes: { Policy: open('sqs', queueArn('first')) } }),
  events.call('PutRule', { Name: 'first', EventPattern: PATTERN, EventBusName, Tags }),
  events.call('PutRule', { Name: 'default-rule', ScheduleExpression: 'rate(1 day)' }),
  events.call('PutTargets', { Rule: 'first', EventBusName, Targets: [{ Id: 'q', Arn: queueArn('first') }] }),
  events.call('PutRule', { Name: 'idle', EventPattern: PATTERN, EventBusName, State: 'DISABLED' }),
];

const ofRule = { Name: 'first', EventBusName };
const describe = events.call('DescribeRule', ofRule);
const targets = events.call('ListTargetsByRule', { Rule: 'first', EventBusName });
const { Input, InputPath, InputTransformer, ...more } = filled(
  memberSchema('events', 'PutTargets', 'Targets'),
) as Value;
void [Input, InputPath, InputTransformer];
const target = { Id: 'new', Arn: queueArn('new') };

const eventRows: Row[] = [
  events.row('DescribeEventBus', { Name: EventBusName }),
  events.row('ListEventBuses', { NamePrefix: 'our' }),
  events.row(
    'CreateEventBus',
    {
      Name: 'new',
      Description: 'says',
      KmsKeyIdentifier: 'alias/ours',
      DeadLetterConfig: { Arn: queueArn('dead') },
      LogConfig: { IncludeDetail: 'FULL', Level: 'TRACE' },
      Tags,
    },
    {
      read: [
        events.call('DescribeEventBus', { Name: 'new' }),
        events.call('ListTagsForResource', { ResourceARN: busArn('new') }),
      ],
    },
  ),
  events.row(
    'PutPermission',
    {
      EventBusName,
      Action: 'events:PutEvents',
      Principal: '444455556666',
      StatementId: 'theirs',
      Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' },
    },
    {
      read: [events.call('DescribeEventBus', { Name: EventBusName })],
      acts: ['Principal', 'Condition.Type', 'Condition.Key'],
      instead: { Principal: '*', 'Condition.Type': 'StringLike', 'Condition.Key': 'aws:PrincipalAccount' },
    },
  ),
  events.row(
    'PutPermission',
    { EventBusName, Policy: open('events', busArn(EventBusName)) },
    {
      read: [events.call('DescribeEventBus', { Name: EventBusName })],
    },
  ),
  events.row(
    'PutEvents',
    {
      Entries: [
        {
          Time: new Date(Date.UTC(2026, 5, 1, 2)),
          Source: 'ours',
          Resources: ['arn:aws:iam::1:role/r'],
          DetailType: 'says',
          Detail: '{"a":1}',
          EventBusName,
        },
      ],
    },
    {
      before: [
        events.call('PutRule', { Name: 'first', EventPattern: JSON.stringify({ account: [ACCOUNT] }), EventBusName }),
      ],
      read: [receive],
      later: 60_000,
      acts: ['Entries.EventBusName', 'Entries.Time'],
    },
  ),
  events.row('TestEventPattern', {
    EventPattern: PATTERN,
    Event: JSON.stringify({
      id: '1',
      account: ACCOUNT,
      source: 'ours',
      time: '2026-06-01T03:00:00Z',
      region: 'eu-west-1',
      resources: [],
      'detail-type': 'x',
    }),
  }),
  events.row(
    'PutRule',
    {
      Name: 'new',
      EventPattern: PATTERN,
      State: 'DISABLED',
      Description: 'says',
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      Tags,
      EventBusName,
    },
    {
      read: [
        events.call('DescribeRule', { Name: 'new', EventBusName }),
        events.call('ListTagsForResource', { ResourceARN: ruleArn('ours/new') }),
      ],
    },
  ),
  events.row(
    'PutRule',
    { Name: 'new', ScheduleExpression: 'rate(2 hours)' },
    {
      read: [events.call('DescribeRule', { Name: 'new' })],
    },
  ),
  events.row('DescribeRule', ofRule),
  events.row('ListRules', { NamePrefix: 'fir', EventBusName }),
  events.row('EnableRule', { Name: 'idle', EventBusName }, { read: [events.call('ListRules', { EventBusName })] }),
  events.row('DisableRule', ofRule, { read: [describe] }),
  events.row(
    'DeleteRule',
    { Name: 'idle', EventBusName },
    { read: [events.call('ListRules', { EventBusName })], acts: ['Name'] },
  ),
  events.row(
    'PutTargets',
    { Rule: 'first', EventBusName, Targets: [{ ...more, ...target, Input: '{"said":1}' }] },
    { read: [targets], acts: booleans(more) },
  ),
  events.row(
    'PutTargets',
    { Rule: 'first', EventBusName, Targets: [{ ...target, InputPath: '$.detail' }] },
    { read: [targets] },
  ),
  events.row(
    'PutTargets',
    {
      Rule: 'first',
      EventBusName,
      Targets: [{ ...target, InputTransformer: { InputPathsMap: { a: '$.detail' }, InputTemplate: '"<a>"' } }],
    },
    { read: [targets] },
  ),
  events.row('RemoveTargets', { Rule: 'first', EventBusName, Ids: ['q'] }, { read: [targets], acts: ['Ids'] }),
  events.row('ListTargetsByRule', { Rule: 'first', EventBusName }),
  events.row('ListRuleNamesByTarget', { TargetArn: queueArn('first'), EventBusName }),
  events.row('ListTagsForResource', { ResourceARN: busArn(EventBusName) }),
  events.row(
    'TagResource',
    { ResourceARN: ruleArn('ours/first'), Tags: others },
    {
      read: [events.call('ListTagsForResource', { ResourceARN: ruleArn('ours/first') })],
    },
  ),
  events.row(
    'UntagResource',
    { ResourceARN: ruleArn('ours/first'), TagKeys: ['team'] },
    {
      read: [events.call('ListTagsForResource', { ResourceARN: ruleArn('ours/first') })],
      acts: ['TagKeys'],
    },
  ),
];

/** Paths of yes and no, which are shown by their change alone. */
function booleans(value: unknown, path = 'Targets'): string[] {
  if (typeof value === 'boolean') return [path];
  if (Array.isArray(value)) return (value as unknown[]).flatMap((item) => booleans(item, path));
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => booleans(inner, `${path}.${name}`))
    : [];
}

export const eventsHeld: Subject = { stage: eventStage, rows: eventRows };
