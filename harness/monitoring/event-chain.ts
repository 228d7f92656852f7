/**
 * The first link that is broken between a record and its message over rules of EventBridge, on whichever bus they are: a rule
 * may hand events to a bus of another Region or account, and there other rules tell somebody. Pure.
 */
import { compileEventPattern, eventBridgeEvent } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import { isJsonObject, parseJson } from '../../monitoring/json-tree.js';
import type { EventRule, Monitoring, RuleTarget } from '../../organization/monitoring-model.js';
import { brokenTrail, brokenTrails, listed, matches, nameOf } from './alarm-chain.js';
import type { WatchedAccount, WatchedUse } from './alarm-chain.js';
import { accountMay, brokenReceiver, spelt } from './alarm-topics.js';
import type { Publisher } from './alarm-topics.js';
import { firstLoss } from './loss.js';
import type { Loss } from './loss.js';

/** A bus of an account that watches. */
interface Bus {
  watched: WatchedAccount;
  region: string;
  bus: string;
  /** The rule that hands events to it, where these are no records of its own account and Region. */
  from?: string;
}

/** The first broken link; `undefined` if a rule tells somebody. */
export function brokenEvents(watched: WatchedAccount, use: WatchedUse): Loss | undefined {
  const { record, words } = use;
  // EventBridge is handed what a trail logs (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
  const unrecorded = brokenTrails(watched.monitoring, (name, trail) => brokenTrail(name, trail, record, words));
  return unrecorded ?? brokenBus({ watched, region: record.awsRegion, bus: 'default' }, use);
}

function brokenBus(at: Bus, use: WatchedUse): Loss | undefined {
  const { watched, region, bus, from } = at;
  const { record, words } = use;
  const rules = Object.entries(watched.monitoring.eventRules);
  const here = rulesOn(at, record);
  if (here.length > 0) return firstLoss(here.map(([key, rule]) => brokenRule(at, nameOf(key), rule, use)));
  if (from !== undefined)
    return {
      code: 'BG_ALARM_FORWARD',
      cause: `no event rule on bus "${bus}" in ${region}, to which event rule "${from}" forwards, matches ${words}`,
    };
  if (rules.length === 0) return { code: 'BG_ALARM_PATTERN', cause: 'there is no event rule' };
  const anywhere = rules.filter(([, rule]) => sees(rule, region, record));
  const [elsewhere] = anywhere;
  if (!elsewhere) {
    const there = listed(rules.map(([name]) => ({ name })));
    return { code: 'BG_ALARM_PATTERN', cause: `no event rule matches ${words} (there is ${there})` };
  }
  // Records come to the default bus (EventBridge user guide, "AWS service events delivered via AWS CloudTrail").
  if (anywhere.every(([, rule]) => rule.bus !== 'default'))
    return {
      code: 'BG_ALARM_RULE_BUS',
      cause: `event rule "${nameOf(elsewhere[0]).split('/').at(-1) ?? ''}" is on bus "${elsewhere[1].bus}", and records come to the default bus`,
    };
  return { code: 'BG_ALARM_RULE_REGION', cause: `no event rule that matches ${words} is in ${region}` };
}

/** Rules of the bus that match, enabled or not. */
function rulesOn(
  { watched, region, bus }: Pick<Bus, 'watched' | 'region' | 'bus'>,
  record: CloudTrailEvent,
): [key: string, rule: EventRule][] {
  return Object.entries(watched.monitoring.eventRules).filter(
    ([, rule]) => rule.bus === bus && rule.regions.includes(region) && sees(rule, region, record),
  );
}

function brokenRule(at: Bus, name: string, rule: EventRule, use: WatchedUse): Loss | undefined {
  const { watched, region } = at;
  if (rule.state === 'DISABLED') return { code: 'BG_ALARM_RULE_DISABLED', cause: `event rule "${name}" is disabled` };
  const targets = Object.values(rule.targets);
  if (targets.length === 0) return { code: 'BG_ALARM_NO_TARGET', cause: `event rule "${name}" has no target` };
  const alsoSeen = use.ordinary.filter((call) => sees(rule, region, call));
  // What is only forwarded tells nobody: noise is judged where people are told.
  if (alsoSeen.length > 0 && !targets.every(isBus))
    return {
      code: 'BG_ALARM_NOISE',
      cause: `event rule "${name}" also matches calls that are no use of break glass`,
    };
  const own = rule.bus === 'default' ? '' : `${rule.bus}/`;
  const sourceArn = `arn:${watched.partition}:events:${region}:${watched.accountId}:rule/${own}${name}`;
  return firstLoss(
    targets.map((target) => {
      const arn = spelt(target.arn, region);
      return isBus(target)
        ? forwarded(at, name, arn, { ...use, ordinary: alsoSeen })
        : brokenReceiver(watched, arn, {
            service: 'events.amazonaws.com',
            sourceArn,
            name: `event rule "${name}"`,
            ...bodyOf(target, use.record),
          });
    }),
  );
}

/** The event itself, or the object in its place; what a path or a template makes of it is not followed. */
function bodyOf({ input, inputPath, inputTransformer }: RuleTarget, record: CloudTrailEvent): Pick<Publisher, 'body'> {
  if (inputPath !== undefined || inputTransformer !== undefined) return {};
  if (input === undefined) return { body: eventBridgeEvent(record) as unknown as Record<string, unknown> };
  const constant = parseJson(input);
  return isJsonObject(constant) ? { body: constant } : {};
}

function isBus({ arn }: RuleTarget): boolean {
  return /^arn:[^:]*:events:[^:]*:[^:]*:event-bus\//.test(arn);
}

/** An event is forwarded once, and another account's bus must let this one put events (EventBridge user guide, "Sending and receiving events between buses"). */
function forwarded({ watched, from }: Bus, name: string, arn: string, use: WatchedUse): Loss | undefined {
  const [, , , region = '', accountId = '', resource = ''] = arn.split(':');
  const bus = resource.replace(/^event-bus\//, '');
  const broken = (cause: string): Loss => ({ code: 'BG_ALARM_FORWARD', cause });
  if (from !== undefined)
    return broken(`event rule "${name}" forwards what event rule "${from}" forwarded, and events are forwarded once`);
  const there = watchedAt(watched, accountId);
  if (!there)
    return { unseen: `event rule "${name}" forwards to ${arn}, and what watches account ${accountId} was not read` };
  if (watched.regions?.includes(region) === false)
    return { unseen: `event rule "${name}" forwards to ${arn}, and what watches in ${region} was not read` };
  const { eventBuses, eventRules } = there.monitoring;
  const named = Object.entries(eventBuses).find(
    ([key, { regions }]) => nameOf(key) === bus && regions.includes(region),
  );
  const known =
    bus === 'default' ||
    named !== undefined ||
    Object.values(eventRules).some((rule) => rule.bus === bus && rule.regions.includes(region));
  if (!known) return broken(`event rule "${name}" forwards to bus "${bus}" in ${region}, which is not there`);
  const may =
    accountId === watched.accountId ||
    accountMay(watched, { action: 'events:PutEvents', resource: arn, policy: named?.[1].policy ?? {}, region });
  if (!may)
    return broken(
      `event rule "${name}" forwards to bus "${bus}" of account ${accountId}, whose policy does not let it put events`,
    );
  return brokenBus({ watched: there, region, bus, from: name }, use);
}

/** What watches an account, as far as it was read. */
function watchedAt(watched: WatchedAccount, accountId: string): WatchedAccount | undefined {
  if (accountId === watched.accountId) return watched;
  const monitoring = watched.others?.get(accountId);
  if (!monitoring) return undefined;
  const others = new Map<string, Monitoring>([...(watched.others ?? []), [watched.accountId, watched.monitoring]]);
  return { ...watched, accountId, monitoring, others };
}

/** Targets that are no bus of every enabled rule that a record comes to, forwarded or not, with `<region>` spelt out. */
export function reachedTargets(watched: WatchedAccount, record: CloudTrailEvent): RuleTarget[] {
  const on = (at: Bus): RuleTarget[] =>
    rulesOn(at, record).flatMap(([key, rule]) =>
      rule.state === 'DISABLED'
        ? []
        : Object.values(rule.targets).flatMap((target) => {
            const arn = spelt(target.arn, at.region);
            if (!isBus(target)) return [{ ...target, arn }];
            const [, , , region = '', accountId = '', resource = ''] = arn.split(':');
            const there = at.from === undefined ? watchedAt(at.watched, accountId) : undefined;
            return there ? on({ watched: there, region, bus: resource.replace('event-bus/', ''), from: key }) : [];
          }),
    );
  return on({ watched, region: record.awsRegion, bus: 'default' });
}

function sees({ pattern }: EventRule, region: string, record: CloudTrailEvent): boolean {
  return matches(() =>
    compileEventPattern(JSON.parse(spelt(JSON.stringify(pattern), region)))(eventBridgeEvent(record)),
  );
}
