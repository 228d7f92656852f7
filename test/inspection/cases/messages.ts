import { topic, watch } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of topics, subscriptions and queues. */
export const messageCases: readonly RuleCase[] = [
  {
    rule: 'O49',
    fault: 'a topic to which everybody publishes',
    overlay: topic(
      '{ policy: { Everybody: { Effect: Allow, Principal: "*", Action: "sns:Publish", Resource: "arn:aws:sns:<region>:<self>:break-glass-alarms" } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] everybody may publish to topic "break-glass-alarms"$/,
  },
  {
    rule: 'O49',
    fault: 'a topic that the organization may change',
    overlay: topic(
      '{ policy: { Organization: { Effect: Allow, Principal: "*", Action: "sns:SetTopicAttributes", Resource: "arn:aws:sns:<region>:<self>:break-glass-alarms", Condition: { StringEquals: { "aws:PrincipalOrgID": o-exampleorg1 } } } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] another account of the organization may change topic "break-glass-alarms"$/,
  },
  {
    rule: 'O49',
    fault: 'a queue that everybody may empty',
    overlay: watch(
      '{ queues: { break-glass-receipts: { policy: { Everybody: { Effect: Allow, Principal: "*", Action: "sqs:*", Resource: "arn:aws:sqs:eu-west-1:<self>:break-glass-receipts" } } } } }',
    ),
    expects: /BG_ALARM_OPEN \[management\] everybody may take messages off queue "break-glass-receipts"$/,
  },
  {
    rule: 'O36',
    fault: 'a subscription that was never confirmed',
    overlay: topic('{ subscriptions: { on-call: { confirmed: false } } }'),
    expects: /BG_ALARM_SUBSCRIPTION_PENDING \[management\]/,
  },
  {
    rule: 'O37',
    fault: 'a topic for events alone',
    overlay: topic('{ policy: { PublishAlarms: { Principal: { Service: events.amazonaws.com } } } }'),
    expects: /BG_ALARM_TOPIC_REFUSES \[management\] .* cloudwatch.amazonaws.com publish$/,
  },
  {
    rule: 'O37',
    fault: 'a queue that lets nobody in',
    overlay: watch('{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: { Effect: Deny } } } } }'),
    expects: /BG_ALARM_QUEUE_REFUSES \[management\]/,
  },
  {
    rule: 'O38',
    fault: 'the key of AWS',
    overlay: topic('{ kmsKey: alias/aws/sns }'),
    expects: /BG_ALARM_TOPIC_ENCRYPTED \[management\]/,
  },
  {
    rule: 'O40',
    fault: 'a filter policy',
    overlay: topic('{ subscriptions: { receipts: { filterPolicy: { severity: [high] } } } }'),
    expects: /BG_ALARM_FILTERED \[management\]/,
  },
  {
    rule: 'O40',
    fault: 'a filter policy over the message that only what alarms say passes',
    overlay: topic(
      '{ subscriptions: { on-call: { filterPolicyScope: MessageBody, filterPolicy: { AlarmName: [{ exists: true }] } } } }',
    ),
    expects: /BG_ALARM_FILTERED \[management\] .* email subscription/,
  },
];
