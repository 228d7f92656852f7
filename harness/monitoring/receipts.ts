/** What arrived at the receipt queue: messages about single events, and messages of alarms. Pure. */

/** A message of EventBridge about one call. */
export interface EventReceipt {
  kind: 'event';
  /** When the queue took it; milliseconds on the clock of the target. */
  at: number;
  /** Request id of the call that the event is about. */
  requestId: string;
}

/** A message of CloudWatch about an alarm that changed its state. */
export interface AlarmReceipt {
  kind: 'alarm';
  at: number;
  alarmArn: string;
  state: string;
  /** When the state changed. */
  changedAt: number;
}

export type Receipt = EventReceipt | AlarmReceipt;

/** A message as the queue hands it out: its body, and `SentTimestamp` in milliseconds. */
export interface QueueMessage {
  body: string;
  sentAt: number;
}

/** Reads a message, with SNS's envelope or, by raw delivery, without; `undefined` for one that is about something else. */
export function readReceipt({ body, sentAt }: QueueMessage): Receipt | undefined {
  const outer = parse(body);
  const content = outer && typeof outer['Message'] === 'string' && outer['TopicArn'] !== undefined ? parse(outer['Message']) : outer;
  if (!content) return undefined;
  const { AlarmArn: alarmArn, NewStateValue: state, StateChangeTime: changed, detail } = content;
  if (typeof alarmArn === 'string' && typeof state === 'string') {
    return { kind: 'alarm', at: sentAt, alarmArn, state, changedAt: instant(changed) ?? sentAt };
  }
  const requestId = isObject(detail) ? detail['requestID'] : undefined;
  return typeof requestId === 'string' ? { kind: 'event', at: sentAt, requestId } : undefined;
}

/** CloudWatch writes `2026-01-05T03:00:00.000+0000`, without the colon that ISO 8601 has in an offset. */
function instant(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
