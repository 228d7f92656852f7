/** Evaluation of metric alarms (CloudWatch user guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data"). */
import type { AlarmReasonData } from './alarm-reason.js';
import { reasonData, reasonFor } from './alarm-reason.js';
import { EXTRA_DATAPOINTS, undocumented } from './undocumented.js';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** What an alarm watches for. An alarm of the organization document is one. */
export interface AlarmDefinition {
  statistic: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';
  /** 10, 20, 30 or a multiple of 60. */
  periodSeconds: number;
  evaluationPeriods: number;
  /** How many of the last `evaluationPeriods` must breach; 1 to `evaluationPeriods`. */
  datapointsToAlarm: number;
  threshold: number;
  comparison:
    'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';
  missingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/** A value that was published to a metric. */
export interface MetricSample {
  /** Timestamp of the value, in milliseconds since 1970. */
  at: number;
  value: number;
}

/** The values of one period, put together by the statistic. `value` is `undefined` if there were none. */
export interface Datapoint {
  /** Start of the period, in milliseconds since 1970. */
  start: number;
  value: number | undefined;
  sampleCount: number;
}

export interface AlarmEvaluation {
  state: AlarmState;
  /** In CloudWatch's words; the previous reason does not count when the state is retained. */
  reason: string;
  /** What CloudWatch puts, as JSON text, into `StateReasonData`. */
  reasonData: AlarmReasonData;
  /** True if the state differs from the previous one: only then are actions taken. */
  changed: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Milliseconds between two evaluations: a minute; ten seconds for periods below one; an hour for more than a day of periods. */
export function evaluationInterval({ periodSeconds, evaluationPeriods }: AlarmDefinition): number {
  if (periodSeconds < 60) return 10_000;
  return periodSeconds * evaluationPeriods > 86_400 ? HOUR : MINUTE;
}

/** The first instant after `at` at which the alarm is evaluated. */
export function nextEvaluation(definition: AlarmDefinition, at: number): number {
  const interval = evaluationInterval(definition);
  return (Math.floor(at / interval) + 1) * interval;
}

/**
 * Evaluates the alarm as of the last evaluation instant up to `at`: over whole periods that ended there. Samples may be in any
 * order; those after that instant are not seen yet. An alarm starts as INSUFFICIENT_DATA.
 */
export function evaluateAlarm(
  definition: AlarmDefinition,
  samples: readonly MetricSample[],
  at: number,
  previousState: AlarmState,
): AlarmEvaluation {
  const interval = evaluationInterval(definition);
  const datapoints = datapointsUntil(definition, samples, Math.floor(at / interval) * interval);
  const existing = datapoints.filter(({ value }) => value !== undefined);
  const evaluated = existing.slice(0, definition.evaluationPeriods);
  const filled = definition.evaluationPeriods - evaluated.length;
  const state = decide(definition, datapoints, evaluated, filled) ?? previousState;
  const telling = evaluated.filter((datapoint) => isBreaching(definition, datapoint) === (state === 'ALARM'));
  return {
    state,
    reason: reasonFor({ definition, state, previousState, telling, filled }),
    reasonData: reasonData(definition, datapoints, evaluated, at),
    changed: state !== previousState,
  };
}

/**
 * The first instant after `at` at which the alarm changes its state if no more samples arrive, and the evaluation there;
 * `undefined` if it never does. Until then a clock may jump.
 */
export function nextStateChange(
  definition: AlarmDefinition,
  samples: readonly MetricSample[],
  at: number,
  state: AlarmState,
): { at: number; evaluation: AlarmEvaluation } | undefined {
  const range = (definition.evaluationPeriods + EXTRA_DATAPOINTS) * definition.periodSeconds * 1000;
  const newest = samples.reduce((latest, sample) => Math.max(latest, sample.at), at);
  // Once every sample has left the range nothing changes any more; evaluate once more to see that.
  const end = newest + range + 2 * evaluationInterval(definition);
  for (let instant = nextEvaluation(definition, at); instant <= end; instant = nextEvaluation(definition, instant)) {
    const evaluation = evaluateAlarm(definition, samples, instant, state);
    if (evaluation.changed) return { at: instant, evaluation };
  }
  return undefined;
}

/** The datapoints of the evaluation range, the newest first: every period that ended by `end`. */
function datapointsUntil(definition: AlarmDefinition, samples: readonly MetricSample[], end: number): Datapoint[] {
  const period = definition.periodSeconds * 1000;
  const count = definition.evaluationPeriods + EXTRA_DATAPOINTS;
  const values: number[][] = Array.from({ length: count }, () => []);
  for (const { at, value } of samples) values[Math.ceil((end - at) / period) - 1]?.push(value);
  return values.map((inPeriod, index) => ({
    start: end - (index + 1) * period,
    value: inPeriod.length === 0 ? undefined : statistics[definition.statistic](inPeriod),
    sampleCount: inPeriod.length,
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const statistics: Readonly<Record<AlarmDefinition['statistic'], (values: readonly number[]) => number>> = {
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => values.reduce((least, value) => Math.min(least, value)),
  Maximum: (values) => values.reduce((most, value) => Math.max(most, value)),
  SampleCount: (values) => values.length,
};

const breaches: Readonly<Record<AlarmDefinition['comparison'], (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

function isBreaching({ comparison, threshold }: AlarmDefinition, { value }: Datapoint): boolean {
  return value !== undefined && breaches[comparison](value, threshold);
}

/** The new state; `undefined` to retain the current one. */
function decide(
  definition: AlarmDefinition,
  datapoints: readonly Datapoint[],
  evaluated: readonly Datapoint[],
  filled: number,
): AlarmState | undefined {
  const { datapointsToAlarm, missingData } = definition;
  const breaching = evaluated.filter((datapoint) => isBreaching(definition, datapoint)).length;
  // Real datapoints come first, however old they are within the range; missing ones are filled in only for what lacks.
  if (breaching + (missingData === 'breaching' ? filled : 0) >= datapointsToAlarm) return 'ALARM';
  if (filled === 0 || missingData === 'breaching' || missingData === 'notBreaching') return 'OK';
  if (breaching < evaluated.length) return 'OK';
  if (missingData === 'ignore') return undefined;
  if (evaluated.length === 0) return 'INSUFFICIENT_DATA';
  // Only breaching datapoints, fewer than needed: premature unless the oldest is as old as the datapoints to alarm.
  const oldest = datapoints.findLastIndex((datapoint) => isBreaching(definition, datapoint)) + 1;
  if (oldest >= datapointsToAlarm) return 'ALARM';
  return undocumented.lonelyBreachingDatapointIsInsufficient ? 'INSUFFICIENT_DATA' : 'OK';
}
