import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { virtualClock } from '../../base/clock.js';
import { describeError } from '../../base/errors.js';
import { parseDrillFile } from '../../harness/config.js';
import type { AccountInScope, DrillContext } from '../../harness/context.js';
import { consoleOpen } from '../../harness/console/play.js';
import { checkExceptions, planExceptions } from '../../harness/exceptions.js';
import { judgeRoleAttempts } from '../../harness/federation/members.js';
import type { RoleAttempt } from '../../harness/federation/members.js';
import { inspect } from '../../harness/inspection/index.js';
import type { Inspected, Subject } from '../../harness/inspection/rule.js';
import type { Fault, Verdict } from '../../harness/outcome.js';
import { everyAccountReached } from '../../harness/probes/access.js';
import { alarmsInTime, everyUseExplained } from '../../harness/probes/alarms.js';
import type { AlarmQuestion } from '../../harness/probes/alarms.js';
import type { Cell } from '../../harness/probes/cell.js';
import { refusedEverywhere } from '../../harness/probes/control.js';
import { withDelivery } from '../../harness/probes/delivered.js';
import { judgePeople } from '../../harness/probes/people.js';
import { silentProgress } from '../../harness/progress.js';
import { createRecorder } from '../../harness/recorder.js';
import { createJournal } from '../../reports/journal.js';
import { landingZone } from '../landing-zone.js';

describe('exceptions in the drill file', () => {
  const text = readFileSync('drill.yaml', 'utf8');
  const whole = { id: 'BG_ROLE_MISSING', owner: 'ana', reason: 'known', until: '2026-12-31' };
  const written = (entry: object): string => `${text}exceptions:\n  - ${JSON.stringify(entry)}\n`;
  const read = (entry: object): void => {
    const { file, placeOf } = parseDrillFile('drill.yaml', written(entry));
    checkExceptions(file, landingZone(), placeOf);
  };
  const line = text.split('\n').length + 1;

  it('are accepted whole, with accounts and with words of the cause', () => {
    read(whole);
    read({ ...whole, accounts: ['network', 'management'], cause: 'no role' });
  });

  const ROWS: readonly (readonly [what: string, entry: object, at: string, error: RegExp])[] = [
    [
      'a code that does not exist',
      { ...whole, id: 'BG_ROLE_GONE' },
      '"id"',
      /there is no finding "BG_ROLE_GONE"\n.*BG_ROLE_MISSING/,
    ],
    [
      'a code like no other',
      { ...whole, id: 'BG_XYZZY' },
      '"id"',
      /there is no finding "BG_XYZZY"\n.*docs\/findings\.md/,
    ],
    [
      'a title instead of a code',
      { ...whole, id: 'role missing' },
      '"id"',
      /is the code of a finding, such as BG_ROLE_MISSING/,
    ],
    [
      'what says that something was not tested',
      { ...whole, id: 'BG_THROTTLED' },
      '"id"',
      /could not be tested: nobody can accept that\n.*accounts\.exclude/,
    ],
    [
      'an account that does not exist',
      { ...whole, accounts: ['network', 'netwrok'] },
      '"netwrok"',
      /there is no account "netwrok"\n.*network/,
    ],
    ['accounts, and none of them', { ...whole, accounts: [] }, '"accounts"', /accounts/],
    ['an empty cause', { ...whole, cause: '' }, '"cause"', /cause/],
    ['no owner', { ...whole, owner: '' }, '"owner"', /says who accepts it/],
    ['an owner without a name', { ...whole, owner: '  ' }, '"owner"', /says who accepts it/],
    ['nobody at all', { id: whole.id, reason: whole.reason, until: whole.until }, '{', /says who accepts it/],
    ['no reason', { ...whole, reason: '' }, '"reason"', /says why it is accepted/],
    ['a day that no calendar has', { ...whole, until: '2026-02-30' }, '"until"', /written like 2026-12-31/],
    ['an instant', { ...whole, until: '2026-12-31T00:00:00Z' }, '"until"', /written like 2026-12-31/],
    ['for ever', { ...whole, until: 'never' }, '"until"', /written like 2026-12-31/],
    ['a key that does not exist', { ...whole, ticket: 'X-1' }, '"ticket"', /unknown key "ticket"/],
  ];
  for (const [what, entry, at, error] of ROWS) {
    it(`are refused with their place and what would be right: ${what}`, () => {
      let told = '';
      try {
        read(entry);
      } catch (thrown) {
        told = describeError(thrown);
        expect(thrown).to.have.property('code', 'BG_USAGE');
      }
      expect(told).to.match(error);
      const column = (written(entry).split('\n')[line - 1] ?? '').indexOf(at) + 1;
      expect(told).to.include(`drill.yaml:${line}:${column}: `);
    });
  }

  it('are in force through their last day, in UTC', () => {
    const inForce = (now: string): boolean | undefined =>
      planExceptions({ exceptions: [whole] }, Date.parse(now))[0]?.inForce;
    expect(
      ['2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00Z'].map(inForce),
    ).to.deep.equal([true, true, true, false]);
    expect(inForce('2027-01-01T00:30:00+01:00')).to.equal(true);
  });
});

const account = (name: string): AccountInScope => ({ id: name, name, ou: 'Root', ancestry: [] });

function cell(outcome: Cell['outcome'], name = 'a'): Cell {
  return {
    scenario: 's',
    kind: 'break-glass',
    user: 'u',
    control: '',
    account: account(name),
    outcome,
    stage: 'assume',
    code: outcome === 'held' ? 'BG_HELD' : 'BG_ROLE_MISSING',
    message: '',
    requestId: '',
    calls: 1,
    ms: 0,
  };
}

const fault = (code: string): Fault => ({ code, cause: `the cause of ${code}` });
const names = ({ faults }: Verdict): string[] | undefined =>
  faults?.map((one) => ('stage' in one ? `${one.account.name} ${one.outcome}` : one.code));

describe('what a check broke on', () => {
  const broken = (...faults: Fault[]): Verdict => ({
    outcome: 'broken',
    evidence: 'observed',
    summary: '',
    reason: 'why',
    faults,
  });
  const unknown: Verdict = { outcome: 'broken', evidence: 'observed', summary: '', reason: 'something else' };
  const unclear: Verdict = { outcome: 'inconclusive', evidence: 'observed', summary: '', reason: 'not seen' };
  const held: Verdict = { outcome: 'held', evidence: 'observed', summary: '' };
  const [played, other, never] = [cell('broken'), cell('broken', 'b'), cell('broken', 'c')];

  async function recorded(verdicts: readonly Verdict[], error?: Error): Promise<unknown[]> {
    const journal = createJournal({
      sink: { append: () => undefined, sync: () => undefined },
      drill: 'd',
      clock: virtualClock(0),
      firstHash: '0'.repeat(64),
      secrets: () => [],
    });
    const recorder = createRecorder(
      journal,
      silentProgress,
      () => false,
      (asked) => (asked === played ? 7 : asked === other ? 8 : undefined),
    );
    const play = (): Promise<void> => {
      for (const verdict of verdicts) {
        recorder.begin();
        recorder.settle(verdict);
      }
      return error ? Promise.reject(error) : Promise.resolve();
    };
    await recorder.record('s', 't', play).catch(() => undefined);
    const [record] = journal.records();
    const grounds = record?.detail?.['grounds'] as { cells: number[]; findings: { code: string }[] } | undefined;
    return [record?.outcome, grounds && [...grounds.cells, ...grounds.findings.map(({ code }) => code)]];
  }

  const ROWS: readonly (readonly [
    what: string,
    verdicts: readonly Verdict[],
    error: Error | undefined,
    expected: unknown[],
  ])[] = [
    ['a finding', [broken(fault('BG_A'))], undefined, ['broken', ['BG_A']]],
    ['the same finding many times', [broken(fault('BG_A'), fault('BG_A'))], undefined, ['broken', ['BG_A']]],
    ['a cell', [broken(played)], undefined, ['broken', [7]]],
    ['cells and findings', [broken(played, fault('BG_A'), other)], undefined, ['broken', [7, 8, 'BG_A']]],
    ['a cell that is in no journal', [broken(played, never)], undefined, ['broken', undefined]],
    ['something that no finding says', [unknown], undefined, ['broken', undefined]],
    [
      'a finding in its first assertion, and another in its second',
      [broken(fault('BG_A')), broken(fault('BG_B'))],
      undefined,
      ['broken', ['BG_A', 'BG_B']],
    ],
    [
      'a finding in its first assertion, and something unknown in its second',
      [broken(fault('BG_A')), unknown],
      undefined,
      ['broken', undefined],
    ],
    ['a finding, after what held', [held, broken(fault('BG_A')), held], undefined, ['broken', ['BG_A']]],
    [
      'a finding, and then something that could not be tested',
      [broken(fault('BG_A')), unclear],
      undefined,
      ['broken', undefined],
    ],
    [
      'a finding, after something that could not be tested',
      [unclear, broken(fault('BG_A'))],
      undefined,
      ['broken', undefined],
    ],
    [
      'a finding, and then an error that nobody planned',
      [broken(fault('BG_A'))],
      new Error('bug'),
      ['broken', undefined],
    ],
    ['nothing: it is inconclusive', [unclear], undefined, ['inconclusive', undefined]],
    ['nothing: it held', [held], undefined, ['held', undefined]],
  ];
  for (const [what, verdicts, error, expected] of ROWS)
    it(`is written down: ${what}`, async () => expect(await recorded(verdicts, error)).to.deep.equal(expected));

  it('is every cell that does not hold, and those that are inconclusive too', () => {
    const cells = [cell('held', 'a'), cell('broken', 'b'), cell('inconclusive', 'c')];
    for (const judge of [everyAccountReached, refusedEverywhere])
      expect(names(judge(cells))).to.deep.equal(['b broken', 'c inconclusive']);
  });

  it('is unknown where a wrong code was taken at the console, whatever else broke', () => {
    const outcome = { cells: [cell('broken')], signIns: 1, refusals: 0, without: [] };
    expect([
      names(consoleOpen({ ...outcome, letIn: ['u'] })),
      names(consoleOpen({ ...outcome, letIn: [] })),
    ]).to.deep.equal([undefined, ['a broken']]);
  });

  it('is unknown where a rule found something and could not read everything', () => {
    const subject: Subject = {
      id: 'x',
      reads: ['monitoring'],
      evidence: 'evaluated',
      rules: [
        {
          id: '1',
          title: 't',
          code: 'BG_A',
          inspect: () => [
            { cause: 'c', accounts: ['a'] },
            { cause: 'c', accounts: ['b'] },
          ],
        },
      ],
    };
    const inspected = (unread: unknown[]): Inspected =>
      ({
        snapshot: { organization: { accounts: { a: { id: '1' }, b: { id: '2' } } }, unread },
      }) as unknown as Inspected;
    const { verdict, findings } = inspect(subject, inspected([]), 's');
    expect([names(verdict), findings.map(({ accounts }) => accounts.map(({ name }) => name))]).to.deep.equal([
      ['BG_A'],
      [['a', 'b']],
    ]);
    expect(
      names(
        inspect(
          subject,
          inspected([{ part: 'monitoring', what: 'trails', account: { name: 'a' }, why: 'denied' }]),
          's',
        ).verdict,
      ),
    ).to.equal(undefined);
  });

  it('is unknown where an attacker changed one role, and it is not known whether another', () => {
    const inspected = {
      snapshot: { policyTypes: [], organization: { accounts: {} } },
      file: { breakGlass: { role: '/r' } },
    } as unknown as Inspected;
    const attempt = (reading: 'passed' | 'denied' | 'unclear'): RoleAttempt => ({
      identity: { label: 'erin', account: account('a') },
      call: { title: 'delete it', action: 'iam:DeleteRole' },
      reading,
      message: '',
    });
    const judged = (...readings: Parameters<typeof attempt>[0][]): unknown =>
      names(judgeRoleAttempts(readings.map(attempt), 's', inspected).verdict);
    expect([judged('passed', 'denied'), judged('passed', 'unclear')]).to.deep.equal([
      ['BG_GUARDRAILS_DISABLED'],
      undefined,
    ]);
  });

  it('is unknown where one person holds both factors of a user, and nobody knows who holds those of another', () => {
    const stores = { s0: { description: '', signIn: 'none' as const, keptBy: ['a'] } };
    const plan = (other: object): Parameters<typeof judgePeople>[1] => ({
      people: { a: { team: 't', site: 'x' } },
      stores,
      users: { one: { custody: { accessKey: 's0', mfa: 's0' } }, two: other },
    });
    expect(
      names(judgePeople('separate factors', plan({ custody: { accessKey: 's0', mfa: 's0' } }), 's', 1).verdict),
    ).to.deep.equal(['BG_CUSTODY_ONE_PERSON', 'BG_CUSTODY_ONE_PERSON']);
    expect(names(judgePeople('separate factors', plan({}), 's', 1).verdict)).to.equal(undefined);
  });
});

describe('what the alarms broke on', () => {
  const use = {
    scenario: 's',
    kind: 'AssumeRole' as const,
    succeeded: true,
    account: '1',
    region: 'eu-west-1',
    at: 0,
    requestId: 'r',
  };
  const leftover = { code: 'BG_USE_UNEXPLAINED', cause: 'somebody', accounts: [], at: 0, scenario: 's' };
  const record = {
    eventId: 'e',
    eventName: 'AssumeRole',
    service: 'sts',
    at: 0,
    region: 'eu-west-1',
    failed: false,
    requestId: 'r',
    account: '1',
    sourceIp: '',
    who: { type: 'IAMUser', principalId: '' },
  };
  const question = (changed: Partial<AlarmQuestion>, trail: object = {}): AlarmQuestion =>
    ({
      uses: [use],
      made: [use],
      reports: [],
      collected: {
        trail: { records: [record], whole: true, from: 'log group "g"', ...trail },
        history: { ringing: [], episodes: [], counted: [], failedActions: [] },
      },
      sla: { events: 300, logs: 900 },
      leftovers: [],
      notQuiet: [],
      acknowledgement: { outcome: 'not applicable' },
      explain: (path: string) => (path === 'events' ? fault('BG_ALARM_RULE_DISABLED') : undefined),
      explainAlarm: () => undefined,
      ...changed,
    }) as unknown as AlarmQuestion;
  const report = (
    path: 'events' | 'logs',
    outcome: 'in time' | 'late' | 'missing',
  ): AlarmQuestion['reports'][number] => ({
    use,
    path,
    outcome,
    detected: undefined,
    times: {},
    ...(outcome === 'late' ? { seconds: 1000 } : {}),
  });

  it('is every message that is not in time, and every alarm that does not rest: one never stands for another', () => {
    const faults = (changed: Partial<AlarmQuestion>): unknown => names(alarmsInTime(question(changed), 's'));
    expect(faults({ reports: [report('events', 'missing'), report('logs', 'in time')] })).to.deep.equal([
      'BG_ALARM_RULE_DISABLED',
    ]);
    expect(faults({ reports: [report('events', 'missing'), report('logs', 'late')] })).to.deep.equal([
      'BG_ALARM_RULE_DISABLED',
      'BG_ALARM_LATE',
    ]);
    expect(
      faults({ reports: [report('events', 'missing'), report('logs', 'in time')], notQuiet: ['alarm'] }),
    ).to.deep.equal(['BG_ALARM_RULE_DISABLED', 'BG_ALARM_NOT_QUIET']);
    expect(
      faults({ reports: [report('events', 'in time'), report('logs', 'in time')], notQuiet: ['alarm'] }),
    ).to.deep.equal(['BG_ALARM_NOT_QUIET']);
  });

  it('is every use by somebody else, if the trail shows all of them', () => {
    const faults = (trail: object, changed: Partial<AlarmQuestion> = {}): unknown => {
      const verdict = everyUseExplained(
        question({ leftovers: [leftover, { ...leftover, cause: 'another' }], ...changed }, trail),
        's',
      );
      return [verdict.outcome, names(verdict)];
    };
    expect(faults({})).to.deep.equal(['broken', ['BG_USE_UNEXPLAINED', 'BG_USE_UNEXPLAINED']]);
    expect(faults({ whole: false }), 'the event history shows other accounts not at all').to.deep.equal([
      'broken',
      undefined,
    ]);
    expect(faults({ records: [] }), 'it misses a use of the drill itself').to.deep.equal(['broken', undefined]);
    expect(faults({}, { uses: [] }), 'nothing shows that it records').to.deep.equal(['broken', undefined]);
  });

  it('is unknown where the configuration explains a missing message, and the endpoint delivers nothing either', () => {
    const context = { organization: { management: 'm', accounts: {} } } as unknown as DrillContext;
    const evaluated = (outcome: Verdict['outcome']): Verdict => ({
      outcome,
      evidence: 'evaluated',
      summary: '',
      ...(outcome === 'broken' ? { faults: [fault('BG_A')] } : {}),
    });
    const together = (one: Verdict['outcome'], other: Verdict['outcome']): unknown => {
      const { verdict } = withDelivery(
        context,
        { outcome: other, evidence: 'observed', summary: '', reason: 'nothing came' },
        evaluated(one),
        's',
      );
      return [verdict.outcome, names(verdict)];
    };
    expect(together('broken', 'held')).to.deep.equal(['broken', ['BG_A']]);
    expect(together('broken', 'broken')).to.deep.equal(['broken', undefined]);
    expect(together('broken', 'inconclusive')).to.deep.equal(['broken', undefined]);
    expect(together('held', 'broken')).to.deep.equal(['broken', ['BG_ALARM_MISSING']]);
    expect(together('held', 'inconclusive')).to.deep.equal(['inconclusive', undefined]);
  });
});
