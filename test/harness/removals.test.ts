import { expect } from 'chai';
import { createRemovals } from '../../harness/targets/removals.js';

const error = (name: string, status: number): Error =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: status } });
const absent = error('InternalFailure', 501);

/** What is said where making and removing one thing end like this. */
async function said(create: () => Promise<unknown>, remove: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const { make, removeAll } = createRemovals({ step: (line) => void lines.push(line) });
  await make('the thing', create, remove).catch(() => undefined);
  await removeAll();
  return lines;
}

describe('what is made for a while', () => {
  it('is taken away in the opposite order, once', async () => {
    const done: string[] = [];
    const { make, toRemove, removeAll } = createRemovals({ step: () => undefined });
    const act = (what: string) => (): Promise<string> => Promise.resolve((done.push(what), what));
    expect(await make('one', act('make one'), act('remove one'))).to.equal('make one');
    toRemove('two', act('remove two'));
    await removeAll();
    await removeAll();
    expect(done).to.deep.equal(['make one', 'remove two', 'remove one']);
  });

  it('is taken away though the answer to making it was lost', async () => {
    let removed = 0;
    expect(
      await said(
        () => Promise.reject(error('TimeoutError', 0)),
        () => Promise.resolve((removed += 1)),
      ),
    ).to.deep.equal([]);
    expect(removed).to.equal(1);
  });

  const made = (): Promise<void> => Promise.resolve();
  const notMade = (): Promise<never> => Promise.reject(absent);
  for (const { title, create, removal, left } of [
    { title: 'is named where the target can make it and not remove it', create: made, removal: absent, left: true },
    { title: 'is not missed where the target can do neither', create: notMade, removal: absent, left: false },
    {
      title: 'is not missed where it is gone already',
      create: made,
      removal: error('NoSuchEntityException', 404),
      left: false,
    },
    { title: 'is named where its removal is refused', create: made, removal: error('AccessDenied', 403), left: true },
    {
      title: 'is named where nobody knows whether it was made, and its removal is refused',
      create: notMade,
      removal: error('AccessDenied', 403),
      left: true,
    },
  ]) {
    it(title, async () => {
      const lines = await said(create, () => Promise.reject(removal));
      expect(lines.map((line) => /^could not take the thing away again \(.*\): delete it$/.test(line))).to.deep.equal(
        left ? [true] : [],
      );
    });
  }
});
