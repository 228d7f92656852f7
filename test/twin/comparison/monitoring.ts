import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeAlarmHistoryCommand, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { TestMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand, PutRuleCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { Subject } from './row.js';
import { MINUTE, queueFor, arrives, topicTo, alarm, breach, counted, ruleTo, event } from './watched-resources.js';
import { assume, document, MANAGEMENT, outcome } from './world.js';
import type { World } from './world.js';

const records: Subject['rows'] = [
  {
    question: 'Event history shows an AssumeRole, a quarter of an hour later',
    aws: 'found',
    fakecloud: '**nothing, ever**',
    moto: '**HTTP 500**',
    localstack: '**no CloudTrail**',
    ask: async (world) => {
      await assume(world, world.keys('management', 'alice'), 'Ordinary');
      world.clock.advance(15 * MINUTE);
      const { Events = [] } = await world.administrator
        .cloudtrail()
        .send(
          new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }),
        );
      return Events.length > 0 ? 'found' : 'nothing';
    },
  },
  {
    question: 'An AssumeRole reaches a rule for “AWS API Call via CloudTrail”',
    aws: 'delivered',
    fakecloud: '**nothing**',
    moto: '**nothing**',
    localstack: '**nothing**',
    ask: async (world) => {
      const queue = await queueFor(world, 'events.amazonaws.com');
      await ruleTo(world, JSON.stringify({ source: ['aws.sts'], detail: { eventName: ['AssumeRole'] } }));
      await assume(world, world.keys('management', 'alice'), 'Ordinary');
      return arrives(world, queue);
    },
  },
  {
    question: 'A rule that is disabled',
    aws: 'nothing',
    localstack: '**delivered**',
    ask: async (world) => {
      const queue = await queueFor(world, 'events.amazonaws.com');
      await ruleTo(world, '{"source":["test"]}');
      await event(world);
      if ((await arrives(world, queue)) !== 'delivered') return 'nothing even when enabled';
      await world.administrator.events().send(new DisableRuleCommand({ Name: 'watched' }));
      await event(world);
      return arrives(world, queue);
    },
  },
  {
    question: 'PutEvents with the source aws.sts',
    aws: 'NotAuthorizedForSourceException',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: async (world) =>
      ((await event(world, 'aws.sts')) as { Entries?: { ErrorCode?: string }[] }).Entries?.[0]?.ErrorCode ?? 'allowed',
  },
  {
    question: 'PutRule with the pattern `{"source":"x"}`',
    aws: 'InvalidEventPatternException',
    localstack: '**allowed**',
    ask: (world) =>
      outcome(world.administrator.events().send(new PutRuleCommand({ Name: 'wrong', EventPattern: '{"source":"x"}' }))),
  },
  {
    question: 'TestEventPattern of an event that matches',
    aws: 'true',
    fakecloud: 'true',
    moto: '**no result**',
    localstack: 'true',
    ask: async (world) =>
      String(
        (
          await world.administrator.events().send(
            new TestEventPatternCommand({
              EventPattern: '{"source":["x"]}',
              Event: JSON.stringify({
                id: '1',
                'detail-type': 't',
                source: 'x',
                account: MANAGEMENT,
                time: '2026-01-01T00:00:00Z',
                region: 'eu-west-1',
                resources: [],
                detail: {},
              }),
            }),
          )
        ).Result,
      ),
  },
];

const alarms: Subject['rows'] = [
  {
    question: 'A metric filter and an event that it matches',
    aws: 'counted',
    fakecloud: 'counted',
    moto: '**not counted**',
    localstack: 'counted',
    ask: (world) => counted(world, '{"eventName":"AssumeRole"}'),
  },
  {
    question: 'A metric filter and an event that it does not match',
    aws: 'not counted',
    moto: 'not counted',
    localstack: '**counted**',
    ask: (world) => counted(world, '{"eventName":"GetUser"}'),
  },
  {
    question: 'TestMetricFilter',
    aws: 'allowed',
    fakecloud: 'allowed',
    moto: '**HTTP 500**',
    localstack: '**InternalFailure**',
    ask: (world) =>
      outcome(
        world.administrator.logs().send(new TestMetricFilterCommand({ filterPattern: 'x', logEventMessages: ['x'] })),
      ),
  },
  {
    question: 'The state of an alarm whose metric breaches',
    aws: 'ALARM',
    fakecloud: 'ALARM',
    moto: '**OK**, half a minute later',
    localstack: 'ALARM',
    ask: async (world) => {
      await alarm(world);
      await breach(world);
      return (
        (await world.administrator.cloudwatch().send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue ??
        'no alarm'
      );
    },
  },
  ...(['breaches', 'is set to ALARM by SetAlarmState'] as const).map((how) => ({
    question: `The message of an alarm that ${how}, through topic and queue`,
    aws: 'delivered',
    fakecloud: '**nothing**',
    moto: '**nothing**',
    localstack: 'delivered',
    ask: async (world: World): Promise<string> => {
      const queue = await queueFor(world, 'sns.amazonaws.com');
      await alarm(world, await topicTo(world));
      if (how === 'breaches') await breach(world);
      else
        await world.administrator
          .cloudwatch()
          .send(new SetAlarmStateCommand({ AlarmName: 'watched', StateValue: 'ALARM', StateReason: 'test' }));
      return arrives(world, queue);
    },
  })),
  {
    question: 'DescribeAlarmHistory since a date',
    aws: 'allowed',
    moto: '**HTTP 500**',
    localstack: '**HTTP 500**',
    ask: async (world) => {
      await alarm(world);
      await breach(world);
      return outcome(
        world.administrator
          .cloudwatch()
          .send(new DescribeAlarmHistoryCommand({ StartDate: new Date(world.clock.now() - 86_400_000) })),
      );
    },
  },
];

const messages: Subject['rows'] = [
  {
    question: 'Publish to a topic whose policy denies it',
    aws: 'AuthorizationErrorException',
    localstack: '**allowed**',
    ask: async (world) => {
      const sns = world.administrator.sns();
      const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'closed' }));
      await sns.send(
        new SetTopicAttributesCommand({
          TopicArn,
          AttributeName: 'Policy',
          AttributeValue: document({ Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TopicArn }),
        }),
      );
      return outcome(sns.send(new PublishCommand({ TopicArn, Message: 'x' })));
    },
  },
  {
    question: 'A topic and a queue whose policy denies it',
    aws: 'nothing',
    localstack: '**delivered**',
    ask: async (world) => {
      const queue = await queueFor(world);
      await world.administrator.sns().send(new PublishCommand({ TopicArn: await topicTo(world), Message: 'x' }));
      return arrives(world, queue);
    },
  },
  {
    question: 'How a subscription by e-mail is listed that nobody has confirmed',
    aws: 'PendingConfirmation',
    localstack: '**as confirmed**',
    ask: async (world) => {
      const sns = world.administrator.sns();
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'mail' }));
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'on-call@example.com' }));
      return (
        (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions?.[0]?.SubscriptionArn ??
        'not listed'
      );
    },
  },
];

export const monitoring: Subject = {
  title: 'Records, alarms and messages',
  rows: [...records, ...alarms, ...messages],
};
