/** Reading, switching and deleting alarms (CloudWatch API reference). */
import { changeState, wakeAlarm } from '../../delivery/alarms.js';
import { metricKey } from '../../state/metric-key.js';
import type { AlarmState, Dimension, TwinAlarm, TwinAlarmHistoryItem } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { invalidValue, onAlarms, pageOf, showAlarm } from './alarm.js';

interface Paged {
  NextToken?: string;
  MaxRecords?: number;
}

interface DescribeInput extends Paged {
  AlarmNames?: readonly string[];
  AlarmNamePrefix?: string;
  AlarmTypes?: readonly string[];
  StateValue?: string;
  ActionPrefix?: string;
}

interface HistoryInput extends Paged {
  AlarmName?: string;
  AlarmTypes?: readonly string[];
  HistoryItemType?: string;
  StartDate?: Date;
  EndDate?: Date;
  ScanBy?: string;
}

const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

export const alarmOperations = [
  operation<DescribeInput, unknown>({
    name: 'DescribeAlarms',
    permissions: ({ AlarmNames: names = [] }, context) => onAlarms('DescribeAlarms', names, context),
    run: (input, context) => {
      const found = [...ownRegion(context).alarms.values()].filter((alarm) => isAsked(alarm, input));
      const { items, ...rest } = pageOf(found, input);
      const ofKind = (kind: string): unknown[] => items.filter(({ watches }) => watches.kind === kind).map(showAlarm);
      return { MetricAlarms: ofKind('metric'), CompositeAlarms: ofKind('composite'), ...rest };
    },
  }),
  operation<
    {
      MetricName: string;
      Namespace: string;
      Statistic?: string;
      Dimensions?: readonly Dimension[];
      Period?: number;
      Unit?: string;
    },
    unknown
  >({
    name: 'DescribeAlarmsForMetric',
    run: (input, context) => {
      const key = metricKey({ namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions ?? [] });
      const found = [...ownRegion(context).alarms.values()].filter(({ watches }) => {
        if (
          watches.kind !== 'metric' ||
          metricKey({ namespace: watches.namespace, name: watches.metric, dimensions: watches.dimensions }) !== key
        )
          return false;
        return (
          (input.Statistic ?? watches.statistic) === watches.statistic &&
          (input.Period ?? watches.periodSeconds) === watches.periodSeconds &&
          (input.Unit ?? watches.unit) === watches.unit
        );
      });
      return { MetricAlarms: found.map(showAlarm) };
    },
  }),
  operation<HistoryInput, unknown>({
    name: 'DescribeAlarmHistory',
    permissions: ({ AlarmName: name }, context) =>
      onAlarms('DescribeAlarmHistory', name === undefined ? [] : [name], context),
    run: (input, context) => {
      const { AlarmTypes: types = ['MetricAlarm'] } = input;
      const alarms = [...ownRegion(context).alarms.values()].filter(
        (alarm) => (input.AlarmName ?? alarm.name) === alarm.name && types.includes(typeOf(alarm)),
      );
      const all = alarms.flatMap((alarm) =>
        alarm.history.filter((item) => isWithin(item, input)).map((item) => ({ alarm, item })),
      );
      all.sort((left, right) => left.item.at - right.item.at);
      if (input.ScanBy !== 'TimestampAscending') all.reverse();
      const { items, ...rest } = pageOf(all, input);
      return { AlarmHistoryItems: items.map(({ alarm, item }) => showHistory(alarm, item)), ...rest };
    },
  }),
  operation<{ AlarmNames: readonly string[] }, unknown>({
    name: 'DeleteAlarms',
    permissions: ({ AlarmNames: names }, context) => onAlarms('DeleteAlarms', names, context),
    // No error for an alarm that is not there.
    run: ({ AlarmNames: names }, context) => {
      const { alarms } = ownRegion(context);
      for (const name of names) alarms.delete(name);
      return {};
    },
  }),
  ...(['EnableAlarmActions', 'DisableAlarmActions'] as const).map((name) =>
    operation<{ AlarmNames: readonly string[] }, unknown>({
      name,
      permissions: ({ AlarmNames: names }, context) => onAlarms(name, names, context),
      run: ({ AlarmNames: names }, context) => {
        for (const alarm of names.flatMap((each) => ownRegion(context).alarms.get(each) ?? []))
          alarm.actionsEnabled = name === 'EnableAlarmActions';
        return {};
      },
    }),
  ),
  operation<{ AlarmName: string; StateValue: string; StateReason: string; StateReasonData?: string }, unknown>({
    name: 'SetAlarmState',
    permissions: ({ AlarmName: name }, context) => onAlarms('SetAlarmState', [name], context),
    run: (input, context) => {
      const region = ownRegion(context);
      const alarm = region.alarms.get(input.AlarmName);
      if (!alarm) throw new AwsError('ResourceNotFound', 'Alarm does not exist', 404);
      const state = STATES.find((known) => known === input.StateValue);
      if (!state) throw invalidValue('StateValue', `Valid values are: ${STATES.join(', ')}.`);
      if (input.StateReasonData !== undefined && !isJson(input.StateReasonData))
        throw new AwsError('InvalidFormat', 'StateReasonData was not valid JSON');
      const now = context.clock.now();
      changeState(
        context.delivery,
        region,
        alarm,
        { state, reason: input.StateReason, data: input.StateReasonData },
        now,
      );
      // It holds until the alarm evaluates next.
      if (alarm.watches.kind === 'metric') wakeAlarm(context.delivery, region, alarm, now);
      return {};
    },
  }),
];

function typeOf({ watches }: TwinAlarm): string {
  return watches.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
}

/** Metric alarms only, unless the types are named. */
function isAsked(
  alarm: TwinAlarm,
  {
    AlarmNames: names,
    AlarmNamePrefix: prefix = '',
    AlarmTypes: types = ['MetricAlarm'],
    StateValue: state,
    ActionPrefix: action,
  }: DescribeInput,
): boolean {
  if (names && names.length > 0 && !names.includes(alarm.name)) return false;
  const actions = Object.values(alarm.actions).flat();
  return (
    alarm.name.startsWith(prefix) &&
    types.includes(typeOf(alarm)) &&
    (state ?? alarm.state) === alarm.state &&
    (action === undefined || actions.some((arn) => arn.startsWith(action)))
  );
}

function isWithin(
  { at, type }: TwinAlarmHistoryItem,
  { HistoryItemType: asked = type, StartDate: start, EndDate: end }: HistoryInput,
): boolean {
  return asked === type && at >= (start?.getTime() ?? 0) && at <= (end?.getTime() ?? at);
}

function showHistory(alarm: TwinAlarm, { at, type, summary, data }: TwinAlarmHistoryItem): Record<string, unknown> {
  return {
    AlarmName: alarm.name,
    AlarmType: typeOf(alarm),
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
