/** Rules about how use of break glass is noticed. Each tells the gaps of one kind; the chain is walked once for all. */
import { alarmGaps } from './alarm-gaps.js';
import { openToOthers } from './alarm-access.js';
import { collect } from '../../configuration/collect.js';
import { recordsKept } from './records-kept.js';
import type { FindingCode } from '../../causes/explanation.js';
import type { Rule, Subject } from '../../configuration/rule.js';
import { rulesThatAskForNames } from './target-rules.js';
import { management } from '../../configuration/inspected.js';

/** A rule that tells the gaps of these codes. */
function gapsOf(id: string, title: string, ...codes: readonly [FindingCode, ...FindingCode[]]): Rule {
  return {
    id,
    title,
    code: codes[0],
    inspect: (inspected) =>
      collect(
        alarmGaps(inspected)
          .filter((gap) => codes.includes(gap.code))
          .map(({ code: found, cause }) => ({
            account: management(inspected).name,
            explanation: { code: found, cause },
          })),
      ),
  };
}

const rules: readonly Rule[] = [
  gapsOf('O01', 'there is no organization trail', 'BG_TRAIL_MISSING'),
  gapsOf('O02', 'a trail is not logging', 'BG_TRAIL_OFF'),
  gapsOf('O03', 'the trail records one Region', 'BG_TRAIL_ONE_REGION'),
  gapsOf('O05', 'the selectors of the trail leave uses out', 'BG_TRAIL_SELECTORS'),
  gapsOf('O08', 'the trail writes to no log group', 'BG_TRAIL_WITHOUT_LOGS'),
  gapsOf('O09', 'the metric filter is on another log group', 'BG_ALARM_FILTER_ELSEWHERE'),
  rulesThatAskForNames,
  gapsOf('O14', 'patterns match successes alone', 'BG_ALARM_SUCCESS_ONLY'),
  gapsOf('O15', 'a pattern does not match a use', 'BG_ALARM_PATTERN'),
  gapsOf('O16', 'no alarm watches the metric of the filter', 'BG_ALARM_METRIC'),
  gapsOf('O17', 'the alarm rings never or always', 'BG_ALARM_THRESHOLD'),
  gapsOf('O19', 'the alarm does not return to OK', 'BG_ALARM_STUCK'),
  gapsOf('O20', 'a pattern matches everything', 'BG_ALARM_NOISE'),
  gapsOf('O22', 'the actions of the alarm are disabled', 'BG_ALARM_ACTIONS_OFF'),
  gapsOf(
    'O23',
    'the alarm has no action, or its topic is gone',
    'BG_ALARM_WITHOUT_ACTION',
    'BG_ALARM_TOPIC_MISSING',
    'BG_ALARM_NOBODY_SUBSCRIBED',
  ),
  gapsOf('O25', 'the alarm cannot keep the service level', 'BG_ALARM_TOO_SLOW'),
  gapsOf('O27', 'a rule is disabled', 'BG_ALARM_RULE_DISABLED'),
  gapsOf('O28', 'no rule in a Region where uses are recorded', 'BG_ALARM_RULE_REGION'),
  gapsOf('O30', 'a rule is on another bus than the records', 'BG_ALARM_RULE_BUS'),
  gapsOf('O50', 'events are forwarded to where nobody is told', 'BG_ALARM_FORWARD'),
  gapsOf('O31', 'a rule has no target', 'BG_ALARM_NO_TARGET'),
  gapsOf('O36', 'a subscription was never confirmed', 'BG_ALARM_SUBSCRIPTION_PENDING'),
  gapsOf('O37', 'the policy of a topic refuses the publisher', 'BG_ALARM_TOPIC_REFUSES', 'BG_ALARM_QUEUE_REFUSES'),
  gapsOf('O38', 'a topic is encrypted with a key that services may not use', 'BG_ALARM_TOPIC_ENCRYPTED'),
  gapsOf('O40', 'a filter policy drops the message', 'BG_ALARM_FILTERED'),
  ...recordsKept,
  openToOthers,
];

export const monitoring: Subject = {
  id: 'monitoring',
  rules,
  reads: ['accounts', 'identities', 'monitoring'],
  looksAt: (inspected) => [management(inspected).name, ...inspected.snapshot.watched.accounts],
  evidence: 'evaluated',
};
