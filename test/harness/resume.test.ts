import { expect } from 'chai';
import { virtualClock } from '../../base/clock.js';
import { earlierUse } from '../../harness/drill/earlier-uses.js';
import type { EarlierUse } from '../../harness/drill/earlier-uses.js';
import type { Cell } from '../../harness/drill/cell.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { untilCodesAreNew } from '../../harness/engine/after-earlier.js';
import { cellEntry, cellOf } from '../../harness/engine/record-lines.js';
import type { Premise } from '../../harness/drill/premise.js';
import { earlierPathCalls } from '../../harness/engine/take-over-calls.js';
import { refuseOtherPlan } from '../../harness/engine/resume.js';
import type { Use } from '../../harness/monitoring/use.js';
import { messagesOfThisDrill, usesOfOthers } from '../../harness/questions/alarms/resumed.js';
import type { AlarmQuestion } from '../../harness/questions/alarms/judge.js';
import type { Verdict } from '../../harness/drill/verdict.js';
import type { JournalRecord, RecordOf } from '../../reports/journal-record.js';
import type { DrillPlan } from '../../reports/plan.js';
import { PLAN } from '../reports/made-journal.js';

const ACCOUNT = { id: '444455556666', name: 'network', ou: 'Infrastructure', ancestry: ['r', 'ou', '444455556666'] };

function cell(more: Partial<Cell> = {}): Cell {
  return {
    ...{
      scenario: 's',
      question: 'access',
      item: 'access/u/444455556666',
      kind: 'break-glass',
      user: 'u',
      control: '',
    },
    ...{
      account: ACCOUNT,
      outcome: 'held',
      code: 'BG_HELD',
      stage: 'done',
      message: '',
      requestId: 'r',
      calls: 2,
      ms: 7,
    },
    ...more,
  } as Cell;
}

const HELD: Verdict = { outcome: 'held', evidence: 'observed', summary: 'all in time' };
const EARLIER: EarlierUse = { scenario: 's', kind: 'AssumeRole', succeeded: true, region: 'eu-west-1' };
const USE: Use = { ...EARLIER, account: ACCOUNT.id, region: 'eu-west-1', at: 0 };

function judged(uses: readonly Use[], earlierUses: readonly EarlierUse[] | undefined, verdict = HELD): Verdict {
  const asked = { uses, made: uses } as unknown as AlarmQuestion;
  return messagesOfThisDrill(verdict, asked, 's', { since: 0, ...(earlierUses ? { earlierUses } : {}) });
}

describe('alarms of a drill that resumes another', () => {
  it('are never held by uses whose messages nobody waited for', () => {
    expect(judged([USE], undefined)).to.equal(HELD);
    expect(judged([USE], [EARLIER]).outcome).to.equal('held');
    expect(judged([USE], [EARLIER]).summary).to.include('nobody waited for messages about 1 use of the drill');
    expect(judged([], [{ ...EARLIER, scenario: 'other' }])).to.deep.equal(HELD);
    const unwatched: Partial<Use>[] = [
      { region: 'us-east-1' },
      { succeeded: false },
      { kind: 'SwitchRole' },
      { scenario: 'other' },
    ];
    for (const other of unwatched) {
      const { outcome, reason } = judged([{ ...USE, ...other }], [EARLIER]);
      expect([outcome, reason], JSON.stringify(other)).to.deep.equal([
        'inconclusive',
        'only the drill that this one resumes made uses by AssumeRole in eu-west-1, and nobody waited for the messages: a new drill does',
      ]);
    }
  });

  it('stay broken where they are broken', () => {
    const broken: Verdict = { ...HELD, outcome: 'broken', reason: 'late' };
    expect(judged([], [EARLIER], broken)).to.equal(broken);
  });

  it('say from when on uses of others were looked for, and are not held where nothing shows that they would be seen', () => {
    const nobody: Verdict = { ...HELD, outcome: 'inconclusive', reason: 'nobody got in' };
    const of = (uses: readonly Use[], verdict: Verdict): Verdict =>
      usesOfOthers(verdict, { uses } as unknown as AlarmQuestion, 's', { since: 0, earlierUses: [EARLIER] });
    expect(of([USE], HELD)).to.include({ outcome: 'held' });
    expect(of([USE], HELD).summary).to.include('read from 1970-01-01T00:00:00.000Z on');
    expect(of([], nobody)).to.include({
      outcome: 'inconclusive',
      reason: 'only the drill that this one resumes used break glass here, so nothing shows that the trail records it',
    });
  });

  it('know the use of a cell: by its kind, whether it got in, and its Region', () => {
    const of = (more: Partial<Cell>): EarlierUse | undefined => earlierUse(cell(more), () => 'eu-west-1');
    expect(of({})).to.deep.equal(EARLIER);
    expect(of({ stage: 'act' })?.succeeded).to.equal(true);
    expect(of({ stage: 'assume' })?.succeeded).to.equal(false);
    expect(of({ kind: 'control', stage: 'done' })?.succeeded).to.equal(false);
    expect(
      of({ kind: 'control', outcome: 'broken', code: 'BG_MFA_NOT_REQUIRED' } as Partial<Cell>)?.succeeded,
    ).to.equal(true);
    expect(of({ question: 'console' })).to.deep.equal({ scenario: 's', kind: 'SwitchRole', succeeded: true });
    for (const none of [{ calls: 0 }, { stage: 'sign-in' as const }, { stage: 'credentials' as const }])
      expect(of(none), JSON.stringify(none)).to.equal(undefined);
  });
});

describe('what a journal keeps of a cell', () => {
  it('is all that verdicts and explanations ask of it', () => {
    const kept: Cell[] = [
      cell(),
      cell({ outcome: 'broken', code: 'BG_TRUST_DENIED', stage: 'assume', message: 'no' } as Partial<Cell>),
      cell({
        ...({
          outcome: 'broken',
          code: 'BG_MFA_NOT_REQUIRED',
          kind: 'control',
          control: 'without-mfa',
        } as Partial<Cell>),
        caller: { principal: 'arn', principalId: 'AIDA', context: { 'aws:PrincipalArn': 'arn', many: ['a', 'b'] } },
      }),
      cell({
        kind: 'guardrail',
        guardrail: { name: 'g', side: 'control', expects: 'yields', by: 'call', evidence: 'evaluated' },
      }),
    ];
    for (const one of kept) expect(cellOf(cellEntry(one) as RecordOf<'cell'>, ACCOUNT)).to.deep.equal(one);
  });
});

describe('the plan of a drill that resumes another', () => {
  it('is that of the other, but for what is left; else everything that differs is named', () => {
    const work = { scenario: 's', id: 'access/u', question: 'access', principal: 'u', certainty: 'certain' as const };
    const plan: DrillPlan = {
      ...PLAN,
      accounts: [{ id: '1', name: 'one', ou: 'Root' }],
      capabilities: { 'verifies MFA codes': true },
      work: [
        { ...work, accounts: 'all', items: 1, uses: 1, calls: [{ call: 'sts:AssumeRole', as: 'user/u', times: 1 }] },
      ],
      sets: { all: '0' },
    };
    const left = plan.work.map((work) => ({ ...work, left: 'none', uses: 0 }));
    refuseOtherPlan(plan, { ...plan, work: left, messages: [], calls: [], resumes: undefined as never });
    const [first] = plan.work;
    expect(() =>
      refuseOtherPlan(plan, {
        ...plan,
        organization: { ...plan.organization, id: 'o-another' },
        accounts: plan.accounts.slice(1),
        capabilities: {},
        work: first ? [{ ...first, accounts: 'none' }, ...plan.work.slice(1)] : [],
      }),
    ).to.throw('organization, what the endpoint enforces or has, accounts and items');
  });
});

describe('calls of the earlier drill on the path', () => {
  const step = { kind: 'item', scenario: 's', question: 'access', item: 'access/u/sign-in/1', state: 'done' } as const;
  const resumed = { seq: 4, at: '2026-01-01T00:00:00.000Z' };
  const taken = { cells: [cell()], done: [{ ...step, resumed }] };
  const journal = (...entries: object[]): JournalRecord[] =>
    entries.map((entry, index) => ({ ...entry, seq: index + 1 }) as JournalRecord);
  const begins = { kind: 'premise', scenario: 's', event: 'begins' };
  const signIn = { kind: 'call', scenario: 's', purpose: 'path', call: 'sts:GetSessionToken', status: 200 };
  const calls = (records: JournalRecord[]): ReturnType<typeof earlierPathCalls> =>
    earlierPathCalls({ id: 's', premises: [{} as Premise], taken }, records);

  it('count where they were made while the premises held', () => {
    const after = calls(journal({ kind: 'start' }, begins, signIn, step));
    expect(after).to.deep.equal({ total: 3, identitySystem: [], signIns: 1, hopsByCode: 1 });
    expect(calls(journal({ kind: 'start' }, signIn, begins, step)).signIns).to.equal(0);
    expect(calls(journal(begins, { ...signIn, status: 403 }, {}, step)).signIns).to.equal(0);
    // What was taken over before was counted then.
    expect(calls(journal(begins, {}, {}, { ...step, resumed })).signIns).to.equal(1);
  });

  it('are known where they went to the identity system', () => {
    const call = { ...signIn, call: 'identity-provider:/identity-provider/saml' };
    const { identitySystem } = calls(journal(begins, signIn, call, step));
    expect(identitySystem.map(({ service }) => service)).to.deep.equal(['identity-provider']);
    expect(calls(journal(begins, signIn, { ...call, purpose: 'control' }, step)).identitySystem).to.deep.equal([]);
  });
});

describe('before a drill is resumed', () => {
  const record = (ts: string): JournalRecord => ({ ts }) as JournalRecord;
  it('the codes that the earlier one may have used are gone; the clock of another endpoint is told', async () => {
    const clock = virtualClock(Date.parse('2026-01-01T00:00:10.000Z'));
    const wait = (...times: string[]): Promise<void> =>
      untilCodesAreNew({ records: times.map(record) }, clock, { progress: silentProgress });
    // What recovering writes has the time of day.
    await wait('2026-01-01T00:00:05.000Z', '2025-01-01T00:00:00.000Z');
    expect(clock.now()).to.equal(Date.parse('2026-01-01T00:01:05.000Z'));
    await wait('2026-01-01T00:00:05.000Z');
    expect(clock.now()).to.equal(Date.parse('2026-01-01T00:01:05.000Z'));
    const told = await wait('2026-01-02T00:00:00.000Z').catch((error: Error) => error.message);
    expect(told).to.include('the clock of the endpoint is behind');
  });
});
