import { filter, rule, watch } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of the patterns of event rules and metric filters. */
export const patternCases: readonly RuleCase[] = [
  {
    rule: 'O14',
    fault: 'a filter that leaves out failures',
    overlay: filter(
      '{ $.errorCode NOT EXISTS && $.errorMessage NOT EXISTS && ($.eventName = "AssumeRole" && $.requestParameters.roleArn = "*:role/break-glass/BreakGlass" || $.eventSource = "signin.amazonaws.com" && $.userIdentity.userName = "break-glass-*") }',
    ),
    expects:
      /BG_ALARM_SUCCESS_ONLY \[management\] no metric filter matches a refused hop into the break-glass role or a failed console sign-in \(there is "break-glass-used"\)$/,
  },
  {
    rule: 'O14',
    fault: 'a rule for sign-ins that succeed',
    overlay: rule(
      'break-glass-signed-in',
      '{ pattern: { detail: { responseElements: { ConsoleLogin: [Success] } } } }',
    ),
    expects:
      /BG_ALARM_SUCCESS_ONLY \[management\] no event rule matches a failed console sign-in \(there is "break-glass-assumed", "break-glass-signed-in"\)$/,
  },
  {
    rule: 'O15',
    fault: 'another detail-type',
    overlay: rule('break-glass-assumed', '{ pattern: { detail-type: [AWS Console Sign In via CloudTrail] } }'),
    expects:
      /BG_ALARM_PATTERN \[management\] no event rule matches a hop into the break-glass role \(there is "break-glass-assumed", "break-glass-signed-in"\)$/,
  },
  {
    rule: 'O15',
    fault: 'no rule for sign-ins',
    overlay: rule('break-glass-signed-in', 'null'),
    expects:
      /BG_ALARM_PATTERN \[management\] no event rule matches a console sign-in \(there is "break-glass-assumed"\)$/,
  },
  {
    rule: 'O15',
    fault: 'a rule that forgets a user',
    overlay: rule('break-glass-signed-in', '{ pattern: { detail: { userIdentity: { userName: [break-glass-1] } } } }'),
    expects:
      /BG_ALARM_PATTERN \[management\] no event rule matches a console sign-in by "break-glass-2" \(there is "break-glass-assumed", "break-glass-signed-in"\)$/,
  },
  {
    rule: 'O15',
    fault: 'a filter for sign-ins alone',
    overlay: filter('{ $.eventSource = "signin.amazonaws.com" && $.userIdentity.userName = "break-glass-*" }'),
    expects:
      /BG_ALARM_PATTERN \[management\] no metric filter matches a hop into the break-glass role \(there is "break-glass-used"\)$/,
  },
  {
    rule: 'O15',
    fault: 'no event rule at all',
    overlay: watch('{ eventRules: null }'),
    expects: /BG_ALARM_PATTERN \[management\] there is no event rule$/,
  },
  {
    rule: 'O15',
    fault: 'a metric filter in another account alone',
    overlay: watch('{ logGroups: { organization-trail: { metricFilters: null } } }'),
    expects: /BG_ALARM_PATTERN \[management\] there is no metric filter on log group "organization-trail"$/,
  },
  {
    rule: 'O20',
    fault: 'a rule for every role',
    overlay: rule('break-glass-assumed', '{ pattern: { detail: { requestParameters: null } } }'),
    expects: /BG_ALARM_NOISE \[management\] event rule "break-glass-assumed"/,
  },
  {
    rule: 'O20',
    fault: 'a rule for everybody who signs in',
    overlay: rule('break-glass-signed-in', '{ pattern: { detail: { userIdentity: { userName: null } } } }'),
    expects: /BG_ALARM_NOISE \[management\] event rule "break-glass-signed-in"/,
  },
  {
    rule: 'O20',
    fault: 'a filter that counts every call',
    overlay: filter('{ $.eventSource = "sts.amazonaws.com" || $.eventSource = "signin.amazonaws.com" }'),
    expects: /BG_ALARM_NOISE \[management\]/,
  },
];
