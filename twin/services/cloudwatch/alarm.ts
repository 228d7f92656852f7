/** Alarms: finding them, showing them, who may do what with them. */
import type { RequiredPermission } from '../../access/request.js';
import type { TwinAlarm } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { page } from '../shared/paging.js';
import type { Tagging } from '../shared/tagging.js';

/** What input is refused with: `ValidationError` for what no alarm can be, `InvalidParameterValue` for a wrong value. */
export function invalidAlarm(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function invalidValue(name: string, message: string): AwsError {
  return new AwsError('InvalidParameterValue', `The value for parameter ${name} is invalid. ${message}`);
}

/** One page of a list of `most` items at most. */
export function pageOf<T>(
  items: readonly T[],
  { NextToken, MaxRecords }: { NextToken?: string; MaxRecords?: number },
  most = 100,
): { items: T[]; NextToken?: string } {
  const refuse = (what: 'token' | 'number'): AwsError =>
    what === 'token'
      ? new AwsError('InvalidNextToken', 'The next token is not valid.')
      : invalidValue('MaxRecords', `It is a number from 1 to ${most}.`);
  return page(items, { NextToken, MaxResults: MaxRecords }, { usual: most, most, refuse });
}

export function alarmArn(context: OperationContext, name: string): string {
  return ownArn(context, 'cloudwatch', `alarm:${name}`);
}

/** `cloudwatch:<action>` on each alarm, or on all (service authorization reference, Amazon CloudWatch). */
export function onAlarms(action: string, names: readonly string[], context: OperationContext): RequiredPermission[] {
  return (names.length === 0 ? ['*'] : names).map((name) => ({
    action: `cloudwatch:${action}`,
    resource: alarmArn(context, name),
  }));
}

/** Of all that CloudWatch has, alarms alone are here to be tagged. */
export const alarmTags: Tagging = {
  prefix: 'cloudwatch',
  find: (arn, context) => [...ownRegion(context).alarms.values()].find((alarm) => alarm.arn === arn)?.tags,
  missing: (arn) => new AwsError('ResourceNotFoundException', `Unknown resource ${arn}`, 404),
};

/** An alarm in the shape of DescribeAlarms. */
export function showAlarm(alarm: TwinAlarm): Record<string, unknown> {
  const { watches, actions } = alarm;
  const common = {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateChangedAt),
  };
  if (watches.kind === 'composite')
    return {
      ...common,
      AlarmRule: watches.rule,
      ActionsSuppressor: watches.suppressor?.alarm,
      ActionsSuppressorWaitPeriod: watches.suppressor?.waitSeconds,
      ActionsSuppressorExtensionPeriod: watches.suppressor?.extensionSeconds,
    };
  return {
    ...common,
    MetricName: watches.metric,
    Namespace: watches.namespace,
    Statistic: watches.statistic,
    Dimensions: watches.dimensions,
    Period: watches.periodSeconds,
    Unit: watches.unit,
    EvaluationPeriods: watches.evaluationPeriods,
    DatapointsToAlarm: watches.datapointsToAlarm,
    Threshold: watches.threshold,
    ComparisonOperator: watches.comparison,
    TreatMissingData: watches.missingData,
    EvaluateLowSampleCountPercentile: watches.lowSamples,
  };
}
