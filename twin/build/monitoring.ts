/** Builds what watches accounts from an organization document: everything as it stands when it has long been there. */
import { sha256 } from '../../base/canonical-json.js';
import { usageError } from '../../base/errors.js';
import { isPatternError } from '../../monitoring/index.js';
import { documentOf } from '../../organization/documents.js';
import type { AccountContent } from '../../organization/model.js';
import type {
  Alarm,
  EventBus,
  EventRule,
  LogGroup,
  Queue,
  RuleTarget,
  Topic,
  Trail,
} from '../../organization/monitoring-model.js';
import { inRegion, nameInAws, ruleNameInAws } from '../../organization/monitoring-names.js';
import { settledState } from '../delivery/alarms.js';
import { compileRule } from '../services/events/compiled-rule.js';
import { newMetricFilter } from '../services/logs/compiled-metric-filter.js';
import { setFilter, subscriptionArn } from '../services/sns/subscription.js';
import { newTopic } from '../services/sns/topic.js';
import type { MetricWatch, TwinEventBus, TwinRegion, TwinSubscription, TwinTarget } from '../state/monitoring.js';
import { regionAt } from '../state/regions.js';
import type { TwinState } from '../state/twin-state.js';
import type { BuildContext } from './context.js';

/** Where one account's content is built. */
interface Site {
  state: TwinState;
  accountId: string;
  now: number;
}

/** Trails, log groups, alarms, rules, topics and queues of an account. Throws a usage error for a pattern that AWS would refuse. */
export function buildMonitoring(
  state: TwinState,
  { clock }: BuildContext,
  { id: accountId, monitoring }: AccountContent & { id: string },
): void {
  const site: Site = { state, accountId, now: clock.now() };
  for (const [name, trail] of Object.entries(monitoring.trails)) addTrail(site, nameInAws(name, [trail.region]), trail);
  for (const [name, group] of Object.entries(monitoring.logGroups))
    addLogGroup(site, nameInAws(name, [group.region]), group);
  for (const [name, alarm] of Object.entries(monitoring.alarms)) addAlarm(site, nameInAws(name, [alarm.region]), alarm);
  for (const [name, topic] of Object.entries(monitoring.topics))
    inEachRegion(site, topic, (region, spelt) => addTopic(site, region, nameInAws(name, topic.regions), spelt));
  for (const [name, queue] of Object.entries(monitoring.queues))
    inEachRegion(site, queue, (region, spelt) => addQueue(site, region, nameInAws(name, queue.regions), spelt));
  for (const [name, bus] of Object.entries(monitoring.eventBuses))
    inEachRegion(site, bus, (region, spelt) => addBus(site, region, nameInAws(name, bus.regions), spelt));
  for (const [name, rule] of Object.entries(monitoring.eventRules))
    inEachRegion(site, rule, (region, spelt) => addRule(site, region, ruleNameInAws(name, rule), spelt));
}

/** Makes the same thing in each of its Regions, with `<region>` spelt out. */
function inEachRegion<T extends { regions: string[] }>(
  { state, accountId }: Site,
  thing: T,
  add: (region: TwinRegion, spelt: T) => void,
): void {
  for (const region of thing.regions) add(regionAt(state, accountId, region), inRegion(thing, region));
}

/** What `compile` makes. Throws a usage error that names the place of a pattern that is none. */
function compiled<T>(place: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (isPatternError(error)) throw usageError(`${place}: ${error.message}`, 'AWS would refuse this pattern.');
    throw error;
  }
}

function addTrail({ state, accountId, now }: Site, name: string, trail: Trail): void {
  const arn = `arn:${state.partition}:cloudtrail:${trail.region}:${accountId}:trail/${name}`;
  const toLogs =
    trail.logGroup === undefined
      ? {}
      : {
          logGroupArn: `arn:${state.partition}:logs:${trail.region}:${accountId}:log-group:${trail.logGroup}:*`,
          logsRoleArn: `arn:${state.partition}:iam::${accountId}:role/cloudtrail-to-logs`,
        };
  state.monitoring.trails.set(arn, {
    name,
    arn,
    accountId,
    homeRegion: trail.region,
    organization: trail.organization,
    multiRegion: trail.multiRegion,
    globalServiceEvents: trail.globalServiceEvents,
    fileValidation: trail.fileValidation,
    bucket: `trail-${accountId}-${sha256(arn).slice(0, 8)}`,
    selectors: [
      {
        readWriteType: trail.records === 'None' ? 'All' : trail.records,
        managementEvents: trail.records !== 'None',
        excluded: [],
      },
    ],
    logging: trail.logging,
    ...(trail.logging ? { startedAt: now } : { stoppedAt: now }),
    ...toLogs,
    tags: new Map(),
  });
}

function addLogGroup({ state, accountId, now }: Site, name: string, group: LogGroup): void {
  const filters = Object.entries(group.metricFilters).map(([filter, { pattern, namespace, metric, value }]) =>
    compiled(`metric filter "${filter}" of log group "${name}"`, () =>
      newMetricFilter(filter, pattern, { namespace, metric, value }, now),
    ),
  );
  regionAt(state, accountId, group.region).logGroups.set(name, {
    name,
    arn: `arn:${state.partition}:logs:${group.region}:${accountId}:log-group:${name}`,
    createdAt: now,
    ...(group.retentionDays === undefined ? {} : { retentionDays: group.retentionDays }),
    streams: new Map(),
    metricFilters: new Map(filters.map((filter) => [filter.name, filter])),
    tags: new Map(),
  });
}

function addAlarm({ state, accountId, now }: Site, name: string, alarm: Alarm): void {
  const { region, namespace, metric, actionsEnabled, actions, ...definition } = alarm;
  const watches: MetricWatch = { kind: 'metric', namespace, metric, dimensions: [], ...definition };
  const { state: alarmState, reason } = settledState(watches, now);
  regionAt(state, accountId, region).alarms.set(name, {
    name,
    arn: `arn:${state.partition}:cloudwatch:${region}:${accountId}:alarm:${name}`,
    actionsEnabled,
    actions: { ALARM: actions, OK: [], INSUFFICIENT_DATA: [] },
    watches,
    configuredAt: now,
    state: alarmState,
    stateReason: reason,
    stateUpdatedAt: now,
    stateChangedAt: now,
    history: [],
    tags: new Map(),
  });
}

function addTopic(
  { state, accountId }: Site,
  { region }: TwinRegion,
  name: string,
  { policy, kmsKey, subscriptions }: Topic,
): void {
  const topic = newTopic(state, accountId, region, name);
  // A topic that is given no policy keeps the one that it is created with.
  if (Object.keys(policy).length > 0) topic.policy = documentOf(policy);
  if (kmsKey !== undefined) topic.kmsKey = kmsKey;
  for (const { protocol, endpoint, confirmed, filterPolicy, ...more } of Object.values(subscriptions)) {
    const scope: TwinSubscription['filterScope'] = more.filterPolicyScope ?? 'MessageAttributes';
    const arn = subscriptionArn(topic.arn, protocol, endpoint);
    const subscription = {
      arn,
      ownerId: accountId,
      protocol,
      endpoint,
      confirmed,
      token: sha256(`token ${arn}`),
      raw: more.raw === true,
      ...(more.deadLetter === undefined ? {} : { redrive: JSON.stringify({ deadLetterTargetArn: more.deadLetter }) }),
      filterScope: scope,
      attributes: new Map(),
      passes: undefined,
    };
    if (filterPolicy)
      compiled(`a subscription of topic "${name}"`, () => setFilter(subscription, JSON.stringify(filterPolicy), scope));
    topic.subscriptions.set(arn, subscription);
  }
}

function addQueue({ state, accountId, now }: Site, region: TwinRegion, name: string, { policy }: Queue): void {
  region.queues.set(name, {
    name,
    arn: `arn:${state.partition}:sqs:${region.region}:${accountId}:${name}`,
    accountId,
    region: region.region,
    createdAt: now,
    changedAt: now,
    ...(Object.keys(policy).length > 0 ? { policy: documentOf(policy) } : {}),
    attributes: new Map(),
    messages: [],
    tags: new Map(),
  });
}

function addBus(site: Site, region: TwinRegion, name: string, { policy }: EventBus): void {
  const bus = busNamed(site, region, name);
  if (Object.keys(policy).length > 0) bus.policy = documentOf(policy);
}

function busNamed({ state, accountId, now }: Site, region: TwinRegion, name: string): TwinEventBus {
  const arn = `arn:${state.partition}:events:${region.region}:${accountId}:event-bus/${name}`;
  const bus = region.buses.get(name) ?? { name, arn, rules: new Map(), createdAt: now, tags: new Map(), settings: {} };
  region.buses.set(name, bus);
  return bus;
}

/** In the shape of PutTargets, which is what ListTargetsByRule answers. */
function targetOf(
  Id: string,
  { arn, input, inputPath, inputTransformer, role, deadLetter, retry }: RuleTarget,
): TwinTarget {
  return {
    Id,
    Arn: arn,
    ...(role === undefined ? {} : { RoleArn: role }),
    ...(input === undefined ? {} : { Input: input }),
    ...(inputPath === undefined ? {} : { InputPath: inputPath }),
    ...(inputTransformer
      ? { InputTransformer: { InputPathsMap: inputTransformer.paths, InputTemplate: inputTransformer.template } }
      : {}),
    ...(deadLetter === undefined ? {} : { DeadLetterConfig: { Arn: deadLetter } }),
    ...(retry
      ? { RetryPolicy: { MaximumRetryAttempts: retry.attempts, MaximumEventAgeInSeconds: retry.ageSeconds } }
      : {}),
  };
}

function addRule(
  { state, accountId, now }: Site,
  region: TwinRegion,
  name: string,
  { bus: busName, state: ruleState, pattern, targets }: EventRule,
): void {
  const base = `arn:${state.partition}:events:${region.region}:${accountId}`;
  const bus = busNamed({ state, accountId, now }, region, busName);
  bus.rules.set(name, {
    name,
    arn: `${base}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`,
    state: ruleState,
    ...compiled(`event rule "${name}"`, () => compileRule(JSON.stringify(pattern))),
    targets: new Map(Object.entries(targets).map(([id, target]) => [id, targetOf(id, target)])),
    tags: new Map(),
  });
}
