/** Why an alarm is in its state, in CloudWatch's words (as DescribeAlarms and DescribeAlarmHistory answer them). */
import type { AlarmDefinition, AlarmState, Datapoint } from './alarm.js';

/** The content of `StateReasonData`. Times are as CloudWatch writes them: `2026-11-24T12:00:00.000+0000`. */
export interface AlarmReasonData {
  version: '1.0';
  queryDate: string;
  /** Start of the oldest datapoint that was evaluated. */
  startDate?: string;
  statistic: string;
  period: number;
  /** Newest last. */
  recentDatapoints: number[];
  threshold: number;
  /** Newest first. */
  evaluatedDatapoints: { timestamp: string; sampleCount?: number; value?: number }[];
}

interface Facts {
  definition: AlarmDefinition;
  state: AlarmState;
  previousState: AlarmState;
  /** The datapoints that speak for the state, newest first. */
  telling: readonly Datapoint[];
  /** How many missing datapoints were filled in. */
  filled: number;
}

const relation: Readonly<Record<AlarmDefinition['comparison'], string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** The reason of an evaluation. */
export function reasonFor({ definition, state, previousState, telling, filled }: Facts): string {
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${datapoints(filled)} ${filled === 1 ? 'was' : 'were'} unknown.`;
  const assumed = { breaching: 'Breaching', notBreaching: 'NonBreaching', missing: 'Missing', ignore: 'Ignored' }[
    definition.missingData
  ];
  const missing = `${filled} missing ${filled === 1 ? 'datapoint was' : 'datapoints were'} treated as [${assumed}]`;
  if (telling.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${filled} ${filled === 1 ? 'period' : 'periods'} and ${missing}.`;
  }
  const crossed = telling.map((point) => `${decimal(point.value ?? 0)} (${shortTime(point.start)})`).join(', ');
  const verb = telling.length === 1 ? 'was' : 'were';
  const not = state === 'ALARM' ? '' : 'not ';
  const [needed, transition] =
    state === 'ALARM'
      ? [definition.datapointsToAlarm, 'OK -> ALARM']
      : [definition.evaluationPeriods - definition.datapointsToAlarm + 1, 'ALARM -> OK'];
  const minimum = state === previousState ? '' : ` (minimum ${datapoints(needed)} for ${transition} transition)`;
  const of = `${telling.length} out of the last ${definition.evaluationPeriods} datapoints`;
  return `Threshold Crossed: ${of} [${crossed}] ${verb} ${not}${relation[definition.comparison]} the threshold (${decimal(definition.threshold)})${minimum}.`;
}

/** What CloudWatch tells a program about the evaluation. */
export function reasonData(
  definition: AlarmDefinition,
  range: readonly Datapoint[],
  evaluated: readonly Datapoint[],
  at: number,
): AlarmReasonData {
  const oldest = evaluated.at(-1);
  return {
    version: '1.0',
    queryDate: longTime(at),
    ...(oldest ? { startDate: longTime(oldest.start) } : {}),
    statistic: definition.statistic,
    period: definition.periodSeconds,
    recentDatapoints: evaluated.flatMap(({ value }) => value ?? []).toReversed(),
    threshold: definition.threshold,
    evaluatedDatapoints: range.slice(0, definition.evaluationPeriods).map(({ start, value, sampleCount }) => ({
      timestamp: longTime(start),
      ...(value === undefined ? {} : { sampleCount, value }),
    })),
  };
}

function datapoints(count: number): string {
  return `${count} ${count === 1 ? 'datapoint' : 'datapoints'}`;
}

/** A number as Java prints it: `1.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toFixed(1) : String(value);
}

/** `24/11/26 12:00:00`. */
function shortTime(instant: number): string {
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(-2)} ${time.slice(0, 8)}`;
}

function longTime(instant: number): string {
  return new Date(instant).toISOString().replace('Z', '+0000');
}
