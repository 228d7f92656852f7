import { rule } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of event rules: their state, Region, bus and target. */
export const eventRuleCases: readonly RuleCase[] = [
  {
    rule: 'O30',
    fault: 'a rule on another bus',
    overlay: rule('break-glass-assumed', '{ bus: security }'),
    expects:
      /BG_ALARM_RULE_BUS \[management\] event rule "break-glass-assumed" is on bus "security", and records come to the default bus$/,
  },
  {
    rule: 'O50',
    fault: 'a rule that forwards to a bus that is not there',
    overlay: rule(
      'break-glass-assumed',
      '{ targets: { topic: { arn: "arn:aws:events:eu-west-1:<self>:event-bus/gone" } } }',
    ),
    expects:
      /BG_ALARM_FORWARD \[management\] event rule "break-glass-assumed" forwards to bus "gone" in eu-west-1, which is not there$/,
  },
  {
    rule: 'O27',
    fault: 'a disabled rule',
    overlay: rule('break-glass-assumed', '{ state: DISABLED }'),
    expects: /BG_ALARM_RULE_DISABLED \[management\]/,
  },
  {
    rule: 'O28',
    fault: 'a rule for hops in one Region',
    overlay: rule('break-glass-assumed', '{ regions: [eu-west-1] }'),
    expects:
      /BG_ALARM_RULE_REGION \[management\] no event rule that matches a hop into the break-glass role is in us-east-1, us-east-2, eu-north-1, ap-southeast-2$/,
  },
  {
    rule: 'O28',
    fault: 'a rule for sign-ins in one Region',
    overlay: rule('break-glass-signed-in', '{ regions: [eu-west-1] }'),
    expects:
      /BG_ALARM_RULE_REGION \[management\] no event rule that matches a console sign-in is in us-east-1, us-east-2, eu-north-1, ap-southeast-2$/,
  },
  {
    rule: 'O31',
    fault: 'no target',
    overlay: rule('break-glass-assumed', '{ targets: { topic: null } }'),
    expects: /BG_ALARM_NO_TARGET \[management\]/,
  },
  {
    rule: 'O11',
    fault: 'a rule of a member account that asks for the name of the user',
    overlay:
      'accounts: { network: { monitoring: { eventRules: { used: { regions: [eu-west-1], pattern: { source: [aws.sts], detail: { eventName: [AssumeRole], userIdentity: { userName: [break-glass-1, break-glass-2] } } } } } } } }',
    expects: /BG_ALARM_PATTERN \[network\] event rule "used" sees no hop/,
  },
];
