/** The last links of an alarm: may the service publish, is somebody subscribed, may the queue be written. Pure. */
import { evaluate } from '../../iam/index.js';
import { compileFilterPolicy } from '../../monitoring/index.js';
import { isJsonObject } from '../../monitoring/json-tree.js';
import type { Monitoring, Queue, Subscription, Topic } from '../../organization/monitoring-model.js';
import type { Statements } from '../../organization/model.js';
import { labelled } from '../causes/access.js';
import { byStatements, decidingAmong } from '../causes/trust-conditions.js';
import type { Loss } from './loss.js';
import type { WatchedAccount } from './alarm-chain.js';

/** Who publishes, and on behalf of what. */
export interface Publisher {
  service: 'events.amazonaws.com' | 'cloudwatch.amazonaws.com';
  sourceArn: string;
  /** What it is called in sentences. */
  name: string;
  /** The message as filter policies of its body see it, with `undefined` for what nobody knows; absent where a rule rewrites it. */
  body?: Readonly<Record<string, unknown>>;
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
  const refused = queue ? whyNot(publisher, act) : undefined;
  return refused === undefined
    ? undefined
    : { code: 'BG_ALARM_QUEUE_REFUSES', cause: `queue "${name}" takes no message of ${publisher.name}${refused}` };
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
  const refused = byDefault
    ? undefined
    : whyNot(publisher, { action: 'sns:Publish', resource: topicArn, policy: topic.policy, region });
  if (refused !== undefined)
    return {
      code: 'BG_ALARM_TOPIC_REFUSES',
      cause: `the policy of topic "${name}" does not let ${publisher.service} publish${refused}`,
    };
  // Its key policy cannot be changed, and does not name these services (SNS developer guide, "Key management").
  if (topic.kmsKey === 'alias/aws/sns')
    return {
      code: 'BG_ALARM_TOPIC_ENCRYPTED',
      cause: `topic "${name}" is encrypted with alias/aws/sns, which no service may use to publish`,
    };
  return brokenSubscription(watched, topicArn, topic, publisher);
}

function brokenSubscription(
  watched: WatchedAccount,
  topicArn: string,
  topic: Topic,
  publisher: Publisher,
): Loss | undefined {
  const [, , , region = '', , name = ''] = topicArn.split(':');
  const subscriptions = Object.values(topic.subscriptions);
  // One address may be for what rules say and another for what alarms say: somebody must get it, and the drill must see it.
  const isReceipts = ({ endpoint }: Subscription): boolean => spelt(endpoint, region) === watched.receipts;
  const somebodyGets = subscriptions.some((one) => !isReceipts(one) && dropped(one, publisher) === undefined);
  if (subscriptions.length === 0)
    return { code: 'BG_ALARM_NOBODY_SUBSCRIBED', cause: `nobody is subscribed to topic "${name}"` };
  for (const subscription of subscriptions) {
    const { protocol, confirmed } = subscription;
    const endpoint = spelt(subscription.endpoint, region);
    const who = `the ${protocol} subscription of ${endpoint} to topic "${name}"`;
    if (!confirmed) return { code: 'BG_ALARM_SUBSCRIPTION_PENDING', cause: `${who} was never confirmed` };
    const filtered = dropped(subscription, publisher);
    if (filtered !== undefined) {
      if (somebodyGets && !isReceipts(subscription)) continue;
      if (filtered === 'unseen')
        return { unseen: `nobody can tell what the filter policy of ${who} makes of the message` };
      return { code: 'BG_ALARM_FILTERED', cause: `the filter policy of ${who} drops the message${filtered}` };
    }
    const [, , , queueRegion = '', accountId, queue = ''] = endpoint.split(':');
    if (protocol !== 'sqs' || accountId !== watched.accountId) continue;
    const policy = queueNamed(watched.monitoring, queue, queueRegion)?.policy;
    const refused = whyNot(
      { service: 'sns.amazonaws.com', sourceArn: topicArn },
      { action: 'sqs:SendMessage', resource: endpoint, policy: policy ?? {}, region: queueRegion },
    );
    if (refused !== undefined)
      return {
        code: 'BG_ALARM_QUEUE_REFUSES',
        cause: `queue "${queue}" takes no message of topic "${name}"${refused}`,
      };
  }
  const endpoints = subscriptions.map(({ endpoint }) => spelt(endpoint, region));
  if (watched.receipts === undefined || endpoints.includes(watched.receipts)) return undefined;
  const who = subscriptions.map(({ protocol }, index) => `${protocol} ${endpoints[index] ?? ''}`).join(', ');
  return { unseen: `topic "${name}" in ${region} tells ${who}, and not the receipt queue` };
}

/** Which keys of a filter policy drop the message; `undefined` if it lets it through, `unseen` if nobody can tell. */
function dropped(
  { filterPolicy: policy, filterPolicyScope: scope }: Subscription,
  { body }: Publisher,
): string | undefined {
  if (policy === undefined) return undefined;
  if (scope === 'MessageBody' && (!body || asksUnknown(policy, body))) return 'unseen';
  // Messages of these services have no attributes.
  const message = { body: JSON.stringify(body ?? {}), attributes: {} };
  if (compileFilterPolicy(policy, scope)(message)) return undefined;
  const keys = Object.keys(policy);
  const alone = keys.filter((key) => !compileFilterPolicy({ [key]: policy[key] }, scope)(message));
  const told = (alone.length > 0 ? alone : keys).map((key) => `${key} ${JSON.stringify(policy[key])}`);
  return `: it asks for ${told.join(' and ')}`;
}

/** Whether a filter policy asks for something that nobody knows of the message (SNS developer guide, "Filter policy scope"). */
function asksUnknown(policy: object, body: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(policy).some(([key, wanted]: [string, unknown]) => {
    if (key === '$or' && Array.isArray(wanted))
      return wanted.some((one: unknown) => isJsonObject(one) && asksUnknown(one, body));
    if (!(key in body)) return false;
    const value = body[key];
    return value === undefined || (isJsonObject(wanted) && isJsonObject(value) && asksUnknown(wanted, value));
  });
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

/** Which statements of the resource's policy keep the service from acting; `undefined` if it may (IAM user guide, "AWS service principals"). */
function whyNot(
  { service, sourceArn }: { service: string; sourceArn: string },
  { action, resource, policy, region }: Act,
): string | undefined {
  const context = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceArn.split(':')[4] ?? '',
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:SecureTransport': 'true',
  };
  const request = { principal: service, action, resource, resourceAccount: resource.split(':')[4] ?? '', context };
  const spelled = JSON.parse(spelt(JSON.stringify(policy), region)) as Statements;
  const deciding = decidingAmong(labelled(spelled), (statement) => {
    const document = { Version: '2012-10-17', Statement: { ...statement, Effect: 'Allow' as const } };
    return (
      evaluate(request, { identity: [], scpsByLevel: [], resource: { name: 'policy', document } }).decision === 'allow'
    );
  });
  return deciding && byStatements(deciding);
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
