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
import type { Fault } from './fault.js';
import type { Hands, Undo } from './hands.js';

/** All of it is in the management account. */
export function alarmFault(
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

export const alarmFaults: readonly Fault[] = [
  alarmFault(
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
  alarmFault(
    'a pattern hears one of the users',
    'too-loose',
    pattern('break-glass-signed-in', ({ detail }) => {
      detail['userIdentity'] = { type: ['IAMUser'], userName: ['break-glass-1'] };
    }),
    'BG_ALARM_RULE_REGION',
    'break-glass-2',
    'us-east-2',
  ),
  alarmFault(
    'a pattern hears successes alone',
    'too-loose',
    pattern('break-glass-assumed', ({ detail }) => {
      detail['errorCode'] = [{ exists: false }];
    }),
    'BG_ALARM_RULE_REGION',
    'a refused hop',
    'us-east-2',
  ),
  alarmFault(
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
  alarmFault(
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
    '"break-glass-used"',
  ),
  alarmFault(
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
  alarmFault(
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
  alarmFault(
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
];
