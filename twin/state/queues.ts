/** Queues: finding one, what its attributes say, putting a message into it. */
import { uuid } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { PolicyDocument } from '../../iam/index.js';
import { regionAt } from './regions.js';
import type { TwinState } from './twin-state.js';

export interface TwinQueue {
  name: string;
  arn: string;
  accountId: string;
  region: string;
  createdAt: number;
  changedAt: number;
  policy?: PolicyDocument;
  /** Attributes that were set, by AWS's names, without the policy. */
  attributes: Map<string, string>;
  /** In the order in which they were sent. */
  messages: TwinMessage[];
  purgedAt?: number;
  tags: Map<string, string>;
}

export interface TwinMessage {
  id: string;
  body: string;
  attributes: Record<string, unknown>;
  /** What the sender gave of system attributes: a group, a trace. */
  system?: Readonly<Record<string, string>>;
  senderId: string;
  sentAt: number;
  /** Hidden until then: delayed, or received by somebody. */
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** Names the last receipt. */
  receipt?: string;
}

/** Attributes that can be set, with the least, the most and the default of their values (SQS API reference, SetQueueAttributes). */
export const NUMERIC_ATTRIBUTES: ReadonlyMap<string, readonly [least: number, most: number, usual: number]> = new Map([
  ['DelaySeconds', [0, 900, 0]],
  ['MaximumMessageSize', [1024, 1_048_576, 1_048_576]],
  ['MessageRetentionPeriod', [60, 1_209_600, 345_600]],
  ['ReceiveMessageWaitTimeSeconds', [0, 20, 0]],
  ['VisibilityTimeout', [0, 43_200, 30]],
]);

export function findQueue(state: TwinState, accountId: string, region: string, name: string): TwinQueue | undefined {
  return state.accounts.has(accountId) ? regionAt(state, accountId, region).queues.get(name) : undefined;
}

/** A setting of the queue in its own unit, seconds or bytes. */
export function settingOf(queue: TwinQueue, name: string): number {
  return Number(queue.attributes.get(name) ?? NUMERIC_ATTRIBUTES.get(name)?.[2] ?? 0);
}

/** What a redrive policy says; `undefined` for a text that is none. */
export function redriveOf(text = ''): { deadLetterTargetArn: string; maxReceiveCount: number } | undefined {
  try {
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as Record<string, unknown>;
    const count = Number(maxReceiveCount);
    return typeof deadLetterTargetArn === 'string' && Number.isInteger(count)
      ? { deadLetterTargetArn, maxReceiveCount: count }
      : undefined;
  } catch {
    return undefined;
  }
}

/** What a message group may be called (SQS API reference, SendMessage; SNS API reference, Publish). */
export function isGroup(name: string): boolean {
  return /^[!-~]{1,128}$/.test(name);
}

/** Puts a message into a queue at the instant `now`. */
export function enqueue(
  queue: TwinQueue,
  message: Pick<TwinMessage, 'body' | 'attributes' | 'system' | 'senderId'>,
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
