/** From an event bus through its rules to their targets (EventBridge user guide, "Amazon EventBridge event bus concepts"). */
import type { CloudTrailEvent, EventBridgeEvent } from '../../monitoring/index.js';
import type { TwinEventBus, TwinRule, TwinTarget } from '../monitoring-state.js';
import { arnParts, regionAt } from '../regional.js';
import { enqueue, findQueue } from '../sqs/queue.js';
import { findTopic } from '../sns/topic.js';
import type { Delivery } from './index.js';
import { draw, TO_TARGET } from './latencies.js';
import { accountMay, serviceMay } from './service-access.js';
import { targetInput } from './target-input.js';
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
      delivery.due.add(now + draw(TO_TARGET, delivery.random), (arrival) => hand(delivery, rule, target, event, arrival, forwarded));
    }
  }
}

/** Operations that plainly enabled rules see although their names begin as those of readers do. */
const SEEN_READERS: ReadonlySet<string> = new Set(['sts.amazonaws.com GetFederationToken', 'sts.amazonaws.com GetSessionToken']);

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

/** Hands an event to a target. What the target's policy does not let in is lost: a refusal is not tried again. */
function hand(delivery: Delivery, rule: TwinRule, target: TwinTarget, event: BusEvent, now: number, forwarded: boolean): void {
  const { state } = delivery;
  const { accountId: sourceAccount, region } = arnParts(rule.arn);
  const to = arnParts(target.Arn);
  if (to.service === 'events') return forwarded ? undefined : forward(delivery, target.Arn, event, sourceAccount, now);
  // Only buses are reached in other Regions (user guide, "Event bus targets").
  if (to.region !== region) return;
  const body = targetInput(target, event);
  if (body === undefined) return;
  if (to.service === 'sns') {
    const topic = findTopic(state, target.Arn);
    if (topic) publishAs(delivery, topic, { body }, { service: EVENTS, arn: rule.arn, accountId: sourceAccount }, now);
  } else if (to.service === 'sqs') {
    const queue = findQueue(state, to.accountId, to.region, to.resource);
    const allowed = queue && serviceMay(state, { service: EVENTS, action: 'sqs:SendMessage', resource: { ...queue, policy: queue.policy }, sourceArn: rule.arn, sourceAccount });
    if (allowed) enqueue(queue, { body, attributes: {}, senderId: 'AIDAJQR6QDGQ7PATMSYEY' }, now, delivery.random);
  }
}

/** An event is forwarded once (user guide, "Sending and receiving events between buses"); another account's bus must let this one put events. */
function forward(delivery: Delivery, arn: string, event: BusEvent, sourceAccount: string, now: number): void {
  const { accountId, region, resource: name } = arnParts(arn);
  if (!delivery.state.accounts.has(accountId)) return;
  const bus = regionAt(delivery.state, accountId, region).buses.get(name.replace(/^event-bus\//, ''));
  if (!bus) return;
  const resource = { arn, accountId, policy: bus.policy };
  if (accountId === sourceAccount || accountMay(delivery.state, { accountId: sourceAccount, action: 'events:PutEvents', resource })) putOnBus(delivery, bus, event, now, true);
}
