import { alarm, topic } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of the alarm, its metric and its actions. */
export const alarmCases: readonly RuleCase[] = [
  {
    rule: 'O16',
    fault: 'an alarm on another metric',
    overlay: alarm('{ metric: use }'),
    expects: /BG_ALARM_METRIC \[management\]/,
  },
  {
    rule: 'O16',
    fault: 'an alarm in another Region',
    overlay: alarm('{ region: us-east-1, actions: ["arn:aws:sns:us-east-1:<self>:break-glass-alarms"] }'),
    expects: /BG_ALARM_METRIC \[management\]/,
  },
  {
    rule: 'O17',
    fault: 'a threshold of five',
    overlay: alarm('{ threshold: 5 }'),
    expects: /BG_ALARM_THRESHOLD \[management\] .* does not ring for a single use$/,
  },
  {
    rule: 'O17',
    fault: 'breaching data',
    overlay: alarm('{ missingData: breaching }'),
    expects: /BG_ALARM_THRESHOLD \[management\] .* rings without any use$/,
  },
  {
    rule: 'O19',
    fault: 'missing data',
    overlay: alarm('{ missingData: missing }'),
    expects: /BG_ALARM_STUCK \[management\]/,
  },
  {
    rule: 'O22',
    fault: 'disabled actions',
    overlay: alarm('{ actionsEnabled: false }'),
    expects: /BG_ALARM_ACTIONS_OFF \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'no action',
    overlay: alarm('{ actions: [] }'),
    expects: /BG_ALARM_WITHOUT_ACTION \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'a topic that is gone',
    overlay: alarm('{ actions: ["arn:aws:sns:eu-west-1:<self>:gone"] }'),
    expects: /BG_ALARM_TOPIC_MISSING \[management\]/,
  },
  {
    rule: 'O23',
    fault: 'nobody subscribed',
    overlay: topic('{ subscriptions: { on-call: null, receipts: null } }'),
    expects: /BG_ALARM_NOBODY_SUBSCRIBED \[management\]/,
  },
  {
    rule: 'O25',
    fault: 'a period of an hour',
    overlay: alarm('{ periodSeconds: 3600 }'),
    expects: /BG_ALARM_TOO_SLOW \[management\]/,
  },
];
