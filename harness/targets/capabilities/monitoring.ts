/** Does the target heed what its monitoring is told to heed? Each is shown what must pass and what must not. */
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { callsOf } from '../../../aws/snapshot/calls.js';
import { removal, removalCalls } from '../undoers.js';
import { asAdministrator, mustRefuse, placeOf } from './capability.js';
import type { CapabilityProbe, Made, Probing } from './capability.js';

/** Milliseconds between two looks, and until nothing more is expected to come. */
const LOOK = 250;
const PATIENCE = 10_000;

const countingCalls: readonly string[] = [
  ...callsOf('logs', 'CreateLogGroup CreateLogStream PutLogEvents PutMetricFilter'),
  'monitoring:GetMetricStatistics',
  ...removalCalls('log-group'),
];

/** Without it no alarm rings that a filter feeds, whatever is written into a log group. */
export const countedRecords: CapabilityProbe = {
  capability: 'counts records in metrics',
  asked: 'PutLogEvents of a record that a filter matches',
  calls: countingCalls,
  ask: async (probing, made) => {
    const cloudwatch = await putRecord(probing, made, { this: '{ $.kind = "this" }' });
    const moved = await until(probing, () => hasMoved(probing, cloudwatch, made.name, 'this'));
    return { able: moved, answer: moved ? 'its metric moved' : `no metric moved in ${PATIENCE / 1000} s` };
  },
};

/** A record that a filter does not match must not move its metric. */
export const metricFilterPatterns: CapabilityProbe = {
  capability: 'heeds patterns of metric filters',
  asked: 'PutLogEvents of a record that one filter matches and another does not',
  calls: countingCalls,
  ask: async (probing, made) => {
    // What must not match is put first: where patterns are ignored, its metric is not the later one.
    const cloudwatch = await putRecord(probing, made, { other: '{ $.kind = "other" }', this: '{ $.kind = "this" }' });
    if (!(await until(probing, () => hasMoved(probing, cloudwatch, made.name, 'this'))))
      return { able: false, answer: `no metric moved in ${PATIENCE / 1000} s` };
    const moved = await hasMoved(probing, cloudwatch, made.name, 'other');
    return moved
      ? { able: false, answer: 'both metrics moved' }
      : { able: true, answer: 'only the metric of the filter that matches moved' };
  },
};

/** Makes a log group with filters, by name of the metric, and puts one record of the kind "this" into it; a client that sees the metrics. */
async function putRecord(
  probing: Probing,
  { name, make }: Made,
  patterns: Readonly<Record<string, string>>,
): Promise<CloudWatchClient> {
  const clients = await asAdministrator(probing);
  const logs = clients.logs();
  await make(`the log group ${name}`, removal('log-group', placeOf(probing, name)), () =>
    logs.send(new CreateLogGroupCommand({ logGroupName: name })),
  );
  for (const [metricName, filterPattern] of Object.entries(patterns)) {
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: name,
        filterName: metricName,
        filterPattern,
        metricTransformations: [{ metricName, metricNamespace: name, metricValue: '1' }],
      }),
    );
  }
  await logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName: name }));
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: name,
      logStreamName: name,
      logEvents: [{ timestamp: probing.remote.clock.now(), message: '{"kind":"this"}' }],
    }),
  );
  return clients.cloudwatch();
}

/** A rule that is disabled must not deliver. */
export const disabledRules: CapabilityProbe = {
  capability: 'heeds that a rule is disabled',
  asked: 'PutEvents of two events that an enabled and a disabled rule match',
  calls: [
    ...callsOf('events', 'PutEvents PutRule PutTargets'),
    ...callsOf('sqs', 'CreateQueue ReceiveMessage'),
    ...removalCalls('event-rule', 'queue'),
  ],
  ask: async (probing, made) => {
    const clients = await asAdministrator(probing);
    const [sqs, events] = [clients.sqs(), clients.events()];
    const disabled = await makeRule(probing, made, { sqs, events, state: 'DISABLED' });
    const enabled = await makeRule(probing, made, { sqs, events, state: 'ENABLED' });
    // The disabled rule had until the second event arrived to deliver the first.
    for (const event of ['first', 'second']) {
      await events.send(
        new PutEventsCommand({
          Entries: [{ Source: made.name, DetailType: 'probe', Detail: JSON.stringify({ event }) }],
        }),
      );
      if (!(await until(probing, () => holdsMessage(sqs, enabled, event))))
        return { able: false, answer: `the enabled rule delivered nothing in ${PATIENCE / 1000} s` };
    }
    return (await holdsMessage(sqs, disabled))
      ? { able: false, answer: 'both delivered' }
      : { able: true, answer: 'only the enabled rule delivered' };
  },
};

/** A topic that denies everybody must refuse a message that it took before. */
export const topicPolicies: CapabilityProbe = {
  capability: 'enforces policies of topics',
  asked: 'Publish to a topic, before and after its policy denies everybody',
  calls: [...callsOf('sns', 'CreateTopic Publish SetTopicAttributes'), ...removalCalls('topic')],
  ask: async (probing, made) => {
    const sns = (await asAdministrator(probing)).sns();
    const TopicArn = await makeTopic(probing, sns, made);
    const publish = (): Promise<unknown> => sns.send(new PublishCommand({ TopicArn, Message: 'probe' }));
    await publish();
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TopicArn }],
    };
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: JSON.stringify(policy) }),
    );
    return mustRefuse(publish);
  },
};

/** A subscription that nobody confirmed must not look like one that delivers. Nothing is published to its address. */
export const pendingSubscriptions: CapabilityProbe = {
  capability: 'shows pending subscriptions',
  asked: 'ListSubscriptionsByTopic and GetSubscriptionAttributes after Subscribe of an e-mail address',
  calls: [
    ...callsOf('sns', 'CreateTopic GetSubscriptionAttributes ListSubscriptionsByTopic Subscribe'),
    ...removalCalls('topic'),
  ],
  ask: async (probing, made) => {
    const sns = (await asAdministrator(probing)).sns();
    const TopicArn = await makeTopic(probing, sns, made);
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'email',
        Endpoint: 'nobody@example.invalid',
        ReturnSubscriptionArn: true,
      }),
    );
    const { Subscriptions: [subscription] = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const arn = subscription?.SubscriptionArn ?? 'no subscription';
    if (!arn.startsWith('arn:')) return { able: arn === 'PendingConfirmation', answer: arn };
    // On AWS it has no ARN before it is confirmed (SNS API reference, ListSubscriptionsByTopic).
    const { Attributes: attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    return attributes?.['PendingConfirmation'] === 'true'
      ? { able: true, answer: 'an ARN in the list, PendingConfirmation among the attributes' }
      : { able: false, answer: 'an ARN, as of one that is confirmed' };
  },
};

/** Looks on the target's clock until the condition holds; false once the time is up. */
async function until({ remote, signal }: Probing, condition: () => Promise<boolean>): Promise<boolean> {
  const deadline = remote.clock.now() + PATIENCE;
  while (!(await condition())) {
    if (remote.clock.now() >= deadline) return false;
    await remote.clock.sleep(LOOK, signal);
  }
  return true;
}

async function hasMoved(
  { remote }: Probing,
  cloudwatch: CloudWatchClient,
  Namespace: string,
  MetricName: string,
): Promise<boolean> {
  const around = (minutes: number): Date => new Date(remote.clock.now() + minutes * 60_000);
  const { Datapoints: points = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      StartTime: around(-10),
      EndTime: around(10),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return points.some(({ Sum: sum = 0 }) => sum > 0);
}

/** A rule for events of the probe, whose target is a queue of its own; the URL of the queue. */
async function makeRule(
  probing: Probing,
  { name, make }: Made,
  { sqs, events, state }: { sqs: SQSClient; events: EventBridgeClient; state: 'ENABLED' | 'DISABLED' },
): Promise<string> {
  const { remote, organization } = probing;
  const Name = `${name}-${state.toLowerCase()}`;
  const { partition, accountId } = remote.ways;
  const arn = `arn:${partition}:sqs:${organization.homeRegion}:${accountId}:${Name}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn },
    ],
  });
  const { QueueUrl = '' } = await make(`the queue ${Name}`, removal('queue', placeOf(probing, Name)), () =>
    sqs.send(new CreateQueueCommand({ QueueName: Name, Attributes: { Policy } })),
  );
  // With its target, which is taken away before it.
  await make(`the event rule ${Name}`, removal('event-rule', placeOf(probing, Name)), async () => {
    await events.send(new PutRuleCommand({ Name, State: state, EventPattern: JSON.stringify({ source: [name] }) }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn: arn }] }));
  });
  return QueueUrl;
}

/** Whether it holds a message, with this word if one is named. Hidden for a second alone: an answer that is lost must not take it away. */
async function holdsMessage(sqs: SQSClient, QueueUrl: string, word = ''): Promise<boolean> {
  const asked = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 };
  const { Messages: messages = [] } = await sqs.send(new ReceiveMessageCommand(asked));
  return messages.some(({ Body = '' }) => Body.includes(word));
}

async function makeTopic(probing: Probing, sns: SNSClient, { name, make }: Made): Promise<string> {
  const { partition, accountId } = probing.remote.ways;
  const arn = `arn:${partition}:sns:${probing.organization.homeRegion}:${accountId}:${name}`;
  const { TopicArn = '' } = await make(`the topic ${name}`, removal('topic', placeOf(probing, name), { arn }), () =>
    sns.send(new CreateTopicCommand({ Name: name })),
  );
  return TopicArn;
}
