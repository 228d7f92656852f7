/** The links of the chain of alarms, each cut in one way. */
import type { AlarmPath } from '../../reports/monitoring-result.js';

/** A link of the chain that can be cut, and what must then be said. */
export interface Link {
  name: string;
  /** What watches the management account, patched. */
  cut: string;
  paths: readonly AlarmPath[];
  code: string;
  cause: RegExp;
}

const rule = (patch: string): string => `{ eventRules: { break-glass-assumed: ${patch} } }`;
const alarm = (patch: string): string => `{ alarms: { break-glass-used: ${patch} } }`;
const trail = (patch: string): string => `{ trails: { organization-trail: ${patch} } }`;
const topic = (patch: string): string => `{ topics: { break-glass-alarms: ${patch} } }`;
const lettingIn = (service: string): string =>
  topic(`{ policy: { PublishAlarms: { Principal: { Service: ${service} } } } }`);

export const EVENTS = ['events'] as const;
export const LOGS = ['logs'] as const;
const BOTH = ['events', 'logs'] as const;

export const links: readonly Link[] = [
  {
    name: 'the trail is stopped',
    cut: trail('{ logging: false }'),
    paths: BOTH,
    code: 'BG_TRAIL_OFF',
    cause: /is not logging$/,
  },
  {
    name: 'the trail keeps writes alone',
    cut: trail('{ records: WriteOnly }'),
    paths: BOTH,
    code: 'BG_TRAIL_SELECTORS',
    cause: /leave out a hop/,
  },
  {
    name: 'the trail keeps nothing',
    cut: trail('{ records: None }'),
    paths: BOTH,
    code: 'BG_TRAIL_SELECTORS',
    cause: /leave out all management events$/,
  },
  {
    name: 'the trail has no log group',
    cut: trail('{ logGroup: null }'),
    paths: LOGS,
    code: 'BG_TRAIL_WITHOUT_LOGS',
    cause: /writes to no log group$/,
  },
  {
    name: 'the filter is on another log group',
    cut: '{ trails: { organization-trail: { logGroup: other } }, logGroups: { other: { region: eu-west-1 } } }',
    paths: LOGS,
    code: 'BG_ALARM_FILTER_ELSEWHERE',
    cause: /writes to "other"$/,
  },
  {
    name: 'the filter does not match',
    cut: `{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { pattern: '{ $.eventName = "AssumeRoles" }' } } } } }`,
    paths: LOGS,
    code: 'BG_ALARM_PATTERN',
    cause: /^no metric filter matches a hop/,
  },
  {
    name: 'the alarm watches another metric',
    cut: alarm('{ metric: use }'),
    paths: LOGS,
    code: 'BG_ALARM_METRIC',
    cause: /no alarm watches the metric "BreakGlass\/uses"/,
  },
  {
    name: 'the alarm is in another Region',
    cut: alarm('{ region: us-east-1, actions: ["arn:aws:sns:us-east-1:<self>:break-glass-alarms"] }'),
    paths: LOGS,
    code: 'BG_ALARM_METRIC',
    cause: /no alarm watches the metric/,
  },
  {
    name: 'the threshold is never reached',
    cut: alarm('{ threshold: 50000 }'),
    paths: LOGS,
    code: 'BG_ALARM_THRESHOLD',
    cause: /does not ring for a single use$/,
  },
  {
    name: 'the actions of the alarm are disabled',
    cut: alarm('{ actionsEnabled: false }'),
    paths: LOGS,
    code: 'BG_ALARM_ACTIONS_OFF',
    cause: /the actions of alarm "break-glass-used" are disabled$/,
  },
  {
    name: 'the alarm has no action',
    cut: alarm('{ actions: [] }'),
    paths: LOGS,
    code: 'BG_ALARM_WITHOUT_ACTION',
    cause: /has no action$/,
  },
  {
    name: 'the topic of the alarm is gone',
    cut: alarm('{ actions: ["arn:aws:sns:eu-west-1:<self>:gone"] }'),
    paths: LOGS,
    code: 'BG_ALARM_TOPIC_MISSING',
    cause: /no topic "gone"/,
  },
  {
    name: 'the topic refuses the alarm',
    cut: lettingIn('events.amazonaws.com'),
    paths: LOGS,
    code: 'BG_ALARM_TOPIC_REFUSES',
    cause: /cloudwatch\.amazonaws\.com publish$/,
  },
  {
    name: 'the topic refuses the rule',
    cut: lettingIn('cloudwatch.amazonaws.com'),
    paths: EVENTS,
    code: 'BG_ALARM_TOPIC_REFUSES',
    cause: /events\.amazonaws\.com publish$/,
  },
  {
    name: 'the rule is disabled',
    cut: rule('{ state: DISABLED }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_DISABLED',
    cause: /"break-glass-assumed" is disabled$/,
  },
  {
    name: 'the rule has no target',
    cut: rule('{ targets: { topic: null } }'),
    paths: EVENTS,
    code: 'BG_ALARM_NO_TARGET',
    cause: /has no target$/,
  },
  {
    name: 'the target of the rule is gone',
    cut: rule('{ targets: { topic: { arn: "arn:aws:sns:<region>:<self>:gone" } } }'),
    paths: EVENTS,
    code: 'BG_ALARM_TOPIC_MISSING',
    cause: /no topic "gone"/,
  },
  {
    name: 'the pattern of the rule does not match',
    cut: rule('{ pattern: { detail-type: [AWS Console Sign In via CloudTrail] } }'),
    paths: EVENTS,
    code: 'BG_ALARM_PATTERN',
    cause: /^no event rule matches a hop/,
  },
  {
    name: 'the rule is on another bus',
    cut: rule('{ bus: security }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_BUS',
    cause: /is on bus "security"/,
  },
  {
    name: 'the rule is in other Regions',
    cut: rule('{ regions: [us-east-1, us-east-2, eu-north-1, ap-southeast-2] }'),
    paths: EVENTS,
    code: 'BG_ALARM_RULE_REGION',
    cause: /is in eu-west-1$/,
  },
  {
    name: 'the receipt queue was never confirmed',
    cut: topic('{ subscriptions: { receipts: { confirmed: false } } }'),
    paths: BOTH,
    code: 'BG_ALARM_SUBSCRIPTION_PENDING',
    cause: /the sqs subscription .* was never confirmed$/,
  },
  {
    name: 'a filter policy drops the message',
    cut: topic('{ subscriptions: { receipts: { filterPolicy: { severity: [high] } } } }'),
    paths: BOTH,
    code: 'BG_ALARM_FILTERED',
    cause: /drops the message: it asks for severity \["high"\]$/,
  },
  {
    name: 'nobody is subscribed',
    cut: topic('{ subscriptions: { on-call: null, receipts: null } }'),
    paths: BOTH,
    code: 'BG_ALARM_NOBODY_SUBSCRIBED',
    cause: /^nobody is subscribed/,
  },
  {
    name: 'the queue refuses the topic',
    cut: '{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: { Effect: Deny } } } } }',
    paths: BOTH,
    code: 'BG_ALARM_QUEUE_REFUSES',
    cause: /takes no message/,
  },
  {
    name: 'the topic is encrypted with the key of AWS',
    cut: topic('{ kmsKey: alias/aws/sns }'),
    paths: BOTH,
    code: 'BG_ALARM_TOPIC_ENCRYPTED',
    cause: /alias\/aws\/sns/,
  },
];
