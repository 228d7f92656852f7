/** Reads alarms over a metric, of one Region. */
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../../../organization/monitoring-model.js';
import type { Clients } from '../../clients.js';
import { everyItem } from '../port.js';
import { membersBeyond } from './lost.js';
import type { Lost } from './lost.js';

/** What an alarm has besides its definition: its state, and when it came to it. */
const KEPT = new Set([
  ...['AlarmName', 'AlarmArn', 'AlarmDescription', 'Namespace', 'MetricName', 'Statistic', 'Period', 'Threshold'],
  ...[
    'EvaluationPeriods',
    'DatapointsToAlarm',
    'ComparisonOperator',
    'TreatMissingData',
    'ActionsEnabled',
    'AlarmActions',
  ],
  ...['StateValue', 'StateReason', 'StateReasonData', 'StateUpdatedTimestamp', 'StateTransitionedTimestamp'],
  ...['AlarmConfigurationUpdatedTimestamp', 'EvaluationState'],
]);

/** Alarms over one metric, by name. Composite alarms and alarms over an expression watch no metric of their own. */
export async function readAlarms(clients: Clients, region: string, lost: Lost): Promise<Record<string, Alarm>> {
  const alarms = await everyItem(
    paginateDescribeAlarms({ client: clients.cloudwatch() }, { AlarmTypes: ['MetricAlarm'] }),
    ({ MetricAlarms }) => MetricAlarms,
  );
  for (const alarm of alarms) lost(`alarm ${alarm.AlarmName ?? ''}`, membersBeyond(alarm, KEPT));
  return Object.fromEntries(
    alarms
      .filter(({ MetricName, Statistic }) => MetricName !== undefined && Statistic !== undefined)
      .map(
        ({ AlarmName: name = '', Namespace: namespace = '', MetricName: metric = '', ...alarm }): [string, Alarm] => [
          name,
          {
            region,
            namespace,
            metric,
            statistic: alarm.Statistic ?? 'Sum',
            periodSeconds: alarm.Period ?? 60,
            evaluationPeriods: alarm.EvaluationPeriods ?? 1,
            datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1,
            threshold: alarm.Threshold ?? 0,
            comparison: (alarm.ComparisonOperator ?? 'GreaterThanOrEqualToThreshold') as Alarm['comparison'],
            missingData: (alarm.TreatMissingData ?? 'missing') as Alarm['missingData'],
            actionsEnabled: alarm.ActionsEnabled === true,
            actions: alarm.AlarmActions ?? [],
          },
        ],
      ),
  );
}
