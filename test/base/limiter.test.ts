import { expect } from 'chai';
import fc from 'fast-check';
import { mapInOrder } from '../../base/limiter.js';

describe('the limiter', () => {
  it('keeps order and bound for every speed of work', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (delays, concurrency) => {
          let inFlight = 0;
          let most = 0;
          const seen: number[] = [];
          const work = async (index: number): Promise<number> => {
            most = Math.max(most, ++inFlight);
            for (let turn = 0; turn < (delays[index] ?? 0); turn++) await Promise.resolve();
            inFlight--;
            return index;
          };
          await mapInOrder([...delays.keys()], concurrency, work, (result) => seen.push(result));
          expect(seen).to.deep.equal([...delays.keys()]);
          expect(most).to.be.at.most(concurrency);
        },
      ),
      { seed: 5 },
    );
  });

  it('starts nothing more after a failure or an abort', async () => {
    const controller = new AbortController();
    let started = 0;
    const run = mapInOrder(
      [...Array(50).keys()],
      2,
      async () => (++started === 4 && controller.abort(new Error('stop')), Promise.resolve()),
      () => undefined,
      controller.signal,
    );
    await run.then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('stop'),
    );
    expect(started).to.be.at.most(6);
    let calls = 0;
    await mapInOrder(
      [1, 2, 3, 4],
      1,
      () => (++calls === 2 ? Promise.reject(new Error('broken')) : Promise.resolve()),
      () => undefined,
    ).then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('broken'),
    );
    expect(calls).to.equal(2);
  });
});
