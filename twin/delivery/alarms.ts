/**
 * Alarms: evaluated when their state can change, which is after a datapoint and when datapoints leave the range; between
 * these instants nothing would come of it. Actions follow a change of state and nothing else (CloudWatch user guide, "Alarm actions").
 */
import { compileAlarmRule, evaluateAlarm, nextEvaluation, nextStateChange } from '../../monitoring/index.js';
import type { AlarmEvaluation, MetricSample } from '../../monitoring/index.js';
import { arnParts } from '../state/arn.js';
import { metricKey } from '../state/metric-key.js';
import type {
  AlarmState,
  MetricWatch,
  TwinAlarm,
  TwinAlarmHistoryItem,
  TwinDatapoint,
  TwinRegion,
} from '../state/monitoring.js';
import { findTopic } from '../state/topics.js';
import { alarmMessage, alarmSubject } from './alarm-message.js';
import type { Delivery } from './index.js';
import { draw, TO_ALARM_ACTION } from './latencies.js';
import { publishAs } from './topics.js';

/** History is kept thirty days (CloudWatch API reference, DescribeAlarmHistory). */
const HISTORY_LENGTH = 30 * 86_400_000;
/** Periods beyond those evaluated whose datapoints may still count, and some to spare. */
const EXTRA_PERIODS = 5;
const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** Whether an alarm looks at the metric of that key. */
export function watchesMetric({ watches }: TwinAlarm, key: string): boolean {
  return (
    watches.kind === 'metric' &&
    metricKey({ namespace: watches.namespace, name: watches.metric, dimensions: watches.dimensions }) === key
  );
}

/** Something happened that the alarm may notice: it looks when it evaluates next. */
export function wakeAlarm(delivery: Delivery, region: TwinRegion, alarm: TwinAlarm, now: number): void {
  if (alarm.watches.kind === 'metric') lookAt(delivery, region, alarm, nextEvaluation(alarm.watches, now));
  else evaluateComposite(delivery, region, alarm, now);
}

/** Looks at an instant, unless it will have looked by then; and afterwards at the next one at which the state changes. */
function lookAt(delivery: Delivery, region: TwinRegion, alarm: TwinAlarm, at: number): void {
  if (alarm.nextLook !== undefined && alarm.nextLook <= at) return;
  alarm.nextLook = at;
  delivery.due.add(at, (now) => {
    if (alarm.nextLook !== now || region.alarms.get(alarm.name) !== alarm || alarm.watches.kind !== 'metric') return;
    delete alarm.nextLook;
    const samples = samplesOf(region, alarm.watches, now);
    const { state, reason, reasonData, changed } = evaluateAlarm(alarm.watches, samples, now, alarm.state);
    if (changed) changeState(delivery, region, alarm, { state, reason, data: JSON.stringify(reasonData) }, now);
    const next = nextStateChange(alarm.watches, samples, now, state);
    if (next) lookAt(delivery, region, alarm, next.at);
  });
}

/** The state that a metric alarm has when it has long been there. */
export function settledState(watches: MetricWatch, now: number): AlarmEvaluation {
  return evaluateAlarm(watches, [], now, 'INSUFFICIENT_DATA');
}

/** Sets the state, by hand or by evaluation: writes history and starts actions if it became another. */
export function changeState(
  delivery: Delivery,
  region: TwinRegion,
  alarm: TwinAlarm,
  { state, reason, data }: { state: AlarmState; reason: string; data?: string | undefined },
  now: number,
): void {
  const previous = { state: alarm.state, reason: alarm.stateReason };
  alarm.stateReason = reason;
  if (data === undefined) delete alarm.stateReasonData;
  else alarm.stateReasonData = data;
  alarm.stateUpdatedAt = now;
  if (state !== previous.state) {
    alarm.state = state;
    alarm.stateChangedAt = now;
    const summary = `Alarm updated from ${previous.state} to ${state}`;
    addHistory(alarm, {
      at: now,
      type: 'StateUpdate',
      summary,
      data: JSON.stringify({
        version: '1.0',
        oldState: { stateValue: previous.state, stateReason: previous.reason },
        newState: { stateValue: state, stateReason: reason },
      }),
    });
    act(delivery, region, alarm, previous.state, now);
    for (const other of region.alarms.values())
      if (other.watches.kind === 'composite') wakeAlarm(delivery, region, other, now);
  }
}

export function addHistory(alarm: TwinAlarm, item: TwinAlarmHistoryItem): void {
  alarm.history.push(item);
  alarm.history = alarm.history.filter(({ at }) => at >= item.at - HISTORY_LENGTH);
}

/** The alarm of that name or ARN. */
export function alarmNamed(region: TwinRegion, nameOrArn: string): TwinAlarm | undefined {
  return region.alarms.get(nameOrArn) ?? [...region.alarms.values()].find(({ arn }) => arn === nameOrArn);
}

function evaluateComposite(delivery: Delivery, region: TwinRegion, alarm: TwinAlarm, now: number): void {
  if (alarm.watches.kind !== 'composite') return;
  const inAlarm = compileAlarmRule(alarm.watches.rule).inAlarm((name) => alarmNamed(region, name)?.state);
  const state = inAlarm ? 'ALARM' : 'OK';
  if (state !== alarm.state)
    changeState(delivery, region, alarm, { state, reason: `${alarm.arn} transitioned to ${state}` }, now);
}

/** Starts the actions of the state, once the alarm that could mute them has had its time. */
function act(delivery: Delivery, region: TwinRegion, alarm: TwinAlarm, previous: AlarmState, now: number): void {
  const { watches, state, stateChangedAt } = alarm;
  const wait = watches.kind === 'composite' ? (watches.suppressor?.waitSeconds ?? 0) : 0;
  const start = (instant: number): void => {
    if (alarm.actionsEnabled && !isSuppressed(region, alarm)) startActions(delivery, region, alarm, previous, instant);
  };
  if (wait === 0) start(now);
  else
    delivery.due.add(now + wait * 1000, (instant) => {
      if (alarm.state === state && alarm.stateChangedAt === stateChangedAt) start(instant);
    });
}

/** Targets are not checked before: one that is gone fails, and history says so. */
function startActions(
  delivery: Delivery,
  region: TwinRegion,
  alarm: TwinAlarm,
  previous: AlarmState,
  now: number,
): void {
  const body = JSON.stringify(alarmMessage(region, alarm, previous, now));
  const subject = alarmSubject(region, alarm);
  for (const action of alarm.actions[alarm.state]) {
    delivery.due.add(now + draw(TO_ALARM_ACTION, delivery.random), (instant) => {
      const taken =
        arnParts(action).service !== 'sns' ||
        publishToTopic(delivery, action, { alarm, region, body, subject }, instant);
      const summary = taken ? `Successfully executed action ${action}` : `Failed to execute action ${action}`;
      addHistory(alarm, {
        at: instant,
        type: 'Action',
        summary,
        data: JSON.stringify({ actionState: taken ? 'Succeeded' : 'Failed', notificationResource: action }),
      });
    });
  }
}

/** What an alarm of a Region has to say. */
interface AlarmNotice {
  alarm: TwinAlarm;
  region: TwinRegion;
  body: string;
  subject: string;
}

function publishToTopic(
  delivery: Delivery,
  arn: string,
  { alarm, region, body, subject }: AlarmNotice,
  now: number,
): boolean {
  const topic = findTopic(delivery.state, arn);
  // An alarm reaches topics of its own Region only (CloudWatch API reference, PutMetricAlarm).
  if (topic?.region !== region.region) return false;
  return publishAs(
    delivery,
    topic,
    { body, subject },
    { service: CLOUDWATCH, arn: alarm.arn, accountId: region.accountId },
    now,
  );
}

function isSuppressed(region: TwinRegion, { watches }: TwinAlarm): boolean {
  return (
    watches.kind === 'composite' &&
    watches.suppressor !== undefined &&
    alarmNamed(region, watches.suppressor.alarm)?.state === 'ALARM'
  );
}

/** The values that the alarm can still see, as single samples from which its statistic comes out right. */
function samplesOf(
  region: TwinRegion,
  { namespace, metric, dimensions, statistic, unit, periodSeconds, evaluationPeriods }: MetricWatch,
  now: number,
): MetricSample[] {
  const points = region.metrics.get(metricKey({ namespace, name: metric, dimensions }))?.points ?? [];
  const oldest = now - (evaluationPeriods + EXTRA_PERIODS) * periodSeconds * 1000;
  const seen: TwinDatapoint[] = [];
  for (let index = points.length - 1; index >= 0; index--) {
    const point = points[index];
    if (!point || point.at < oldest) break;
    if (unit === undefined || point.unit === unit) seen.push(point);
  }
  return seen.flatMap((point) => samples(point, statistic));
}

function samples(
  { at, sampleCount, sum, minimum, maximum }: TwinDatapoint,
  statistic: MetricWatch['statistic'],
): MetricSample[] {
  if (statistic === 'Minimum' || statistic === 'Maximum')
    return [{ at, value: statistic === 'Minimum' ? minimum : maximum }];
  if (statistic === 'Sum' || sampleCount <= 1) return [{ at, value: sum }];
  return Array.from({ length: sampleCount }, () => ({ at, value: sum / sampleCount }));
}
