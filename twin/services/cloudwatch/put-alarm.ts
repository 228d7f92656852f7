/** Making and changing alarms (CloudWatch API reference, PutMetricAlarm and PutCompositeAlarm). */
import { compileAlarmRule, isPatternError } from '../../../monitoring/index.js';
import { addHistory, alarmNamed, wakeAlarm } from '../../delivery/alarms.js';
import { arnParts } from '../../state/arn.js';
import type { CompositeWatch, Dimension, MetricWatch, TwinAlarm, TwinRegion } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { alarmArn, invalidAlarm, onAlarms } from './alarm.js';

interface AlarmInput {
  AlarmName: string;
  AlarmDescription?: string;
  ActionsEnabled?: boolean;
  OKActions?: string[];
  AlarmActions?: string[];
  InsufficientDataActions?: string[];
  Tags?: readonly { Key: string; Value: string }[];
}

interface MetricAlarmInput extends AlarmInput {
  MetricName?: string;
  Namespace?: string;
  Statistic?: string;
  Dimensions?: readonly Dimension[];
  Period?: number;
  Unit?: string;
  EvaluationPeriods?: number;
  DatapointsToAlarm?: number;
  Threshold?: number;
  ComparisonOperator?: string;
  TreatMissingData?: string;
  EvaluateLowSampleCountPercentile?: string;
}

interface CompositeInput extends AlarmInput {
  AlarmRule: string;
  ActionsSuppressor?: string;
  ActionsSuppressorWaitPeriod?: number;
  ActionsSuppressorExtensionPeriod?: number;
}

const STATISTICS = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;
const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
/** Longest time over which an alarm looks, seconds: a day, or a week for periods of an hour and more. */
const DAY = 86_400;
const WEEK = 7 * DAY;
/** An alarm has at most five actions a state. */
const MOST_ACTIONS = 5;

export const putAlarmOperations = [
  operation<MetricAlarmInput, unknown>({
    name: 'PutMetricAlarm',
    permissions: ({ AlarmName: name }, context) => onAlarms('PutMetricAlarm', [name], context),
    run: (input, context) => {
      put(input, metricWatch(input), context);
      return {};
    },
  }),
  operation<CompositeInput, unknown>({
    name: 'PutCompositeAlarm',
    permissions: ({ AlarmName: name }, context) => onAlarms('PutCompositeAlarm', [name], context),
    run: (input, context) => {
      const { AlarmRule: rule } = input;
      if (reaches(ownRegion(context), rule, alarmNames(input.AlarmName, context)))
        throw new AwsError(
          'NotImplemented',
          'The embedded organization has no composite alarms that depend on themselves.',
          501,
        );
      put(input, { kind: 'composite', rule, ...suppression(input) }, context);
      return {};
    },
  }),
];

/** Times without an alarm that mutes are refused, as AWS refuses them. */
function suppression(input: CompositeInput): Pick<CompositeWatch, 'suppressor'> {
  const {
    ActionsSuppressor: alarm,
    ActionsSuppressorWaitPeriod: wait,
    ActionsSuppressorExtensionPeriod: extension,
  } = input;
  if (alarm === undefined && (wait !== undefined || extension !== undefined))
    throw invalidAlarm('ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod need an ActionsSuppressor.');
  return alarm === undefined ? {} : { suppressor: { alarm, waitSeconds: wait ?? 0, extensionSeconds: extension ?? 0 } };
}

/** Makes the alarm, or changes its configuration: the state stays what it was. */
function put(input: AlarmInput, watches: MetricWatch | CompositeWatch, context: OperationContext): void {
  const { AlarmName: name, AlarmDescription: description, ActionsEnabled: actionsEnabled = true } = input;
  if (name.length === 0 || name.length > 255) throw invalidAlarm('The alarm name must have 1 to 255 characters.');
  const actions = {
    OK: input.OKActions ?? [],
    ALARM: input.AlarmActions ?? [],
    INSUFFICIENT_DATA: input.InsufficientDataActions ?? [],
  };
  for (const list of Object.values(actions)) checkActions(list, context.region);
  const region = ownRegion(context);
  const known = region.alarms.get(name);
  const now = context.clock.now();
  const configuration = { actionsEnabled, actions, watches, configuredAt: now };
  const alarm: TwinAlarm = known ?? {
    state: 'INSUFFICIENT_DATA',
    stateReason: 'Unchecked: Initial alarm creation',
    stateUpdatedAt: now,
    stateChangedAt: now,
    history: [],
    tags: new Map((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    name,
    arn: alarmArn(context, name),
    ...configuration,
  };
  Object.assign(alarm, configuration);
  if (description === undefined) delete alarm.description;
  else alarm.description = description;
  // What the old configuration waited for is off.
  delete alarm.nextLook;
  region.alarms.set(name, alarm);
  addHistory(alarm, {
    at: now,
    type: 'ConfigurationUpdate',
    summary: `Alarm "${name}" ${known ? 'updated' : 'created'}`,
    data: JSON.stringify({ version: '1.0', type: known ? 'Update' : 'Create' }),
  });
  wakeAlarm(context.delivery, region, alarm, now);
}

function metricWatch(input: MetricAlarmInput): MetricWatch {
  const {
    MetricName: metric,
    Namespace: namespace,
    Period: periodSeconds,
    EvaluationPeriods: evaluationPeriods,
    Threshold: threshold,
    Dimensions: dimensions = [],
    Unit: unit,
    EvaluateLowSampleCountPercentile: lowSamples,
  } = input;
  const statistic = STATISTICS.find((known) => known === input.Statistic);
  const comparison = COMPARISONS.find((known) => known === input.ComparisonOperator);
  const missingData = MISSING_DATA.find((known) => known === (input.TreatMissingData ?? 'missing'));
  if (metric === undefined || namespace === undefined)
    throw invalidAlarm('MetricName and Namespace must be specified.');
  if (!statistic) throw invalidAlarm('Exactly one of Statistic and ExtendedStatistic must be specified.');
  if (!comparison) throw invalidAlarm('ComparisonOperator must be specified and valid.');
  if (!missingData)
    throw invalidAlarm(
      `Option '${input.TreatMissingData ?? ''}' for TreatMissingData is invalid. Valid values are: ${MISSING_DATA.join(', ')}.`,
    );
  if (threshold === undefined || !Number.isFinite(threshold)) throw invalidAlarm('Threshold must be specified.');
  if (periodSeconds === undefined || !isPeriod(periodSeconds))
    throw invalidAlarm('Period must be 10, 20, 30 or a multiple of 60.');
  if (evaluationPeriods === undefined || !Number.isInteger(evaluationPeriods) || evaluationPeriods < 1)
    throw invalidAlarm('EvaluationPeriods must be 1 or more.');
  const datapointsToAlarm = input.DatapointsToAlarm ?? evaluationPeriods;
  if (datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
    throw invalidAlarm('DatapointsToAlarm must be from 1 to EvaluationPeriods.');
  if (evaluationPeriods * periodSeconds > (periodSeconds < 3600 ? DAY : WEEK))
    throw invalidAlarm(
      `Metrics cannot be checked across more than a ${periodSeconds < 3600 ? 'day' : 'week'} (EvaluationPeriods * Period must be <= ${periodSeconds < 3600 ? DAY : WEEK}).`,
    );
  return {
    kind: 'metric',
    namespace,
    metric,
    dimensions,
    ...(unit === undefined ? {} : { unit }),
    statistic,
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    threshold,
    comparison,
    missingData,
    ...(lowSamples === undefined ? {} : { lowSamples }),
  };
}

function isPeriod(seconds: number): boolean {
  return [10, 20, 30].includes(seconds) || (Number.isInteger(seconds) && seconds >= 60 && seconds % 60 === 0);
}

/** Nobody looks whether the target is there; only that it is in the alarm's Region. */
function checkActions(actions: readonly string[], region: string): void {
  if (actions.length > MOST_ACTIONS) throw invalidAlarm(`A state has at most ${MOST_ACTIONS} actions.`);
  for (const action of actions) {
    if (!action.startsWith('arn:')) throw invalidAlarm(`Invalid use of action '${action}'`);
    const { service, region: target } = arnParts(action);
    if (service === 'sns' && target !== region)
      throw invalidAlarm(`Invalid region ${target} specified. Only ${region} is supported.`);
  }
}

function alarmNames(name: string, context: OperationContext): string[] {
  return [name, alarmArn(context, name)];
}

/** Whether a rule leads to one of these alarms, by way of whatever composite alarms there are. Throws `ValidationError` for what is no rule. */
function reaches(region: TwinRegion, rule: string, names: readonly string[], seen = new Set<string>()): boolean {
  return ruleAlarms(rule).some((name) => {
    if (names.includes(name)) return true;
    const watches = alarmNamed(region, name)?.watches;
    if (watches?.kind !== 'composite' || seen.has(name)) return false;
    seen.add(name);
    return reaches(region, watches.rule, names, seen);
  });
}

function ruleAlarms(rule: string): string[] {
  try {
    return compileAlarmRule(rule).alarms;
  } catch (error) {
    if (isPatternError(error)) throw invalidAlarm(error.message);
    throw error;
  }
}
