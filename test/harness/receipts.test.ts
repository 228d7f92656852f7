import { expect } from 'chai';
import { readReceipt } from '../../harness/monitoring/receipts.js';
import { readRecord } from '../../harness/monitoring/seen-record.js';
import { ALARM } from './alarm-evidence.js';

describe('what arrives at the receipt queue is read', () => {
  const detail = { eventName: 'AssumeRole', eventTime: '2026-01-05T03:00:00Z', requestID: 'request-1' };
  const eventBody = JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail });
  const alarmBody = (reason: string): string =>
    JSON.stringify({
      AlarmArn: ALARM,
      NewStateValue: 'ALARM',
      NewStateReason: reason,
      StateChangeTime: '2026-01-05T03:00:00.000+0000',
    });
  const envelope = (message: string): string =>
    JSON.stringify({
      Type: 'Notification',
      TopicArn: 'arn:aws:sns:eu-west-1:1:t',
      Message: message,
      Timestamp: '2026-01-05T03:00:05.000Z',
    });
  const rang = { kind: 'alarm', at: 7, alarmArn: ALARM, state: 'ALARM', changedAt: Date.UTC(2026, 0, 5, 3) };
  const rows: [string, string, unknown][] = [
    [
      'an event in the envelope of SNS',
      envelope(eventBody),
      { kind: 'event', at: 7, publishedAt: Date.UTC(2026, 0, 5, 3, 0, 5), record: readRecord(detail) },
    ],
    ['an event by raw delivery', eventBody, { kind: 'event', at: 7, record: readRecord(detail) }],
    [
      'an alarm',
      envelope(alarmBody('Threshold Crossed: 1 out of the last 1 datapoints')),
      { ...rang, evaluated: true },
    ],
    ['a composite alarm', envelope(alarmBody(`${ALARM} transitioned to ALARM`)), { ...rang, evaluated: true }],
    ['an alarm that somebody set by hand', envelope(alarmBody('testing')), { ...rang, evaluated: false }],
    [
      'an event of which a target passes the record alone on',
      JSON.stringify(detail),
      { kind: 'event', at: 7, record: readRecord(detail) },
    ],
    [
      'other words than the event',
      envelope('{"hello":1}'),
      { kind: 'text', at: 7, publishedAt: Date.UTC(2026, 0, 5, 3, 0, 5), text: '{"hello":1}' },
    ],
    ['a text by raw delivery', 'hello', { kind: 'text', at: 7, text: 'hello' }],
    [
      'the request to confirm a subscription',
      JSON.stringify({ Type: 'SubscriptionConfirmation', TopicArn: 'arn', Message: 'x' }),
      undefined,
    ],
  ];
  for (const [title, body, expected] of rows)
    it(title, () => expect(readReceipt({ body, sentAt: 7 })).to.deep.equal(expected));
});
