import { expect } from 'chai';
import fc from 'fast-check';
import { exceptionNotes } from '../../reports/exceptions.js';
import type { PlannedException } from '../../reports/plan.js';
import type { ExceptionResult } from '../../reports/exception-result.js';
import type { DrillResult } from '../../reports/result.js';
import { verdictSentence } from '../../reports/sentences.js';
import { exception, summarizeMade } from './made-journal.js';
import type { MadeDrill } from './made-journal.js';

/** A finding in two accounts, seen by a sweep and by a rule. */
const KNOWN: MadeDrill = {
  checks: [
    { outcome: 'broken', grounds: { cells: ['a', 'b'] } },
    { outcome: 'broken', grounds: { findings: ['BG_A'] } },
    { outcome: 'held' },
  ],
  findings: [{ code: 'BG_A', accounts: ['a', 'b'], cells: ['a', 'b'] }],
};

const withCheck = (...checks: MadeDrill['checks']): MadeDrill => ({ ...KNOWN, checks: [...KNOWN.checks, ...checks] });
const withFinding = (...findings: MadeDrill['findings']): MadeDrill => ({
  ...KNOWN,
  findings: [...KNOWN.findings, ...findings],
});
const firstCheck = (grounds: NonNullable<MadeDrill['checks'][number]['grounds']>, drill = KNOWN): MadeDrill => ({
  ...drill,
  checks: [{ outcome: 'broken', grounds }, ...drill.checks.slice(1)],
});

const ROWS: readonly (readonly [
  what: string,
  drill: MadeDrill,
  exceptions: readonly PlannedException[],
  exitCode: number,
  states: readonly ExceptionResult['state'][],
])[] = [
  ['nothing is accepted', KNOWN, [], 1, []],
  ['all that broke is accepted', KNOWN, [exception('BG_A')], 0, ['accepts']],
  [
    'it is accepted in every check that broke on it, by their ids',
    KNOWN,
    [exception('BG_A', { checks: ['s/check-0', 's/check-1'] })],
    0,
    ['accepts'],
  ],
  ['it is accepted in every check of the scenario', KNOWN, [exception('BG_A', { checks: ['s'] })], 0, ['accepts']],
  [
    'a check that the exception does not name broke on it too',
    KNOWN,
    [exception('BG_A', { checks: ['s/check-1', 'other/check-0', 'other'] })],
    1,
    ['accepts'],
  ],
  [
    'two exceptions share its checks',
    KNOWN,
    [exception('BG_A', { checks: ['s/check-0'] }), exception('BG_A', { checks: ['s/check-1'] })],
    0,
    ['accepts', 'accepts'],
  ],
  [
    'it is accepted in its accounts and in others',
    KNOWN,
    [exception('BG_A', { accounts: ['c', 'b', 'a'] })],
    0,
    ['accepts'],
  ],
  ['it is in another account as well', KNOWN, [exception('BG_A', { accounts: ['a'] })], 1, ['outgrown']],
  [
    'two exceptions share its accounts',
    KNOWN,
    [exception('BG_A', { accounts: ['a'] }), exception('BG_A', { accounts: ['b'] })],
    1,
    ['outgrown', 'outgrown'],
  ],
  [
    'the exception names accounts, and the finding belongs to none',
    { checks: [{ outcome: 'broken', grounds: { findings: ['BG_A'] } }], findings: [{ code: 'BG_A' }] },
    [exception('BG_A', { accounts: ['a'] })],
    1,
    ['outgrown'],
  ],
  ['words of its cause are named', KNOWN, [exception('BG_A', { cause: 'cause of BG' })], 0, ['accepts']],
  ['words of another cause are named', KNOWN, [exception('BG_A', { cause: 'quota' })], 1, ['matches nothing']],
  ['the exception has expired', KNOWN, [exception('BG_A', { inForce: false })], 1, ['expired']],
  [
    'one of two has expired',
    KNOWN,
    [exception('BG_A', { inForce: false }), exception('BG_A')],
    0,
    ['expired', 'accepts'],
  ],
  ['another code is accepted', KNOWN, [exception('BG_B')], 1, ['matches nothing']],
  [
    'another code is accepted as well',
    KNOWN,
    [exception('BG_A'), exception('BG_B')],
    0,
    ['accepts', 'matches nothing'],
  ],
  [
    'the same check broke on a second finding',
    firstCheck({ cells: ['a', 'b'], findings: ['BG_B'] }, withFinding({ code: 'BG_B', accounts: ['a'] })),
    [exception('BG_A')],
    1,
    ['accepts'],
  ],
  [
    'the same check broke on a cell with another finding',
    firstCheck({ cells: ['a', 'b', 'c'] }, withFinding({ code: 'BG_B', accounts: ['c'], cells: ['c'] })),
    [exception('BG_A')],
    1,
    ['accepts'],
  ],
  [
    'the same check broke on a cell that no finding explains',
    firstCheck({ cells: ['a', 'b', 'c'] }),
    [exception('BG_A')],
    1,
    ['accepts'],
  ],
  [
    'a cell of the same check is inconclusive',
    { ...firstCheck({ cells: ['a', 'b', 'c'] }), inconclusive: ['c'] },
    [exception('BG_A')],
    1,
    ['accepts'],
  ],
  [
    'the same check broke on a finding that is not there',
    firstCheck({ cells: ['a', 'b'], findings: ['BG_B'] }),
    [exception('BG_A'), exception('BG_B')],
    1,
    ['accepts', 'matches nothing'],
  ],
  ['the same check broke on nothing that is known', firstCheck({}), [exception('BG_A')], 1, ['accepts']],
  ['another check broke without a finding', withCheck({ outcome: 'broken' }), [exception('BG_A')], 1, ['accepts']],
  [
    'another check broke on another finding',
    {
      ...withCheck({ outcome: 'broken', grounds: { findings: ['BG_B'] } }),
      findings: [...KNOWN.findings, { code: 'BG_B', accounts: ['a'] }],
    },
    [exception('BG_A')],
    1,
    ['accepts'],
  ],
  [
    'both findings are accepted',
    {
      ...withCheck({ outcome: 'broken', grounds: { findings: ['BG_B'] } }),
      findings: [...KNOWN.findings, { code: 'BG_B', accounts: ['a'] }],
    },
    [exception('BG_A'), exception('BG_B')],
    0,
    ['accepts', 'accepts'],
  ],
  ['another check is inconclusive', withCheck({ outcome: 'inconclusive' }), [exception('BG_A')], 3, ['accepts']],
  [
    'an inconclusive check claims to rest on it',
    withCheck({ outcome: 'inconclusive', grounds: { findings: ['BG_A'] } }),
    [exception('BG_A')],
    3,
    ['accepts'],
  ],
  ['another check does not apply', withCheck({ outcome: 'not applicable' }), [exception('BG_A')], 0, ['accepts']],
  ['the drill was stopped', { ...KNOWN, ends: ['aborted'] }, [exception('BG_A')], 4, ['accepts']],
  ['something was not put back', { ...KNOWN, ends: ['undo'] }, [exception('BG_A')], 5, ['accepts']],
];

describe('what is accepted', () => {
  for (const [what, drill, exceptions, exitCode, states] of ROWS) {
    it(`exits ${exitCode} where ${what}`, () => {
      const result = summarizeMade(drill, exceptions);
      expect([result.drill.exitCode, result.exceptions?.map(({ state }) => state)]).to.deep.equal([exitCode, states]);
    });
  }

  it('stays what it is: the check is broken, the finding and its cells are in the report, with who accepted them', () => {
    const { scenarios, findings, matrix, timeline, drill } = summarizeMade(KNOWN, [exception('BG_A')]);
    const acceptance = { owner: 'ana', reason: 'known', until: '2026-12-31' };
    expect(scenarios[0]?.checks.map(({ outcome, accepted }) => [outcome, accepted])).to.deep.equal([
      ['broken', [acceptance]],
      ['broken', [acceptance]],
      ['held', undefined],
    ]);
    expect(findings.map(({ code, accepted }) => [code, accepted])).to.deep.equal([['BG_A', acceptance]]);
    expect(matrix.exceptions.map(({ accountId, outcome, accepted }) => [accountId, outcome, accepted])).to.deep.equal([
      ['a', 'broken', true],
      ['b', 'broken', true],
    ]);
    expect(timeline.filter(({ accepted }) => accepted).map(({ outcome }) => outcome)).to.deep.equal([
      'broken',
      'broken',
    ]);
    expect([drill.outcome, scenarios[0]?.outcome]).to.deep.equal(['held', 'held']);
  });

  it('comes after what is open, however severe it is', () => {
    const drill = withFinding({ code: 'BG_B', accounts: ['a'] });
    expect(summarizeMade(drill, [exception('BG_A')]).findings.map(({ code }) => code)).to.deep.equal(['BG_B', 'BG_A']);
  });

  it('is told in one sentence that does not say that all is well', () => {
    const sentence = (exceptions: PlannedException[], drill = KNOWN): string =>
      verdictSentence(summarizeMade(drill, exceptions));
    expect(sentence([exception('BG_A')])).to.equal('BG_A. This is accepted until 2026-12-31; everything else holds.');
    const two = firstCheck({ cells: ['a', 'b'], findings: ['BG_B'] }, withFinding({ code: 'BG_B' }));
    expect(sentence([exception('BG_A'), exception('BG_B', { until: '2026-11-30' })], two)).to.equal(
      'BG_A. This and 1 other finding are accepted, the first until 2026-11-30; everything else holds.',
    );
  });
});

describe('an exception that accepts nothing', () => {
  const notes = (drill: MadeDrill, ...exceptions: PlannedException[]): string[] =>
    exceptionNotes(summarizeMade(drill, exceptions));
  it('says why, and to whom', () => {
    expect(notes(KNOWN, exception('BG_A', { inForce: false, until: '2026-06-30' }))).to.deep.equal([
      'The exception of BG_A expired on 2026-06-30: ana.',
    ]);
    expect(notes(KNOWN, exception('BG_A', { accounts: ['a'] }))).to.deep.equal([
      'BG_A is accepted in a alone and is in b as well, so it is not accepted (ana).',
    ]);
    expect(notes({ ...KNOWN, findings: [{ code: 'BG_A' }] }, exception('BG_A', { accounts: ['a'] }))).to.deep.equal([
      'BG_A is accepted in a alone and is of no account, so it is not accepted (ana).',
    ]);
    expect(notes(KNOWN, exception('BG_B'))).to.deep.equal([
      'The exception of BG_B matches nothing: take it out of the drill file (ana).',
    ]);
  });

  it('says nothing where it accepts, and where a drill that was stopped has not looked for everything', () => {
    expect(notes(KNOWN, exception('BG_A'))).to.deep.equal([]);
    expect(notes({ ...KNOWN, ends: ['aborted'] }, exception('BG_B'))).to.deep.equal([]);
  });
});

/** Greenest first. */
const GREEN = [0, 3, 1, 4, 5];
const greenness = ({ drill }: DrillResult): number => GREEN.indexOf(drill.exitCode);

describe('exceptions, by law', () => {
  const codes = ['BG_A', 'BG_B', 'BG_C'];
  const places = ['a', 'b', 'c'];
  const finding = fc
    .constantFrom(...codes)
    .chain((code) => fc.record({ code: fc.constant(code), accounts: fc.subarray(places), cells: fc.subarray(places) }));
  const check = fc.record({
    outcome: fc.constantFrom('held', 'broken', 'broken', 'inconclusive', 'not applicable'),
    grounds: fc.record({ cells: fc.subarray(places), findings: fc.subarray(codes) }),
  });
  const drill = fc.record({
    checks: fc.array(check, { minLength: 1, maxLength: 4 }),
    findings: fc.array(finding, { maxLength: 4 }),
    inconclusive: fc.subarray(places, { maxLength: 1 }),
  });
  const planned = fc
    .record({
      id: fc.constantFrom(...codes),
      accounts: fc.option(fc.subarray(places, { minLength: 1 }), { nil: undefined }),
      inForce: fc.boolean(),
    })
    .map(({ id, accounts, inForce }) => exception(id, { inForce, ...(accounts ? { accounts } : {}) }));
  const many = fc.array(planned, { maxLength: 4 });

  it('a drill with fewer is never greener than one with more', () => {
    fc.assert(
      fc.property(drill, many, many, (made, some, more) => {
        expect(greenness(summarizeMade(made, some))).to.be.at.least(greenness(summarizeMade(made, [...some, ...more])));
      }),
      { seed: 12, numRuns: 2000 },
    );
  });

  it('they change no outcome of a check, nothing that was found, and no count', () => {
    fc.assert(
      fc.property(drill, many, (made, some) => {
        const [plain, known] = [summarizeMade(made, []), summarizeMade(made, some)];
        const facts = ({ scenarios, findings, matrix }: DrillResult): unknown => [
          scenarios.map(({ checks }) => checks.map(({ outcome }) => outcome)),
          findings.map(({ code, cause }) => `${code} ${cause}`).sort(),
          matrix.counts,
          matrix.accounts,
        ];
        expect(facts(known)).to.deep.equal(facts(plain));
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});
