import { expect } from 'chai';
import { CodedError, usageError } from '../../base/errors.js';
import type { Explanation } from '../../harness/causes/explanation.js';
import type { BrokenCell } from '../../harness/drill/cell.js';
import { catalogue, toldBy } from '../../harness/questions/catalogue.js';

describe('finding codes', () => {
  it('are those of the catalogue: another does not compile', () => {
    const explanation: Explanation = { code: 'BG_ROLE_MISSING', cause: 'c' };
    // @ts-expect-error -- a code without an entry
    const unknown: Explanation = { code: 'BG_ROLE_MISLAID', cause: 'c' };
    // @ts-expect-error -- what is broken is not held
    const held: Pick<BrokenCell, 'code'> = { code: 'BG_HELD' };
    expect(
      [explanation, unknown, held].map(({ code }) => catalogue().some((entry) => entry.code === code)),
    ).to.deep.equal([true, false, false]);
  });

  it('are told by those errors alone that say why somebody could not get in', () => {
    expect(toldBy(new CodedError('BG_PEOPLE_LOCKOUT', 'nobody is left', 'a hint'))).to.deep.equal({
      code: 'BG_PEOPLE_LOCKOUT',
      cause: 'nobody is left',
    });
    expect([usageError('wrong'), new Error('no answer'), 'x'].map(toldBy)).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
