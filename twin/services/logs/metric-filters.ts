/** Metric filters (CloudWatch Logs API reference). */
import { compileMetricFilter, extractedValues, isPatternError } from '../../../monitoring/index.js';
import type { TwinLogGroup, TwinMetricFilter } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { newMetricFilter } from './compiled-metric-filter.js';
import { invalidParameter, logGroupOf, onLogGroup, pageOf } from './log-group.js';
import type { Paged } from './log-group.js';

interface TransformationInput {
  metricName: string;
  metricNamespace: string;
  metricValue: string;
  defaultValue?: number;
  unit?: string;
}

interface DescribeInput extends Paged {
  logGroupName?: string;
  filterNamePrefix?: string;
  metricName?: string;
  metricNamespace?: string;
}

/** Most filters of a log group, most messages of a test. */
const MOST_FILTERS = 100;
const MOST_MESSAGES = 50;

export const metricFilterOperations = [
  operation<
    {
      logGroupName: string;
      filterName: string;
      filterPattern: string;
      metricTransformations: readonly TransformationInput[];
    },
    unknown
  >({
    name: 'PutMetricFilter',
    permissions: onLogGroup('PutMetricFilter'),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      const { filterName: name, filterPattern: pattern } = input;
      // User guide, "Log classes": only the standard class has metric filters.
      if (group.class !== undefined && group.class !== 'STANDARD')
        throw new AwsError(
          'InvalidOperationException',
          `Log groups of the class ${group.class} have no metric filters.`,
        );
      if (!/^[^:*]{1,512}$/.test(name))
        throw invalidParameter("A metric filter's name has 1 to 512 characters other than ':' and '*'.");
      const [transformation, ...others] = input.metricTransformations;
      if (!transformation || others.length > 0)
        throw invalidParameter(
          "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length 1",
        );
      if (!group.metricFilters.has(name) && group.metricFilters.size >= MOST_FILTERS)
        throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
      const { metricNamespace: namespace, metricName: metric, metricValue: value, defaultValue, unit } = transformation;
      if (!/^(\$.+|-?\d+(\.\d+)?)$/.test(value))
        throw invalidParameter(`Invalid metric transformation: the value ${value} must be a number or begin with $.`);
      const optional = {
        ...(defaultValue === undefined ? {} : { defaultValue }),
        ...(unit === undefined ? {} : { unit }),
      };
      group.metricFilters.set(
        name,
        checkedPattern(() =>
          newMetricFilter(name, pattern, { namespace, metric, value, ...optional }, context.clock.now()),
        ),
      );
      return {};
    },
  }),
  operation<{ logGroupName: string; filterName: string }, unknown>({
    name: 'DeleteMetricFilter',
    permissions: onLogGroup('DeleteMetricFilter'),
    run: (input, context) => {
      if (!logGroupOf(context, input).metricFilters.delete(input.filterName))
        throw new AwsError('ResourceNotFoundException', 'The specified metric filter does not exist.');
      return {};
    },
  }),
  operation<DescribeInput, unknown>({
    name: 'DescribeMetricFilters',
    permissions: onLogGroup('DescribeMetricFilters'),
    run: (input, context) => {
      if ((input.metricName === undefined) !== (input.metricNamespace === undefined))
        throw invalidParameter('metricName and metricNamespace must be specified together.');
      const groups =
        input.logGroupName === undefined ? [...ownRegion(context).logGroups.values()] : [logGroupOf(context, input)];
      const filters = groups.flatMap((group) =>
        [...group.metricFilters.values()]
          .filter((filter) => isAsked(filter, input))
          .map((filter) => show(group, filter)),
      );
      const { items, ...rest } = pageOf(filters, input);
      return { metricFilters: items, ...rest };
    },
  }),
  operation<{ filterPattern: string; logEventMessages: readonly string[] }, unknown>({
    name: 'TestMetricFilter',
    run: ({ filterPattern: pattern, logEventMessages: messages }) => {
      if (messages.length === 0 || messages.length > MOST_MESSAGES)
        throw invalidParameter(`A test has 1 to ${MOST_MESSAGES} messages.`);
      const matches = checkedPattern(() => compileMetricFilter(pattern));
      const found = messages.flatMap((message, index) =>
        matches(message)
          ? [{ eventNumber: index + 1, eventMessage: message, extractedValues: extractedValues(pattern, message) }]
          : [],
      );
      return { matches: found };
    },
  }),
];

/** Compiles a pattern. Throws `InvalidParameterException` for one that is none. */
export function checkedPattern<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (isPatternError(error)) throw invalidParameter(error.message);
    throw error;
  }
}

function isAsked(
  { name, metric, namespace }: TwinMetricFilter,
  { filterNamePrefix: prefix = '', metricName, metricNamespace }: DescribeInput,
): boolean {
  return (
    name.startsWith(prefix) && (metricName === undefined || (metricName === metric && metricNamespace === namespace))
  );
}

function show(
  group: TwinLogGroup,
  { name, pattern, createdAt, namespace, metric, value, defaultValue, unit }: TwinMetricFilter,
): Record<string, unknown> {
  return {
    filterName: name,
    filterPattern: pattern,
    creationTime: createdAt,
    logGroupName: group.name,
    metricTransformations: [{ metricName: metric, metricNamespace: namespace, metricValue: value, defaultValue, unit }],
  };
}
