/** Topics and what is published to them (SNS API reference). */
import type { RequiredPermission } from '../../access/request.js';
import { readResourcePolicy } from '../../access/resource-policy.js';
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import { publish } from '../../delivery/topics.js';
import type { TwinTopic } from '../../state/monitoring.js';
import { regionAt } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { messageOf } from './message.js';
import type { MessageInput } from './message.js';
import { invalidParameter, newTopic, onTopic, pageOf, topicOf } from './topic.js';
import type { TopicInput } from './topic.js';

interface Tag {
  Key: string;
  Value: string;
}

const pair = ({ Key, Value }: Tag): [string, string] => [Key, Value];

const LONGEST_NAME = 100;

/** Attributes that are kept and shown, and change nothing about what queues get (SNS API reference, SetTopicAttributes). */
const KEPT_ATTRIBUTES =
  /^(DeliveryPolicy|SignatureVersion|TracingConfig|(Application|HTTP|Firehose|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate))$/;

interface PublishInput extends MessageInput {
  TopicArn?: string;
  TargetArn?: string;
  PhoneNumber?: string;
}

const onPublish = (
  { TopicArn: topic, TargetArn: target }: PublishInput,
  context: OperationContext,
): RequiredPermission[] => {
  const arn = topic ?? target;
  if (arn === undefined) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  return onTopic('Publish')({ TopicArn: arn }, context);
};

export const topicOperations = [
  operation<{ Name: string; Attributes?: Record<string, string>; Tags?: readonly Tag[] }, unknown>({
    name: 'CreateTopic',
    // With tags the permission to tag is needed too (SNS developer guide, "Amazon SNS topic tagging").
    permissions: ({ Name: name, Tags: tags = [] }, context) =>
      ['CreateTopic', ...(tags.length > 0 ? ['TagResource'] : [])].map((action) => ({
        action: `sns:${action}`,
        resource: ownArn(context, 'sns', name),
        context: requestTagKeys(tags.map(pair)),
      })),
    run: ({ Name: name, Attributes: attributes = {}, Tags: tags = [] }, context) => {
      if (name.endsWith('.fifo'))
        throw new AwsError('NotImplemented', 'The embedded organization has no FIFO topics.', 501);
      if (!/^[\w-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
      const { topics, accountId, region } = ownRegion(context);
      const changes = Object.entries(attributes).map(([attribute, value]) => readAttribute(attribute, value));
      const topic = topics.get(name) ?? newTopic(context.state, accountId, region, name);
      for (const change of changes) change(topic);
      for (const { Key, Value } of tags) topic.tags.set(Key, Value);
      return { TopicArn: topic.arn };
    },
  }),
  operation<TopicInput, unknown>({
    name: 'DeleteTopic',
    permissions: onTopic('DeleteTopic'),
    // No error for a topic that is not there.
    run: (input, { state }) => {
      const [, , , region = '', accountId = '', name = ''] = input.TopicArn.split(':');
      if (state.accounts.has(accountId)) regionAt(state, accountId, region).topics.delete(name);
      return {};
    },
  }),
  operation<TopicInput, unknown>({
    name: 'GetTopicAttributes',
    permissions: onTopic('GetTopicAttributes'),
    run: (input, context) => ({ Attributes: attributesOf(topicOf(context, input)) }),
  }),
  operation<TopicInput & { AttributeName: string; AttributeValue?: string }, unknown>({
    name: 'SetTopicAttributes',
    permissions: onTopic('SetTopicAttributes'),
    run: (input, context) => {
      const change = readAttribute(input.AttributeName, input.AttributeValue ?? '');
      change(topicOf(context, input));
      return {};
    },
  }),
  operation<{ NextToken?: string }, unknown>({
    name: 'ListTopics',
    run: ({ NextToken: token }, context) => {
      const { items, ...rest } = pageOf([...ownRegion(context).topics.values()], token);
      return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...rest };
    },
  }),
  operation<PublishInput, unknown>({
    name: 'Publish',
    recorded: false,
    permissions: onPublish,
    run: (input, context) => {
      const topic = topicOf(context, { TopicArn: input.TopicArn ?? input.TargetArn ?? '' });
      return { MessageId: publish(context.delivery, topic, messageOf(input), context.clock.now()) };
    },
  }),
  operation<{ ResourceArn: string }, unknown>({
    name: 'ListTagsForResource',
    permissions: ({ ResourceArn: arn }, context) => onTopic('ListTagsForResource')({ TopicArn: arn }, context),
    run: ({ ResourceArn: arn }, context) => ({
      Tags: [...tagged(context, arn).tags].map(([Key, Value]) => ({ Key, Value })),
    }),
  }),
  operation<{ ResourceArn: string; Tags: readonly Tag[] }, unknown>({
    name: 'TagResource',
    permissions: ({ ResourceArn: arn, Tags: tags }, context) =>
      onTopic('TagResource', requestTagKeys(tags.map(pair)))({ TopicArn: arn }, context),
    run: ({ ResourceArn: arn, Tags: tags }, context) => {
      const topic = tagged(context, arn);
      for (const { Key, Value } of tags) topic.tags.set(Key, Value);
      return {};
    },
  }),
  operation<{ ResourceArn: string; TagKeys: readonly string[] }, unknown>({
    name: 'UntagResource',
    permissions: ({ ResourceArn: arn, TagKeys: keys }, context) =>
      onTopic('UntagResource', untagKeys(keys))({ TopicArn: arn }, context),
    run: ({ ResourceArn: arn, TagKeys: keys }, context) => {
      const topic = tagged(context, arn);
      for (const key of keys) topic.tags.delete(key);
      return {};
    },
  }),
];

function tagged(context: OperationContext, arn: string): TwinTopic {
  try {
    return topicOf(context, { TopicArn: arn });
  } catch {
    throw new AwsError('ResourceNotFound', 'Resource does not exist', 404);
  }
}

/** What a value would change, checked before anything is. Throws `InvalidParameter`. */
function readAttribute(name: string, value: string): (topic: TwinTopic) => void {
  switch (name) {
    case 'Policy': {
      const policy = readResourcePolicy(value, invalidParameter('Policy Error: null'));
      return (topic) => (topic.policy = policy);
    }
    case 'DisplayName':
      if (value.length > LONGEST_NAME) throw invalidParameter('DisplayName');
      return (topic) => (topic.displayName = value);
    case 'KmsMasterKeyId':
      return (topic) => {
        if (value === '') delete topic.kmsKey;
        else topic.kmsKey = value;
      };
    default:
      if (!KEPT_ATTRIBUTES.test(name)) throw invalidParameter('AttributeName');
      return ({ attributes: kept }) => {
        if (value === '') kept.delete(name);
        else kept.set(name, value);
      };
  }
}

function attributesOf(topic: TwinTopic): Record<string, string> {
  const subscriptions = [...topic.subscriptions.values()];
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    TopicArn: topic.arn,
    Owner: topic.accountId,
    DisplayName: topic.displayName,
    Policy: JSON.stringify(topic.policy),
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsPending: String(subscriptions.length - confirmed),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    ...(topic.kmsKey === undefined ? {} : { KmsMasterKeyId: topic.kmsKey }),
    ...Object.fromEntries(topic.attributes),
  };
}
