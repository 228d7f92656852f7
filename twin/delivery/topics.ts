/** From a topic to its subscriptions (SNS developer guide, "Amazon SNS message delivery"). */
import { isoTime } from '../../base/clock.js';
import { uuid } from '../../base/ids.js';
import { arnParts } from '../state/arn.js';
import type { TwinSubscription, TwinTopic } from '../state/monitoring.js';
import type { TwinMessage } from '../state/queues.js';
import { enqueue, findQueue } from '../state/queues.js';
import type { Delivery } from './index.js';
import { draw, TO_SUBSCRIPTION } from './latencies.js';
import { serviceMay } from './service-access.js';
import { mayEncrypt, withKey } from './encryption.js';

export interface TopicMessage {
  body: string;
  subject?: string;
  /** What protocols get in the place of the body, by protocol (SNS API reference, Publish, MessageStructure). */
  bodies?: Readonly<Record<string, string>>;
  /** The group that queues are told; standard topics pass it on. */
  groupId?: string;
  /** In the shape of the Publish call. */
  attributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>;
}

/** Publishes at the instant `now`; returns the message's id. What an endpoint does not take is lost. */
export function publish(delivery: Delivery, topic: TwinTopic, message: TopicMessage, now: number): string {
  const id = uuid(delivery.random);
  for (const subscription of topic.subscriptions.values()) {
    const own = { ...message, body: message.bodies?.[subscription.protocol] ?? message.body };
    if (!subscription.confirmed || subscription.passes?.(own) === false) continue;
    const body = subscription.raw ? own.body : JSON.stringify(envelope(topic, subscription, own, id, now));
    const attributes = subscription.raw ? (message.attributes ?? {}) : {};
    const system: Record<string, string> = message.groupId === undefined ? {} : { MessageGroupId: message.groupId };
    send(delivery, { topic, subscription }, { body, attributes, system }, now);
  }
  return id;
}

/** Publishes on behalf of a service, if the topic's policy and its encryption let it. Returns whether the topic took the message. */
export function publishAs(
  delivery: Delivery,
  topic: TwinTopic,
  message: TopicMessage,
  source: { service: string; arn: string; accountId: string },
  now: number,
): boolean {
  if (!mayEncrypt(delivery.state, topic, source, now)) return false;
  const allowed = serviceMay(delivery.state, {
    service: source.service,
    action: 'sns:Publish',
    resource: topic,
    sourceArn: source.arn,
    sourceAccount: source.accountId,
    // CloudWatch is one of the few services that still send the owner, which the default policy of a topic asks for.
    ...(source.service === 'cloudwatch.amazonaws.com' ? { context: { 'aws:SourceOwner': source.accountId } } : {}),
  });
  if (allowed) publish(delivery, topic, message, now);
  return allowed;
}

/** Asks the endpoint of a new subscription to confirm it. A person reads an e-mail; a queue can be read by a client. */
export function askForConfirmation(
  delivery: Delivery,
  topic: TwinTopic,
  subscription: TwinSubscription,
  now: number,
): void {
  const message = {
    Type: 'SubscriptionConfirmation',
    MessageId: uuid(delivery.random),
    Token: subscription.token,
    TopicArn: topic.arn,
    Message: `You have chosen to subscribe to the topic ${topic.arn}.`,
    Timestamp: isoTime(now),
  };
  send(delivery, { topic, subscription }, { body: JSON.stringify(message), attributes: {}, system: {} }, now);
}

/** What the endpoint of a subscription is sent (SNS developer guide, "Parsing Amazon SNS message formats"). */
function envelope(
  topic: TwinTopic,
  subscription: TwinSubscription,
  { body, subject, attributes }: TopicMessage,
  id: string,
  now: number,
): Record<string, unknown> {
  return {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topic.arn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: body,
    Timestamp: isoTime(now),
    // Nobody can sign for AWS.
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    UnsubscribeURL: `https://sns.${topic.region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(attributes
      ? {
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, { DataType: type, StringValue: text, BinaryValue: bytes }]) => [
              name,
              { Type: type, Value: bytes ? Buffer.from(bytes).toString('base64') : text },
            ]),
          ),
        }
      : {}),
  };
}

type SentMessage = Required<Pick<TwinMessage, 'body' | 'attributes' | 'system'>>;

/** Queues are the only endpoints whose content a client can read; what goes to people and to other systems leaves the twin. */
function send(
  delivery: Delivery,
  { topic, subscription: { protocol, endpoint, redrive } }: { topic: TwinTopic; subscription: TwinSubscription },
  message: SentMessage,
  now: number,
): void {
  if (protocol !== 'sqs') return;
  delivery.due.add(now + draw(TO_SUBSCRIPTION, delivery.random), (arrival) => {
    if (sendToQueue(delivery, topic, endpoint, message, arrival) || redrive === undefined) return;
    // A client's fault is not tried again (SNS developer guide, "Amazon SNS dead-letter queues").
    const { deadLetterTargetArn } = JSON.parse(redrive) as { deadLetterTargetArn: string };
    sendToQueue(delivery, topic, deadLetterTargetArn, message, arrival);
  });
}

/** Whether the queue is there and takes it. */
function sendToQueue(
  delivery: Delivery,
  topic: TwinTopic,
  queueArn: string,
  message: SentMessage,
  now: number,
): boolean {
  const { accountId, region, resource } = arnParts(queueArn);
  const queue = findQueue(delivery.state, accountId, region, resource);
  if (!queue) return false;
  const allowed = serviceMay(delivery.state, {
    service: 'sns.amazonaws.com',
    action: 'sqs:SendMessage',
    resource: { ...queue, policy: queue.policy },
    sourceArn: topic.arn,
    sourceAccount: topic.accountId,
  });
  const source = { service: 'sns.amazonaws.com', arn: topic.arn, accountId: topic.accountId };
  if (!allowed || !mayEncrypt(delivery.state, withKey(queue), source, now)) return false;
  enqueue(queue, { ...message, senderId: 'AIDAISMY36YH3OS3TQVZQ' }, now, delivery.random);
  return true;
}
