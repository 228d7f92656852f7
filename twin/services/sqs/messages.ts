/** Sending, receiving and deleting messages (SQS API reference). */
import { createHash } from 'node:crypto';
import { userIdOf } from '../../access/caller.js';
import { arnParts } from '../../state/arn.js';
import type { TwinMessage, TwinQueue } from '../../state/queues.js';
import { enqueue, expire, findQueue, isGroup, redriveOf, settingOf } from '../../state/queues.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { onQueue, queueOf } from './queue.js';
import type { QueueInput } from './queue.js';

interface ReceiveInput extends QueueInput {
  MaxNumberOfMessages?: number;
  VisibilityTimeout?: number;
  /** Accepted and not waited for: time does not pass inside a call. */
  WaitTimeSeconds?: number;
  AttributeNames?: readonly string[];
  MessageSystemAttributeNames?: readonly string[];
  MessageAttributeNames?: readonly string[];
}

interface BatchEntry {
  Id: string;
  ReceiptHandle: string;
}

interface SendInput extends QueueInput {
  MessageBody: string;
  DelaySeconds?: number;
  MessageAttributes?: Record<string, unknown>;
  MessageSystemAttributes?: Readonly<Record<string, { DataType?: string; StringValue?: string }>>;
  MessageDeduplicationId?: string;
  MessageGroupId?: string;
}

const MOST_AT_ONCE = 10;

export const messageOperations = [
  operation<SendInput, unknown>({
    name: 'SendMessage',
    recorded: false,
    permissions: onQueue('SendMessage'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      const size = Buffer.byteLength(input.MessageBody);
      if (size === 0) throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
      if (size > settingOf(queue, 'MaximumMessageSize')) {
        throw new AwsError(
          'InvalidParameterValue',
          `One or more parameters are invalid. Reason: Message must be shorter than ${settingOf(queue, 'MaximumMessageSize')} bytes.`,
        );
      }
      checkRange('DelaySeconds', input.DelaySeconds, 0, 900);
      const message = {
        body: input.MessageBody,
        attributes: input.MessageAttributes ?? {},
        system: systemAttributes(input),
        senderId: senderId(context),
      };
      const sent = enqueue(queue, message, context.clock.now(), context.delivery.random, input.DelaySeconds);
      return { MessageId: sent.id, MD5OfMessageBody: md5(sent.body) };
    },
  }),
  operation<ReceiveInput, unknown>({
    name: 'ReceiveMessage',
    recorded: false,
    permissions: onQueue('ReceiveMessage'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      checkRange('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, MOST_AT_ONCE);
      checkRange('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
      checkRange('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20);
      const now = context.clock.now();
      expire(queue, now);
      const hidden = (input.VisibilityTimeout ?? settingOf(queue, 'VisibilityTimeout')) * 1000;
      moveDead(queue, now, context);
      const found = queue.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, input.MaxNumberOfMessages ?? 1);
      for (const message of found) receive(message, now, hidden, context);
      return found.length === 0 ? {} : { Messages: found.map((message) => show(message, input)) };
    },
  }),
  operation<QueueInput & { ReceiptHandle: string }, unknown>({
    name: 'DeleteMessage',
    recorded: false,
    permissions: onQueue('DeleteMessage'),
    run: (input, context) => {
      remove(queueOf(context, input), input.ReceiptHandle);
      return {};
    },
  }),
  operation<QueueInput & { Entries: readonly BatchEntry[] }, unknown>({
    name: 'DeleteMessageBatch',
    recorded: false,
    // There is no permission of its own (service authorization reference, Amazon SQS).
    permissions: onQueue('DeleteMessage'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      const ids = input.Entries.map(({ Id }) => Id);
      if (ids.length === 0)
        throw new AwsError(
          'EmptyBatchRequest',
          'There should be at least one DeleteMessageBatchRequestEntry in the request.',
        );
      if (ids.length > MOST_AT_ONCE)
        throw new AwsError(
          'TooManyEntriesInBatchRequest',
          `Maximum number of entries per request are ${MOST_AT_ONCE}. You have sent ${ids.length}.`,
        );
      if (new Set(ids).size < ids.length)
        throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id in the request.');
      const failed = input.Entries.filter(({ ReceiptHandle: receipt }) => !isReceipt(receipt));
      for (const { ReceiptHandle: receipt } of input.Entries) if (isReceipt(receipt)) remove(queue, receipt);
      return {
        Successful: input.Entries.filter((entry) => !failed.includes(entry)).map(({ Id }) => ({ Id })),
        Failed: failed.map(({ Id }) => ({
          Id,
          SenderFault: true,
          Code: 'ReceiptHandleIsInvalid',
          Message: 'The input receipt handle is invalid.',
        })),
      };
    },
  }),
  operation<QueueInput & { ReceiptHandle: string; VisibilityTimeout: number }, unknown>({
    name: 'ChangeMessageVisibility',
    recorded: false,
    permissions: onQueue('ChangeMessageVisibility'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      checkRange('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
      if (!isReceipt(input.ReceiptHandle)) throw invalidReceipt();
      const now = context.clock.now();
      const message = queue.messages.find(
        ({ receipt, visibleAt }) => receipt === input.ReceiptHandle && visibleAt > now,
      );
      if (!message) throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
      message.visibleAt = now + input.VisibilityTimeout * 1000;
      return {};
    },
  }),
];

/** What was received as often as the queue allows goes to its dead-letter queue when somebody asks for it again. */
function moveDead(queue: TwinQueue, now: number, { state }: OperationContext): void {
  const redrive = redriveOf(queue.attributes.get('RedrivePolicy'));
  if (!redrive) return;
  const { accountId, region, resource } = arnParts(redrive.deadLetterTargetArn);
  const target = findQueue(state, accountId, region, resource);
  if (!target) return;
  const dead = queue.messages.filter(
    ({ visibleAt, receives }) => visibleAt <= now && receives >= redrive.maxReceiveCount,
  );
  queue.messages = queue.messages.filter((message) => !dead.includes(message));
  target.messages.push(...dead);
}

/** The one attribute that a sender may give, and the group, by which a standard queue serves tenants fairly (SQS developer guide, "Amazon SQS fair queues"). */
function systemAttributes(input: SendInput): Record<string, string> {
  if (input.MessageDeduplicationId !== undefined)
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${input.MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  const { MessageGroupId: group, MessageSystemAttributes: given = {} } = input;
  const unknown = Object.keys(given).find((name) => name !== 'AWSTraceHeader');
  const trace = given['AWSTraceHeader'];
  if (unknown !== undefined || (trace && (trace.DataType !== 'String' || trace.StringValue === undefined)))
    throw new AwsError(
      'InvalidParameterValue',
      `Message system attribute name ${unknown ?? 'AWSTraceHeader'} is invalid.`,
    );
  if (group !== undefined && !isGroup(group))
    throw new AwsError('InvalidParameterValue', `Value ${group} for parameter MessageGroupId is invalid.`);
  return {
    ...(group === undefined ? {} : { MessageGroupId: group }),
    ...(trace?.StringValue === undefined ? {} : { AWSTraceHeader: trace.StringValue }),
  };
}

function receive(message: TwinMessage, now: number, hidden: number, { delivery }: OperationContext): void {
  message.receives += 1;
  message.firstReceivedAt ??= now;
  message.visibleAt = now + hidden;
  message.receipt = `AQEB${Buffer.from(`${message.id}/${message.receives}/`).toString('base64url')}${Buffer.from(delivery.random.bytes(24)).toString('base64url')}`;
}

/** An older receipt than the last is accepted and deletes nothing, as may happen at AWS (SQS API reference, DeleteMessage). */
function remove(queue: TwinQueue, handle: string): void {
  if (!isReceipt(handle)) throw invalidReceipt();
  queue.messages = queue.messages.filter(({ receipt }) => receipt !== handle);
}

function isReceipt(handle: string): boolean {
  return /^AQEB[\w-]{60,}$/.test(handle);
}

function invalidReceipt(): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.', 404);
}

function show(
  message: TwinMessage,
  { AttributeNames: old = [], MessageSystemAttributeNames: names = [], MessageAttributeNames: own = [] }: ReceiveInput,
): Record<string, unknown> {
  const asked = new Set([...old, ...names]);
  const system: Record<string, string> = {
    SenderId: message.senderId,
    SentTimestamp: String(Math.floor(message.sentAt)),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? message.sentAt)),
    ...message.system,
  };
  const shown = Object.fromEntries(Object.entries(system).filter(([name]) => asked.has('All') || asked.has(name)));
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) =>
      own.some((wanted) => wanted === 'All' || wanted === '.*' || wanted === name),
    ),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(shown).length === 0 ? {} : { Attributes: shown }),
    ...(Object.keys(attributes).length === 0 ? {} : { MessageAttributes: attributes }),
  };
}

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

function senderId({ caller }: OperationContext): string {
  return userIdOf(caller);
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
