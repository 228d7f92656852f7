/** What happens to the alarms and to the trail. */
import {
  GetEventSelectorsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { DisableAlarmActionsCommand, EnableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeMetricFiltersCommand, PutMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { Fault } from './fault.js';
import { accountId } from './hands.js';
import type { Hands, PolicyText, Undo } from './hands.js';

const TOPIC = `arn:aws:sns:eu-west-1:${accountId('management')}:break-glass-alarms`;

/** All of it is in the management account. */
function fault(
  name: string,
  direction: Fault['direction'],
  apply: Fault['apply'],
  code: string,
  ...causes: string[]
): Fault {
  return { name, direction, apply, scenarios: ['readiness'], expects: { code, causes, accounts: ['management'] } };
}

/** Changes the event pattern of a rule in one Region. */
const pattern =
  (Name: string, change: (pattern: { detail: Record<string, unknown> }) => void) =>
  async (hands: Hands): Promise<Undo> => {
    const events = hands.management('us-east-2').events();
    const { EventPattern: before = '' } = await events.send(new DescribeRuleCommand({ Name }));
    const changed = JSON.parse(before) as { detail: Record<string, unknown> };
    change(changed);
    await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(changed) }));
    return () => events.send(new PutRuleCommand({ Name, EventPattern: before }));
  };

/** Changes the policy of the topic in eu-west-1. */
const topicPolicy =
  (change: (policy: PolicyText) => void) =>
  async (hands: Hands): Promise<Undo> => {
    const sns = hands.management().sns();
    const { Attributes: { Policy: before = '' } = {} } = await sns.send(
      new GetTopicAttributesCommand({ TopicArn: TOPIC }),
    );
    const changed = JSON.parse(before) as PolicyText;
    change(changed);
    const put = (AttributeValue: string): Promise<unknown> =>
      sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue }));
    await put(JSON.stringify(changed));
    return () => put(before);
  };

export const alarmFaults: readonly Fault[] = [
  fault(
    'a rule is disabled in one Region',
    'too-loose',
    async (hands) => {
      const events = hands.management('eu-north-1').events();
      await events.send(new DisableRuleCommand({ Name: 'break-glass-assumed' }));
      return () => events.send(new EnableRuleCommand({ Name: 'break-glass-assumed' }));
    },
    'BG_ALARM_RULE_DISABLED',
    'break-glass-assumed',
    'eu-north-1',
  ),
  fault(
    'a pattern hears one of the users',
    'too-loose',
    pattern('break-glass-signed-in', ({ detail }) => {
      detail['userIdentity'] = { type: ['IAMUser'], userName: ['break-glass-1'] };
    }),
    'BG_ALARM_RULE_REGION',
    'break-glass-2',
    'us-east-2',
  ),
  fault(
    'a pattern hears successes alone',
    'too-loose',
    pattern('break-glass-assumed', ({ detail }) => {
      detail['errorCode'] = [{ exists: false }];
    }),
    'BG_ALARM_RULE_REGION',
    'a refused hop',
    'us-east-2',
  ),
  fault(
    'a rule has no target any more',
    'too-loose',
    async (hands) => {
      const events = hands.management('us-east-1').events();
      const { Targets: targets = [] } = await events.send(
        new ListTargetsByRuleCommand({ Rule: 'break-glass-signed-in' }),
      );
      const Ids = targets.map(({ Id = '' }) => Id);
      await events.send(new RemoveTargetsCommand({ Rule: 'break-glass-signed-in', Ids }));
      return () => events.send(new PutTargetsCommand({ Rule: 'break-glass-signed-in', Targets: targets }));
    },
    'BG_ALARM_NO_TARGET',
    'break-glass-signed-in',
    'us-east-1',
  ),
  fault(
    'the topic refuses EventBridge',
    'too-loose',
    topicPolicy((policy) => {
      policy.Statement.push({
        Sid: 'Quiet',
        Effect: 'Deny',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: TOPIC,
      });
    }),
    'BG_ALARM_TOPIC_REFUSES',
    'events.amazonaws.com',
    'eu-west-1',
  ),
  fault(
    'anybody may publish to the topic',
    'too-loose',
    topicPolicy((policy) => {
      policy.Statement.push({
        Sid: 'Anybody',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'sns:Publish',
        Resource: TOPIC,
      });
    }),
    'BG_ALARM_OPEN',
    'everybody may publish',
    'break-glass-alarms',
  ),
  fault(
    'a subscription filters the messages away',
    'too-loose',
    async (hands) => {
      const sns = hands.management().sns();
      const { Subscriptions: all = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: TOPIC }));
      const SubscriptionArn = all.find(({ Protocol: protocol }) => protocol === 'sqs')?.SubscriptionArn;
      const put = (AttributeValue: string): Promise<unknown> =>
        sns.send(
          new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }),
        );
      await put(JSON.stringify({ severity: ['critical'] }));
      return () => put('{}');
    },
    'BG_ALARM_FILTERED',
    'sqs subscription',
    'eu-west-1',
  ),
  fault(
    'the metric filter counts other calls',
    'too-loose',
    async (hands) => {
      const logs = hands.management().logs();
      const { metricFilters: [filter] = [] } = await logs.send(
        new DescribeMetricFiltersCommand({ logGroupName: 'organization-trail' }),
      );
      const put = (filterPattern: string): Promise<unknown> =>
        logs.send(
          new PutMetricFilterCommand({
            logGroupName: 'organization-trail',
            filterName: filter?.filterName,
            metricTransformations: filter?.metricTransformations,
            filterPattern,
          }),
        );
      await put('{ $.eventName = "AssumeRole" && $.requestParameters.roleArn = "*:role/OldBreakGlass" }');
      return () => put(filter?.filterPattern ?? '');
    },
    'BG_ALARM_PATTERN',
    'no metric filter matches',
  ),
  fault(
    'an alarm acts no more',
    'too-loose',
    async (hands) => {
      const cloudwatch = hands.management().cloudwatch();
      const which = { AlarmNames: ['break-glass-used'] };
      await cloudwatch.send(new DisableAlarmActionsCommand(which));
      return () => cloudwatch.send(new EnableAlarmActionsCommand(which));
    },
    'BG_ALARM_ACTIONS_OFF',
    'break-glass-used',
  ),
  fault(
    'the trail is stopped',
    'too-loose',
    async (hands) => {
      const cloudtrail = hands.management().cloudtrail();
      await cloudtrail.send(new StopLoggingCommand({ Name: 'organization-trail' }));
      return () => cloudtrail.send(new StartLoggingCommand({ Name: 'organization-trail' }));
    },
    'BG_TRAIL_OFF',
    'organization-trail',
  ),
  fault(
    'the trail leaves management events out',
    'too-loose',
    async (hands) => {
      const cloudtrail = hands.management().cloudtrail();
      const which = { TrailName: 'organization-trail' };
      const before = await cloudtrail.send(new GetEventSelectorsCommand(which));
      await cloudtrail.send(
        new PutEventSelectorsCommand({
          ...which,
          EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }],
        }),
      );
      return () =>
        cloudtrail.send(new PutEventSelectorsCommand({ ...which, EventSelectors: before.EventSelectors ?? [] }));
    },
    'BG_TRAIL_SELECTORS',
    'organization-trail',
  ),
  fault(
    'the queue takes nothing',
    'too-loose',
    async (hands) => {
      const sqs = hands.management().sqs();
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'break-glass-receipts' }));
      const { Attributes: { Policy: before = '' } = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
      );
      const put = (Policy: string): Promise<unknown> =>
        sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      const policy = JSON.parse(before) as PolicyText;
      policy.Statement.push({
        Sid: 'Closed',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:SendMessage',
        Resource: '*',
      });
      await put(JSON.stringify(policy));
      return () => put(before);
    },
    'BG_ALARM_QUEUE_REFUSES',
    'break-glass-receipts',
  ),
];
