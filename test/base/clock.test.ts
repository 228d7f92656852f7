import { expect } from 'chai';
import { virtualClock, wallClock } from '../../base/clock.js';

describe('clocks', () => {
  it('virtual time jumps and never runs backwards', async () => {
    const clock = virtualClock(1000);
    await clock.sleep(60_000);
    expect(clock.now()).to.equal(61_000);
    expect(() => clock.advance(-1)).to.throw(RangeError);
  });

  it('a sleep ends when its signal aborts', async () => {
    const controller = new AbortController();
    const sleeping = wallClock.sleep(60_000, controller.signal);
    controller.abort(new Error('enough'));
    await sleeping.then(
      () => expect.fail(),
      (error: Error) => expect(error.message).to.equal('enough'),
    );
  });
});
