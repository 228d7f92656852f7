/** Calls about trails, log groups, rules and alarms that do not exist. */
import { PutEventSelectorsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import { regionalArn } from './call.js';
import type { HarmlessCall } from './call.js';

/** Never a real trail, rule or log group: their names are ones that nothing has. */
export const recordCalls: readonly HarmlessCall[] = [
  {
    title: 'stop a trail that does not exist',
    action: 'cloudtrail:StopLogging',
    resource: (aim) => regionalArn(aim, 'cloudtrail', `trail/${aim.absent}`),
    send: (clients, aim) =>
      clients
        .cloudtrail()
        .send(new StopLoggingCommand({ Name: regionalArn(aim, 'cloudtrail', `trail/${aim.absent}`) })),
    absentAnswers: ['TrailNotFoundException'],
  },
  {
    title: 'change the selectors of a trail that does not exist',
    action: 'cloudtrail:PutEventSelectors',
    resource: (aim) => regionalArn(aim, 'cloudtrail', `trail/${aim.absent}`),
    send: (clients, aim) =>
      clients.cloudtrail().send(
        new PutEventSelectorsCommand({
          TrailName: regionalArn(aim, 'cloudtrail', `trail/${aim.absent}`),
          EventSelectors: [],
        }),
      ),
    absentAnswers: ['TrailNotFoundException'],
  },
  {
    title: 'disable an alarm rule that does not exist',
    action: 'events:DisableRule',
    resource: (aim) => regionalArn(aim, 'events', `rule/${aim.absent}`),
    send: (clients, { absent }) => clients.events().send(new DisableRuleCommand({ Name: absent })),
    absentAnswers: ['ResourceNotFoundException'],
  },
  {
    title: 'delete a metric filter of a log group that does not exist',
    action: 'logs:DeleteMetricFilter',
    resource: (aim) => regionalArn(aim, 'logs', `log-group:${aim.absent}`),
    send: (clients, { absent }) =>
      clients.logs().send(new DeleteMetricFilterCommand({ logGroupName: absent, filterName: absent })),
    absentAnswers: ['ResourceNotFoundException'],
  },
];
