/** Queues: finding one by its URL, what its attributes say, putting a message into it. */
import { uuid } from '../../../base/ids.js';
import type { Random } from '../../../base/random.js';
import { AwsError } from '../../wire/aws-error.js';
import type { TwinMessage, TwinQueue } from '../../state/monitoring.js';
import type { OperationContext, RequiredPermission } from '../shared/operation.js';
import { regionAt, resourcePolicy } from '../../state/regions.js';
import type { TwinState } from '../../state/twin-state.js';
import { resourceTagKeys } from '../../access/tag-context-keys.js';

/** Attributes that can be set, with the least, the most and the default of their values (SQS API reference, SetQueueAttributes). */
export const NUMERIC_ATTRIBUTES: ReadonlyMap<string, readonly [least: number, most: number, usual: number]> = new Map([
  ['DelaySeconds', [0, 900, 0]],
  ['MaximumMessageSize', [1024, 1_048_576, 1_048_576]],
  ['MessageRetentionPeriod', [60, 1_209_600, 345_600]],
  ['ReceiveMessageWaitTimeSeconds', [0, 20, 0]],
  ['VisibilityTimeout', [0, 43_200, 30]],
]);

export interface QueueInput {
  QueueUrl: string;
}

/** Where a queue is reached: below the address at which the client reached the twin. */
export function queueUrl({ host }: OperationContext, queue: Pick<TwinQueue, 'accountId' | 'name'>): string {
  return `http://${host}/${queue.accountId}/${queue.name}`;
}

/** Account and name that a queue's URL ends with. Throws `InvalidAddress` for a text that is no such URL. */
function addressOf(url: string): { accountId: string; name: string } {
  const [, accountId, name] = /\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined)
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
  return { accountId, name };
}

/** The queue of that URL. Throws `QueueDoesNotExist`. */
export function queueOf({ state, region }: OperationContext, { QueueUrl: url }: QueueInput): TwinQueue {
  const { accountId, name } = addressOf(url);
  const queue = findQueue(state, accountId, region, name);
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

export function findQueue(state: TwinState, accountId: string, region: string, name: string): TwinQueue | undefined {
  return state.accounts.has(accountId) ? regionAt(state, accountId, region).queues.get(name) : undefined;
}

/** `sqs:<action>` on the queue of the URL, which may be another account's; `more` tells further context keys. */
export function onQueue<Input extends QueueInput>(
  action: string,
  more: (input: Input) => RequiredPermission['context'] = () => ({}),
): (input: Input, context: OperationContext) => RequiredPermission[] {
  return (input, { state, region }) => {
    const { accountId, name } = addressOf(input.QueueUrl);
    const arn = `arn:${state.partition}:sqs:${region}:${accountId}:${name}`;
    const queue = findQueue(state, accountId, region, name);
    return [
      {
        action: `sqs:${action}`,
        resource: arn,
        resourceAccount: accountId,
        context: { ...resourceTagKeys(queue?.tags), ...more(input) },
        ...resourcePolicy(arn, queue?.policy),
      },
    ];
  };
}

/** A setting of the queue in its own unit, seconds or bytes. */
export function settingOf(queue: TwinQueue, name: string): number {
  return Number(queue.attributes.get(name) ?? NUMERIC_ATTRIBUTES.get(name)?.[2] ?? 0);
}

/** Puts a message into a queue at the instant `now`. */
export function enqueue(
  queue: TwinQueue,
  message: Pick<TwinMessage, 'body' | 'attributes' | 'senderId'>,
  now: number,
  random: Random,
  delaySeconds = settingOf(queue, 'DelaySeconds'),
): TwinMessage {
  const sent: TwinMessage = {
    ...message,
    id: uuid(random),
    sentAt: now,
    visibleAt: now + delaySeconds * 1000,
    receives: 0,
  };
  queue.messages.push(sent);
  return sent;
}

/** Forgets messages that are older than the queue keeps them. */
export function expire(queue: TwinQueue, now: number): void {
  const oldest = now - settingOf(queue, 'MessageRetentionPeriod') * 1000;
  if (queue.messages.some(({ sentAt }) => sentAt <= oldest))
    queue.messages = queue.messages.filter(({ sentAt }) => sentAt > oldest);
}
