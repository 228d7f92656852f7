/** From an event bus through its rules to their targets (EventBridge user guide, "Amazon EventBridge event bus concepts"). */
import type { CloudTrailEvent, EventBridgeEvent } from '../../monitoring/index.js';
import { arnParts } from '../state/arn.js';
import type { TwinEventBus, TwinRule, TwinTarget } from '../state/monitoring.js';
import { enqueue, findQueue } from '../state/queues.js';
import { regionAt } from '../state/regions.js';
import { findTopic } from '../state/topics.js';
import type { Delivery } from './index.js';
import { draw, TO_TARGET } from './latencies.js';
import { accountMay, serviceMay } from './service-access.js';
import { targetInput } from './target-input.js';
import { mayEncrypt, withKey } from './encryption.js';
import { publishAs } from './topics.js';

/** An event on a bus: one that brings a record, or one of a client's own. */
export type BusEvent = Omit<EventBridgeEvent, 'detail'> & { detail: unknown };

const EVENTS = 'events.amazonaws.com';

/** An event of AWS arrives at the default bus of its account and Region. */
export function deliverEvent(delivery: Delivery, event: BusEvent, now: number): void {
  const bus = regionAt(delivery.state, event.account, event.region).buses.get('default');
  if (bus) putOnBus(delivery, bus, event, now);
}

/** Every rule of the bus sees the event; those that match hand it to their targets. */
export function putOnBus(delivery: Delivery, bus: TwinEventBus, event: BusEvent, now: number, forwarded = false): void {
  for (const rule of bus.rules.values()) {
    if (!isHeard(rule, event) || rule.matches?.(event) !== true) continue;
    for (const target of rule.targets.values()) {
      delivery.due.add(now + draw(TO_TARGET, delivery.random), (arrival) =>
        hand(delivery, { rule, target, event, forwarded, ingestedAt: now }, arrival),
      );
    }
  }
}

/** Operations that plainly enabled rules see although their names begin as those of readers do. */
const SEEN_READERS: ReadonlySet<string> = new Set([
  'sts.amazonaws.com GetFederationToken',
  'sts.amazonaws.com GetSessionToken',
]);

/**
 * Whether a rule in its state looks at an event at all. A rule that is plainly ENABLED does not see calls whose names begin
 * with Describe, Get or List (EventBridge user guide, "Receiving read-only management events from AWS services").
 */
function isHeard({ state }: TwinRule, event: BusEvent): boolean {
  if (state !== 'ENABLED') return state !== 'DISABLED';
  if (!event.source.startsWith('aws.') || event['detail-type'] !== 'AWS API Call via CloudTrail') return true;
  const { eventName, eventSource } = event.detail as CloudTrailEvent;
  return !/^(Describe|Get|List)/.test(eventName) || SEEN_READERS.has(`${eventSource} ${eventName}`);
}

/** Why a target took nothing, in EventBridge's words for a dead letter. */
type Failure = 'NO_RESOURCE' | 'NO_PERMISSIONS';

/** An event that a rule matched, on its way to one of the rule's targets. */
interface MatchedEvent {
  rule: TwinRule;
  target: TwinTarget;
  event: BusEvent;
  /** Whether it came from another bus: it is not forwarded again. */
  forwarded: boolean;
  /** When the bus took it in. */
  ingestedAt: number;
}

/**
 * Hands an event to a target. A target that is not there or refuses is not tried again: the event goes to the dead-letter
 * queue of the target at once, or is lost (EventBridge user guide, "Using dead-letter queues to process undelivered events").
 */
function hand(delivery: Delivery, matched: MatchedEvent, now: number): void {
  const { rule, target, event, forwarded } = matched;
  const { accountId: sourceAccount, region } = arnParts(rule.arn);
  const to = arnParts(target.Arn);
  if (to.service === 'events') {
    if (!forwarded) bury(delivery, matched, forward(delivery, target.Arn, event, sourceAccount, now), now);
    return;
  }
  // Only buses are reached in other Regions (user guide, "Event bus targets").
  if (to.region !== region) return;
  const body = targetInput(target, matched);
  if (body !== undefined) bury(delivery, matched, send(delivery, rule, target.Arn, body, now), now);
}

function send(delivery: Delivery, rule: TwinRule, arn: string, body: string, now: number): Failure | undefined {
  const { state } = delivery;
  const { accountId: sourceAccount } = arnParts(rule.arn);
  const to = arnParts(arn);
  if (to.service === 'sns') {
    const topic = findTopic(state, arn);
    if (!topic) return 'NO_RESOURCE';
    return publishAs(delivery, topic, { body }, { service: EVENTS, arn: rule.arn, accountId: sourceAccount }, now)
      ? undefined
      : 'NO_PERMISSIONS';
  }
  return to.service === 'sqs' ? sendToQueue(delivery, rule, arn, { body, attributes: {} }, now) : undefined;
}

function sendToQueue(
  delivery: Delivery,
  rule: TwinRule,
  arn: string,
  message: { body: string; attributes: Record<string, unknown> },
  now: number,
): Failure | undefined {
  const { state } = delivery;
  const to = arnParts(arn);
  const queue = findQueue(state, to.accountId, to.region, to.resource);
  if (!queue) return 'NO_RESOURCE';
  const { accountId: sourceAccount } = arnParts(rule.arn);
  if (
    !serviceMay(state, {
      service: EVENTS,
      action: 'sqs:SendMessage',
      resource: { ...queue, policy: queue.policy },
      sourceArn: rule.arn,
      sourceAccount,
    })
  )
    return 'NO_PERMISSIONS';
  const source = { service: EVENTS, arn: rule.arn, accountId: sourceAccount };
  if (!mayEncrypt(state, withKey(queue), source, now)) return 'NO_PERMISSIONS';
  enqueue(queue, { ...message, senderId: 'AIDAJQR6QDGQ7PATMSYEY' }, now, delivery.random);
  return undefined;
}

/** The whole event, with what went wrong as attributes; the queue must let the rule in, or that is lost too. */
function bury(
  delivery: Delivery,
  { rule, target, event }: MatchedEvent,
  failure: Failure | undefined,
  now: number,
): void {
  const { Arn: queueArn } = (target['DeadLetterConfig'] ?? {}) as { Arn?: string };
  if (failure === undefined || queueArn === undefined) return;
  const text = (StringValue: string): unknown => ({ DataType: 'String', StringValue });
  const attributes = { ERROR_CODE: text(failure), RULE_ARN: text(rule.arn), TARGET_ARN: text(target.Arn) };
  sendToQueue(delivery, rule, queueArn, { body: JSON.stringify(event), attributes }, now);
}

/** An event is forwarded once (user guide, "Sending and receiving events between buses"); another account's bus must let this one put events. */
function forward(
  delivery: Delivery,
  arn: string,
  event: BusEvent,
  sourceAccount: string,
  now: number,
): Failure | undefined {
  const { accountId, region, resource: name } = arnParts(arn);
  const bus = delivery.state.accounts.has(accountId)
    ? regionAt(delivery.state, accountId, region).buses.get(name.replace(/^event-bus\//, ''))
    : undefined;
  if (!bus) return 'NO_RESOURCE';
  const resource = { arn, accountId, policy: bus.policy };
  if (
    accountId !== sourceAccount &&
    !accountMay(delivery.state, { accountId: sourceAccount, action: 'events:PutEvents', resource })
  )
    return 'NO_PERMISSIONS';
  putOnBus(delivery, bus, event, now, true);
  return undefined;
}
