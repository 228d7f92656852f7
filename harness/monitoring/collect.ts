/** Waits for the messages about every use of the drill, once for all scenarios, so that their waits overlap. */
import { DescribeAlarmHistoryCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { clients } from '../context.js';
import type { DrillContext } from '../context.js';
import type { DrillFile } from '../config.js';
import type { Credentials } from '../../aws/signer.js';
import { allReported } from './judge.js';
import type { Episode, Evidence } from './judge.js';
import { readReceipt } from './receipts.js';
import type { Receipt } from './receipts.js';

/** Between two looks at the queue; milliseconds on the clock of the target. */
const POLL = 5000;

type MonitoringFile = NonNullable<DrillFile['monitoring']>;

/** Everything that arrived until every use was reported or the hard limits passed. Throws if the queue cannot be read. */
export async function collectEvidence(context: DrillContext, monitoring: MonitoringFile): Promise<Evidence> {
  const { receipts: place, hardLimit } = monitoring;
  const account = [...context.inventory.inScope, ...context.inventory.leftOut].find(({ name }) => name === place.account);
  const reader = await context.reader(account?.id ?? '');
  const sqs = clients(context, 'reading', reader, place.region).sqs();
  const queue = (await sqs.send(new GetQueueUrlCommand({ QueueName: place.queue }))).QueueUrl ?? '';
  const uses = context.uses.all();
  const deadline = Math.max(0, ...uses.map(({ at }) => at)) + Math.max(hardLimit.events, hardLimit.logs) * 1000;
  const receipts: Receipt[] = [];
  context.progress.step(`Waiting for the messages about ${uses.length} uses`);
  for (;;) {
    receipts.push(...(await drain(sqs, queue, context.signal)));
    context.progress.cells(receipts.filter(({ kind }) => kind === 'event').length, uses.length);
    const evidence = { receipts, episodes: [] };
    if (allReported(uses, evidence, hardLimit) || context.target.clock.now() >= deadline) break;
    await context.target.clock.sleep(POLL, context.signal);
  }
  return { receipts, episodes: await readEpisodes(context, reader, receipts) };
}

/** Takes every message off the queue. */
async function drain(sqs: SQSClient, queue: string, signal: AbortSignal): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (;;) {
    const answer = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['SentTimestamp'] }), { abortSignal: signal });
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

/** When the alarms that sent a message were ringing, by their own history. */
async function readEpisodes(context: DrillContext, reader: Credentials, receipts: readonly Receipt[]): Promise<Episode[]> {
  const arns = [...new Set(receipts.flatMap((receipt) => (receipt.kind === 'alarm' ? [receipt.alarmArn] : [])))];
  const episodes: Episode[] = [];
  for (const alarmArn of arns) {
    const [, , , region = '', , , ...name] = alarmArn.split(':');
    const cloudwatch = clients(context, 'reading', reader, region).cloudwatch();
    const history = await cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName: name.join(':'), HistoryItemType: 'StateUpdate', MaxRecords: 100, ScanBy: 'TimestampAscending' }));
    const changes = (history.AlarmHistoryItems ?? []).map(({ Timestamp, HistorySummary = '' }) => ({ at: Timestamp?.getTime() ?? 0, ringing: / to ALARM$/.test(HistorySummary) }));
    changes.forEach(({ at, ringing }, index) => {
      if (!ringing) return;
      const end = changes[index + 1]?.at;
      episodes.push({ alarmArn, start: at, ...(end === undefined ? {} : { end }) });
    });
  }
  return episodes;
}
