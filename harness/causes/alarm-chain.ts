/**
 * Where news of a use gets lost: the first link that is broken between a record and its message, over rules of EventBridge
 * and over trail, metric filter and alarm, from the configuration as it was read. Pure.
 */
import { compileEventPattern, compileRecordFilter, eventBridgeEvent, evaluateAlarm, reachesRule, trailKeeps } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import type { Alarm, EventRule, Monitoring } from '../../organization/monitoring-model.js';
import { brokenTopic, spelt } from './alarm-topics.js';
import type { Explanation } from './explanation.js';

/** An account that watches, and what in it does. */
export interface WatchedAccount {
  accountId: string;
  partition: string;
  monitoring: Monitoring;
}

/** A use to be noticed: its record, what it is called in sentences, and how long the news may take. */
export interface WatchedUse {
  record: CloudTrailEvent;
  words: string;
  logsSeconds: number;
}

/** The first broken link over EventBridge; `undefined` if a rule tells somebody. */
export function brokenEvents(watched: WatchedAccount, { record, words }: WatchedUse): Explanation | undefined {
  const region = record.awsRegion;
  const event = eventBridgeEvent(record);
  const matching = Object.entries(watched.monitoring.eventRules).filter(([, rule]) => rule.bus === 'default' && matches(() => compileEventPattern(spelledPattern(rule, region))(event)));
  if (matching.length === 0) return { code: 'BG_ALARM_PATTERN', cause: `no event rule matches ${words}` };
  const here = matching.filter(([, { regions }]) => regions.includes(region));
  if (here.length === 0) return { code: 'BG_ALARM_RULE_REGION', cause: `no event rule that matches ${words} is in ${region}` };
  return firstBroken(here.map(([name, rule]) => brokenRule(watched, name, rule, record)));
}

function brokenRule(watched: WatchedAccount, key: string, rule: EventRule, record: CloudTrailEvent): Explanation | undefined {
  const name = key.split('@')[0] ?? key;
  const region = record.awsRegion;
  if (!reachesRule(rule.state, record)) return { code: 'BG_ALARM_RULE_DISABLED', cause: `event rule "${name}" is disabled` };
  const targets = Object.values(rule.targets);
  if (targets.length === 0) return { code: 'BG_ALARM_NO_TARGET', cause: `event rule "${name}" has no target` };
  const sourceArn = `arn:${watched.partition}:events:${region}:${watched.accountId}:rule/${name}`;
  return firstBroken(targets.map(({ arn }) => brokenTopic(watched, spelt(arn, region), { service: 'events.amazonaws.com', sourceArn })));
}

/** The first broken link over trail, log group, metric filter and alarm; `undefined` if an alarm tells somebody. */
export function brokenLogs(watched: WatchedAccount, use: WatchedUse): Explanation | undefined {
  const { trails, logGroups, alarms } = watched.monitoring;
  const { record, words } = use;
  const organizationTrails = Object.entries(trails).filter(([, { organization }]) => organization);
  if (organizationTrails.length === 0) return { code: 'BG_TRAIL_MISSING', cause: 'there is no organization trail' };
  return firstBroken(
    organizationTrails.map(([name, trail]) => {
      if (!trail.logging) return { code: 'BG_TRAIL_OFF', cause: `trail "${name}" is not logging` };
      if (!trail.multiRegion && record.awsRegion !== trail.region) return { code: 'BG_TRAIL_ONE_REGION', cause: `trail "${name}" records ${trail.region} alone` };
      if (!trailKeeps(trail, record)) return { code: 'BG_TRAIL_SELECTORS', cause: `the selectors of trail "${name}" leave out ${words}` };
      const { logGroup } = trail;
      if (logGroup === undefined) return { code: 'BG_TRAIL_WITHOUT_LOGS', cause: `trail "${name}" writes to no log group` };
      const filters = Object.entries(logGroups).flatMap(([group, { region, metricFilters }]) => Object.values(metricFilters).map((filter) => ({ group: group.split('@')[0] ?? group, region, filter })));
      const matching = filters.filter(({ filter }) => matches(() => compileRecordFilter(filter.pattern)(record)));
      if (matching.length === 0) return { code: 'BG_ALARM_PATTERN', cause: `no metric filter matches ${words}` };
      const here = matching.filter(({ group, region }) => group === logGroup && region === trail.region);
      if (here.length === 0) return { code: 'BG_ALARM_FILTER_ELSEWHERE', cause: `the metric filter is on log group "${matching[0]?.group ?? ''}", and trail "${name}" writes to "${logGroup}"` };
      const listening = Object.entries(alarms).filter(([, alarm]) => here.some(({ filter }) => alarm.region === trail.region && alarm.namespace === filter.namespace && alarm.metric === filter.metric));
      if (listening.length === 0) return { code: 'BG_ALARM_METRIC', cause: `no alarm watches the metric ${here.map(({ filter }) => `"${filter.namespace}/${filter.metric}"`).join(', ')}` };
      return firstBroken(listening.map(([alarmName, alarm]) => brokenAlarm(watched, alarmName, alarm, use)));
    }),
  );
}

function brokenAlarm(watched: WatchedAccount, key: string, alarm: Alarm, { logsSeconds }: WatchedUse): Explanation | undefined {
  const name = key.split('@')[0] ?? key;
  const period = alarm.periodSeconds * 1000;
  const at = 1000 * period;
  const rings = evaluateAlarm(alarm, [{ at: at - period, value: 1 }], at, 'OK').state === 'ALARM';
  const silent = evaluateAlarm(alarm, [], at, 'OK').state === 'ALARM';
  if (!rings || silent) return { code: 'BG_ALARM_THRESHOLD', cause: silent ? `alarm "${name}" rings without any use` : `alarm "${name}" does not ring for a single use` };
  // Without data it keeps its state: it rings once and never again (CloudWatch user guide, "Configuring how alarms treat missing data").
  if (alarm.missingData !== 'notBreaching') return { code: 'BG_ALARM_STUCK', cause: `alarm "${name}" treats missing data as ${alarm.missingData}, so that it does not return to OK after a use` };
  // Five minutes until the trail delivers, on average, and then the periods of the alarm.
  const typical = 300 + alarm.periodSeconds * alarm.evaluationPeriods;
  if (typical > logsSeconds) return { code: 'BG_ALARM_TOO_SLOW', cause: `alarm "${name}" needs about ${typical} s, and ${logsSeconds} s are promised` };
  if (!alarm.actionsEnabled) return { code: 'BG_ALARM_ACTIONS_OFF', cause: `the actions of alarm "${name}" are disabled` };
  if (alarm.actions.length === 0) return { code: 'BG_ALARM_WITHOUT_ACTION', cause: `alarm "${name}" has no action` };
  const sourceArn = `arn:${watched.partition}:cloudwatch:${alarm.region}:${watched.accountId}:alarm:${name}`;
  return firstBroken(alarm.actions.map((arn) => brokenTopic(watched, arn, { service: 'cloudwatch.amazonaws.com', sourceArn })));
}

/** One whole branch is enough; else the first broken one is told. */
function firstBroken(links: readonly (Explanation | undefined)[]): Explanation | undefined {
  return links.includes(undefined) ? undefined : links[0];
}

function spelledPattern(rule: EventRule, region: string): unknown {
  return JSON.parse(spelt(JSON.stringify(rule.pattern), region));
}

/** A pattern that AWS would refuse matches nothing. */
function matches(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}
