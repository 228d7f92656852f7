/** What an alarm says when it notifies (CloudWatch user guide, "Alarm notifications"; the shape is the one that SNS delivers). */
import type { AlarmState, TwinAlarm, TwinRegion } from '../state/monitoring.js';

/** Subject of the notification; longer ones would not be taken. */
export function alarmSubject({ region }: TwinRegion, { state, name }: TwinAlarm): string {
  return `${state}: "${name}" in ${region}`.slice(0, 100);
}

/** Body of the notification. */
export function alarmMessage(
  { accountId, region }: TwinRegion,
  alarm: TwinAlarm,
  previous: AlarmState,
  now: number,
): Record<string, unknown> {
  const { watches, actions } = alarm;
  const trigger =
    watches.kind === 'metric'
      ? {
          MetricName: watches.metric,
          Namespace: watches.namespace,
          StatisticType: 'Statistic',
          Statistic: watches.statistic.toUpperCase(),
          Unit: watches.unit ?? null,
          Dimensions: watches.dimensions.map(({ Name, Value }) => ({ name: Name, value: Value })),
          Period: watches.periodSeconds,
          EvaluationPeriods: watches.evaluationPeriods,
          DatapointsToAlarm: watches.datapointsToAlarm,
          ComparisonOperator: watches.comparison,
          Threshold: watches.threshold,
          TreatMissingData: watches.missingData,
        }
      : undefined;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: accountId,
    AlarmConfigurationUpdatedTimestamp: offsetTime(alarm.configuredAt),
    NewStateValue: alarm.state,
    NewStateReason: alarm.stateReason,
    StateChangeTime: offsetTime(now),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: previous,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    ...(trigger ? { Trigger: trigger } : { AlarmRule: watches.kind === 'composite' ? watches.rule : '' }),
  };
}

/** `2026-06-01T03:06:00.123+0000`. */
function offsetTime(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '+0000');
}
