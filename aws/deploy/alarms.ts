/** Deploys alarms over a metric. */
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../../organization/monitoring-model.js';
import { same } from './deployment.js';
import type { RegionSite } from './monitoring.js';

/** Alarms of one Region by name. */
export async function deployAlarms(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, Alarm>>,
  existing: Readonly<Record<string, Alarm>>,
): Promise<void> {
  for (const [AlarmName, alarm] of Object.entries(wanted)) {
    if (same(existing[AlarmName], alarm)) continue;
    const command = new PutMetricAlarmCommand({
      AlarmName,
      Namespace: alarm.namespace,
      MetricName: alarm.metric,
      Statistic: alarm.statistic,
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      Threshold: alarm.threshold,
      ComparisonOperator: alarm.comparison,
      TreatMissingData: alarm.missingData,
      ActionsEnabled: alarm.actionsEnabled,
      AlarmActions: alarm.actions,
    });
    await deployment.change(where, `put the alarm ${AlarmName} in ${region}`, () => clients.cloudwatch().send(command));
  }
}
