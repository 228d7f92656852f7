/** Deploys where messages go: queues, topics and their subscriptions. */
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  UnsubscribeCommand,
  paginateListSubscriptionsByTopic,
} from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Queue, Subscription, Topic } from '../../organization/monitoring-model.js';
import { everyItem } from '../snapshot/port.js';
import type { Transport } from '../transport.js';
import { policyText, sameStatements } from './deployment.js';
import { plainText } from './plain-text.js';
import type { RegionSite } from './monitoring.js';

/** Queues of one Region by name. */
export async function deployQueues(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, Queue>>,
  existing: Readonly<Record<string, Queue>>,
): Promise<void> {
  const client = clients.sqs();
  for (const [QueueName, { policy }] of Object.entries(wanted)) {
    const old = existing[QueueName];
    const Policy = Object.keys(policy).length === 0 ? '' : policyText(policy);
    if (!old)
      await deployment.change(where, `create the queue ${QueueName} in ${region}`, () =>
        client.send(new CreateQueueCommand({ QueueName, ...(Policy === '' ? {} : { Attributes: { Policy } }) })),
      );
    else if (!sameStatements(old.policy, policy)) {
      await deployment.change(where, `set the policy of the queue ${QueueName} in ${region}`, async () => {
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
        await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      });
    }
  }
}

/** Topics of one Region by name, with `<region>` spelt out. */
export async function deployTopics(
  site: RegionSite,
  wanted: Readonly<Record<string, Topic>>,
  existing: Readonly<Record<string, Topic>>,
): Promise<void> {
  const { deployment, clients, where, region, accountId, partition } = site;
  const client = clients.sns();
  for (const [Name, topic] of Object.entries(wanted)) {
    const TopicArn = `arn:${partition}:sns:${region}:${accountId}:${Name}`;
    const old = existing[Name];
    if (
      !old &&
      !(await deployment.change(where, `create the topic ${Name} in ${region}`, () =>
        client.send(new CreateTopicCommand({ Name })),
      ))
    )
      continue;
    const set = (attribute: 'Policy' | 'KmsMasterKeyId', value: string): Promise<boolean> =>
      deployment.change(where, `set ${attribute} of the topic ${Name} in ${region}`, () =>
        client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: attribute, AttributeValue: value })),
      );
    if (Object.keys(topic.policy).length > 0 && !(old && sameStatements(old.policy, topic.policy)))
      await set('Policy', policyText(topic.policy));
    if (Object.keys(topic.policy).length === 0 && old && Object.keys(old.policy).length > 0)
      deployment.leaveOut(where, `policy of the topic ${Name}`, 'a topic does not get its first policy back');
    if ((topic.kmsKey ?? '') !== (old?.kmsKey ?? '')) await set('KmsMasterKeyId', topic.kmsKey ?? '');
    await deploySubscriptions(site, client, { TopicArn, topic, old });
  }
}

interface Subscribed {
  TopicArn: string;
  topic: Topic;
  old: Topic | undefined;
}

/** A subscription is known by its protocol and endpoint: its name is the document's own. */
async function deploySubscriptions(
  { deployment, where, transport }: RegionSite,
  client: SNSClient,
  { TopicArn, topic, old }: Subscribed,
): Promise<void> {
  const alike = (left: Subscription, right: Subscription): boolean =>
    left.protocol === right.protocol && left.endpoint === right.endpoint;
  const existing = Object.values(old?.subscriptions ?? {});
  for (const wanted of Object.values(topic.subscriptions)) {
    const { protocol, endpoint, confirmed } = wanted;
    const before = existing.find((one) => alike(one, wanted));
    const what = `subscription of ${protocol} ${endpoint}`;
    const attributes = attributesOf(wanted);
    if (!before)
      await deployment.change(where, `make the ${what}`, () =>
        client.send(
          new SubscribeCommand({
            TopicArn,
            Protocol: protocol,
            Endpoint: endpoint,
            ReturnSubscriptionArn: true,
            Attributes: attributes,
          }),
        ),
      );
    const now =
      before && !(confirmed && !before.confirmed) ? undefined : await subscriptionState(client, TopicArn, wanted);
    if (now && confirmed && now.pending) {
      const token = await confirmationToken(transport, now.arn);
      if (token === undefined)
        deployment.leaveOut(
          where,
          `confirmation of the ${what}`,
          'the message that asks for it goes to its endpoint alone',
        );
      else
        await deployment.change(where, `confirm the ${what}`, () =>
          client.send(new ConfirmSubscriptionCommand({ TopicArn, Token: token })),
        );
    }
    if (!confirmed && (before?.confirmed ?? now?.pending === false))
      deployment.leaveOut(where, `pending state of the ${what}`, 'it is confirmed already');
    if (!before?.confirmed) continue;
    // What stands and is not wanted is set to what SNS takes for nothing.
    const old = attributesOf(before);
    const changed = { ...mapped(old, (name) => EMPTY[name] ?? ''), ...attributes };
    for (const [AttributeName, AttributeValue] of Object.entries(changed)) {
      if (old[AttributeName] === AttributeValue) continue;
      await deployment.change(where, `set ${AttributeName} of the ${what}`, async () => {
        const { arn: SubscriptionArn } = await subscriptionState(client, TopicArn, wanted);
        await client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
      });
    }
  }
  for (const extra of existing.filter(
    (one) => one.confirmed && !Object.values(topic.subscriptions).some((wanted) => alike(wanted, one)),
  )) {
    await deployment.change(where, `end the subscription of ${extra.protocol} ${extra.endpoint}`, async () => {
      const { arn } = await subscriptionState(client, TopicArn, extra);
      await client.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
    });
  }
}

const EMPTY: Readonly<Record<string, string>> = {
  FilterPolicy: '{}',
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
  RedrivePolicy: '{}',
};

/** The scope stands before the policy: a policy is checked by it. */
function attributesOf({ filterPolicy, filterPolicyScope, raw, deadLetter }: Subscription): Record<string, string> {
  return {
    ...(filterPolicyScope === undefined ? {} : { FilterPolicyScope: filterPolicyScope }),
    ...(filterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(filterPolicy) }),
    ...(raw === true ? { RawMessageDelivery: 'true' } : {}),
    ...(deadLetter === undefined ? {} : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetter }) }),
  };
}

function mapped(members: Record<string, string>, value: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.keys(members).map((name) => [name, value(name)]));
}

/** Whether a subscription waits to be confirmed, and its ARN: subscribing again gives that of the one that is there (SNS API reference, Subscribe). */
async function subscriptionState(
  client: SNSClient,
  TopicArn: string,
  { protocol, endpoint }: Subscription,
): Promise<{ arn: string; pending: boolean }> {
  const listed = await everyItem(
    paginateListSubscriptionsByTopic({ client }, { TopicArn }),
    ({ Subscriptions }) => Subscriptions,
  );
  const { SubscriptionArn: arn = '' } =
    listed.find(({ Protocol, Endpoint }) => Protocol === protocol && Endpoint === endpoint) ?? {};
  if (arn.startsWith('arn:') && protocol !== 'email' && protocol !== 'https') return { arn, pending: false };
  const { SubscriptionArn: own = '' } = await client.send(
    new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint, ReturnSubscriptionArn: true }),
  );
  return { arn: own, pending: !arn.startsWith('arn:') || (await isPending(client, own)) };
}

async function isPending(client: SNSClient, SubscriptionArn: string): Promise<boolean> {
  const { Attributes: { PendingConfirmation } = {} } = await client.send(
    new GetSubscriptionAttributesCommand({ SubscriptionArn }),
  );
  return PendingConfirmation === 'true';
}

/** The token of a subscription, where an emulator shows what it would have sent; `undefined` elsewhere. */
async function confirmationToken(transport: Transport, subscriptionArn: string): Promise<string | undefined> {
  const text = await plainText(transport, `/_aws/sns/subscription-tokens/${subscriptionArn}`);
  if (text === undefined) return undefined;
  try {
    const { subscription_token: token } = JSON.parse(text) as {
      subscription_token?: unknown;
    };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}
