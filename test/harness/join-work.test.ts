import { expect } from 'chai';
import fc from 'fast-check';
import { joinWork } from '../../harness/engine/join-work.js';
import { itemsOf } from '../../harness/drill/work.js';
import type { Work } from '../../harness/drill/work.js';
import { runs } from '../draw.js';

const ACCOUNTS = ['1', '2', '3', '4'].map((id) => ({ id, name: `account ${id}`, ou: 'Root', ancestry: [] }));

function work(id: string, more: Partial<Work> = {}): Work {
  return { id, question: 'q', principal: 'p', certainty: 'certain', accounts: ACCOUNTS, calls: [], ...more };
}

/** Work that is asked item by item, work that is asked together, and what only prepares it; some of it far from what it prepares. */
const PLAN: readonly Work[] = [
  work('sign-in', { accounts: ACCOUNTS.slice(0, 1), prepares: { work: ['alone'], in: 'all accounts' } }),
  work('alone'),
  work('calibration', { prepares: { work: ['left-side', 'right-side'], in: 'the same account' } }),
  work('left-side', { together: { name: 'test', in: 'the same account' } }),
  work('right-side', { together: { name: 'test', in: 'the same account' } }),
  work('edit-one', { accounts: ACCOUNTS.slice(0, 1), together: { name: 'edit', in: 'all accounts' } }),
  work('edit-others', { accounts: ACCOUNTS.slice(1), together: { name: 'edit', in: 'all accounts' } }),
  work('pairs', { accounts: ACCOUNTS.slice(0, 2), callers: ACCOUNTS.slice(2) }),
  work('done-without-cell', { accounts: ACCOUNTS.slice(0, 2) }),
  work('polls', { certainty: 'repeated' }),
];

const idsOf = (works: readonly Work[]): string[] => works.flatMap((one) => itemsOf(one).map(({ id }) => id));
const ALL = idsOf(PLAN);

function joined(cells: readonly string[], done: readonly string[] = ALL) {
  const [answers, ended] = [new Set(cells), new Set(done)];
  const { taken, left } = joinWork(PLAN, { answered: (id) => answers.has(id), done: (id) => ended.has(id) });
  return { taken: taken.map(({ id }) => id), left: idsOf(left) };
}

/** Items that answer something, and what must have an answer with each. */
const companions = (id: string): string[] => {
  const account = id.split('/').at(-1) ?? '';
  if (/^(left|right)-side/.test(id)) return [`left-side/${account}`, `right-side/${account}`];
  if (id.startsWith('edit-')) return ALL.filter((other) => other.startsWith('edit-'));
  if (id.startsWith('pairs')) return ALL.filter((other) => other.startsWith('pairs') && other.endsWith(`/${account}`));
  return [id];
};
const PREPARED = {
  'sign-in/1': (id: string) => id.startsWith('alone/'),
  ...Object.fromEntries(
    ACCOUNTS.map(({ id: account }) => [
      `calibration/${account}`,
      (id: string) => id.includes('-side/') && id.endsWith(`/${account}`),
    ]),
  ),
};
const isStep = (id: string): boolean => id in PREPARED;
const isPoll = (id: string): boolean => id.startsWith('polls/');

describe('what a drill takes over from the one that it resumes', () => {
  it('and what it plays are the plan, each item once; it asks nothing that was answered, and takes over nothing that was not', () => {
    fc.assert(
      fc.property(fc.subarray(ALL), fc.subarray(ALL), (cells, done) => {
        const { taken, left } = joined(cells, done);
        expect([...taken, ...left].sort()).to.deep.equal([...ALL].sort());
        const answered = (id: string): boolean => cells.includes(id);
        for (const id of taken.filter((one) => !isStep(one))) {
          expect(isPoll(id), id).to.equal(false);
          expect(companions(id).every(answered), id).to.equal(true);
        }
        for (const id of left.filter((one) => !isStep(one) && !isPoll(one)))
          expect(companions(id).every(answered), id).to.equal(false);
        for (const [id, prepares] of Object.entries(PREPARED)) {
          const needed = left.some(prepares);
          if (needed || !done.includes(id)) expect(left, id).to.include(id);
          if (!needed && done.includes(id)) expect(taken, id).to.include(id);
        }
      }),
      runs(13, { few: 300, more: 2000, every: 20_000 }),
    );
  });

  it('is nothing where nothing was answered, and everything where everything was', () => {
    expect(joined([]).taken).to.deep.equal([]);
    expect(joined(ALL.filter((id) => !isStep(id))).left).to.deep.equal(ALL.filter(isPoll));
  });

  it('keeps the order of the plan', () => {
    const { taken, left } = joined(['alone/3', 'alone/1', 'left-side/2', 'right-side/2']);
    expect(taken).to.deep.equal(['alone/1', 'alone/3', 'calibration/2', 'left-side/2', 'right-side/2']);
    expect(left).to.deep.equal(ALL.filter((id) => !taken.includes(id)));
  });
});
