/** Records of CloudTrail as a client reads them, in a log group, in the event history or in a message. Pure. */
import type { Use } from './use.js';

/** What is asked of a record; everything else stays where it is. */
export interface SeenRecord {
  eventId: string;
  eventName: string;
  /** For example `sts`. */
  service: string;
  /** When the call was made, to the second; milliseconds. */
  at: number;
  region: string;
  failed: boolean;
  requestId?: string;
  sharedEventId?: string;
  /** Account in whose trail it is. */
  account: string;
  sourceIp: string;
  /** Role that was asked for. */
  roleArn?: string;
  who: {
    type: string;
    account: string;
    userName?: string;
    principalId: string;
    arn?: string;
    accessKeyId?: string;
    invokedBy?: string;
    roleArn?: string;
  };
}

/** A record, and when the log group took it. */
export interface LoggedRecord extends SeenRecord {
  loggedAt?: number;
}

/** Reads a record; `undefined` for what is none. */
export function readRecord(value: unknown): SeenRecord | undefined {
  if (!isObject(value)) return undefined;
  const identity = objectIn(value, 'userIdentity');
  const [eventName, eventTime] = [text(value, 'eventName'), text(value, 'eventTime')];
  if (eventName === undefined || eventTime === undefined) return undefined;
  const results = Object.values(objectIn(value, 'responseElements'));
  return {
    eventId: text(value, 'eventID') ?? '',
    eventName,
    service: (text(value, 'eventSource') ?? '').split('.')[0] ?? '',
    at: Date.parse(eventTime),
    region: text(value, 'awsRegion') ?? '',
    // A sign-in that failed has a message and no code.
    failed: value['errorCode'] !== undefined || value['errorMessage'] !== undefined || results.includes('Failure'),
    account: text(value, 'recipientAccountId') ?? '',
    sourceIp: text(value, 'sourceIPAddress') ?? '',
    ...optional('requestId', text(value, 'requestID')),
    ...optional('sharedEventId', text(value, 'sharedEventID')),
    ...optional('roleArn', text(objectIn(value, 'requestParameters'), 'roleArn')),
    who: {
      type: text(identity, 'type') ?? '',
      account: text(identity, 'accountId') ?? '',
      principalId: text(identity, 'principalId') ?? '',
      ...optional('userName', text(identity, 'userName')),
      ...optional('arn', text(identity, 'arn')),
      ...optional('accessKeyId', text(identity, 'accessKeyId')),
      ...optional('invokedBy', text(identity, 'invokedBy')),
      ...optional('roleArn', text(objectIn(objectIn(identity, 'sessionContext'), 'sessionIssuer'), 'arn')),
    },
  };
}

/** Reads the text of a record. */
export function parseRecord(content: string): SeenRecord | undefined {
  try {
    return readRecord(JSON.parse(content));
  } catch {
    return undefined;
  }
}

/** Records hold whole seconds, and the clock of a sign-in page may differ from ours by some. */
const TOLERANCE = 5000;

/** Whether a record is about a use: by the id of its request, or for the console, which tells no id, by who, what, where and when. */
export function isAbout(record: SeenRecord, use: Use): boolean {
  if (use.requestId !== undefined) return record.requestId === use.requestId;
  const meanwhile = record.at >= use.at - TOLERANCE && record.at <= (use.until ?? use.at) + TOLERANCE;
  if (record.region !== use.region || record.failed === use.succeeded || !meanwhile) return false;
  if (use.kind === 'ConsoleLogin') return record.eventName === 'ConsoleLogin' && record.who.userName === use.user;
  const byConsole =
    record.eventName === 'AssumeRole' &&
    record.roleArn !== undefined &&
    record.roleArn.split(':')[4] === use.account &&
    /^(AWS Internal|signin\.amazonaws\.com)$/.test(record.who.invokedBy ?? record.sourceIp);
  return byConsole || (record.eventName === 'SwitchRole' && record.account === use.account);
}

/** Records by what they are asked for, so that thousands of uses find theirs quickly. */
export interface RecordIndex {
  about(use: Use): readonly SeenRecord[];
}

export function indexRecords(records: readonly SeenRecord[]): RecordIndex {
  const byRequest = new Map<string, SeenRecord[]>();
  for (const record of records)
    if (record.requestId !== undefined)
      byRequest.set(record.requestId, [...(byRequest.get(record.requestId) ?? []), record]);
  const ofConsole = records.filter(({ eventName }) => ['ConsoleLogin', 'SwitchRole', 'AssumeRole'].includes(eventName));
  return {
    about: (use) =>
      use.requestId === undefined
        ? ofConsole.filter((record) => isAbout(record, use))
        : (byRequest.get(use.requestId) ?? []),
  };
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>);
}

function text(object: Record<string, unknown>, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

function objectIn(object: Record<string, unknown>, key: string): Record<string, unknown> {
  const value = object[key];
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
