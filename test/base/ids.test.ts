import { expect } from 'chai';
import fc from 'fast-check';
import { accessKeyIdOf } from '../../base/ids.js';
import { seededRandom } from '../../base/random.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The account that a key tells, as clients in the wild work it out. */
function accountOf(accessKeyId: string): string {
  const half =
    [...accessKeyId.slice(4, 12)].reduce((sum, letter) => sum * 32n + BigInt(BASE32.indexOf(letter)), 0n) - 2n ** 39n;
  return String(2n * half + (BASE32.indexOf(accessKeyId.charAt(12)) >= 16 ? 1n : 0n)).padStart(12, '0');
}

describe('ids of access keys', () => {
  it('tell the account as a key known from elsewhere does', () => {
    expect(accountOf('AKIARZPUZDIKGB2VALC4')).to.equal('123456789012');
    expect(accessKeyIdOf('123456789012', seededRandom('a')).slice(0, 12)).to.equal('AKIARZPUZDIK');
  });

  it('tell any account, in twenty characters', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), fc.string(), (account, seed) => {
        const id = accessKeyIdOf(String(account).padStart(12, '0'), seededRandom(seed));
        expect(id).to.match(/^AKIA[A-Z2-7]{16}$/);
        expect(accountOf(id)).to.equal(String(account).padStart(12, '0'));
      }),
    );
  });
});
