/**
 * Waits for what must come of the uses of the drill, once for all scenarios, so that their waits overlap: messages, then the
 * records in the trail, then the return of the alarms to OK. Changes nothing but the receipt queue.
 */
import { POLL_SECONDS, SLOW_POLL_SECONDS } from './planned.js';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { isoTime } from '../../../base/clock.js';
import type { Monitoring } from '../../../organization/monitoring-model.js';
import { plural } from '../../../reports/sentences.js';
import type { WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { DrillFile } from '../../configuration/drill-file.js';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import { readAlarmHistory } from './alarm-history.js';
import type { AlarmHistory } from '../../monitoring/judge.js';
import { judgeUses } from '../../monitoring/judge.js';
import type { Evidence, Report } from '../../monitoring/judge.js';
import { readReceipt } from '../../monitoring/receipts.js';
import type { Receipt } from '../../monitoring/receipts.js';
import { indexRecords } from '../../monitoring/seen-record.js';
import { readTrail } from './trail.js';
import type { TrailReading } from './trail.js';
import type { Use } from '../../monitoring/use.js';

/** Between two looks at the queue; milliseconds on the clock of the target. */
const POLL = POLL_SECONDS * 1000;
/** Between two looks at anything that costs more. */
const SLOW_POLL = SLOW_POLL_SECONDS * 1000;
/** A trail delivers after five minutes on average (CloudTrail user guide, "How CloudTrail works"): before twice that it is not read. */
const TRAIL_SETTLES = 600_000;

type MonitoringFile = NonNullable<DrillFile['monitoring']>;

/** What the waiting needs to know. */
export interface Awaited {
  file: MonitoringFile;
  /** The uses that must be reported. */
  uses: readonly Use[];
  /** Alarms that should ring for one. */
  alarms: readonly WatchingAlarm[];
  /** What watches the management account. */
  monitoring: Monitoring;
  /** When the drill began, in milliseconds. */
  since: number;
}

/** Everything that was seen. */
export interface Collected extends Evidence {
  history: AlarmHistory;
  trail: TrailReading;
}

/** Waits until everything came or the hard limits passed. Throws if the queue or the alarms cannot be read. */
export async function collectEvidence(context: DrillContext, awaited: Awaited): Promise<Collected> {
  const { hardLimit } = awaited.file;
  const deadline = context.target.clock.now() + Math.max(hardLimit.events, hardLimit.logs) * 1000;
  const queue = await openQueue(context, awaited.file);
  const receipts: Receipt[] = [];
  await awaitMessages(context, awaited, queue, receipts, deadline);
  const trail = await awaitRecords(context, awaited, deadline);
  const history = await awaitQuiet(context, awaited, deadline);
  // What came while the slower things were waited for.
  receipts.push(...(await queue()));
  return { receipts, episodes: history.episodes, counted: history.counted, records: trail.records, history, trail };
}

/** A function that takes every message off the receipt queue. */
async function openQueue(
  context: DrillContext,
  { receipts: place }: MonitoringFile,
): Promise<() => Promise<Receipt[]>> {
  const account = [...context.inventory.inScope, ...context.inventory.leftOut].find(
    ({ name }) => name === place.account,
  );
  const sqs = clients(context, 'reading', await context.reader(account?.id ?? ''), place.region).sqs();
  const url = (await sqs.send(new GetQueueUrlCommand({ QueueName: place.queue }))).QueueUrl ?? '';
  return () => drain(sqs, url, context.signal);
}

async function awaitMessages(
  context: DrillContext,
  { file, uses, alarms, since }: Awaited,
  queue: () => Promise<Receipt[]>,
  receipts: Receipt[],
  deadline: number,
): Promise<void> {
  const { clock } = context.target;
  context.progress.step(
    `Waiting for the messages about ${plural(uses.length, 'use')}, until ${isoTime(deadline)} at most`,
  );
  let looked = clock.now();
  let episodes: Evidence['episodes'] = [];
  let open: Report[] = [];
  let judged = false;
  for (;;) {
    const arrived = await queue();
    receipts.push(...arrived);
    // Nothing new changes no judgement, and there may be thousands of uses.
    if (!judged || arrived.length > 0)
      open = judgeUses(uses, { receipts, episodes }, file.hardLimit, file.hardLimit).filter(
        ({ outcome }) => outcome === 'missing',
      );
    judged = true;
    context.progress.cells(2 * uses.length - open.length, 2 * uses.length);
    if (open.length === 0 || clock.now() >= deadline) return;
    await clock.sleep(POLL, context.signal);
    // A use that was made while an alarm rang has no message of its own: only the history of the alarm tells.
    if (clock.now() - looked < SLOW_POLL || open.some(({ path }) => path === 'events')) continue;
    looked = clock.now();
    episodes = (await readAlarmHistory(context, alarms, since)).episodes;
    judged = false;
  }
}

async function awaitRecords(
  context: DrillContext,
  { uses, monitoring, since }: Awaited,
  deadline: number,
): Promise<TrailReading> {
  const { clock } = context.target;
  const settled = Math.min(deadline, Math.max(0, ...uses.map(({ at }) => at)) + TRAIL_SETTLES);
  context.progress.step('Waiting for the trail, to compare it with what the drill did');
  if (clock.now() < settled) await clock.sleep(settled - clock.now(), context.signal);
  for (;;) {
    const trail = await readTrail(context, monitoring, since);
    const index = indexRecords(trail.records);
    if (trail.unread !== undefined || uses.every((use) => index.about(use).length > 0) || clock.now() >= deadline)
      return trail;
    await clock.sleep(SLOW_POLL, context.signal);
  }
}

async function awaitQuiet(context: DrillContext, { alarms, since }: Awaited, deadline: number): Promise<AlarmHistory> {
  const { clock } = context.target;
  for (;;) {
    const history = await readAlarmHistory(context, alarms, since);
    if (history.ringing.length === 0 || clock.now() >= deadline) return history;
    context.progress.step(`Waiting until ${history.ringing.map((name) => `alarm "${name}"`).join(', ')} is OK again`);
    await clock.sleep(SLOW_POLL, context.signal);
  }
}

async function drain(sqs: SQSClient, queue: string, signal: AbortSignal): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (;;) {
    const answer = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
      { abortSignal: signal },
    );
    const messages = answer.Messages ?? [];
    if (messages.length === 0) return receipts;
    for (const { Body = '', Attributes } of messages) {
      const receipt = readReceipt({ body: Body, sentAt: Number(Attributes?.SentTimestamp ?? 0) });
      if (receipt) receipts.push(receipt);
    }
    const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue, Entries: entries }), { abortSignal: signal });
  }
}
