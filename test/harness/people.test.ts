import { expect } from 'chai';
import fc from 'fast-check';
import { lossesToPlay } from '../../harness/people/ask.js';
import { smallestLockouts } from '../../harness/people/lockouts.js';
import {
  causesOfLockout,
  holdersOfBothFactors,
  lockoutSentence,
  lossSets,
  singleLosses,
  takesAsMuch,
  together,
  usersLeft,
} from '../../harness/people/losses.js';
import type { CustodyPlan } from '../../harness/people/losses.js';
import { custodyResult, judgePeople } from '../../harness/probes/people.js';

const names = ['a', 'b', 'c', 'd', 'e'];
const store = fc.record({
  description: fc.constant(''),
  signIn: fc.constant('none' as const),
  keptBy: fc.subarray(names),
  site: fc.constantFrom('x', 'y'),
});
const optional = (value: string): fc.Arbitrary<string | undefined> => fc.constantFrom(undefined, value);
const plan: fc.Arbitrary<CustodyPlan> = fc
  .record({
    people: fc.tuple(
      ...names.map(() =>
        fc.record({
          team: fc.constantFrom('t', 'u', 'v'),
          site: fc.constantFrom('x', 'y'),
          manager: fc.constantFrom('m', 'n', undefined),
        }),
      ),
    ),
    stores: fc.tuple(store, store, store, store),
    second: fc.record({ accessKey: optional('s0'), password: optional('s2'), mfa: optional('s3') }),
  })
  .map(({ people, stores, second }) => ({
    people: Object.fromEntries(
      people.map(({ manager, ...person }, index) => [
        names[index] ?? '',
        manager === undefined ? person : { ...person, manager },
      ]),
    ),
    stores: Object.fromEntries(stores.map((each, index) => [`s${index}`, each])),
    users: {
      one: { custody: { accessKey: 's0', mfa: 's1' } },
      two: { custody: Object.fromEntries(Object.entries(second).filter(([, value]) => value !== undefined)) },
    },
  }));

const lost = (...people: string[]): { people: Set<string>; sites: Set<string> } => ({
  people: new Set(people),
  sites: new Set(),
});
const subsets = (of: readonly string[]): string[][] =>
  of.reduce<string[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);
const sound: CustodyPlan = {
  people: {
    a: { team: 't', site: 'x' },
    b: { team: 'u', site: 'x' },
    c: { team: 'v', site: 'y' },
    d: { team: 'w', site: 'y' },
  },
  stores: Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`of-${name}`, { description: '', signIn: 'none' as const, keptBy: [name] }]),
  ),
  users: {
    one: { custody: { accessKey: 'of-a', password: 'of-a', mfa: 'of-b' } },
    two: { custody: { accessKey: 'of-c', password: 'of-c', mfa: 'of-d' } },
  },
};

describe('losing people', () => {
  it('more can never bring a user back', () => {
    fc.assert(
      fc.property(plan, fc.subarray(names), fc.subarray(names), (custody, some, more) => {
        const before = usersLeft(custody, lost(...some));
        for (const user of usersLeft(custody, lost(...some, ...more))) expect(before).to.include(user);
      }),
      { seed: 1 },
    );
  });

  it('the search finds exactly the smallest sets that trying every set finds', () => {
    fc.assert(
      fc.property(plan, (custody) => {
        const fatal = subsets(names).filter((set) => usersLeft(custody, lost(...set)).length === 0);
        const size = Math.min(...fatal.map((set) => set.length));
        const smallest = fatal.filter((set) => set.length === size).map((set) => JSON.stringify([...set].sort()));
        const { sets, searchedUpTo } = smallestLockouts(custody);
        expect(sets.map((set) => JSON.stringify(set))).to.have.members(smallest);
        expect(searchedUpTo).to.equal(size);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('the search is fast for forty people, and says where it stopped', () => {
    const forty = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const people = Object.fromEntries(forty.map((name) => [name, { team: 't', site: 'x' }]));
    const stores = {
      all: { description: '', signIn: 'none' as const, keptBy: forty },
      few: { description: '', signIn: 'none' as const, keptBy: forty.slice(0, 5) },
    };
    const everybody = smallestLockouts({
      people,
      stores,
      users: { one: { custody: { accessKey: 'all', mfa: 'all' } }, two: { custody: { password: 'all', mfa: 'all' } } },
    });
    expect(everybody).to.deep.equal({ sets: [], searchedUpTo: 6 });
    const few = smallestLockouts({ people, stores, users: { one: { custody: { accessKey: 'all', mfa: 'few' } } } });
    expect(few).to.deep.equal({ sets: [forty.slice(0, 5)], searchedUpTo: 5 });
  });

  it('the causes of lock-outs explain every one of them, and no cause takes more than another', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 2 }), (custody, most) => {
        const sets = [...lossSets(custody, most)];
        const causes = causesOfLockout(custody, sets);
        for (const { losses, left } of sets)
          expect(causes.some((cause) => takesAsMuch(losses, cause))).to.equal(left.length === 0);
        for (const cause of causes) {
          expect(usersLeft(custody, together(cause))).to.deep.equal([]);
          for (const other of causes) if (other !== cause) expect(takesAsMuch(cause, other)).to.equal(false);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('whoever any loss leaves is played, or a smaller group is', () => {
    fc.assert(
      fc.property(plan, fc.integer({ min: 1, max: 2 }), (custody, most) => {
        const sets = [...lossSets(custody, most)];
        const played = lossesToPlay(sets);
        for (const { left } of sets)
          if (left.length > 0)
            expect(played.some((set) => set.left.every((user) => left.includes(user)))).to.equal(true);
        for (const { losses, left } of played)
          expect(usersLeft(custody, together(losses))).to.deep.equal(left).and.not.be.empty;
        for (const one of played)
          for (const other of played)
            if (one !== other)
              expect(
                one.left.every((user) => other.left.includes(user)),
                'one group holds another',
              ).to.equal(false);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

describe('custody', () => {
  const custody = (first: string[], second: string[]): CustodyPlan => ({
    people: { a: { team: 't', site: 'x' }, b: { team: 'u', site: 'y' } },
    stores: {
      s0: { description: '', signIn: 'none', keptBy: first },
      s1: { description: '', signIn: 'none', keptBy: second },
    },
    users: { one: { custody: { accessKey: 's0', mfa: 's1' } } },
  });
  const judge = (aspect: string, of: CustodyPlan, withstand = 1): [string, string[]] => {
    const { verdict, findings } = judgePeople(aspect, of, 's', withstand);
    return [verdict.outcome, findings.map(({ code, cause }) => `${code} ${cause}`)];
  };

  it('one person with both stores opens a user alone, and two with one store each do not', () => {
    expect([usersLeft(custody(['a'], ['b']), lost()), holdersOfBothFactors(custody(['a'], ['b']))]).to.deep.equal([
      ['one'],
      [],
    ]);
    expect([usersLeft(custody(['a'], ['a']), lost()), holdersOfBothFactors(custody(['a'], ['a']))]).to.deep.equal([
      [],
      [{ user: 'one', person: 'a', firsts: ['accessKey'] }],
    ]);
    expect(
      usersLeft(custody(['a', 'nobody'], ['b']), lost('a')),
      'a custodian who is not declared does not count',
    ).to.deep.equal([]);
  });

  it('password and access key are two paths: each can be left, and each can be in the wrong hands', () => {
    const both: CustodyPlan = {
      ...sound,
      users: { one: { custody: { accessKey: 'of-a', password: 'of-c', mfa: 'of-b' } } },
    };
    expect([usersLeft(both, lost('a')), usersLeft(both, lost('c')), usersLeft(both, lost('a', 'c'))]).to.deep.equal([
      ['one'],
      ['one'],
      [],
    ]);
    expect([usersLeft(both, lost('a'), ['accessKey']), usersLeft(both, lost('c'), ['accessKey'])]).to.deep.equal([
      [],
      ['one'],
    ]);
    const beside: CustodyPlan = {
      ...sound,
      users: { one: { custody: { accessKey: 'of-a', password: 'of-b', mfa: 'of-b' } } },
    };
    expect(judge('separate factors', beside)).to.deep.equal([
      'broken',
      [
        'BG_CUSTODY_ONE_PERSON "b" can open both the store of the password and the store of the MFA device of user "one"',
      ],
    ]);
  });

  it('a site takes its people and its stores, a manager everybody who reports to them', () => {
    const placed: CustodyPlan = {
      people: {
        a: { team: 't', site: 'x', manager: 'm' },
        b: { team: 'u', site: 'z', manager: 'm' },
        c: { team: 'v', site: 'y', manager: 'a' },
      },
      stores: {
        s0: { description: '', signIn: 'none', keptBy: ['a', 'c'], site: 'x' },
        s1: { description: '', signIn: 'none', keptBy: ['c', 'b'] },
      },
      users: { one: { custody: { accessKey: 's0', mfa: 's1' } } },
    };
    const left = Object.fromEntries(
      singleLosses(placed).map((loss) => [`${loss.kind} ${loss.name}`, usersLeft(placed, loss).length]),
    );
    expect(left).to.deep.equal({
      'person a': 1,
      'person b': 1,
      'person c': 1,
      'team t': 1,
      'team u': 1,
      'team v': 1,
      'manager m': 0,
      'manager a': 1,
      'site x': 0,
      'site z': 1,
      'site y': 1,
    });
  });

  it('holds as far as the drill file asks, and no farther', () => {
    for (const aspect of ['survive person', 'survive team', 'survive site', 'survive together', 'separate factors'])
      expect(judge(aspect, sound), aspect).to.deep.equal(['held', []]);
    const [outcome, findings] = judge('survive together', sound, 2);
    expect(outcome).to.equal('broken');
    expect(findings).to.include(
      'BG_PEOPLE_LOCKOUT without person "a" and person "c" no break-glass user has both factors left with two different people',
    );
    expect(
      findings.some((finding) => finding.includes('team')),
      'the team of a person who is named already',
    ).to.equal(false);
    expect(judge('survive person', sound, 2)[0], 'any one').to.equal('held');
  });

  it('names the smallest cause, whatever kind of loss was asked about', () => {
    const oneUser: CustodyPlan = { ...sound, users: { one: { custody: { accessKey: 'of-a', mfa: 'of-b' } } } };
    expect(judge('survive team', oneUser)[1]).to.deep.equal(
      ['a', 'b'].map(
        (name) =>
          `BG_PEOPLE_LOCKOUT without person "${name}" no break-glass user has both factors left with two different people`,
      ),
    );
    const nobody: CustodyPlan = { ...sound, users: { one: { custody: { accessKey: 'of-a', mfa: 'of-a' } } } };
    expect(judge('survive site', nobody)).to.deep.equal(['broken', [`BG_PEOPLE_LOCKOUT ${lockoutSentence([])}`]]);
    expect(smallestLockouts(nobody).sets).to.deep.equal([[]]);
  });

  it('nothing declared is inconclusive, not held, and not broken either', () => {
    expect(judge('survive team', { people: {}, stores: {}, users: {} })).to.deep.equal(['inconclusive', []]);
    expect(judge('survive team', { ...sound, users: { one: {} } })).to.deep.equal(['inconclusive', []]);
    const half: CustodyPlan = { ...sound, users: { ...sound.users, two: {} } };
    expect(judge('survive person', half)).to.deep.equal(['inconclusive', []]);
    expect(judge('separate factors', half)).to.deep.equal(['inconclusive', []]);
    expect(
      judge('survive team', {
        ...half,
        users: { ...half.users, three: { custody: { password: 'of-c', mfa: 'of-d' } } },
      })[0],
      'enough is declared',
    ).to.equal('held');
  });

  it('is told to the report: who opens what, and what each loss leaves', () => {
    const told = custodyResult(sound, 1);
    expect(told.users[0]).to.deep.equal({ name: 'one', password: ['a'], accessKey: ['a'], mfa: ['b'] });
    expect(told.losses.find(({ kind, name }) => kind === 'site' && name === 'x')).to.deep.equal({
      kind: 'site',
      name: 'x',
      left: ['two'],
    });
    expect([told.smallestLockouts, told.searchedUpTo]).to.deep.equal([
      [
        ['a', 'c'],
        ['a', 'd'],
        ['b', 'c'],
        ['b', 'd'],
      ],
      2,
    ]);
  });
});
