/**
 * Where news of a use gets lost: the first link that is broken between a record and its message, over trail, metric filter and
 * alarm, from the configuration as it was read; event-chain.ts has the other path. Pure.
 */
import { compileRecordFilter, evaluateAlarm } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import type { Alarm, Monitoring, Trail } from '../../organization/monitoring-model.js';
import { brokenReceiver } from './alarm-topics.js';
import { firstLoss } from './loss.js';
import type { Loss } from './loss.js';
import type { Explanation, FindingCode } from '../causes/explanation.js';

/** An account that watches, and what in it does. */
export interface WatchedAccount {
  accountId: string;
  partition: string;
  monitoring: Monitoring;
  /** ARN of the queue in which a drill looks for messages. */
  receipts?: string | undefined;
  organizationId?: string;
  /** Regions that were read; of others nothing is known. */
  regions?: readonly string[];
  /** What watches other accounts, by their ids, as far as it was read. */
  others?: ReadonlyMap<string, Monitoring>;
}

/** A use to be noticed: its records, what it is called in sentences, and how long the news may take. */
export interface WatchedUse {
  /** As the account of the caller records it. */
  record: CloudTrailEvent;
  /** Every copy: an organization trail takes that of the other account too. */
  copies: readonly CloudTrailEvent[];
  /** Calls that are no use of break glass, for patterns that match too much. */
  ordinary: readonly CloudTrailEvent[];
  words: string;
  logsSeconds: number;
}

/** An alarm that should ring for a use. */
export interface WatchingAlarm {
  name: string;
  arn: string;
  region: string;
  namespace: string;
  metric: string;
}

/** Alarms over the metrics of filters that match a use, wherever they are. */
export function watchingAlarms(
  { accountId, partition, monitoring }: WatchedAccount,
  copies: readonly CloudTrailEvent[],
): WatchingAlarm[] {
  const counting = Object.values(monitoring.logGroups)
    .flatMap(({ metricFilters }) => Object.values(metricFilters))
    .filter(({ pattern }) => counts(pattern, copies));
  return Object.entries(monitoring.alarms)
    .filter(([, { namespace, metric }]) =>
      counting.some((filter) => filter.namespace === namespace && filter.metric === metric),
    )
    .map(([key, { region, namespace, metric }]) => {
      const name = nameOf(key);
      return {
        name,
        arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`,
        region,
        namespace,
        metric,
      };
    });
}

/** The first broken link over trail, log group, metric filter and alarm; `undefined` if an alarm tells somebody. */
export function brokenLogs(watched: WatchedAccount, use: WatchedUse): Loss | undefined {
  return brokenTrails(
    watched.monitoring,
    (name, trail) => brokenTrail(name, trail, use.record, use.words) ?? brokenFilter(watched, name, trail, use),
  );
}

/** The first broken link of every trail of the organization, as `walk` finds it. */
export function brokenTrails(
  { trails }: Monitoring,
  walk: (name: string, trail: Trail) => Loss | undefined,
): Loss | undefined {
  const organizationTrails = Object.entries(trails).filter(([, { organization }]) => organization);
  if (organizationTrails.length === 0) return { code: 'BG_TRAIL_MISSING', cause: 'there is no organization trail' };
  return firstLoss(organizationTrails.map(([key, trail]) => walk(nameOf(key), trail)));
}

/** Why a trail does not record it. */
export function brokenTrail(
  name: string,
  trail: Trail,
  record: CloudTrailEvent,
  words: string,
): Explanation | undefined {
  if (!trail.logging) return { code: 'BG_TRAIL_OFF', cause: `trail "${name}" is not logging` };
  if (!trail.multiRegion && record.awsRegion !== trail.region)
    return { code: 'BG_TRAIL_ONE_REGION', cause: `trail "${name}" records ${trail.region} alone` };
  if (trail.records === 'None')
    return { code: 'BG_TRAIL_SELECTORS', cause: `the selectors of trail "${name}" leave out all management events` };
  return selects(trail, record)
    ? undefined
    : { code: 'BG_TRAIL_SELECTORS', cause: `the selectors of trail "${name}" leave out ${words}` };
}

function brokenFilter(
  watched: WatchedAccount,
  name: string,
  { logGroup, region }: Trail,
  use: WatchedUse,
): Loss | undefined {
  if (logGroup === undefined) return { code: 'BG_TRAIL_WITHOUT_LOGS', cause: `trail "${name}" writes to no log group` };
  const filters = Object.entries(watched.monitoring.logGroups).flatMap(([key, group]) =>
    Object.entries(group.metricFilters).map(([filterName, filter]) => ({
      name: filterName,
      group: nameOf(key),
      region: group.region,
      filter,
    })),
  );
  if (filters.length === 0)
    return { code: 'BG_ALARM_PATTERN', cause: `there is no metric filter on log group "${logGroup}"` };
  const matching = filters.filter(({ filter }) => counts(filter.pattern, use.copies));
  if (matching.length === 0)
    return { code: 'BG_ALARM_PATTERN', cause: `no metric filter matches ${use.words} (there is ${listed(filters)})` };
  const here = matching.filter((found) => found.group === logGroup && found.region === region);
  if (here.length === 0)
    return {
      code: 'BG_ALARM_FILTER_ELSEWHERE',
      cause: `metric filter ${listed(matching)} is on log group "${matching[0]?.group ?? ''}", and trail "${name}" writes to "${logGroup}"`,
    };
  const noisy = here.find(({ filter }) => counts(filter.pattern, use.ordinary));
  if (noisy)
    return {
      code: 'BG_ALARM_NOISE',
      cause: `metric filter "${noisy.name}" for "${noisy.filter.metric}" also counts calls that are no use of break glass`,
    };
  const listening = Object.entries(watched.monitoring.alarms).filter(([, alarm]) =>
    here.some(
      ({ filter }) => alarm.region === region && alarm.namespace === filter.namespace && alarm.metric === filter.metric,
    ),
  );
  if (listening.length === 0)
    return {
      code: 'BG_ALARM_METRIC',
      cause: `no alarm watches the metric ${here.map(({ filter }) => `"${filter.namespace}/${filter.metric}"`).join(', ')} of metric filter ${listed(here)}`,
    };
  return firstLoss(listening.map(([alarm, definition]) => brokenAlarm(watched, alarm, definition, use)));
}

/** Names of filters or rules, up to three. */
export function listed(named: readonly { name: string }[]): string {
  const names = [...new Set(named.map(({ name }) => `"${nameOf(name)}"`))].sort();
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function brokenAlarm(
  watched: WatchedAccount,
  key: string,
  alarm: Alarm,
  { logsSeconds }: WatchedUse,
): Loss | undefined {
  const name = nameOf(key);
  const period = alarm.periodSeconds * 1000;
  const at = 1000 * period;
  const rings = evaluateAlarm(alarm, [{ at: at - period, value: 1 }], at, 'OK').state === 'ALARM';
  const silent = evaluateAlarm(alarm, [], at, 'OK').state === 'ALARM';
  if (!rings || silent)
    return {
      code: 'BG_ALARM_THRESHOLD',
      cause: silent ? `alarm "${name}" rings without any use` : `alarm "${name}" does not ring for a single use`,
    };
  // Without data it keeps its state: it rings once and never again (CloudWatch user guide, "Configuring how alarms treat missing data").
  if (alarm.missingData !== 'notBreaching')
    return {
      code: 'BG_ALARM_STUCK',
      cause: `alarm "${name}" treats missing data as ${alarm.missingData}, so that it does not return to OK after a use`,
    };
  // Five minutes until the trail delivers, on average, and then the periods of the alarm.
  const typical = 300 + alarm.periodSeconds * alarm.evaluationPeriods;
  if (typical > logsSeconds)
    return {
      code: 'BG_ALARM_TOO_SLOW',
      cause: `alarm "${name}" needs about ${typical} s, and ${logsSeconds} s are promised`,
    };
  if (!alarm.actionsEnabled)
    return { code: 'BG_ALARM_ACTIONS_OFF', cause: `the actions of alarm "${name}" are disabled` };
  if (alarm.actions.length === 0) return { code: 'BG_ALARM_WITHOUT_ACTION', cause: `alarm "${name}" has no action` };
  const sourceArn = `arn:${watched.partition}:cloudwatch:${alarm.region}:${watched.accountId}:alarm:${name}`;
  return firstLoss(
    alarm.actions.map((arn) =>
      brokenReceiver(watched, arn, {
        service: 'cloudwatch.amazonaws.com',
        sourceArn,
        name: `alarm "${name}"`,
        body: alarmBody(watched, name, sourceArn, alarm),
      }),
    ),
  );
}

/**
 * The message of an alarm (CloudWatch user guide, "Notifying users on alarm changes"). Nobody knows before it rings what is
 * `undefined`.
 */
function alarmBody({ accountId }: WatchedAccount, name: string, arn: string, alarm: Alarm): Record<string, unknown> {
  const { namespace, metric, threshold, comparison } = alarm;
  return {
    AlarmName: name,
    AlarmArn: arn,
    AWSAccountId: accountId,
    NewStateValue: 'ALARM',
    OldStateValue: 'OK',
    ...unknown(OF_THE_MOMENT),
    Trigger: {
      MetricName: metric,
      Namespace: namespace,
      Threshold: threshold,
      ComparisonOperator: comparison,
      ...unknown(OF_THE_TRIGGER),
    },
  };
}

function unknown(names: readonly string[]): Record<string, undefined> {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

const OF_THE_MOMENT = [
  ...['AlarmDescription', 'AlarmConfigurationUpdatedTimestamp', 'NewStateReason', 'StateChangeTime', 'Region'],
  ...['OKActions', 'AlarmActions', 'InsufficientDataActions'],
];
const OF_THE_TRIGGER = [
  ...['StatisticType', 'Statistic', 'Unit', 'Dimensions', 'Period', 'EvaluationPeriods', 'DatapointsToAlarm'],
  ...['TreatMissingData', 'EvaluateLowSampleCountPercentile'],
];

/** True if the selectors of the trail, as far as the organization document holds them, keep the record. */
function selects({ records, globalServiceEvents }: Trail, { readOnly, eventSource }: CloudTrailEvent): boolean {
  if (records === 'None' || (!globalServiceEvents && eventSource === 'signin.amazonaws.com')) return false;
  return records === 'All' || readOnly === (records === 'ReadOnly');
}

/** Name of an entry of which several Regions have different ones. */
export function nameOf(key: string): string {
  return key.split('@')[0] ?? key;
}

function counts(pattern: string, copies: readonly CloudTrailEvent[]): boolean {
  return copies.some((copy) => matches(() => compileRecordFilter(pattern)(copy)));
}

/** A pattern that AWS would refuse matches nothing. */
export function matches(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

/** Codes of links before anything is noticed: behind them a rule has matched, or an alarm has rung. */
export function isBeforeDetection(code: FindingCode): boolean {
  return code.startsWith('BG_TRAIL_') || BEFORE_DETECTION.includes(code);
}

const BEFORE_DETECTION: readonly FindingCode[] = [
  'BG_ALARM_PATTERN',
  'BG_ALARM_SUCCESS_ONLY',
  'BG_ALARM_RULE_REGION',
  'BG_ALARM_RULE_BUS',
  'BG_ALARM_FORWARD',
  'BG_ALARM_RULE_DISABLED',
  'BG_ALARM_FILTER_ELSEWHERE',
  'BG_ALARM_METRIC',
  'BG_ALARM_THRESHOLD',
  'BG_ALARM_STUCK',
];
