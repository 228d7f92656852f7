import { expect } from 'chai';
import fc from 'fast-check';
import { lossesToPlay } from '../../harness/people/ask.js';
import { smallestLockouts } from '../../harness/people/lockouts.js';
import { causesOfLockout, lossSets, takesAsMuch, together, usersLeft } from '../../harness/people/losses.js';
import { names, plan, lost } from './custody-plans.js';

const subsets = (of: readonly string[]): string[][] =>
  of.reduce<string[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);

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
