/** The last links of an alarm: may the service publish, is somebody subscribed, may the queue be written. Pure. */
import { evaluate } from '../../iam/index.js';
import { compileFilterPolicy } from '../../monitoring/index.js';
import type { Monitoring, Queue, Subscription, Topic } from '../../organization/monitoring-model.js';
import type { Statements } from '../../organization/model.js';
import type { Loss } from './loss.js';
import type { WatchedAccount } from './alarm-chain.js';

/** Who publishes, and on behalf of what. */
export interface Publisher {
  service: 'events.amazonaws.com' | 'cloudwatch.amazonaws.com';
  sourceArn: string;
  /** What it is called in sentences. */
  name: string;
  /** What it publishes, as far as that is known: filter policies may look at it. */
  body?: string;
}

/** Why whatever a rule or an alarm sends to does not pass the message on; `undefined` if it does. Only topics and the receipt queue are followed. */
export function brokenReceiver(watched: WatchedAccount, arn: string, publisher: Publisher): Loss | undefined {
  const [, , service = '', region = '', accountId = '', name = ''] = arn.split(':');
  const there =
    accountId === watched.accountId ? watched : { ...watched, accountId, monitoring: watched.others?.get(accountId) };
  if (service === 'sns' && there.monitoring) return brokenTopic(there as WatchedAccount, arn, publisher);
  if (arn !== watched.receipts) return { unseen: `${publisher.name} sends to ${arn}, which is not run here` };
  const queue = there.monitoring && queueNamed(there.monitoring, name, region);
  const act = { action: 'sqs:SendMessage', resource: arn, policy: queue?.policy ?? {}, region };
  return !queue || serviceMay(publisher, act)
    ? undefined
    : { code: 'BG_ALARM_QUEUE_REFUSES', cause: `queue "${name}" takes no message of ${publisher.name}` };
}

/** Why a message to this topic does not reach everybody who is subscribed, or not the receipt queue; `undefined` if it does. */
function brokenTopic(watched: WatchedAccount, topicArn: string, publisher: Publisher): Loss | undefined {
  const [, , , region = '', accountId = '', name = ''] = topicArn.split(':');
  const topic = Object.entries(watched.monitoring.topics).find(
    ([key, { regions }]) => key.split('@')[0] === name && regions.includes(region),
  )?.[1];
  if (!topic) return { code: 'BG_ALARM_TOPIC_MISSING', cause: `there is no topic "${name}" in ${region} to send to` };
  // A topic that was given no policy lets its own account publish, and CloudWatch on its behalf.
  const byDefault =
    Object.keys(topic.policy).length === 0 &&
    publisher.service === 'cloudwatch.amazonaws.com' &&
    publisher.sourceArn.split(':')[4] === accountId;
  if (!byDefault && !serviceMay(publisher, { action: 'sns:Publish', resource: topicArn, policy: topic.policy, region }))
    return {
      code: 'BG_ALARM_TOPIC_REFUSES',
      cause: `the policy of topic "${name}" does not let ${publisher.service} publish`,
    };
  // Its key policy cannot be changed, and does not name these services (SNS developer guide, "Key management").
  if (topic.kmsKey === 'alias/aws/sns')
    return {
      code: 'BG_ALARM_TOPIC_ENCRYPTED',
      cause: `topic "${name}" is encrypted with alias/aws/sns, which no service may use to publish`,
    };
  return brokenSubscription(watched, topicArn, topic, publisher.body);
}

function brokenSubscription(
  watched: WatchedAccount,
  topicArn: string,
  topic: Topic,
  body: string | undefined,
): Loss | undefined {
  const [, , , region = '', , name = ''] = topicArn.split(':');
  const subscriptions = Object.values(topic.subscriptions);
  // One address may be for what rules say and another for what alarms say: somebody must get it, and the drill must see it.
  const isReceipts = ({ endpoint }: Subscription): boolean => spelt(endpoint, region) === watched.receipts;
  const somebodyGets = subscriptions.some((one) => !isReceipts(one) && passes(one, body));
  if (subscriptions.length === 0)
    return { code: 'BG_ALARM_NOBODY_SUBSCRIBED', cause: `nobody is subscribed to topic "${name}"` };
  for (const subscription of subscriptions) {
    const { protocol, confirmed } = subscription;
    const endpoint = spelt(subscription.endpoint, region);
    const who = `the ${protocol} subscription of ${endpoint} to topic "${name}"`;
    if (!confirmed) return { code: 'BG_ALARM_SUBSCRIPTION_PENDING', cause: `${who} was never confirmed` };
    if (!passes(subscription, body)) {
      if (somebodyGets && !isReceipts(subscription)) continue;
      return { code: 'BG_ALARM_FILTERED', cause: `the filter policy of ${who} drops the message` };
    }
    const [, , , queueRegion = '', accountId, queue = ''] = endpoint.split(':');
    if (protocol !== 'sqs' || accountId !== watched.accountId) continue;
    const policy = queueNamed(watched.monitoring, queue, queueRegion)?.policy;
    if (
      !policy ||
      !serviceMay(
        { service: 'sns.amazonaws.com', sourceArn: topicArn },
        { action: 'sqs:SendMessage', resource: endpoint, policy, region: queueRegion },
      )
    ) {
      return { code: 'BG_ALARM_QUEUE_REFUSES', cause: `queue "${queue}" takes no message of topic "${name}"` };
    }
  }
  const endpoints = subscriptions.map(({ endpoint }) => spelt(endpoint, region));
  if (watched.receipts === undefined || endpoints.includes(watched.receipts)) return undefined;
  const who = subscriptions.map(({ protocol }, index) => `${protocol} ${endpoints[index] ?? ''}`).join(', ');
  return { unseen: `topic "${name}" in ${region} tells ${who}, and not the receipt queue` };
}

/** Messages of these services have no attributes; a body that is not known may be anything (SNS developer guide, "Message filtering"). */
function passes({ filterPolicy, filterPolicyScope: scope }: Subscription, body: string | undefined): boolean {
  if (filterPolicy === undefined || (scope === 'MessageBody' && body === undefined)) return true;
  return compileFilterPolicy(filterPolicy, scope)({ body: body ?? '{}', attributes: {} });
}

function queueNamed({ queues }: Monitoring, name: string, region: string): Queue | undefined {
  return Object.entries(queues).find(
    ([key, { regions }]) => key.split('@')[0] === name && regions.includes(region),
  )?.[1];
}

/** What a service would do, and the policy, in this Region, of what it would do it to. */
interface Act {
  action: string;
  resource: string;
  policy: Statements;
  region: string;
}

/** True if the resource's policy lets the service act (IAM user guide, "AWS service principals"). */
function serviceMay(
  { service, sourceArn }: { service: string; sourceArn: string },
  { action, resource, policy, region }: Act,
): boolean {
  const document = documentIn(policy, region);
  const context = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:SecureTransport': 'true',
  };
  return (
    evaluate(
      { principal: service, action, resource, resourceAccount: resource.split(':')[4] ?? '', context },
      { identity: [], scpsByLevel: [], resource: { name: 'policy', document } },
    ).decision === 'allow'
  );
}

/** True if the policy of something of another account lets this account act. */
export function accountMay(
  { accountId, partition, organizationId }: WatchedAccount,
  { action, resource, policy, region }: Act,
): boolean {
  return (
    evaluate(
      {
        principal: `arn:${partition}:iam::${accountId}:root`,
        action,
        resource,
        resourceAccount: resource.split(':')[4] ?? '',
        context: { 'aws:PrincipalAccount': accountId, 'aws:PrincipalOrgID': organizationId ?? '' },
      },
      { identity: [], scpsByLevel: [], resource: { name: 'policy', document: documentIn(policy, region) } },
    ).decision === 'allow'
  );
}

type PolicyDocument = Parameters<typeof evaluate>[1]['identity'][number]['document'];

function documentIn(policy: Statements, region: string): PolicyDocument {
  const statements = Object.entries(policy).map(([sid, statement]) => ({
    ...statement,
    ...(/^statement-\d+$/.test(sid) ? {} : { Sid: sid }),
  }));
  return JSON.parse(spelt(JSON.stringify({ Version: '2012-10-17', Statement: statements }), region)) as PolicyDocument;
}

/** `<region>` stands for each Region of something that is the same in several. */
export function spelt(text: string, region: string): string {
  return text.replaceAll('<region>', region);
}
