import { expect } from 'chai';
import { smallestLockouts } from '../../harness/people/lockouts.js';
import { holdersOfBothFactors, lockoutSentence, singleLosses, usersLeft } from '../../harness/people/losses.js';
import type { CustodyPlan } from '../../harness/people/losses.js';
import { custodyResult, judgePeople } from '../../harness/probes/people.js';
import { lost, sound } from './custody-plans.js';

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
