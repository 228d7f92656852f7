/** What arrived at the receipt queue: messages about single events, and messages of alarms. Pure. */
import { readRecord } from './seen-record.js';
import type { SeenRecord } from './seen-record.js';

/** A message of EventBridge about one call. */
export interface EventReceipt {
  kind: 'event';
  /** When the queue took it; milliseconds on the clock of the target. */
  at: number;
  /** When the topic took it, if the message came in the envelope of SNS. */
  publishedAt?: number;
  /** The record that the event is about. */
  record: SeenRecord;
}

/** A message of CloudWatch about an alarm that changed its state. */
export interface AlarmReceipt {
  kind: 'alarm';
  at: number;
  alarmArn: string;
  state: string;
  /** When the state changed. */
  changedAt: number;
  /** False for a state that somebody set by hand: that is no detection. */
  evaluated: boolean;
}

/** A message in other words: a target may rewrite what it is given (EventBridge user guide, "Amazon EventBridge input transformation"). */
export interface TextReceipt {
  kind: 'text';
  at: number;
  publishedAt?: number;
  /** As it came, without the envelope of SNS. */
  text: string;
}

export type Receipt = EventReceipt | AlarmReceipt | TextReceipt;

/** A message as the queue hands it out: its body, and `SentTimestamp` in milliseconds. */
export interface QueueMessage {
  body: string;
  sentAt: number;
}

/**
 * Reads a message, with SNS's envelope or, by raw delivery, without. A part of an event that is a whole record is one about
 * it; `undefined` for the request to confirm a subscription.
 */
export function readReceipt({ body, sentAt }: QueueMessage): Receipt | undefined {
  const outer = parse(body);
  const enveloped = outer !== undefined && typeof outer['Message'] === 'string' && outer['TopicArn'] !== undefined;
  if (enveloped && outer['Type'] === 'SubscriptionConfirmation') return undefined;
  const text = enveloped ? String(outer['Message']) : body;
  const publishedAt = enveloped ? instant(outer['Timestamp']) : undefined;
  const published = publishedAt === undefined ? {} : { publishedAt };
  const content = (enveloped ? parse(text) : outer) ?? {};
  const {
    AlarmArn: alarmArn,
    NewStateValue: state,
    StateChangeTime: changed,
    NewStateReason: reason,
    detail,
  } = content;
  if (typeof alarmArn === 'string' && typeof state === 'string') {
    return {
      kind: 'alarm',
      at: sentAt,
      alarmArn,
      state,
      changedAt: instant(changed) ?? sentAt,
      evaluated: isEvaluation(reason),
    };
  }
  const record = readRecord(detail) ?? readRecord(content);
  return record
    ? { kind: 'event', at: sentAt, ...published, record }
    : { kind: 'text', at: sentAt, ...published, text };
}

/** Reasons of CloudWatch's own evaluations, also of composite alarms (CloudWatch API reference, DescribeAlarmHistory); SetAlarmState takes any other text. */
export function isEvaluation(reason: unknown): boolean {
  return (
    typeof reason === 'string' &&
    /^(Threshold Crossed:|Insufficient Data:|arn:[\w-]+:cloudwatch:\S+ transitioned to )/.test(reason)
  );
}

/** CloudWatch writes `2026-01-05T03:00:00.000+0000`, without the colon that ISO 8601 has in an offset. */
function instant(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
