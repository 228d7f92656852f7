/** Subscriptions of topics (SNS API reference). */
import { uuid } from '../../../base/ids.js';
import { isPatternError } from '../../../monitoring/index.js';
import type { RequiredPermission } from '../../access/request.js';
import { askForConfirmation } from '../../delivery/topics.js';
import { arnParts } from '../../state/arn.js';
import type { TwinSubscription, TwinTopic } from '../../state/monitoring.js';
import { findTopic } from '../../state/topics.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { setFilter, subscriptionArn } from './subscription.js';
import { invalidParameter, onTopic, pageOf, topicOf } from './topic.js';
import type { TopicInput } from './topic.js';

const PROTOCOLS = ['email', 'email-json', 'http', 'https', 'lambda', 'sms', 'sqs', 'application', 'firehose'];

/** Attributes that are kept and shown; what they say is about endpoints that are outside (SNS API reference, SetSubscriptionAttributes). */
const KEPT_ATTRIBUTES = ['DeliveryPolicy', 'SubscriptionRoleArn'];

interface SubscriptionInput {
  SubscriptionArn: string;
}

interface SubscribeInput extends TopicInput {
  Protocol: string;
  Endpoint?: string;
  Attributes?: Record<string, string>;
  ReturnSubscriptionArn?: boolean;
}

/** A subscription is reached through its topic, whose ARN begins its own. */
const onSubscription =
  (action: string) =>
  ({ SubscriptionArn: arn }: SubscriptionInput, context: OperationContext): RequiredPermission[] =>
    onTopic(action)({ TopicArn: topicArnOf(arn) }, context);

export const subscriptionOperations = [
  operation<SubscribeInput, unknown>({
    name: 'Subscribe',
    permissions: (input, context) =>
      onTopic('Subscribe')(input, context).map((required) => ({
        ...required,
        context: { 'sns:Protocol': input.Protocol, 'sns:Endpoint': input.Endpoint ?? '' },
      })),
    run: (input, context) => {
      const topic = topicOf(context, input);
      const { Protocol: protocol, Endpoint: endpoint = '', Attributes: attributes = {} } = input;
      if (!PROTOCOLS.includes(protocol)) throw invalidParameter(`Does not support this protocol string: ${protocol}`);
      checkEndpoint(protocol, endpoint);
      const known = [...topic.subscriptions.values()].find(
        (subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint,
      );
      const subscription = known ?? newSubscription(topic, protocol, endpoint, context);
      setAttributes(subscription, attributes);
      topic.subscriptions.set(subscription.arn, subscription);
      if (!subscription.confirmed) askForConfirmation(context.delivery, topic, subscription, context.clock.now());
      return {
        SubscriptionArn:
          subscription.confirmed || input.ReturnSubscriptionArn === true ? subscription.arn : 'pending confirmation',
      };
    },
  }),
  operation<TopicInput & { Token: string }, unknown>({
    name: 'ConfirmSubscription',
    permissions: onTopic('ConfirmSubscription'),
    run: (input, context) => {
      const subscription = [...topicOf(context, input).subscriptions.values()].find(
        ({ token }) => token === input.Token,
      );
      if (!subscription) throw invalidParameter('Token');
      subscription.confirmed = true;
      return { SubscriptionArn: subscription.arn };
    },
  }),
  operation<SubscriptionInput, unknown>({
    name: 'Unsubscribe',
    permissions: onSubscription('Unsubscribe'),
    run: ({ SubscriptionArn: arn }, { state }) => {
      const topic = findTopic(state, topicArnOf(arn));
      // No error for a subscription that is not there.
      if (topic?.subscriptions.delete(arn) === true) topic.deletedSubscriptions += 1;
      return {};
    },
  }),
  operation<{ NextToken?: string }, unknown>({
    name: 'ListSubscriptions',
    run: ({ NextToken: token }, context) => {
      const all = [...ownRegion(context).topics.values()].flatMap((topic) =>
        [...topic.subscriptions.values()].map((subscription) => show(topic, subscription)),
      );
      const { items, ...rest } = pageOf(all, token);
      return { Subscriptions: items, ...rest };
    },
  }),
  operation<TopicInput & { NextToken?: string }, unknown>({
    name: 'ListSubscriptionsByTopic',
    permissions: onTopic('ListSubscriptionsByTopic'),
    run: (input, context) => {
      const topic = topicOf(context, input);
      const { items, ...rest } = pageOf([...topic.subscriptions.values()], input.NextToken);
      return { Subscriptions: items.map((subscription) => show(topic, subscription)), ...rest };
    },
  }),
  operation<SubscriptionInput, unknown>({
    name: 'GetSubscriptionAttributes',
    permissions: onSubscription('GetSubscriptionAttributes'),
    run: (input, context) => {
      const { topic, subscription } = subscriptionOf(context, input);
      return { Attributes: attributesOf(topic, subscription) };
    },
  }),
  operation<SubscriptionInput & { AttributeName: string; AttributeValue?: string }, unknown>({
    name: 'SetSubscriptionAttributes',
    permissions: onSubscription('SetSubscriptionAttributes'),
    run: (input, context) => {
      setAttributes(subscriptionOf(context, input).subscription, { [input.AttributeName]: input.AttributeValue ?? '' });
      return {};
    },
  }),
];

function newSubscription(
  topic: TwinTopic,
  protocol: string,
  endpoint: string,
  { caller, delivery }: OperationContext,
): TwinSubscription {
  // Whoever subscribes an endpoint of the own account need not confirm it (developer guide, "Subscribing an Amazon SQS queue").
  const own =
    (protocol === 'sqs' || protocol === 'lambda' || protocol === 'firehose') &&
    arnParts(endpoint).accountId === caller.account.id;
  return {
    arn: subscriptionArn(topic.arn, protocol, endpoint),
    ownerId: caller.account.id,
    protocol,
    endpoint,
    confirmed: own || protocol === 'sms' || protocol === 'application',
    token: uuid(delivery.random).replaceAll('-', ''),
    raw: false,
    filterScope: 'MessageAttributes',
    attributes: new Map(),
    passes: undefined,
  };
}

function topicArnOf(subscription: string): string {
  const parts = subscription.split(':');
  if (parts.length !== 7)
    throw invalidParameter(`SubscriptionArn Reason: An ARN must have at least 6 elements, not ${parts.length}`);
  return parts.slice(0, 6).join(':');
}

function subscriptionOf(
  { state }: OperationContext,
  { SubscriptionArn: arn }: SubscriptionInput,
): { topic: TwinTopic; subscription: TwinSubscription } {
  const topic = findTopic(state, topicArnOf(arn));
  const subscription = topic?.subscriptions.get(arn);
  if (!topic || !subscription) throw new AwsError('NotFound', 'Subscription does not exist', 404);
  return { topic, subscription };
}

function checkEndpoint(protocol: string, endpoint: string): void {
  const { service } = arnParts(endpoint);
  const fits =
    (protocol === 'sqs' && service === 'sqs') ||
    (protocol === 'lambda' && service === 'lambda') ||
    (/^https?$/.test(protocol) && endpoint.startsWith(`${protocol}://`)) ||
    (protocol.startsWith('email') && /^[^@\s]+@[^@\s]+$/.test(endpoint)) ||
    (protocol === 'sms' && /^\+?[\d ()-]{5,20}$/.test(endpoint)) ||
    ((protocol === 'application' || protocol === 'firehose') && endpoint.startsWith('arn:'));
  if (!fits) throw invalidParameter(`Endpoint Reason: Please use a valid endpoint for ${protocol}`);
}

/** Changes nothing unless every attribute is right. Throws `InvalidParameter`. */
function setAttributes(subscription: TwinSubscription, attributes: Readonly<Record<string, string>>): void {
  const {
    FilterPolicy: policy = subscription.filterPolicy,
    FilterPolicyScope: scope = subscription.filterScope,
    RawMessageDelivery: raw = String(subscription.raw),
    RedrivePolicy: redrive = subscription.redrive,
    ...others
  } = attributes;
  if (Object.keys(others).some((name) => !KEPT_ATTRIBUTES.includes(name))) throw invalidParameter('AttributeName');
  if (scope !== 'MessageAttributes' && scope !== 'MessageBody')
    throw invalidParameter('FilterPolicyScope: Invalid value');
  if (raw !== 'true' && raw !== 'false') throw invalidParameter('RawMessageDelivery');
  const deadLetter = redrive === undefined || redrive === '' || redrive === '{}' ? undefined : redrive;
  if (deadLetter !== undefined && !isRedrivePolicy(deadLetter)) throw invalidParameter('RedrivePolicy');
  try {
    setFilter(subscription, policy === '' || policy === '{}' ? undefined : policy, scope);
  } catch (error) {
    throw isPatternError(error) ? new AwsError('InvalidParameter', error.message) : error;
  }
  subscription.raw = raw === 'true';
  for (const [name, value] of Object.entries(others))
    if (value === '') subscription.attributes.delete(name);
    else subscription.attributes.set(name, value);
  if (deadLetter === undefined) delete subscription.redrive;
  else subscription.redrive = deadLetter;
}

/** Names a queue (SNS developer guide, "Configuring an Amazon SNS dead-letter queue for a subscription"). */
function isRedrivePolicy(text: string): boolean {
  try {
    const { deadLetterTargetArn: arn } = JSON.parse(text) as { deadLetterTargetArn?: unknown };
    return typeof arn === 'string' && arnParts(arn).service === 'sqs';
  } catch {
    return false;
  }
}

/** A pending subscription has no ARN to show yet. */
function show(topic: TwinTopic, subscription: TwinSubscription): Record<string, unknown> {
  return {
    SubscriptionArn: subscription.confirmed ? subscription.arn : 'PendingConfirmation',
    Owner: subscription.ownerId,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: topic.arn,
  };
}

function attributesOf(topic: TwinTopic, subscription: TwinSubscription): Record<string, string> {
  return {
    SubscriptionArn: subscription.arn,
    TopicArn: topic.arn,
    Owner: subscription.ownerId,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    PendingConfirmation: String(!subscription.confirmed),
    RawMessageDelivery: String(subscription.raw),
    ConfirmationWasAuthenticated: String(subscription.confirmed),
    ...(subscription.redrive === undefined ? {} : { RedrivePolicy: subscription.redrive }),
    ...Object.fromEntries(subscription.attributes),
    ...(subscription.filterPolicy === undefined
      ? {}
      : { FilterPolicy: subscription.filterPolicy, FilterPolicyScope: subscription.filterScope }),
  };
}
