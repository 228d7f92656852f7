/**
 * Where news of a use gets lost: the first link that is broken between a record and its message, over rules of EventBridge
 * and over trail, metric filter and alarm, from the configuration as it was read. Pure.
 */
import { compileEventPattern, compileRecordFilter, eventBridgeEvent, evaluateAlarm } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import type { Alarm, EventRule, Monitoring, Trail } from '../../organization/monitoring-model.js';
import { brokenTopic, spelt } from './alarm-topics.js';
import type { Explanation, FindingCode } from '../causes/explanation.js';

/** An account that watches, and what in it does. */
export interface WatchedAccount {
  accountId: string;
  partition: string;
  monitoring: Monitoring;
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

/** The first broken link over EventBridge; `undefined` if a rule tells somebody. */
export function brokenEvents(
  watched: WatchedAccount,
  { record, ordinary, words }: WatchedUse,
): Explanation | undefined {
  // EventBridge is handed what a trail logs (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
  const unrecorded = brokenTrails(watched.monitoring, (name, trail) => brokenTrail(name, trail, record, words));
  if (unrecorded) return unrecorded;
  const region = record.awsRegion;
  if (Object.keys(watched.monitoring.eventRules).length === 0)
    return { code: 'BG_ALARM_PATTERN', cause: 'there is no event rule' };
  const matchingAnywhere = Object.entries(watched.monitoring.eventRules).filter(([, rule]) =>
    sees(rule, region, record),
  );
  const matching = matchingAnywhere.filter(([, { bus }]) => bus === 'default');
  const [elsewhere] = matchingAnywhere;
  // Records come to the default bus (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
  if (matching.length === 0 && elsewhere)
    return {
      code: 'BG_ALARM_RULE_BUS',
      cause: `event rule "${nameOf(elsewhere[0]).split('/').at(-1) ?? ''}" is on bus "${elsewhere[1].bus}", and records come to the default bus`,
    };
  if (matching.length === 0) return { code: 'BG_ALARM_PATTERN', cause: `no event rule matches ${words}` };
  const here = matching.filter(([, { regions }]) => regions.includes(region));
  if (here.length === 0)
    return { code: 'BG_ALARM_RULE_REGION', cause: `no event rule that matches ${words} is in ${region}` };
  return firstBroken(
    here.map(([name, rule]) => {
      return ordinary.some((call) => sees(rule, region, call))
        ? {
            code: 'BG_ALARM_NOISE',
            cause: `event rule "${nameOf(name)}" also matches calls that are no use of break glass`,
          }
        : brokenRule(watched, name, rule, record);
    }),
  );
}

function brokenRule(
  watched: WatchedAccount,
  key: string,
  rule: EventRule,
  record: CloudTrailEvent,
): Explanation | undefined {
  const name = nameOf(key);
  const region = record.awsRegion;
  if (rule.state === 'DISABLED') return { code: 'BG_ALARM_RULE_DISABLED', cause: `event rule "${name}" is disabled` };
  const targets = Object.values(rule.targets);
  if (targets.length === 0) return { code: 'BG_ALARM_NO_TARGET', cause: `event rule "${name}" has no target` };
  const sourceArn = `arn:${watched.partition}:events:${region}:${watched.accountId}:rule/${name}`;
  return firstBroken(
    targets.map(({ arn }) => brokenTopic(watched, spelt(arn, region), { service: 'events.amazonaws.com', sourceArn })),
  );
}

/** The first broken link over trail, log group, metric filter and alarm; `undefined` if an alarm tells somebody. */
export function brokenLogs(watched: WatchedAccount, use: WatchedUse): Explanation | undefined {
  return brokenTrails(
    watched.monitoring,
    (name, trail) => brokenTrail(name, trail, use.record, use.words) ?? brokenFilter(watched, name, trail, use),
  );
}

function brokenTrails(
  { trails }: Monitoring,
  walk: (name: string, trail: Trail) => Explanation | undefined,
): Explanation | undefined {
  const organizationTrails = Object.entries(trails).filter(([, { organization }]) => organization);
  if (organizationTrails.length === 0) return { code: 'BG_TRAIL_MISSING', cause: 'there is no organization trail' };
  return firstBroken(organizationTrails.map(([key, trail]) => walk(nameOf(key), trail)));
}

function brokenTrail(name: string, trail: Trail, record: CloudTrailEvent, words: string): Explanation | undefined {
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
): Explanation | undefined {
  if (logGroup === undefined) return { code: 'BG_TRAIL_WITHOUT_LOGS', cause: `trail "${name}" writes to no log group` };
  const filters = Object.entries(watched.monitoring.logGroups).flatMap(([key, group]) =>
    Object.values(group.metricFilters).map((filter) => ({ group: nameOf(key), region: group.region, filter })),
  );
  if (filters.length === 0)
    return { code: 'BG_ALARM_PATTERN', cause: `there is no metric filter on log group "${logGroup}"` };
  const matching = filters.filter(({ filter }) => counts(filter.pattern, use.copies));
  if (matching.length === 0) return { code: 'BG_ALARM_PATTERN', cause: `no metric filter matches ${use.words}` };
  const here = matching.filter((found) => found.group === logGroup && found.region === region);
  if (here.length === 0)
    return {
      code: 'BG_ALARM_FILTER_ELSEWHERE',
      cause: `the metric filter is on log group "${matching[0]?.group ?? ''}", and trail "${name}" writes to "${logGroup}"`,
    };
  const noisy = here.find(({ filter }) => counts(filter.pattern, use.ordinary));
  if (noisy)
    return {
      code: 'BG_ALARM_NOISE',
      cause: `the metric filter for "${noisy.filter.metric}" also counts calls that are no use of break glass`,
    };
  const listening = Object.entries(watched.monitoring.alarms).filter(([, alarm]) =>
    here.some(
      ({ filter }) => alarm.region === region && alarm.namespace === filter.namespace && alarm.metric === filter.metric,
    ),
  );
  if (listening.length === 0)
    return {
      code: 'BG_ALARM_METRIC',
      cause: `no alarm watches the metric ${here.map(({ filter }) => `"${filter.namespace}/${filter.metric}"`).join(', ')}`,
    };
  return firstBroken(listening.map(([alarm, definition]) => brokenAlarm(watched, alarm, definition, use)));
}

function brokenAlarm(
  watched: WatchedAccount,
  key: string,
  alarm: Alarm,
  { logsSeconds }: WatchedUse,
): Explanation | undefined {
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
  return firstBroken(
    alarm.actions.map((arn) => brokenTopic(watched, arn, { service: 'cloudwatch.amazonaws.com', sourceArn })),
  );
}

/** True if the selectors of the trail, as far as the organization document holds them, keep the record. */
function selects({ records, globalServiceEvents }: Trail, { readOnly, eventSource }: CloudTrailEvent): boolean {
  if (records === 'None' || (!globalServiceEvents && eventSource === 'signin.amazonaws.com')) return false;
  return records === 'All' || readOnly === (records === 'ReadOnly');
}

/** One whole branch is enough; else the first broken one is told. */
function firstBroken(links: readonly (Explanation | undefined)[]): Explanation | undefined {
  return links.includes(undefined) ? undefined : links[0];
}

/** Rules on the default bus of the record's Region that match it, enabled or not. */
export function matchingRules(
  { monitoring }: WatchedAccount,
  record: CloudTrailEvent,
): [name: string, rule: EventRule][] {
  return Object.entries(monitoring.eventRules).filter(
    ([, rule]) =>
      rule.bus === 'default' && rule.regions.includes(record.awsRegion) && sees(rule, record.awsRegion, record),
  );
}

function sees({ pattern }: EventRule, region: string, record: CloudTrailEvent): boolean {
  return matches(() =>
    compileEventPattern(JSON.parse(spelt(JSON.stringify(pattern), region)))(eventBridgeEvent(record)),
  );
}

/** Name of an entry of which several Regions have different ones. */
function nameOf(key: string): string {
  return key.split('@')[0] ?? key;
}

function counts(pattern: string, copies: readonly CloudTrailEvent[]): boolean {
  return copies.some((copy) => matches(() => compileRecordFilter(pattern)(copy)));
}

/** A pattern that AWS would refuse matches nothing. */
function matches(test: () => boolean): boolean {
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
  'BG_ALARM_RULE_DISABLED',
  'BG_ALARM_FILTER_ELSEWHERE',
  'BG_ALARM_METRIC',
  'BG_ALARM_THRESHOLD',
  'BG_ALARM_STUCK',
];
