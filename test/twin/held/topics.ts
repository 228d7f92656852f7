/** What SNS is given, and what of it is read. */
import type { Row, Seen, Subject } from './law.js';
import { ACCOUNT, messageAttributes, open, others, queueArn, receive, sns, sqs, Tags, topicArn } from './messages.js';

const subscription = ({ answers }: Seen): string =>
  (answers['Subscribe'] as { SubscriptionArn: string }).SubscriptionArn;
const TopicArn = topicArn('first');

const topicStage = [
  sqs.call('CreateQueue', { QueueName: 'first', Attributes: { Policy: open('sqs', queueArn('first')) } }),
  sqs.call('CreateQueue', { QueueName: 'other' }),
  sns.call('CreateTopic', { Name: 'first', Tags }),
  sns.call('CreateTopic', { Name: 'idle' }),
  sns.call('Subscribe', {
    TopicArn,
    Protocol: 'sqs',
    Endpoint: queueArn('first'),
    Attributes: { RawMessageDelivery: 'true' },
  }),
];

/** Each attribute alone, since one call sets one. */
const topicAttributes: Row[] = Object.entries({
  Policy: open('sns', TopicArn),
  DisplayName: 'ours',
  KmsMasterKeyId: 'alias/ours',
  DeliveryPolicy: '{"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}}',
  SignatureVersion: '2',
  TracingConfig: 'Active',
  SQSSuccessFeedbackRoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
  SQSSuccessFeedbackSampleRate: '17',
  SQSFailureFeedbackRoleArn: `arn:aws:iam::${ACCOUNT}:role/f`,
}).map(([AttributeName, AttributeValue]) =>
  sns.row(
    'SetTopicAttributes',
    { TopicArn, AttributeName, AttributeValue },
    {
      read: [sns.call('GetTopicAttributes', { TopicArn })],
      acts: ['AttributeName'],
    },
  ),
);

const subscriptionAttributes: Row[] = Object.entries({
  FilterPolicy: '{"colour":["red"]}',
  RawMessageDelivery: 'false',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('other') }),
  DeliveryPolicy: '{"healthyRetryPolicy":{"numRetries":5}}',
  SubscriptionRoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
}).map(([AttributeName, AttributeValue]) =>
  sns.row(
    'SetSubscriptionAttributes',
    (seen) => ({ SubscriptionArn: subscription(seen), AttributeName, AttributeValue }),
    {
      read: [sns.call('GetSubscriptionAttributes', (seen) => ({ SubscriptionArn: subscription(seen) }))],
      acts: ['AttributeName'],
    },
  ),
);

const topicRows: Row[] = [
  ...topicAttributes,
  ...subscriptionAttributes,
  sns.row(
    'CreateTopic',
    { Name: 'new', Attributes: { DisplayName: 'ours', KmsMasterKeyId: 'alias/ours' }, Tags },
    {
      read: [
        sns.call('GetTopicAttributes', { TopicArn: topicArn('new') }),
        sns.call('ListTagsForResource', { ResourceArn: topicArn('new') }),
      ],
      acts: ['Name'],
    },
  ),
  sns.row('DeleteTopic', { TopicArn: topicArn('idle') }, { read: [sns.call('ListTopics')], acts: ['TopicArn'] }),
  sns.row('GetTopicAttributes', { TopicArn }),
  sns.row('ListTopics'),
  sns.row(
    'Publish',
    {
      TopicArn,
      Message: '{"default":"for all","sqs":"for queues"}',
      MessageStructure: 'json',
      MessageAttributes: messageAttributes,
      MessageGroupId: 'tenant',
    },
    { read: [receive], later: 60_000, acts: ['Message', 'MessageStructure', 'MessageAttributes.DataType'] },
  ),
  sns.row(
    'Publish',
    {
      TargetArn: TopicArn,
      Message: 'says',
      Subject: 'about',
      MessageAttributes: { raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } },
    },
    {
      before: [
        sns.call('SetSubscriptionAttributes', (seen) => ({
          SubscriptionArn: subscription(seen),
          AttributeName: 'RawMessageDelivery',
          AttributeValue: 'false',
        })),
      ],
      read: [receive],
      later: 60_000,
      acts: ['MessageAttributes.BinaryValue'],
    },
  ),
  sns.row('ListTagsForResource', { ResourceArn: TopicArn }),
  sns.row(
    'TagResource',
    { ResourceArn: TopicArn, Tags: others },
    {
      read: [sns.call('ListTagsForResource', { ResourceArn: TopicArn })],
    },
  ),
  sns.row(
    'UntagResource',
    { ResourceArn: TopicArn, TagKeys: ['team'] },
    {
      read: [sns.call('ListTagsForResource', { ResourceArn: TopicArn })],
      acts: ['TagKeys'],
    },
  ),
  sns.row(
    'Subscribe',
    {
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn('other'),
      Attributes: { FilterPolicy: '{"colour":["red"]}', FilterPolicyScope: 'MessageBody' },
    },
    {
      read: [sns.call('GetSubscriptionAttributes', (seen) => ({ SubscriptionArn: subscription(seen) }))],
    },
  ),
  sns.row('Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'a@example.com', ReturnSubscriptionArn: true }),
  sns.row('Unsubscribe', (seen) => ({ SubscriptionArn: subscription(seen) }), {
    read: [sns.call('ListSubscriptions')],
    acts: ['SubscriptionArn'],
  }),
  sns.row('ListSubscriptions'),
  sns.row('ListSubscriptionsByTopic', { TopicArn }),
  sns.row('GetSubscriptionAttributes', (seen) => ({ SubscriptionArn: subscription(seen) })),
];

export const topicsHeld: Subject = { stage: topicStage, rows: topicRows };
