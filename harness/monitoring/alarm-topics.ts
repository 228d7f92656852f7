/** The last links of an alarm: may the service publish, is somebody subscribed, may the queue be written. Pure. */
import { evaluate } from '../../iam/index.js';
import { compileFilterPolicy } from '../../monitoring/index.js';
import type { Topic } from '../../organization/monitoring-model.js';
import type { Statements } from '../../organization/model.js';
import type { Explanation } from '../causes/explanation.js';
import type { WatchedAccount } from './alarm-chain.js';

/** Who publishes, and on behalf of what. */
export interface Publisher {
  service: 'events.amazonaws.com' | 'cloudwatch.amazonaws.com';
  sourceArn: string;
}

/** Why a message to this topic does not reach everybody who is subscribed; `undefined` if it does. */
export function brokenTopic(watched: WatchedAccount, topicArn: string, publisher: Publisher): Explanation | undefined {
  const [, , service = '', region = '', accountId, name = ''] = topicArn.split(':');
  // What is no topic of this account cannot be followed: nothing is claimed about it.
  if (service !== 'sns' || accountId !== watched.accountId) return undefined;
  const topic = Object.entries(watched.monitoring.topics).find(
    ([key, { regions }]) => key.split('@')[0] === name && regions.includes(region),
  )?.[1];
  if (!topic) return { code: 'BG_ALARM_TOPIC_MISSING', cause: `there is no topic "${name}" in ${region} to send to` };
  // A topic that was given no policy lets its own account publish, and CloudWatch on its behalf.
  const byDefault = Object.keys(topic.policy).length === 0 && publisher.service === 'cloudwatch.amazonaws.com';
  if (
    !byDefault &&
    !serviceMay(watched, publisher, { action: 'sns:Publish', resource: topicArn, policy: topic.policy, region })
  )
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
  return brokenSubscription(watched, name, topicArn, topic, region);
}

function brokenSubscription(
  watched: WatchedAccount,
  name: string,
  topicArn: string,
  topic: Topic,
  region: string,
): Explanation | undefined {
  const subscriptions = Object.values(topic.subscriptions);
  if (subscriptions.length === 0)
    return { code: 'BG_ALARM_NOBODY_SUBSCRIBED', cause: `nobody is subscribed to topic "${name}"` };
  for (const { protocol, endpoint: written, confirmed, filterPolicy } of subscriptions) {
    const endpoint = spelt(written, region);
    const who = `the ${protocol} subscription of ${endpoint} to topic "${name}"`;
    if (!confirmed) return { code: 'BG_ALARM_SUBSCRIPTION_PENDING', cause: `${who} was never confirmed` };
    // Messages of these services have no attributes.
    if (filterPolicy && !compileFilterPolicy(filterPolicy)({ body: '{}', attributes: {} }))
      return { code: 'BG_ALARM_FILTERED', cause: `the filter policy of ${who} drops the message` };
    const [, , , queueRegion = '', accountId, queue = ''] = endpoint.split(':');
    if (protocol !== 'sqs' || accountId !== watched.accountId) continue;
    const policy = Object.entries(watched.monitoring.queues).find(
      ([key, { regions }]) => key.split('@')[0] === queue && regions.includes(queueRegion),
    )?.[1].policy;
    if (
      !policy ||
      !serviceMay(
        watched,
        { service: 'sns.amazonaws.com', sourceArn: topicArn },
        { action: 'sqs:SendMessage', resource: endpoint, policy, region: queueRegion },
      )
    ) {
      return { code: 'BG_ALARM_QUEUE_REFUSES', cause: `queue "${queue}" takes no message of topic "${name}"` };
    }
  }
  return undefined;
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
  { accountId }: WatchedAccount,
  { service, sourceArn }: { service: string; sourceArn: string },
  { action, resource, policy, region }: Act,
): boolean {
  const statements = Object.entries(policy).map(([sid, statement]) => ({
    ...statement,
    ...(/^statement-\d+$/.test(sid) ? {} : { Sid: sid }),
  }));
  const document = JSON.parse(
    spelt(JSON.stringify({ Version: '2012-10-17', Statement: statements }), region),
  ) as Parameters<typeof evaluate>[1]['identity'][number]['document'];
  const context = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': accountId,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': service,
    'aws:SecureTransport': 'true',
  };
  return (
    evaluate(
      { principal: service, action, resource, resourceAccount: accountId, context },
      { identity: [], scpsByLevel: [], resource: { name: 'policy', document } },
    ).decision === 'allow'
  );
}

/** `<region>` stands for each Region of something that is the same in several. */
export function spelt(text: string, region: string): string {
  return text.replaceAll('<region>', region);
}
