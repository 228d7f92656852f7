import { recordsOf } from '../../reports/journal-record.js';
import { expect } from 'chai';
import { virtualClock } from '../../base/clock.js';
import { consoleOpen } from '../../harness/questions/console/visits.js';
import { judgeRoleAttempts } from '../../harness/questions/federation/members.js';
import type { RoleAttempt } from '../../harness/questions/federation/members.js';
import { inspect } from '../../harness/questions/readiness/inspect.js';
import type { Inspected, Subject } from '../../harness/configuration/rule.js';
import type { Fault, Verdict } from '../../harness/drill/verdict.js';
import { reasons } from '../../harness/drill/cell.js';
import { everyAccountReached } from '../../harness/questions/access/judge.js';
import { refusedEverywhere } from '../../harness/questions/refusal/attempts.js';
import { judgePeople } from '../../harness/questions/people/judge.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { createRecorder } from '../../harness/engine/recorder.js';
import { createJournal } from '../../reports/journal.js';
import { account, cell, fault, names } from './made-faults.js';

/** A clock that nobody looks at. */
const STILL = { now: () => 0, sleep: () => Promise.resolve() };

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
    const recorder = createRecorder({
      journal,
      progress: silentProgress,
      clock: STILL,
      aborted: () => false,
      lineOf: (asked) => (asked === played ? 7 : asked === other ? 8 : undefined),
    });
    const play = (): Promise<void> => {
      for (const verdict of verdicts) {
        recorder.begin();
        recorder.settle(verdict);
      }
      return error ? Promise.reject(error) : Promise.resolve();
    };
    await recorder.record('s', { id: 't', title: 't' }, play).catch(() => undefined);
    const [record] = recordsOf(journal.records(), 'check');
    const grounds = record?.grounds;
    return [record?.outcome, grounds && [...grounds.cells, ...grounds.findings.map(({ code }) => code)]];
  }

  const ROWS: readonly (readonly [
    what: string,
    verdicts: readonly Verdict[],
    error: Error | undefined,
    expected: unknown[],
  ])[] = [
    ['a finding', [broken(fault('BG_ALARM_OPEN'))], undefined, ['broken', ['BG_ALARM_OPEN']]],
    [
      'the same finding many times',
      [broken(fault('BG_ALARM_OPEN'), fault('BG_ALARM_OPEN'))],
      undefined,
      ['broken', ['BG_ALARM_OPEN']],
    ],
    ['a cell', [broken(played)], undefined, ['broken', [7]]],
    [
      'cells and findings',
      [broken(played, fault('BG_ALARM_OPEN'), other)],
      undefined,
      ['broken', [7, 8, 'BG_ALARM_OPEN']],
    ],
    ['a cell that is in no journal', [broken(played, never)], undefined, ['broken', undefined]],
    ['something that no finding says', [unknown], undefined, ['broken', undefined]],
    [
      'a finding in its first assertion, and another in its second',
      [broken(fault('BG_ALARM_OPEN')), broken(fault('BG_ALARM_NOISE'))],
      undefined,
      ['broken', ['BG_ALARM_OPEN', 'BG_ALARM_NOISE']],
    ],
    [
      'a finding in its first assertion, and something unknown in its second',
      [broken(fault('BG_ALARM_OPEN')), unknown],
      undefined,
      ['broken', undefined],
    ],
    [
      'a finding, after what held',
      [held, broken(fault('BG_ALARM_OPEN')), held],
      undefined,
      ['broken', ['BG_ALARM_OPEN']],
    ],
    [
      'a finding, and then something that could not be tested',
      [broken(fault('BG_ALARM_OPEN')), unclear],
      undefined,
      ['broken', undefined],
    ],
    [
      'a finding, after something that could not be tested',
      [unclear, broken(fault('BG_ALARM_OPEN'))],
      undefined,
      ['broken', undefined],
    ],
    [
      'a finding, and then an error that nobody planned',
      [broken(fault('BG_ALARM_OPEN'))],
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

  it('is told with every reason for which cells are inconclusive, and where', () => {
    const open = [
      { ...cell('inconclusive', 'a'), message: 'role of 111111111111 is not read' },
      { ...cell('inconclusive', 'b'), message: 'role of 222222222222 is not read' },
      { ...cell('inconclusive', 'c'), message: 'no answer' },
    ];
    for (const judge of [everyAccountReached, refusedEverywhere])
      expect(judge(open).reason).to.equal('a, b: role of 111111111111 is not read; c: no answer');
    const many = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      ...cell('inconclusive', name),
      message: `because of ${name}`,
    }));
    expect(reasons(many)).to.equal('a: because of a; b: because of b; c: because of c; and 2 more reasons');
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
          code: 'BG_ALARM_OPEN',
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
        declared: { accounts: {} },
      }) as unknown as Inspected;
    const { verdict, findings } = inspect(subject, inspected([]), 's');
    expect([names(verdict), findings.map(({ accounts }) => accounts.map(({ name }) => name))]).to.deep.equal([
      ['BG_ALARM_OPEN'],
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
