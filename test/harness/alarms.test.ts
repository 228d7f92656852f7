import { expect } from 'chai';
import fc from 'fast-check';
import { alarmResults, allReported, judgeUses } from '../../harness/monitoring/judge.js';
import type { Evidence } from '../../harness/monitoring/judge.js';
import { readReceipt } from '../../harness/monitoring/receipts.js';
import type { Use } from '../../harness/monitoring/uses.js';

const LIMITS = { events: 300, logs: 900 };
const HARD = { events: 900, logs: 1800 };
const ALARM = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:break-glass-used';

function use(requestId: string, second = 0): Use {
  return { scenario: 's', roleArn: 'arn:aws:iam::1:role/BreakGlass', region: 'eu-west-1', at: second * 1000, requestId };
}

function event(requestId: string, second: number): Evidence['receipts'][number] {
  return { kind: 'event', at: second * 1000, requestId };
}

function alarm(second: number, changed = second): Evidence['receipts'][number] {
  return { kind: 'alarm', at: second * 1000, alarmArn: ALARM, state: 'ALARM', changedAt: changed * 1000 };
}

const outcomes = (uses: Use[], evidence: Evidence): string[] => judgeUses(uses, evidence, LIMITS, HARD).map(({ path, outcome }) => `${path} ${outcome}`);

describe('what arrives at the receipt queue is read', () => {
  const eventBody = JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: { requestID: 'request-1' } });
  const alarmBody = JSON.stringify({ AlarmArn: ALARM, NewStateValue: 'ALARM', StateChangeTime: '2026-01-05T03:00:00.000+0000' });
  const envelope = (message: string): string => JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu-west-1:1:t', Message: message });
  const rows: [string, string, unknown][] = [
    ['an event in the envelope of SNS', envelope(eventBody), { kind: 'event', at: 7, requestId: 'request-1' }],
    ['an event by raw delivery', eventBody, { kind: 'event', at: 7, requestId: 'request-1' }],
    ['an alarm', envelope(alarmBody), { kind: 'alarm', at: 7, alarmArn: ALARM, state: 'ALARM', changedAt: Date.UTC(2026, 0, 5, 3) }],
    ['a message about something else', envelope('{"hello":1}'), undefined],
    ['a text', 'hello', undefined],
    ['a text in the envelope', envelope('hello'), undefined],
  ];
  for (const [title, body, expected] of rows) it(title, () => expect(readReceipt({ body, sentAt: 7 })).to.deep.equal(expected));
});

describe('uses are judged on both paths', () => {
  const rows: [string, Use[], Evidence, string[]][] = [
    ['in time', [use('a')], { receipts: [event('a', 10), alarm(400)], episodes: [] }, ['events in time', 'logs in time']],
    ['late', [use('a')], { receipts: [event('a', 301), alarm(901)], episodes: [] }, ['events late', 'logs late']],
    ['beyond the hard limit is missing', [use('a')], { receipts: [event('a', 901), alarm(1801)], episodes: [] }, ['events missing', 'logs missing']],
    ['nothing came', [use('a')], { receipts: [], episodes: [] }, ['events missing', 'logs missing']],
    ['a message about another use is none about this one', [use('a')], { receipts: [event('b', 10)], episodes: [] }, ['events missing', 'logs missing']],
    ['an alarm from before the use is none about it', [use('a', 100)], { receipts: [alarm(50)], episodes: [] }, ['events missing', 'logs missing']],
    ['an alarm that went off and out again before the use', [use('a', 100)], { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 90_000 }] }, ['events missing', 'logs missing']],
    ['an alarm that is ringing while the use is made covers it', [use('a', 100)], { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 190_000 }] }, ['events missing', 'logs in time']],
    ['an alarm that rings without having told anybody covers nothing', [use('a', 100)], { receipts: [], episodes: [{ alarmArn: ALARM, start: 50_000 }] }, ['events missing', 'logs missing']],
    ['a return to OK is no alarm', [use('a')], { receipts: [{ kind: 'alarm', at: 9000, alarmArn: ALARM, state: 'OK', changedAt: 9000 }], episodes: [] }, ['events missing', 'logs missing']],
  ];
  for (const [title, uses, evidence, expected] of rows) it(title, () => expect(outcomes(uses, evidence)).to.deep.equal(expected));

  it('waits no longer than until every use was reported on both paths', () => {
    expect(allReported([use('a')], { receipts: [event('a', 10)], episodes: [] }, HARD)).to.equal(false);
    expect(allReported([use('a')], { receipts: [event('a', 10), alarm(20)], episodes: [] }, HARD)).to.equal(true);
  });

  it('counts every use once a path, whatever arrives', () => {
    const receipts = fc.array(fc.oneof(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(2000)).map(([id, at]) => event(id, at)), fc.nat(4000).map((at) => alarm(at))), { maxLength: 12 });
    fc.assert(
      fc.property(receipts, fc.array(fc.nat(2000), { minLength: 1, maxLength: 3 }), (arrived, starts) => {
        const uses = starts.map((at, index) => use(['a', 'b', 'c'][index] ?? '', at));
        const results = alarmResults(judgeUses(uses, { receipts: arrived, episodes: [] }, LIMITS, HARD), LIMITS, () => undefined);
        return results.every((result) => result.uses === uses.length && result.delivered + result.missing === result.uses && result.late <= result.delivered && (result.outcome === 'held') === (result.late + result.missing === 0));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('draws measured figures: quantiles are among the points, which are ascending', () => {
    const uses = Array.from({ length: 500 }, (_, index) => use(`u${index}`));
    const receipts = uses.map(({ requestId }, index) => event(requestId, index / 2));
    const [events] = alarmResults(judgeUses(uses, { receipts, episodes: [] }, LIMITS, HARD), LIMITS, () => undefined);
    expect(events?.points).to.have.length(200);
    expect(events?.points).to.deep.equal([...(events?.points ?? [])].sort((left, right) => left - right));
    expect(events?.seconds).to.deep.equal({ p50: 124.5, p95: 237, max: 249.5 });
  });
});
