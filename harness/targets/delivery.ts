/**
 * What an emulator without enforcement really does: events go into its EventBridge and records into its log group, and its
 * own rules, alarms, topics and queues must deliver. It runs beside the rest of the drill, so that the waits overlap.
 */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { callsOf } from '../../aws/snapshot/calls.js';
import type { Clock } from '../../base/clock.js';
import { describeError } from '../../base/errors.js';
import type { Organization } from '../../organization/model.js';
import type { DeliveryResult } from '../../reports/monitoring-result.js';
import type { DrillFile } from '../configuration/drill-file.js';
import { readReceipt } from '../monitoring/receipts.js';
import type { Verdict } from '../drill/verdict.js';
import type { Ledger } from '../drill/ledger.js';
import type { Progress } from '../drill/progress.js';
import { startAlarmControl } from './alarm-control.js';
import type { AlarmControl } from './alarm-control.js';
import { putEvent, putRecord, useRecord } from './put-use.js';
import type { Services } from './organization-as-read.js';
import type { Remote } from './remote.js';
import { createRemovals } from './removals.js';
import type { Maker } from './removals.js';
import { removalCalls } from './undoers.js';
import type { Delivered } from '../drill/target.js';

const POLL = 500;
/** Beyond the period of an alarm: emulators evaluate when they find the time. Milliseconds. */
const SLACK = 30_000;

/** Calls of all that is done here, and of taking away what was made. */
export const deliveryCalls: readonly string[] = [
  ...callsOf('events', 'PutEvents'),
  ...callsOf('logs', 'CreateLogGroup CreateLogStream PutLogEvents PutMetricFilter'),
  ...callsOf('monitoring', 'DescribeAlarms PutMetricAlarm'),
  ...callsOf('sqs', 'DeleteMessageBatch GetQueueUrl ReceiveMessage'),
  ...removalCalls('log-group', 'log-stream', 'alarm'),
];

type Watched = NonNullable<DrillFile['monitoring']>;

export interface Delivery {
  remote: Remote;
  organization: Organization;
  file: DrillFile;
  services: Services;
  progress: Progress;
  /** Keeps what it makes. */
  ledger: Ledger;
}

/** Puts one use of the role into each place where it would be recorded, waits for what comes of it, and takes away what it made. Never rejects. */
export async function deliverOneUse(delivery: Delivery, signal?: AbortSignal): Promise<Delivered> {
  const { monitoring } = delivery.file;
  const removals = createRemovals(delivery.ledger, delivery.progress);
  if (!monitoring)
    return {
      verdict: {
        outcome: 'inconclusive',
        evidence: 'observed',
        summary: 'not looked for',
        reason: 'the drill file names no receipt queue (monitoring.receipts)',
      },
      deliveries: [],
    };
  try {
    const deliveries = await deliver(delivery, monitoring, removals, signal);
    return { verdict: verdictOf(deliveries, monitoring), deliveries };
  } catch (error) {
    return {
      verdict: {
        outcome: 'inconclusive',
        evidence: 'observed',
        summary: 'not delivered',
        reason: describeError(error),
      },
      deliveries: [],
    };
  } finally {
    await removals.removeAll();
  }
}

function verdictOf(deliveries: readonly DeliveryResult[], { receipts }: Watched): Verdict {
  const tried = deliveries.filter(({ notTried }) => notTried === undefined);
  const missing = tried.filter(({ seconds }) => seconds === undefined);
  const slowest = Math.max(0, ...tried.map(({ seconds }) => seconds ?? 0));
  const told =
    tried.length === 0
      ? []
      : [
          `the endpoint itself delivered ${tried.length - missing.length} of ${tried.length}, the slowest after ${slowest.toFixed(1)} s`,
        ];
  const summary = [
    ...told,
    ...deliveries.flatMap(({ place, notTried }) => (notTried === undefined ? [] : [`${place}: ${notTried}`])),
  ].join('; ');
  if (tried.length === 0) return { outcome: 'not applicable', evidence: 'observed', summary };
  if (missing.length === 0) return { outcome: 'held', evidence: 'observed', summary };
  return {
    outcome: 'broken',
    evidence: 'observed',
    summary,
    reason: `the endpoint delivered nothing to ${receipts.queue} about a use put into ${missing.map(({ place }) => place).join(', ')}`,
  };
}

async function deliver(
  { remote, organization, file, services }: Delivery,
  { receipts, regions }: Watched,
  maker: Maker,
  signal?: AbortSignal,
): Promise<DeliveryResult[]> {
  const accountId = organization.accounts[organization.management]?.id ?? '';
  const queueAccount = organization.accounts[receipts.account]?.id ?? accountId;
  const sqs = (await remote.ways.clients(queueAccount, receipts.region)).sqs();
  const { QueueUrl: queue = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: receipts.queue }));
  const trail = Object.values(organization.accounts[organization.management]?.monitoring.trails ?? {}).find(
    ({ logGroup }) => logGroup !== undefined,
  );
  const quiet = await untilQuiet(remote, organization, accountId, signal);
  const started = remote.clock.now();
  const expected = new Map<string, DeliveryResult>();
  const notTried: DeliveryResult[] = [];
  for (const region of regions) {
    const place = `EventBridge in ${region}`;
    const record = useRecord(remote, organization, file, region);
    const refused = await putEvent(await remote.ways.clients(accountId, region), record);
    if (refused === undefined) expected.set(record.requestID ?? '', { place });
    // AWS itself refuses: nobody else may speak for its services (EventBridge API reference, PutEvents). Some emulators fail on patterns.
    else
      notTried.push({
        place,
        notTried: `takes no events of AWS from others (${refused}), so its rules are evaluated alone`,
      });
  }
  const place = `log group ${trail?.logGroup ?? ''}`;
  if (trail?.logGroup !== undefined && !services.metricFilters)
    notTried.push({ place, notTried: 'no record moves a metric there, so alarms are evaluated alone' });
  else if (trail?.logGroup !== undefined) {
    expected.set('alarm', { place });
    await putRecord(
      remote,
      {
        clients: await remote.ways.clients(accountId, trail.region),
        account: accountId,
        region: trail.region,
        logGroup: trail.logGroup,
      },
      useRecord(remote, organization, file, trail.region),
      maker,
    );
  }
  const control =
    expected.has('alarm') && trail
      ? await startAlarmControl(
          await remote.ways.clients(accountId, trail.region),
          remote.clock,
          { account: accountId, region: trail.region },
          maker,
        )
      : undefined;
  await collect(
    sqs,
    queue,
    expected,
    { clock: remote.clock, started, deadline: started + quiet.longestPeriod + SLACK, control },
    signal,
  );
  // An endpoint on which no alarm ever rings shows nothing about this one: it is left to the evaluation.
  const silent = control !== undefined && expected.get('alarm')?.seconds === undefined && !(await control.rang());
  if (silent) {
    expected.delete('alarm');
    notTried.push({ place, notTried: 'no alarm rings there at all, so alarms are evaluated alone' });
  }
  return [...expected.values(), ...notTried];
}

interface Waiting {
  clock: Clock;
  started: number;
  deadline: number;
  control: AlarmControl | undefined;
}

/** Reads the queue until everything came, or the time is up. */
async function collect(
  sqs: SQSClient,
  queue: string,
  expected: ReadonlyMap<string, DeliveryResult>,
  { clock, started, deadline, control }: Waiting,
  signal?: AbortSignal,
): Promise<void> {
  while ([...expected.values()].some(({ seconds }) => seconds === undefined) && clock.now() < deadline) {
    for (const key of await receivedKeys(sqs, queue, started)) {
      const waiting = expected.get(key);
      if (waiting && waiting.seconds === undefined) waiting.seconds = (clock.now() - started) / 1000;
    }
    // Looked at as often: it rings for a short while.
    await control?.rang();
    await clock.sleep(POLL, signal);
  }
}

/** An alarm that rings already says nothing more: waits until none does. */
async function untilQuiet(
  remote: Remote,
  organization: Organization,
  accountId: string,
  signal?: AbortSignal,
): Promise<{ longestPeriod: number }> {
  const alarms = Object.values(organization.accounts[organization.management]?.monitoring.alarms ?? {});
  const longestPeriod = Math.max(
    0,
    ...alarms.map(({ periodSeconds, evaluationPeriods }) => periodSeconds * evaluationPeriods * 1000),
  );
  const deadline = remote.clock.now() + 3 * longestPeriod + SLACK;
  for (const region of new Set(alarms.map((alarm) => alarm.region))) {
    const client = (await remote.ways.clients(accountId, region)).cloudwatch();
    for (;;) {
      const { MetricAlarms: ringing = [] } = await client.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }));
      if (ringing.length === 0 || remote.clock.now() > deadline) break;
      await remote.clock.sleep(POLL, signal);
    }
  }
  return { longestPeriod };
}

/** Request ids of events, and `alarm` for a change to ALARM after `since`. Takes every message off the queue. */
async function receivedKeys(sqs: SQSClient, queue: string, since: number): Promise<string[]> {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queue,
      MaxNumberOfMessages: 10,
      // An answer that is lost must not take messages away until nobody waits for them any more.
      VisibilityTimeout: 5,
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  if (messages.length === 0) return [];
  await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl: queue,
      Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
    }),
  );
  return messages.flatMap(({ Body = '', Attributes }) => {
    const receipt = readReceipt({ body: Body, sentAt: Number(Attributes?.SentTimestamp ?? 0) });
    if (receipt?.kind === 'event') return [receipt.record.requestId ?? ''];
    return receipt?.kind === 'alarm' && receipt.state === 'ALARM' && receipt.changedAt >= since - 1000 ? ['alarm'] : [];
  });
}
