import { expect } from 'chai';
import fc from 'fast-check';
import { custodyOutcome, figures, lockoutWords } from '../../reports/figures.js';
import { nextSteps } from '../../reports/next-steps.js';
import { placeWords } from '../../reports/where-found.js';
import type { CustodyResult, DrillResult, MatrixAccount } from '../../reports/result.js';
import {
  durationWords,
  groupDigits,
  listWords,
  plural,
  testedSentence,
  verdictSentence,
} from '../../reports/sentences.js';
import { syntheticResult } from './synthetic.js';
import { variants } from './variants.js';

const sound = syntheticResult({ accounts: 24, ous: 6, exceptions: 0, alarmPoints: 40 });
const broken = syntheticResult({ accounts: 24, ous: 6, exceptions: 7, alarmPoints: 40 });

describe('numbers in words', () => {
  const cases: readonly (readonly [string, string])[] = [
    [plural(0, 'account'), '0 accounts'],
    [plural(1, 'account'), '1 account'],
    [plural(2, 'loss', 'losses'), '2 losses'],
    [plural(12_345, 'account'), '12,345 accounts'],
    [groupDigits(1_234_567), '1,234,567'],
    [durationWords(0.42), '0.4 s'],
    [durationWords(9.96), '10 s'],
    [durationWords(59.6), '1 min'],
    [durationWords(41.2), '41 s'],
    [durationWords(365), '6 min 5 s'],
    [durationWords(900), '15 min'],
    [listWords([]), 'nobody'],
    [listWords(['a']), 'a'],
    [listWords(['a', 'b', 'c']), 'a, b and c'],
    [listWords(['a', 'b', 'c', 'd'], 3), 'a, b, c and 1 more'],
  ];
  for (const [found, expected] of cases) it(expected, () => expect(found).to.equal(expected));

  it('one of everything is singular everywhere', () => {
    const accounts = sound.matrix.accounts.slice(0, 1);
    const one: DrillResult = {
      ...sound,
      scenarios: sound.scenarios.slice(0, 1),
      matrix: { ...sound.matrix, accounts },
      inventory: {
        ...sound.inventory,
        breakGlassUsers: ['break-glass-1'],
        accounts: { active: 1, tested: 1, notActive: 0, excluded: 0 },
      },
    };
    expect(verdictSentence(one)).to.equal('Break glass works: break-glass-1 got into 1 of 1 active account.');
    expect(testedSentence(one)).to.equal('Tested 1 of 1 active account with 1 break-glass user in 1 scenario.');
  });
});

describe('the verdict of a drill that entered no account', () => {
  it('says in how many of all accounts something was found', () => {
    const [finding] = broken.findings;
    const accounts = broken.matrix.accounts.map((account) => ({
      ...account,
      users: {},
      control: 'not applicable' as const,
    }));
    const read: DrillResult = {
      ...broken,
      findings: finding ? [{ ...finding, accounts: finding.accounts.slice(0, 1) }] : [],
      matrix: { ...broken.matrix, accounts },
      inventory: { ...broken.inventory, accounts: { active: 24, tested: 0, notActive: 0, excluded: 0 } },
    };
    expect(verdictSentence(read)).to.match(/, in 1 of 24 accounts\.$/);
  });
});

describe('places of findings', () => {
  const accounts: MatrixAccount[] = [
    ['m', 'Root'],
    ['a', 'Workloads/Production'],
    ['b', 'Workloads/Production'],
    ['c', 'Workloads/Test'],
    ['d', 'Workloads/Test'],
    ['e', 'Security'],
    ['f', 'Sandbox'],
    ['g', 'Sandbox'],
  ].map(([name = '', ou = '']) => ({ id: `id-${name}`, name, ou, users: {} }));
  const where = (...names: string[]): string =>
    placeWords(
      { accounts: names.map((name) => ({ id: `id-${name}`, name })) },
      { matrix: { ...sound.matrix, accounts } },
    );
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], ''],
    [['a'], 'a'],
    [['a', 'c'], 'a and c'],
    [['a', 'b'], '2 accounts in Workloads/Production'],
    [['a', 'b', 'c'], '2 accounts in Workloads/Production and c'],
    [['d', 'c', 'b', 'a'], '4 accounts in Workloads'],
    [['a', 'b', 'f', 'g', 'e'], '2 accounts in Sandbox, 2 in Workloads/Production and e'],
    [['e'], 'e'],
    [['m', 'a', 'c', 'e', 'f'], 'm, a, c and 2 more'],
    [['m', 'a', 'b', 'c', 'd', 'e', 'f', 'g'], 'all 8 accounts'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'all accounts but m'],
    [['stranger'], 'stranger'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'stranger'], '2 accounts in Sandbox, 4 in Workloads, e and 1 more'],
  ];
  for (const [names, expected] of cases) it(expected || 'nowhere', () => expect(where(...names)).to.equal(expected));

  it('name an OU only if every account of it is concerned, and no account twice', () => {
    fc.assert(
      fc.property(fc.subarray(accounts.map(({ name }) => name)), (names) => {
        const told = placeWords(
          { accounts: names.map((name) => ({ id: `id-${name}`, name })) },
          { matrix: { ...sound.matrix, accounts } },
          100,
        );
        const units = [...told.matchAll(/(\d+)(?: accounts)? in (\S+?)(?=,| and|$)/g)];
        for (const [, count, ou = ''] of units) {
          const inside = accounts.filter((account) => account.ou === ou || account.ou.startsWith(`${ou}/`));
          expect(inside).to.have.length(Number(count));
          for (const { name } of inside) expect(names).to.include(name);
        }
        const counted =
          told.startsWith('all ') || names.length === accounts.length - 1
            ? names.length
            : units.reduce((sum, [, count]) => sum + Number(count), 0) +
              told
                .replaceAll(/\d+(?: accounts)? in \S+?(?=,| and|$)/g, '')
                .split(/, | and /)
                .filter((part) => part.trim() !== '').length;
        expect(counted, told).to.equal(names.length);
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('the verdict in a sentence', () => {
  const without = (change: Partial<DrillResult>): string => verdictSentence({ ...broken, ...change });
  const accounts = (outcome: Partial<MatrixAccount>): DrillResult['matrix'] => ({
    ...broken.matrix,
    accounts: sound.matrix.accounts.map((account, index) => (index === 0 ? { ...account, ...outcome } : account)),
  });

  it('says the worst of it first', () => {
    expect(verdictSentence(broken)).to.equal('In an emergency nobody gets into 2 of 24 accounts.');
    expect(without({ matrix: accounts({ users: { 'break-glass-1': 'held', 'break-glass-2': 'broken' } }) })).to.equal(
      'In an emergency a break-glass user is locked out of 1 of 24 accounts.',
    );
    expect(without({ matrix: accounts({ control: 'broken' }) })).to.equal(
      'Somebody who must be refused gets into 1 of 24 accounts.',
    );
    const guardrail = broken.findings.filter(({ code }) => code === 'BG_GUARDRAIL_LOCKS_OUT');
    expect(without({ matrix: accounts({ guardrail: 'broken' }), findings: guardrail })).to.equal(
      'A guardrail stops break glass where it should yield, in 2 of 24 accounts.',
    );
    expect(without({ matrix: sound.matrix, findings: broken.findings.slice(-1) })).to.equal(
      'Use of break glass raises no alarm in a Region.',
    );
    expect(without({ matrix: sound.matrix, findings: [] })).to.equal('What should hold in an emergency does not.');
  });

  it('claims no access that nobody tried', () => {
    expect(verdictSentence(variants()['nothing but people'] as DrillResult)).to.equal(
      'Everything that was asked about break glass holds.',
    );
  });
});

describe('what to do first', () => {
  const first = (ending: string): string => nextSteps(variants()[ending] as DrillResult)[0]?.do ?? '';
  it('is what is left changed, then repairs, then what could not be answered', () => {
    expect(first('not undone')).to.match(/^Start the identity provider again/);
    expect(first('broken')).to.match(/^Deploy the break-glass role/);
    expect(first('inconclusive')).to.equal('Make this testable: it stops every federated sign-in.');
    expect(first('aborted')).to.equal('Play the drill again, to its end.');
    expect(first('held')).to.equal('Accept or remove 2 residual risks.');
    expect(nextSteps({ ...sound, residualRisks: [] }).map((step) => step.do)).to.deep.equal([
      'Nothing has to be repaired.',
    ]);
    expect(
      nextSteps({
        ...broken,
        findings: [],
        scenarios: broken.scenarios.map((scenario) => ({ ...scenario, checks: [] })),
      })[0]?.do,
    ).to.match(/^Look at the checks/);
  });
});

describe('the figures', () => {
  const outcome = (result: DrillResult): Record<string, string> =>
    Object.fromEntries(figures(result).map((figure) => [figure.name, `${figure.outcome} ${figure.figure}`]));

  it('are one row a question, and none for what nobody asked', () => {
    expect(outcome(sound)).to.deep.equal({
      access: 'held 48 of 48',
      refused: 'held 24 of 24',
      guardrails: 'held 24 of 24',
      alarms: 'held 40 of 40',
      people: 'held held',
      'put back': 'held 2 of 2',
    });
    expect(outcome(broken)).to.include({
      access: 'broken 41 of 48',
      refused: 'inconclusive 22 of 24',
      guardrails: 'broken 22 of 24',
      people: 'broken broken',
    });
    expect(Object.keys(outcome(variants()['nothing but people'] as DrillResult))).to.deep.equal(['people']);
    expect(outcome(variants()['not undone'] as DrillResult)['put back']).to.equal('broken 0 of 1');
  });

  it('tell the slowest alarm of each path against its service level, and what never came', () => {
    const alarm = figures(broken).find(({ name }) => name === 'alarms');
    expect(alarm?.note).to.match(/^3 missing, events \d+(\.\d)? s of 5 min, logs \d+ min( \d+ s)? of 15 min$/);
  });
});

describe('who can lock us out, in words', () => {
  const custody = sound.custody as CustodyResult;
  const of = (change: Partial<CustodyResult>): [string, string] => [
    custodyOutcome({ ...custody, ...change }),
    lockoutWords({ ...custody, ...change }),
  ];
  it('holds only while no single loss, and no smaller one than asked for, leaves nobody', () => {
    expect(of({})).to.deep.equal(['held', 'nobody gets in once 2 people are lost: custodian 3 and custodian 4']);
    expect(of({ withstand: 2 })[0]).to.equal('broken');
    expect(of({ losses: [{ kind: 'team', name: 'x', left: [] }] })).to.deep.equal([
      'broken',
      'nobody gets in without team x',
    ]);
    expect(
      of({
        smallestLockouts: [['eve']],
        losses: [
          { kind: 'team', name: 'x', left: [] },
          { kind: 'person', name: 'eve', left: [] },
        ],
      }),
    ).to.deep.equal(['broken', 'nobody gets in without person eve']);
    expect(of({ smallestLockouts: [], searchedUpTo: 6 })).to.deep.equal([
      'held',
      'no loss of up to 6 people locks everybody out',
    ]);
    expect(of({ smallestLockouts: [[]] })).to.deep.equal(['broken', 'nobody gets in even now']);
    expect(of({ users: [{ name: 'u', password: ['eve'], accessKey: [], mfa: ['eve'] }] })[0]).to.equal('broken');
  });
});
