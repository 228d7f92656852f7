/** A queue, a topic, an alarm, a rule and a log group of the comparison, and what arrives. */
import { GetMetricStatisticsCommand, PutMetricAlarmCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { document, MANAGEMENT } from './world.js';
import type { World } from './world.js';

export const MINUTE = 60_000;

const QUEUE = `arn:aws:sqs:eu-west-1:${MANAGEMENT}:watched`;

/** Makes a queue that those services may send to; gives its address. */
export async function queueFor(world: World, ...services: string[]): Promise<string> {
  const Policy = document({
    Effect: services.length > 0 ? 'Allow' : 'Deny',
    Principal: services.length > 0 ? { Service: services } : '*',
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
  });
  return (
    (
      await world.administrator
        .sqs()
        .send(new CreateQueueCommand({ QueueName: 'watched', Attributes: { Policy, VisibilityTimeout: '43200' } }))
    ).QueueUrl ?? ''
  );
}

/** `delivered` if something is in the queue some minutes later. */
export async function arrives(world: World, QueueUrl: string): Promise<string> {
  world.clock.advance(10 * MINUTE);
  const { Messages = [] } = await world.administrator.sqs().send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.length > 0 ? 'delivered' : 'nothing';
}

/** A topic that hands on to the queue. */
export async function topicTo(world: World): Promise<string> {
  const sns = world.administrator.sns();
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'watched' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QUEUE }));
  return TopicArn ?? '';
}

export async function alarm(world: World, ...actions: string[]): Promise<void> {
  const threshold = {
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  } as const;
  await world.administrator.cloudwatch().send(
    new PutMetricAlarmCommand({
      AlarmName: 'watched',
      Namespace: 'Test',
      MetricName: 'Uses',
      ...threshold,
      AlarmActions: actions,
    }),
  );
}

/** The alarm's metric has a datum that breaches it; two minutes pass. */
export async function breach(world: World): Promise<void> {
  await world.administrator.cloudwatch().send(
    new PutMetricDataCommand({
      Namespace: 'Test',
      MetricData: [{ MetricName: 'Uses', Value: 1, Timestamp: new Date(world.clock.now()) }],
    }),
  );
  world.clock.advance(3 * MINUTE);
}

/** How often a metric filter counts the event. */
export async function counted(world: World, message: string): Promise<string> {
  const logs = world.administrator.logs();
  const stream = { logGroupName: 'watched', logStreamName: 'one' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'watched' }));
  await logs.send(new CreateLogStreamCommand(stream));
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: 'watched',
      filterName: 'uses',
      filterPattern: '{ $.eventName = "AssumeRole" }',
      metricTransformations: [{ metricNamespace: 'Test', metricName: 'Uses', metricValue: '1' }],
    }),
  );
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ message, timestamp: world.clock.now() }] }));
  const range = {
    StartTime: new Date(world.clock.now() - MINUTE),
    EndTime: new Date(world.clock.now() + MINUTE),
    Period: 60,
  };
  const { Datapoints: [point] = [] } = await world.administrator
    .cloudwatch()
    .send(new GetMetricStatisticsCommand({ Namespace: 'Test', MetricName: 'Uses', ...range, Statistics: ['Sum'] }));
  return point?.Sum === 1 ? 'counted' : 'not counted';
}

export async function ruleTo(world: World, EventPattern: string): Promise<void> {
  const events = world.administrator.events();
  await events.send(new PutRuleCommand({ Name: 'watched', EventPattern }));
  await events.send(new PutTargetsCommand({ Rule: 'watched', Targets: [{ Id: 'queue', Arn: QUEUE }] }));
}

export const event = (world: World, Source = 'test'): Promise<unknown> =>
  world.administrator
    .events()
    .send(new PutEventsCommand({ Entries: [{ Source, DetailType: 'Test', Detail: '{"kind":"drill"}' }] }));
