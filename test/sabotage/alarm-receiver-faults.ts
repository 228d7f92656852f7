/** What happens to the topics, subscriptions and queues of the alarms. */
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { alarmFault } from './alarm-faults.js';
import type { Fault } from './fault.js';
import { accountId } from './hands.js';
import type { Hands, PolicyText, Undo } from './hands.js';

const TOPIC = `arn:aws:sns:eu-west-1:${accountId('management')}:break-glass-alarms`;

/** Changes the policy of the topic in eu-west-1. */
const topicPolicy =
  (change: (policy: PolicyText) => void) =>
  async (hands: Hands): Promise<Undo> => {
    const sns = hands.management().sns();
    const { Attributes: { Policy: before = '' } = {} } = await sns.send(
      new GetTopicAttributesCommand({ TopicArn: TOPIC }),
    );
    const changed = JSON.parse(before) as PolicyText;
    change(changed);
    const put = (AttributeValue: string): Promise<unknown> =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue }));
    await put(JSON.stringify(changed));
    return () => put(before);
  };

/** Changes the policy of the receipt queue. */
const queuePolicy =
  (change: (policy: PolicyText) => void) =>
  async (hands: Hands): Promise<Undo> => {
    const sqs = hands.management().sqs();
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'break-glass-receipts' }));
    const { Attributes: { Policy: before = '' } = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
    );
    const changed = JSON.parse(before) as PolicyText;
    change(changed);
    const put = (Policy: string): Promise<unknown> =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await put(JSON.stringify(changed));
    return () => put(before);
  };

/** Gives the subscription of the receipt queue in eu-west-1 a filter policy. */
const filter =
  (policy: object, FilterPolicyScope = 'MessageAttributes') =>
  async (hands: Hands): Promise<Undo> => {
    const sns = hands.management().sns();
    const { Subscriptions: all = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
    const SubscriptionArn = all.find(({ Protocol: protocol }) => protocol === 'sqs')?.SubscriptionArn;
    const put = (AttributeName: string, AttributeValue: string): Promise<unknown> =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await put('FilterPolicyScope', FilterPolicyScope);
    await put('FilterPolicy', JSON.stringify(policy));
    return async () => {
      await put('FilterPolicy', '{}');
      await put('FilterPolicyScope', 'MessageAttributes');
    };
  };

const sound = (name: string, apply: Fault['apply']): Fault => ({
  name,
  direction: 'sound',
  apply,
  scenarios: ['readiness'],
});

const OURS = { StringNotEquals: { 'aws:SourceAccount': accountId('management') } };
const PUBLISHERS = { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] };

export const alarmReceiverFaults: readonly Fault[] = [
  alarmFault(
    'the topic refuses EventBridge',
    'too-loose',
    topicPolicy((policy) => {
      policy.Statement.push({
        Sid: 'Quiet',
        Effect: 'Deny',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TOPIC,
      });
    }),
    'BG_ALARM_TOPIC_REFUSES',
    'events.amazonaws.com',
    'statement "Quiet" denies it',
    'eu-west-1',
  ),
  alarmFault(
    'anybody may publish to the topic',
    'too-loose',
    topicPolicy((policy) => {
      policy.Statement.push({
        Sid: 'Anybody',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'sns:Publish',
        Resource: TOPIC,
      });
    }),
    'BG_ALARM_OPEN',
    'everybody may publish',
    'break-glass-alarms',
  ),
  alarmFault(
    'a subscription filters the messages away',
    'too-loose',
    filter({ severity: ['critical'] }),
    'BG_ALARM_FILTERED',
    'sqs subscription',
    'severity ["critical"]',
    'eu-west-1',
  ),
  alarmFault(
    'the queue takes nothing',
    'too-loose',
    queuePolicy((policy) => {
      policy.Statement.push({
        Sid: 'Closed',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      });
    }),
    'BG_ALARM_QUEUE_REFUSES',
    'break-glass-receipts',
    'statement "Closed" denies it',
  ),
  alarmFault(
    'the topic lets alarms of another account in alone',
    'too-loose',
    topicPolicy(({ Statement: [first] }) => {
      Object.assign(first ?? {}, { Condition: { StringEquals: { 'aws:SourceAccount': accountId('log-archive') } } });
    }),
    'BG_ALARM_TOPIC_REFUSES',
    'statement "PublishAlarms" allows it only where StringEquals aws:SourceAccount',
    accountId('log-archive'),
  ),
  alarmFault(
    'the queue takes messages of another topic alone',
    'too-loose',
    queuePolicy(({ Statement: [first] }) => {
      Object.assign(first ?? {}, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:other-alarms' } } });
    }),
    'BG_ALARM_QUEUE_REFUSES',
    'statement "ReceiveAlarms" allows it only where ArnLike aws:SourceArn arn:aws:sns:*:*:other-alarms',
  ),
  alarmFault(
    'a subscription takes messages of other alarms alone',
    'too-loose',
    filter({ AlarmName: [{ prefix: 'billing-' }] }, 'MessageBody'),
    'BG_ALARM_FILTERED',
    'AlarmName [{"prefix":"billing-"}]',
    'eu-west-1',
  ),
  sound(
    'the topic refuses services that act for another account',
    topicPolicy((policy) => {
      policy.Statement.push({
        Sid: 'Ours',
        Effect: 'Deny',
        Principal: PUBLISHERS,
        Action: 'sns:Publish',
        Resource: TOPIC,
        Condition: OURS,
      });
    }),
  ),
  sound(
    'a subscription takes events, and alarms that ring',
    filter({ NewStateValue: [{ exists: false }, 'ALARM'] }, 'MessageBody'),
  ),
];
