/** Reads where messages go: topics with their subscriptions, and queues, of one Region. */
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
} from '@aws-sdk/client-sns';
import type { SNSClient, Subscription as ReadSubscription } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, paginateListQueues } from '@aws-sdk/client-sqs';
import { joinedJson } from '../../../base/json-text.js';
import { statementsOf } from '../../../organization/documents.js';
import type { Statements } from '../../../organization/model.js';
import type { Queue, Subscription, Topic } from '../../../organization/monitoring-model.js';
import type { Clients } from '../../clients.js';
import { everyItem } from '../port.js';
import { membersBeyond } from './lost.js';
import type { Lost } from './lost.js';

/** Topics of the Region, by name. */
export async function readTopics(clients: Clients, region: string, lost: Lost): Promise<Record<string, Topic>> {
  const client = clients.sns();
  const found: Record<string, Topic> = {};
  for (const { TopicArn: arn = '' } of await everyItem(paginateListTopics({ client }, {}), ({ Topics }) => Topics)) {
    const { Attributes: attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
    const { Policy: policy, KmsMasterKeyId: kmsKey } = attributes;
    const subscriptions = await everyItem(
      paginateListSubscriptionsByTopic({ client }, { TopicArn: arn }),
      ({ Subscriptions }) => Subscriptions,
    );
    found[arn.split(':').at(-1) ?? ''] = {
      regions: [region],
      ...(kmsKey === undefined || kmsKey === '' ? {} : { kmsKey }),
      policy: topicPolicy(policy),
      subscriptions: await readSubscriptions(client, subscriptions, lost),
    };
  }
  return found;
}

/** A topic that was given no policy has the one that it was created with: the document leaves it out. */
function topicPolicy(policy: string | undefined): Statements {
  const { __default_statement_ID: _default, ...statements } = policy === undefined ? {} : statementsOf(policy);
  return statements;
}

async function readSubscriptions(
  client: SNSClient,
  subscriptions: readonly ReadSubscription[],
  lost: Lost,
): Promise<Record<string, Subscription>> {
  const found: Record<string, Subscription> = {};
  for (const { SubscriptionArn: arn = '', Protocol: protocol = '', Endpoint: endpoint = '' } of subscriptions) {
    // SNS API reference, ListSubscriptionsByTopic: a subscription that waits to be confirmed has no ARN yet.
    const named = arn.startsWith('arn:');
    const { Attributes: attributes = {} } = named
      ? await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }))
      : {};
    // Some emulators give it one all the same: only its attributes tell.
    const confirmed = named && attributes['PendingConfirmation'] !== 'true';
    const filter = attributes['FilterPolicy'];
    lost(`subscription of ${protocol} ${endpoint}`, membersBeyond(attributes, KEPT));
    const name = unused(
      found,
      `${protocol} ${endpoint.startsWith('arn:') ? (endpoint.split(':').at(-1) ?? '') : endpoint}`.slice(0, 120),
    );
    found[name] = {
      protocol: protocol as Subscription['protocol'],
      endpoint,
      confirmed,
      ...(filter === undefined ? {} : { filterPolicy: joinedJson(filter) as Record<string, unknown> }),
      ...(filter !== undefined && attributes['FilterPolicyScope'] === 'MessageBody'
        ? { filterPolicyScope: 'MessageBody' as const }
        : {}),
      ...(attributes['RawMessageDelivery'] === 'true' ? { raw: true } : {}),
      ...deadLetterOf(attributes['RedrivePolicy']),
    };
  }
  return found;
}

/** Attributes that a document holds, or that only say what else it holds already. */
const KEPT = new Set([
  ...['SubscriptionArn', 'TopicArn', 'Owner', 'Protocol', 'Endpoint', 'PendingConfirmation', 'SubscriptionPrincipal'],
  ...['ConfirmationWasAuthenticated', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'],
  // What follows from the delivery policy, which is told.
  'EffectiveDeliveryPolicy',
]);

function deadLetterOf(policy: string | undefined): { deadLetter?: string } {
  const { deadLetterTargetArn: deadLetter } = JSON.parse(policy ?? '{}') as { deadLetterTargetArn?: string };
  return deadLetter === undefined ? {} : { deadLetter };
}

function unused(taken: Readonly<Record<string, unknown>>, name: string, number = 1): string {
  const candidate = number === 1 ? name : `${name} ${number}`;
  return taken[candidate] === undefined ? candidate : unused(taken, name, number + 1);
}

/** Queues of the Region, by name. */
export async function readQueues(clients: Clients, region: string): Promise<Record<string, Queue>> {
  const client = clients.sqs();
  const found: Record<string, Queue> = {};
  for (const url of await everyItem(
    paginateListQueues({ client }, { MaxResults: 1000 }),
    ({ QueueUrls }) => QueueUrls,
  )) {
    const { Attributes: { Policy: policy } = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['Policy'] }),
    );
    found[url.split('/').at(-1) ?? ''] = {
      regions: [region],
      policy: policy === undefined || policy === '' ? {} : statementsOf(policy),
    };
  }
  return found;
}
