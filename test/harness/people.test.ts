import { expect } from 'chai';
import fc from 'fast-check';
import { holdersOfBothFactors, singleLosses, smallestLockouts, usersLeft } from '../../harness/people/losses.js';
import type { CustodyPlan } from '../../harness/people/losses.js';
import { judgePeople } from '../../harness/probes/people.js';

const names = ['a', 'b', 'c', 'd'];
const store = fc.record({ description: fc.constant(''), signIn: fc.constant('none' as const), keptBy: fc.subarray(names), site: fc.constantFrom('x', 'y') });
const plan: fc.Arbitrary<CustodyPlan> = fc.record({
  people: fc.tuple(...names.map(() => fc.record({ team: fc.constantFrom('t', 'u', 'v'), site: fc.constantFrom('x', 'y') }))).map((list) => Object.fromEntries(list.map((person, index) => [names[index] ?? '', person]))),
  stores: fc.tuple(store, store, store, store).map((list) => Object.fromEntries(list.map((each, index) => [`s${index}`, each]))),
  users: fc.constant({ one: { custody: { accessKey: 's0', mfa: 's1' } }, two: { custody: { password: 's2', mfa: 's3' } } }),
});

const lost = (...people: string[]): { people: Set<string>; sites: Set<string> } => ({ people: new Set(people), sites: new Set() });

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

  it('the smallest sets lock everybody out, and nothing smaller does', () => {
    fc.assert(
      fc.property(plan, (custody) => {
        const sets = smallestLockouts(custody);
        for (const set of sets) {
          expect(usersLeft(custody, lost(...set))).to.deep.equal([]);
          for (const person of set) expect(usersLeft(custody, lost(...set.filter((other) => other !== person)))).to.not.be.empty;
        }
        if (sets.length === 0) for (const person of names) expect(usersLeft(custody, lost(person))).to.not.be.empty;
      }),
      { seed: 1 },
    );
  });

  it('one person with both stores opens a user alone, and two with one store each do not', () => {
    const custody = (first: string[], second: string[]): CustodyPlan => ({
      people: { a: { team: 't', site: 'x' }, b: { team: 'u', site: 'y' } },
      stores: { s0: { description: '', signIn: 'none', keptBy: first }, s1: { description: '', signIn: 'none', keptBy: second } },
      users: { one: { custody: { accessKey: 's0', mfa: 's1' } } },
    });
    expect([usersLeft(custody(['a'], ['b']), lost()), holdersOfBothFactors(custody(['a'], ['b']))]).to.deep.equal([['one'], []]);
    expect([usersLeft(custody(['a'], ['a']), lost()), holdersOfBothFactors(custody(['a'], ['a']))]).to.deep.equal([[], [{ user: 'one', person: 'a' }]]);
    expect(usersLeft(custody(['a', 'nobody'], ['b']), lost('a')), 'a custodian who is not declared does not count').to.deep.equal([]);
  });

  it('a site takes its people and its stores', () => {
    const custody: CustodyPlan = {
      people: { a: { team: 't', site: 'x' }, b: { team: 'u', site: 'x' }, c: { team: 'v', site: 'y' } },
      stores: { s0: { description: '', signIn: 'none', keptBy: ['a', 'c'], site: 'x' }, s1: { description: '', signIn: 'none', keptBy: ['c', 'b'] } },
      users: { one: { custody: { accessKey: 's0', mfa: 's1' } } },
    };
    const left = Object.fromEntries(singleLosses(custody).map((loss) => [`${loss.kind} ${loss.name}`, usersLeft(custody, loss).length]));
    expect(left).to.deep.equal({ 'person a': 1, 'person b': 1, 'person c': 1, 'team t': 1, 'team u': 1, 'team v': 1, 'site x': 0, 'site y': 1 });
  });

  it('nothing declared is inconclusive, not held', () => {
    expect(judgePeople('survive team', { people: {}, stores: {}, users: {} }, 's').verdict.outcome).to.equal('inconclusive');
  });
});
