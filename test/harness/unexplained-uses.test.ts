import { expect } from 'chai';
import { createOwnCalls } from '../../harness/drill/own-calls.js';
import { apiCallRecords, consoleLoginRecord, switchRoleRecords } from '../../monitoring/index.js';
import { virtualClock } from '../../base/clock.js';
import { parseRecord, readRecord } from '../../harness/monitoring/seen-record.js';
import type { SeenRecord } from '../../harness/monitoring/seen-record.js';
import { unexplained } from '../../harness/monitoring/unexplained.js';
import type { Use } from '../../harness/monitoring/use.js';

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
            {
              ...{ who: user, page, at, sourceIp: '192.0.2.1', userAgent: 'x' },
              outcome: failed ? { kind: 'wrong-code' } : { kind: 'signed-in' },
            },
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
        result: { accessKeyId: 'ASIA9' },
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
