import { expect } from 'chai';
import type { Verdict } from '../../harness/outcome.js';
import { unlessUnplayed } from '../../harness/probes/alarms.js';
import type { AlarmQuestion } from '../../harness/probes/alarms.js';
import fc from 'fast-check';
import { judgeUses, useResults } from '../../harness/monitoring/judge.js';
import type { Evidence, Report } from '../../harness/monitoring/judge.js';
import { createOwnCalls } from '../../harness/monitoring/own-calls.js';
import { readReceipt } from '../../harness/monitoring/receipts.js';
import { apiCallRecords, consoleLoginRecord, switchRoleRecords } from '../../monitoring/index.js';
import { virtualClock } from '../../base/clock.js';
import { alarmResults } from '../../harness/monitoring/results.js';
import type { ResultOptions } from '../../harness/monitoring/results.js';
import { sampleUses } from '../../harness/monitoring/sample.js';
import { parseRecord, readRecord } from '../../harness/monitoring/seen-record.js';
import type { SeenRecord } from '../../harness/monitoring/seen-record.js';
import { seenUpTo } from '../../harness/monitoring/seen-up-to.js';
import { unexplained } from '../../harness/monitoring/unexplained.js';
import type { Use } from '../../harness/monitoring/uses.js';

const LIMITS = { events: 300, logs: 900 };
const HARD = { events: 900, logs: 1800 };
const ALARM = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:break-glass-used';

const NEVER_LOST: ResultOptions = {
  sla: LIMITS,
  lostAt: () => undefined,
  made: () => 0,
  acknowledgement: 'not applicable',
};

function use(requestId: string, second = 0): Use {
  return {
    scenario: 's',
    kind: 'AssumeRole',
    succeeded: true,
    account: '222233334444',
    region: 'eu-west-1',
    at: second * 1000,
    requestId,
  };
}

/** A record of a hop with nothing else of interest. */
function record(requestId: string, second = 0): SeenRecord {
  return {
    eventId: `event ${requestId}`,
    eventName: 'AssumeRole',
    service: 'sts',
    at: second * 1000,
    region: 'eu-west-1',
    failed: false,
    requestId,
    account: '111122223333',
    sourceIp: '192.0.2.1',
    roleArn: 'arn:aws:iam::222233334444:role/BreakGlass',
    who: { type: 'IAMUser', account: '111122223333', userName: 'break-glass-1', principalId: 'AIDA1' },
  };
}

function event(requestId: string, second: number): Evidence['receipts'][number] {
  return { kind: 'event', at: second * 1000, publishedAt: second * 1000 - 200, record: record(requestId) };
}

function alarm(second: number, changed = second): Evidence['receipts'][number] {
  return {
    kind: 'alarm',
    at: second * 1000,
    alarmArn: ALARM,
    state: 'ALARM',
    changedAt: changed * 1000,
    evaluated: true,
  };
}

const outcomes = (uses: Use[], evidence: Evidence): string[] =>
  judgeUses(uses, evidence, LIMITS, HARD).map(({ path, outcome }) => `${path} ${outcome}`);

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
    ['a message about something else', envelope('{"hello":1}'), undefined],
    ['a text', 'hello', undefined],
    ['a text in the envelope', envelope('hello'), undefined],
  ];
  for (const [title, body, expected] of rows)
    it(title, () => expect(readReceipt({ body, sentAt: 7 })).to.deep.equal(expected));
});

describe('uses are judged on both paths', () => {
  const rows: [string, Use[], Evidence, string[]][] = [
    [
      'in time',
      [use('a')],
      { receipts: [event('a', 10), alarm(400)], episodes: [] },
      ['events in time', 'logs in time'],
    ],
    ['late', [use('a')], { receipts: [event('a', 301), alarm(901)], episodes: [] }, ['events late', 'logs late']],
    [
      'beyond the hard limit is missing',
      [use('a')],
      { receipts: [event('a', 901), alarm(1801)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    ['nothing came', [use('a')], { receipts: [], episodes: [] }, ['events missing', 'logs missing']],
    [
      'a message about another use is none about this one',
      [use('a')],
      { receipts: [event('b', 10)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm from before the use is none about it',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that went off and out again before the use',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 90_000 }] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that is ringing while the use is made covers it',
      [use('a', 100)],
      { receipts: [alarm(50)], episodes: [{ alarmArn: ALARM, start: 50_000, end: 190_000 }] },
      ['events missing', 'logs in time'],
    ],
    [
      'an alarm that rings without having told anybody covers nothing',
      [use('a', 100)],
      { receipts: [], episodes: [{ alarmArn: ALARM, start: 50_000 }] },
      ['events missing', 'logs missing'],
    ],
    [
      'an alarm that somebody set by hand is none',
      [use('a')],
      { receipts: [event('a', 10), { ...alarm(400), evaluated: false } as Evidence['receipts'][number]], episodes: [] },
      ['events in time', 'logs missing'],
    ],
    [
      'a return to OK is no alarm',
      [use('a')],
      {
        receipts: [{ kind: 'alarm', at: 9000, alarmArn: ALARM, state: 'OK', changedAt: 9000, evaluated: true }],
        episodes: [],
      },
      ['events missing', 'logs missing'],
    ],
  ];
  for (const [title, uses, evidence, expected] of rows)
    it(title, () => expect(outcomes(uses, evidence)).to.deep.equal(expected));

  it('counts every use once a path, whatever arrives', () => {
    const receipts = fc.array(
      fc.oneof(
        fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(2000)).map(([id, at]) => event(id, at)),
        fc.nat(4000).map((at) => alarm(at)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(receipts, fc.array(fc.nat(2000), { minLength: 1, maxLength: 3 }), (arrived, starts) => {
        const uses = starts.map((at, index) => use(['a', 'b', 'c'][index] ?? '', at));
        const results = alarmResults(judgeUses(uses, { receipts: arrived, episodes: [] }, LIMITS, HARD), NEVER_LOST);
        return results.every(
          (result) =>
            result.uses === uses.length &&
            result.delivered + result.missing === result.uses &&
            result.late <= result.delivered &&
            (result.outcome === 'held') === (result.late + result.missing === 0),
        );
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('draws measured figures: quantiles are among the points, which are ascending', () => {
    const uses = Array.from({ length: 500 }, (_, index) => use(`u${index}`));
    const receipts = uses.map(({ requestId = '' }, index) => event(requestId, index / 2));
    const [events] = alarmResults(judgeUses(uses, { receipts, episodes: [] }, LIMITS, HARD), NEVER_LOST);
    expect(events?.points).to.have.length(200);
    expect(events?.points).to.deep.equal([...(events?.points ?? [])].sort((left, right) => left - right));
    expect(events?.seconds).to.deep.equal({ p50: 124.5, p95: 237, max: 249.5 });
  });
});

describe('each link of the chain has its instant', () => {
  const logged = [{ ...record('a', 0), loggedAt: 240_500 }];
  const whole: Evidence = {
    receipts: [event('a', 10), alarm(301, 300)],
    episodes: [{ alarmArn: ALARM, start: 300_000, end: 420_000 }],
    records: logged,
    counted: [240_000],
  };

  it('from the call to both messages', () => {
    const [result] = useResults(judgeUses([use('a')], whole, LIMITS, HARD));
    const at = (second: number): string => new Date(second * 1000).toISOString();
    expect(result?.times).to.deep.equal({
      called: at(0),
      recorded: at(0),
      published: at(9.8),
      eventMessage: at(10),
      logged: at(240.5),
      counted: at(240),
      rang: at(300),
      alarmMessage: at(301),
    });
    expect([result?.events, result?.logs]).to.deep.equal(['in time', 'in time']);
  });

  it('and each leg its time, in the order of the chain', () => {
    const [events, logs] = alarmResults(judgeUses([use('a')], whole, LIMITS, HARD), NEVER_LOST);
    expect(events?.legs.map(({ from, to, max }) => [from, to, max])).to.deep.equal([
      ['called', 'published', 9.8],
      ['published', 'eventMessage', 0.2],
    ]);
    expect(logs?.legs.map(({ from, to, max }) => [from, to, max])).to.deep.equal([
      ['called', 'logged', 240.5],
      ['logged', 'rang', 59.5],
      ['rang', 'alarmMessage', 1],
    ]);
  });

  it('says how far the news came where the configuration tells nothing', () => {
    const history = { episodes: [], counted: [], failedActions: [], ringing: [] };
    const seen = { history, trail: { from: 'log group "g"' } };
    const rows: [Parameters<typeof seenUpTo>[0], Parameters<typeof seenUpTo>[1], RegExp][] = [
      ['logs', {}, /^there is no record of it in log group "g"$/],
      ['logs', { recorded: 1 }, /never came to the log group$/],
      ['logs', { recorded: 1, logged: 1 }, /the metric counted nothing$/],
      ['logs', { recorded: 1, logged: 1, counted: 1 }, /the alarm did not ring$/],
      ['logs', { recorded: 1, logged: 1, counted: 1, rang: 1 }, /its message never arrived$/],
      ['events', { recorded: 1 }, /does not say why the rule told nobody$/],
    ];
    for (const [path, times, expected] of rows) expect(seenUpTo(path, times, seen)).to.match(expected);
    const failed = { ...seen, history: { ...history, failedActions: ['Failed to execute action x'] } };
    expect(seenUpTo('logs', { recorded: 1, logged: 1, counted: 1, rang: 1 }, failed)).to.match(
      /"Failed to execute action x"$/,
    );
  });
});

describe('detection, notification and acknowledgement are judged apart', () => {
  const judged = (evidence: Evidence, beforeDetection?: boolean): string[] => {
    const reports: Report[] = judgeUses([use('a')], evidence, LIMITS, HARD);
    const lostAt = (): ReturnType<ResultOptions['lostAt']> =>
      beforeDetection === undefined ? undefined : { cause: 'c', beforeDetection };
    return alarmResults(reports, { ...NEVER_LOST, lostAt }).map(
      ({ path, detection, notification, acknowledgement }) =>
        `${path}: ${detection}, ${notification}, ${acknowledgement}`,
    );
  };
  const episodes = [{ alarmArn: ALARM, start: 300_000 }];
  const rows: [string, Evidence, boolean | undefined, string[]][] = [
    [
      'all is well',
      { receipts: [event('a', 10), alarm(301, 300)], episodes },
      undefined,
      ['events: held, held, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'the alarm rang and told nobody',
      { receipts: [event('a', 10)], episodes },
      false,
      ['events: held, held, not applicable', 'logs: held, broken, not applicable'],
    ],
    [
      'the alarm did not ring',
      { receipts: [event('a', 10)], episodes: [] },
      true,
      ['events: held, held, not applicable', 'logs: broken, broken, not applicable'],
    ],
    [
      'a rule that told nobody may have matched',
      { receipts: [alarm(301, 300)], episodes },
      false,
      ['events: inconclusive, broken, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'a rule whose pattern is wrong has not',
      { receipts: [alarm(301, 300)], episodes },
      true,
      ['events: broken, broken, not applicable', 'logs: held, held, not applicable'],
    ],
    [
      'late is not undetected',
      { receipts: [event('a', 400), alarm(301, 300)], episodes },
      undefined,
      ['events: held, broken, not applicable', 'logs: held, held, not applicable'],
    ],
  ];
  for (const [title, evidence, before, expected] of rows)
    it(title, () => expect(judged(evidence, before)).to.deep.equal(expected));
});

describe('records are joined to the uses of the drill', () => {
  const newId = ((): (() => string) => {
    let id = 0;
    return () => `id-${++id}`;
  })();
  const user = {
    kind: 'user' as const,
    accountId: '111122223333',
    userId: 'AIDA1',
    userName: 'break-glass-1',
    arn: 'arn:aws:iam::111122223333:user/break-glass-1',
    accessKeyId: 'AKIA1',
  };
  const hop = (requestId: string, error?: { code: string; message: string }): SeenRecord[] =>
    apiCallRecords(
      {
        service: 'sts',
        operation: 'AssumeRole',
        region: 'eu-west-1',
        at: 5000,
        caller: user,
        sourceIp: '203.0.113.9',
        userAgent: 'x',
        requestId,
        input: { RoleArn: 'arn:aws:iam::222233334444:role/BreakGlass', RoleSessionName: 's' },
        resourceAccount: '222233334444',
        ...(error ? { error } : {}),
      },
      newId,
    ).flatMap((made) => parseRecord(JSON.stringify(made)) ?? []);
  const own = (...requestIds: string[]): ReturnType<typeof createOwnCalls> => {
    const calls = createOwnCalls(virtualClock(0));
    for (const requestId of requestIds)
      calls.observe({
        service: 'sts',
        operation: 'AssumeRole',
        region: 'eu-west-1',
        purpose: 'path',
        statusCode: 200,
        requestId,
      });
    return calls;
  };

  it('both copies of a hop of its own are known, by request and by shared event', () => {
    const records = hop('mine');
    expect(records.map(({ account }) => account)).to.deep.equal(['111122223333', '222233334444']);
    expect(unexplained(records, own('mine'), [])).to.deep.equal([]);
    expect(
      unexplained(
        records.map(({ requestId: _id, ...copy }, index) => (index === 0 ? { ...copy, requestId: 'mine' } : copy)),
        own('mine'),
        [],
      ),
    ).to.deep.equal([]);
  });

  it('a hop of somebody else is one finding with both copies, and names who, what, where, when', () => {
    const [found, ...others] = unexplained([...hop('mine'), ...hop('theirs')], own('mine'), []);
    expect(others).to.deep.equal([]);
    expect(found?.code).to.equal('BG_USE_UNEXPLAINED');
    expect(found?.cause).to.equal(
      '"break-glass-1" of account 111122223333, from 203.0.113.9, made 1 call about break glass that are not of this drill, the first sts:AssumeRole of arn:aws:iam::222233334444:role/BreakGlass in eu-west-1 at 1970-01-01T00:00:05.000Z',
    );
    expect(found?.accounts).to.deep.equal(['222233334444']);
  });

  it('attempts that were refused are told too', () => {
    expect(unexplained(hop('theirs', { code: 'AccessDenied', message: 'no' }), own(), [])[0]?.cause).to.include(
      'role/BreakGlass, refused, in eu-west-1',
    );
  });

  it('a call without an answer explains one record of its kind, and no second', () => {
    const calls = createOwnCalls(virtualClock(5000));
    calls.observe({
      service: 'sts',
      operation: 'AssumeRole',
      region: 'eu-west-1',
      purpose: 'path',
      statusCode: undefined,
    });
    expect(unexplained([...hop('lost').slice(0, 1), ...hop('theirs').slice(0, 1)], calls, [])).to.have.length(1);
  });

  it('whatever a session does that was issued to the drill is its own, and what a long-term key does is not', () => {
    const calls = createOwnCalls(virtualClock(0));
    for (const accessKeyId of ['ASIA1', 'AKIA1'])
      calls.observe({
        service: 'iam',
        operation: 'GetUser',
        region: 'us-east-1',
        purpose: 'path',
        statusCode: 200,
        accessKeyId,
      });
    const [first] = hop('other');
    const by = (accessKeyId: string): SeenRecord[] => (first ? [{ ...first, who: { ...first.who, accessKeyId } }] : []);
    expect(unexplained(by('ASIA1'), calls, [])).to.have.length(0);
    expect(unexplained(by('AKIA1'), calls, [])).to.have.length(1);
  });

  it('sign-ins have no request: who, where, when and how it ended tell them apart', () => {
    const page = { kind: 'global' as const };
    const signedIn = (at: number, failed: boolean): SeenRecord[] =>
      [
        readRecord(
          consoleLoginRecord(
            { who: user, page, at, sourceIp: '192.0.2.1', userAgent: 'x', mfaUsed: true, failed },
            newId,
          ),
        ),
      ].flatMap((made) => made ?? []);
    const made: Use = {
      scenario: 's',
      kind: 'ConsoleLogin',
      succeeded: true,
      account: '111122223333',
      region: 'us-east-1',
      at: 5400,
      user: 'break-glass-1',
    };
    expect(unexplained(signedIn(5000, false), own(), [made])).to.have.length(0);
    expect(unexplained(signedIn(5000, true), own(), [made]), 'one that failed').to.have.length(1);
    expect(unexplained(signedIn(60_000, false), own(), [made]), 'a minute later').to.have.length(1);
    expect(unexplained(signedIn(5000, false), own(), [{ ...made, region: 'us-east-2' }]), 'elsewhere').to.have.length(
      1,
    );
    expect(
      unexplained(signedIn(5000, false), own(), [{ ...made, user: 'break-glass-2' }]),
      'somebody else',
    ).to.have.length(1);
  });

  it('a switch of roles is known by its three records', () => {
    const role = {
      id: 'AROA1',
      name: 'BreakGlass',
      arn: 'arn:aws:iam::222233334444:role/BreakGlass',
      accountId: '222233334444',
    };
    const records = switchRoleRecords(
      {
        who: user,
        page: { kind: 'global' },
        at: 5000,
        sourceIp: '192.0.2.1',
        userAgent: 'x',
        role,
        requestId: 'r',
        accessKeyId: 'ASIA9',
      },
      newId,
    ).flatMap((one) => readRecord(one) ?? []);
    const made: Use = {
      scenario: 's',
      kind: 'SwitchRole',
      succeeded: true,
      account: '222233334444',
      region: 'us-east-1',
      at: 5000,
      user: 'break-glass-1',
    };
    expect(records).to.have.length(3);
    expect(unexplained(records, own(), [made])).to.deep.equal([]);
    expect(unexplained(records, own(), [{ ...made, account: '333344445555' }])).to.not.deep.equal([]);
  });
});

describe('alarms are judged by a sample', () => {
  const uses = Array.from({ length: 90 }, (_, index): Use => ({
    ...use(`u${index}`),
    account: index % 3 === 0 ? 'a' : 'b',
    region: index % 2 === 0 ? 'eu-west-1' : 'us-east-1',
    succeeded: index % 5 !== 0,
  }));
  const groupsOf = (chosen: readonly Use[]): Map<string, number> => {
    const groups = new Map<string, number>();
    for (const { account, region, succeeded } of chosen)
      groups.set(`${account} ${region} ${succeeded}`, (groups.get(`${account} ${region} ${succeeded}`) ?? 0) + 1);
    return groups;
  };

  it('of every OU, Region and kind, as large as allowed, the same for the same seed', () => {
    const chosen = sampleUses(uses, (id) => id, 4, '1');
    for (const [group, count] of groupsOf(uses))
      expect(groupsOf(chosen).get(group), group).to.equal(Math.min(4, count));
    expect(sampleUses(uses, (id) => id, 4, '1')).to.deep.equal(chosen);
    expect(sampleUses(uses, (id) => id, 4, '2')).to.not.deep.equal(chosen);
    expect(sampleUses(uses, (id) => id, 90, '1')).to.deep.equal(uses);
  });
});

describe('where the target cannot play a scenario', () => {
  const verdict = (outcome: Verdict['outcome']): Verdict => ({ outcome, evidence: 'observed', summary: outcome });
  const unplayed = verdict('not applicable');
  const asked = (...scenarios: readonly string[]): AlarmQuestion =>
    ({ uses: scenarios.map((scenario) => ({ scenario })) }) as unknown as AlarmQuestion;
  const cases: readonly (readonly [
    string,
    Verdict['outcome'],
    AlarmQuestion | undefined,
    Verdict | undefined,
    Verdict['outcome'],
  ])[] = [
    ['no use could be missed', 'inconclusive', asked('other'), unplayed, 'not applicable'],
    ['what was found all the same stays found', 'broken', asked('other'), unplayed, 'broken'],
    ['a use that was made must be noticed', 'inconclusive', asked('this'), unplayed, 'inconclusive'],
    [
      'a scenario that could be played says nothing without a use',
      'inconclusive',
      asked('other'),
      undefined,
      'inconclusive',
    ],
    ['nobody looked for messages', 'inconclusive', undefined, unplayed, 'inconclusive'],
  ];
  for (const [title, outcome, question, other, expected] of cases)
    it(title, () => expect(unlessUnplayed(verdict(outcome), question, 'this', other).outcome).to.equal(expected));
});
