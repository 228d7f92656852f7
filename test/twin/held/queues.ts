/** What SQS is given, and what of it is read. */
import type { Row, Seen, Subject } from './law.js';
import { ACCOUNT, messageAttributes, open, queueArn, queueUrl, receive, sqs } from './messages.js';

const QueueUrl = queueUrl('first');
const receipt = ({ answers }: Seen): string =>
  (answers['ReceiveMessage'] as { Messages: { ReceiptHandle: string }[] }).Messages[0]?.ReceiptHandle ?? '';

const queueStage = [
  sqs.call('CreateQueue', { QueueName: 'first', tags: { team: 'red' } }),
  sqs.call('CreateQueue', { QueueName: 'dead' }),
  ...['one', 'two'].map((MessageBody) =>
    sqs.call('SendMessage', { QueueUrl, MessageBody, MessageAttributes: messageAttributes }),
  ),
  sqs.call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 900 }),
];
const attributes = sqs.call('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });

const queueAttributes: Row[] = Object.entries({
  Policy: open('sqs', queueArn('first')),
  DelaySeconds: '17',
  MaximumMessageSize: '2048',
  MessageRetentionPeriod: '7777',
  ReceiveMessageWaitTimeSeconds: '7',
  VisibilityTimeout: '77',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead'), maxReceiveCount: 7 }),
  RedriveAllowPolicy: '{"redrivePermission":"denyAll"}',
  KmsMasterKeyId: 'alias/ours',
  KmsDataKeyReusePeriodSeconds: '777',
  SqsManagedSseEnabled: 'false',
}).map(([name, value]) =>
  sqs.row('SetQueueAttributes', { QueueUrl, Attributes: { [name]: value } }, { read: [attributes] }),
);

const queueRows: Row[] = [
  ...queueAttributes,
  sqs.row(
    'CreateQueue',
    { QueueName: 'new', Attributes: { VisibilityTimeout: '77' }, tags: { stage: 'blue' } },
    {
      read: [
        sqs.call('GetQueueAttributes', { QueueUrl: queueUrl('new'), AttributeNames: ['All'] }),
        sqs.call('ListQueueTags', { QueueUrl: queueUrl('new') }),
      ],
      acts: ['QueueName'],
    },
  ),
  sqs.row('DeleteQueue', { QueueUrl }),
  sqs.row('GetQueueUrl', { QueueName: 'first', QueueOwnerAWSAccountId: ACCOUNT }),
  sqs.row('ListQueues', { QueueNamePrefix: 'fir' }),
  sqs.row('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] }),
  sqs.row('PurgeQueue', { QueueUrl }),
  sqs.row('ListQueueTags', { QueueUrl }),
  sqs.row('TagQueue', { QueueUrl, Tags: { stage: 'blue' } }, { read: [sqs.call('ListQueueTags', { QueueUrl })] }),
  sqs.row(
    'UntagQueue',
    { QueueUrl, TagKeys: ['team'] },
    { read: [sqs.call('ListQueueTags', { QueueUrl })], acts: ['TagKeys'] },
  ),
  sqs.row(
    'SendMessage',
    {
      QueueUrl,
      MessageBody: 'says',
      DelaySeconds: 0,
      MessageAttributes: { ...messageAttributes, raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' } },
      MessageGroupId: 'tenant',
    },
    { read: [receive], acts: ['DelaySeconds', 'MessageAttributes.BinaryValue'] },
  ),
  sqs.row(
    'ReceiveMessage',
    {
      QueueUrl,
      AttributeNames: ['SenderId'],
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['colour'],
      MaxNumberOfMessages: 1,
      VisibilityTimeout: 0,
    },
    {
      read: [receive],
      acts: [
        'AttributeNames',
        'MessageSystemAttributeNames',
        'MessageAttributeNames',
        'MaxNumberOfMessages',
        'VisibilityTimeout',
      ],
      instead: { MaxNumberOfMessages: 0 },
    },
  ),
  sqs.row('DeleteMessage', (seen) => ({ QueueUrl, ReceiptHandle: receipt(seen) }), {
    read: [attributes],
    acts: ['ReceiptHandle'],
  }),
  sqs.row('DeleteMessageBatch', (seen) => ({ QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: receipt(seen) }] }), {
    read: [attributes],
    acts: ['Entries.Id', 'Entries.ReceiptHandle'],
  }),
  sqs.row('ChangeMessageVisibility', (seen) => ({ QueueUrl, ReceiptHandle: receipt(seen), VisibilityTimeout: 0 }), {
    read: [receive],
    acts: ['VisibilityTimeout'],
  }),
];

export const queuesHeld: Subject = { stage: queueStage, rows: queueRows };
