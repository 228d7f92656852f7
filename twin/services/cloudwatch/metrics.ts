/** Metrics and their datapoints (CloudWatch API reference). */
import { putDatapoint, singleValue } from '../../delivery/metrics.js';
import { metricKey } from '../../state/metric-key.js';
import type { Dimension, TwinDatapoint, TwinMetric } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { invalidValue, pageOf } from './alarm.js';

interface Datum {
  MetricName: string;
  Dimensions?: readonly Dimension[];
  Timestamp?: Date;
  Value?: number;
  StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number };
  Values?: readonly number[];
  Counts?: readonly number[];
  Unit?: string;
}

interface DataInput {
  Namespace: string;
  MetricData?: readonly Datum[];
  /** Data that say whose they are; only where the data go is looked at. */
  EntityMetricData?: readonly { MetricData?: readonly Datum[] }[];
}

interface Query {
  Id: string;
  Label?: string;
  Expression?: string;
  MetricStat?: {
    Metric: { Namespace?: string; MetricName?: string; Dimensions?: readonly Dimension[] };
    Period: number;
    Stat: string;
    Unit?: string;
  };
}

interface DataQueries {
  MetricDataQueries: readonly Query[];
  StartTime: Date;
  EndTime: Date;
  ScanBy?: string;
  MaxDatapoints?: number;
  NextToken?: string;
}

interface StatisticsInput {
  Namespace: string;
  MetricName: string;
  Dimensions?: readonly Dimension[];
  StartTime: Date;
  EndTime: Date;
  Period: number;
  Statistics?: readonly string[];
  Unit?: string;
}

/** Values may be two weeks old and two hours ahead (PutMetricData). */
const OLDEST = 14 * 86_400_000;
const NEWEST = 2 * 3_600_000;
const PAGE = 500;
/** Most datapoints of one answer (GetMetricStatistics). */
const MOST_DATAPOINTS = 1_440;
const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'];

export const metricOperations = [
  operation<DataInput, unknown>({
    name: 'PutMetricData',
    recorded: false,
    permissions: ({ Namespace: namespace }) => [
      { action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': namespace } },
    ],
    run: ({ Namespace: namespace, MetricData: plain = [], EntityMetricData: ofEntities = [] }, context) => {
      const data = [...plain, ...ofEntities.flatMap(({ MetricData: own = [] }) => own)];
      if (namespace.startsWith('AWS/') || namespace === '')
        throw invalidValue('Namespace', 'Namespaces that begin with AWS/ belong to AWS.');
      const now = context.clock.now();
      const points = data.flatMap((datum) => readDatum(datum, now).map((point) => ({ datum, point })));
      for (const { datum, point } of points)
        putDatapoint(
          context.delivery,
          ownRegion(context),
          { namespace, name: datum.MetricName, dimensions: datum.Dimensions ?? [] },
          point,
          now,
        );
      return {};
    },
  }),
  operation<StatisticsInput, unknown>({
    name: 'GetMetricStatistics',
    recorded: false,
    run: (input, context) => {
      const { Statistics: statistics = [], Unit: unit } = input;
      const wrong = statistics.find((name) => !STATISTICS.includes(name));
      if (statistics.length === 0 || wrong !== undefined)
        throw invalidValue('Statistics', `Valid values are: ${STATISTICS.join(', ')}.`);
      const metric = metricOf(context, {
        namespace: input.Namespace,
        name: input.MetricName,
        dimensions: input.Dimensions ?? [],
      });
      const sets = inPeriods(metric, { start: input.StartTime, end: input.EndTime, period: input.Period, unit });
      return {
        Label: input.MetricName,
        Datapoints: sets.map((set) => ({
          Timestamp: new Date(set.at),
          Unit: set.unit,
          ...Object.fromEntries(statistics.map((name) => [name, statisticOf(set, name)])),
        })),
      };
    },
  }),
  operation<DataQueries, unknown>({
    name: 'GetMetricData',
    recorded: false,
    run: (input, context) => {
      // No answer gives a token.
      if (input.NextToken !== undefined) throw new AwsError('InvalidNextToken', 'The next token is not valid.');
      const results = input.MetricDataQueries.map((query) => answerQuery(query, input, context));
      const count = results.reduce((sum, { Values: values }) => sum + values.length, 0);
      if (count > (input.MaxDatapoints ?? Infinity))
        throw new AwsError('NotImplemented', 'The embedded organization has no pages of datapoints.', 501);
      return { MetricDataResults: results };
    },
  }),
  operation<
    {
      Namespace?: string;
      MetricName?: string;
      Dimensions?: readonly { Name: string; Value?: string }[];
      NextToken?: string;
    },
    unknown
  >({
    name: 'ListMetrics',
    recorded: false,
    run: (input, context) => {
      const found = [...ownRegion(context).metrics.values()].filter(
        ({ namespace, name, dimensions }) =>
          (input.Namespace ?? namespace) === namespace &&
          (input.MetricName ?? name) === name &&
          (input.Dimensions ?? []).every((asked) =>
            dimensions.some(({ Name, Value }) => Name === asked.Name && (asked.Value ?? Value) === Value),
          ),
      );
      const { items, ...rest } = pageOf(found, input, PAGE);
      return {
        Metrics: items.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: dimensions,
        })),
        ...rest,
      };
    },
  }),
];

/** Statistic sets of one datum: one for a value or a set, one for each of several values. Throws for what is no value. */
function readDatum(datum: Datum, now: number): TwinDatapoint[] {
  const { Value: value, StatisticValues: set, Values: values, Counts: counts = [], Unit: unit = 'None' } = datum;
  const at = datum.Timestamp?.getTime() ?? now;
  if (at < now - OLDEST || at > now + NEWEST)
    throw invalidValue(
      'MetricData.member.1.Timestamp',
      'Timestamps must be at most two weeks in the past and two hours in the future.',
    );
  const given = [value, set, values].filter((form) => form !== undefined);
  if (given.length !== 1)
    throw new AwsError(
      'InvalidParameterCombination',
      'Exactly one of Value, StatisticValues and Values must be specified.',
    );
  if (set)
    return [{ at, sampleCount: set.SampleCount, sum: set.Sum, minimum: set.Minimum, maximum: set.Maximum, unit }];
  const all = values ?? (value === undefined ? [] : [value]);
  if (!all.every(Number.isFinite)) throw invalidValue('MetricData.member.1.Value', 'It must be a number.');
  return all.map((each, index) => ({
    ...singleValue(at, each, unit),
    sampleCount: counts[index] ?? 1,
    sum: each * (counts[index] ?? 1),
  }));
}

function metricOf(
  context: OperationContext,
  name: Pick<TwinMetric, 'namespace' | 'name' | 'dimensions'>,
): TwinMetric | undefined {
  return ownRegion(context).metrics.get(metricKey(name));
}

/** One statistic set for each period that has a value, by time; its instant is the beginning of the period. */
function inPeriods(
  metric: TwinMetric | undefined,
  { start, end, period, unit }: { start: Date; end: Date; period: number; unit: string | undefined },
): TwinDatapoint[] {
  if (![1, 5, 10, 20, 30].includes(period) && (period < 60 || period % 60 !== 0))
    throw invalidValue('Period', 'It must be 1, 5, 10, 20, 30 or a multiple of 60.');
  if (start >= end) throw invalidValue('StartTime', 'It must be less than EndTime.');
  const sets = new Map<number, TwinDatapoint>();
  for (const point of metric?.points ?? []) {
    if (point.at < start.getTime() || point.at >= end.getTime() || (unit ?? point.unit) !== point.unit) continue;
    const at = Math.floor(point.at / (period * 1000)) * period * 1000;
    const known = sets.get(at);
    sets.set(
      at,
      known
        ? {
            at,
            unit: known.unit,
            sampleCount: known.sampleCount + point.sampleCount,
            sum: known.sum + point.sum,
            minimum: Math.min(known.minimum, point.minimum),
            maximum: Math.max(known.maximum, point.maximum),
          }
        : { ...point, at },
    );
  }
  if (sets.size > MOST_DATAPOINTS)
    throw new AwsError(
      'InvalidParameterCombination',
      `You have requested up to ${sets.size} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}.`,
    );
  return [...sets.values()].sort((left, right) => left.at - right.at);
}

function statisticOf({ sampleCount, sum, minimum, maximum }: TwinDatapoint, name: string): number {
  const values: Record<string, number> = {
    SampleCount: sampleCount,
    Sum: sum,
    Average: sum / sampleCount,
    Minimum: minimum,
    Maximum: maximum,
  };
  return values[name] ?? Number.NaN;
}

function answerQuery(
  { Id: id, Label: label, MetricStat: stat }: Query,
  { StartTime: start, EndTime: end, ScanBy: order }: { StartTime: Date; EndTime: Date; ScanBy?: string },
  context: OperationContext,
): Record<string, unknown> & { Values: readonly number[] } {
  if (!stat) throw new AwsError('NotImplemented', 'The embedded organization has no metric math.', 501);
  if (!STATISTICS.includes(stat.Stat))
    throw invalidValue('MetricStat.Stat', `Valid values are: ${STATISTICS.join(', ')}.`);
  const { Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions = [] } = stat.Metric;
  const sets = inPeriods(metricOf(context, { namespace, name, dimensions }), {
    start,
    end,
    period: stat.Period,
    unit: stat.Unit,
  });
  if (order !== 'TimestampAscending') sets.reverse();
  return {
    Id: id,
    Label: label ?? name,
    Timestamps: sets.map(({ at }) => new Date(at)),
    Values: sets.map((set) => statisticOf(set, stat.Stat)),
    StatusCode: 'Complete',
  };
}
