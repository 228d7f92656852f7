import { recordsOf } from '../../reports/journal-record.js';
import { expect as chaiExpect } from 'chai';
import { readFileSync } from 'node:fs';
import { expect, people, scenario } from '../../harness/index.js';
import type { LostNames } from '../../harness/premises/people.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';

/** A scenario of somebody's own, about people of their own organization. */
const without = (names: LostNames): Promise<PlayedDrill> => {
  const own = scenario('own-loss', { title: 'own', source: 'test', proves: ['people'] }, (drill) => {
    drill.given(people.lost(names));
    it('lets the remaining people enter every account', async () => {
      await expect(drill.sweep()).to.reach.everyAccount;
    });
    it('refuses a break-glass user with a wrong MFA code', async () => {
      await expect(drill.attempts('wrong-code')).to.be.refused;
    });
  });
  return playDrill([], { scenarios: ['own-loss'] }, { scenarios: [own] });
};
const players = ({ texts }: PlayedDrill): string[] => {
  const records = (texts.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  return [...new Set(recordsOf(records, 'cell').map(({ user }) => user))];
};

describe('people taken out of the plan', () => {
  it('leave the users that the others can open, and nobody is asked for the rest', async () => {
    const played = await without({ people: ['hanna'] });
    chaiExpect([played.result.drill.outcome, players(played)]).to.deep.equal([
      'held',
      ['break-glass-2', 'break-glass-2, wrong code'],
    ]);
    chaiExpect(played.result.premises).to.deep.equal([
      {
        scenario: 'own-loss',
        title: 'hanna is lost',
        how: 'taken out of the plan: what only they can open stays shut',
        putBack: 'undone',
      },
    ]);
  });

  it('break every account if nobody is left, with one cause', async () => {
    const { result } = await without({ people: ['hanna'], sites: ['second-site'] });
    chaiExpect([
      result.drill.outcome,
      result.findings.map(({ code, cause, accounts }) => [code, cause, accounts.length]),
    ]).to.deep.equal([
      'broken',
      [
        [
          'BG_PEOPLE_LOCKOUT',
          'without person "hanna" and site "second-site" no break-glass user has both factors left with two different people',
          16,
        ],
      ],
    ]);
  });

  it('must be people of the document', async () => {
    const refusal = await without({ teams: ['catering'] }).then(
      () => undefined,
      (error: { code?: string; message?: string }) => [error.code, error.message],
    );
    chaiExpect(refusal).to.deep.equal(['BG_USAGE', 'there is no team "catering" in the organization document']);
  });
});

describe('team-loss', () => {
  const loss = async (...overlays: string[]): Promise<PlayedDrill> => playDrill(overlays, { scenarios: ['team-loss'] });
  const check = ({ result }: PlayedDrill, begins: string): unknown[] => {
    const found = result.scenarios[0]?.checks.find(({ title }) => title.startsWith(begins));
    return [found?.outcome, found?.evidence];
  };

  it('is played: one sweep for each group of users that a loss leaves, and put back', async () => {
    const played = await loss();
    chaiExpect(played.result.premises.map(({ title, putBack }) => [title, putBack])).to.deep.equal([
      ['Site "head-office" is lost', 'undone'],
      ['Site "second-site" is lost', 'undone'],
    ]);
    const lanes = played.result.timeline
      .filter(({ lane }) => lane === 'premise' || lane === 'undo')
      .map(({ lane }) => lane);
    chaiExpect(lanes, 'the next loss begins only after the last was put back').to.deep.equal([
      'premise',
      'undo',
      'premise',
      'undo',
    ]);
    chaiExpect(played.result.matrix.counts.reduce((sum, { held }) => sum + held, 0)).to.equal(32);
    chaiExpect(check(played, 'lets the remaining people')).to.deep.equal(['held', 'observed']);
    chaiExpect(played.result.custody?.smallestLockouts).to.have.length(4);
  });

  it('finds that the user who is left does not get in', async () => {
    const played = await loss(readFileSync('examples/broken/second-user-forgotten.yaml', 'utf8'));
    chaiExpect(check(played, 'lets the remaining people')).to.deep.equal(['broken', 'observed']);
    chaiExpect(check(played, 'leaves a way in after the loss of any one person')).to.deep.equal(['held', 'declared']);
    chaiExpect(played.result.findings.map(({ code }) => code)).to.deep.equal(['BG_TRUST_DENIED']);
  });

  it('does not call held what it could not play: a user whose password alone is left', async () => {
    const played = await loss(
      'accounts: { management: { users: { break-glass-2: { custody: { accessKey: head-office-safe } } } } }',
    );
    chaiExpect(check(played, 'leaves a way in after the loss of any one site')).to.deep.equal(['held', 'declared']);
    chaiExpect(check(played, 'lets the remaining people')).to.deep.equal(['inconclusive', 'observed']);
  });
});
