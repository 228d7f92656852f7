/** What a call publishes (SNS API reference, Publish). */
import type { TopicMessage } from '../../delivery/topics.js';
import { isGroup } from '../../state/queues.js';
import { invalidParameter } from './topic.js';

export interface MessageInput {
  Message: string;
  Subject?: string;
  /** `json`: the message is an object of texts, one for each protocol. */
  MessageStructure?: string;
  MessageAttributes?: Record<string, { DataType: string; StringValue?: string; BinaryValue?: Uint8Array }>;
  MessageDeduplicationId?: string;
  MessageGroupId?: string;
}

const LARGEST_MESSAGE = 262_144;
const LONGEST_SUBJECT = 100;

/** Throws `InvalidParameter` for what no standard topic takes. */
export function messageOf(input: MessageInput): TopicMessage {
  const { Message: text, Subject: subject, MessageAttributes: attributes, MessageGroupId: groupId } = input;
  if (text === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(text) > LARGEST_MESSAGE) throw invalidParameter('Message too long');
  if (subject !== undefined && (subject === '' || subject.length > LONGEST_SUBJECT || /[\r\n]/.test(subject)))
    throw invalidParameter('Subject');
  if (input.MessageDeduplicationId !== undefined)
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  if (groupId !== undefined && !isGroup(groupId)) throw invalidParameter('MessageGroupId');
  return {
    ...bodiesOf(text, input.MessageStructure),
    ...(subject === undefined ? {} : { subject }),
    ...(attributes ? { attributes } : {}),
    ...(groupId === undefined ? {} : { groupId }),
  };
}

function bodiesOf(text: string, structure: string | undefined): Pick<TopicMessage, 'body' | 'bodies'> {
  if (structure === undefined) return { body: text };
  if (structure !== 'json') throw invalidParameter('MessageStructure');
  const texts = Object.fromEntries(Object.entries(parsed(text)).filter(([, value]) => typeof value === 'string'));
  const { default: body, ...bodies } = texts as Record<string, string>;
  if (body === undefined) throw invalidParameter('Message Structure - No default entry in JSON message body');
  return { body, bodies };
}

function parsed(text: string): object {
  const refuse = (): never => {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  };
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : refuse();
  } catch {
    return refuse();
  }
}
