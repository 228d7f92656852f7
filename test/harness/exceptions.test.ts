import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeError } from '../../base/errors.js';
import { parseDrillFile } from '../../harness/configuration/drill-file.js';
import { checkExceptions, planExceptions } from '../../harness/engine/exceptions.js';
import { landingZone } from '../landing-zone.js';

describe('exceptions in the drill file', () => {
  const text = readFileSync('drill.yaml', 'utf8');
  const whole = { id: 'BG_ROLE_MISSING', owner: 'ana', reason: 'known', until: '2026-12-31' };
  const written = (entry: object): string => `${text}exceptions:\n  - ${JSON.stringify(entry)}\n`;
  const read = (entry: object): void => {
    const { file, placeOf } = parseDrillFile('drill.yaml', written(entry));
    checkExceptions(file, landingZone(), placeOf);
  };
  const line = text.split('\n').length + 1;

  it('are accepted whole, with accounts and with words of the cause', () => {
    read(whole);
    read({ ...whole, accounts: ['network', 'management'], cause: 'no role' });
  });

  const ROWS: readonly (readonly [what: string, entry: object, at: string, error: RegExp])[] = [
    [
      'a code that does not exist',
      { ...whole, id: 'BG_ROLE_GONE' },
      '"id"',
      /there is no finding "BG_ROLE_GONE"\n.*BG_ROLE_MISSING/,
    ],
    [
      'a code like no other',
      { ...whole, id: 'BG_XYZZY' },
      '"id"',
      /there is no finding "BG_XYZZY"\n.*docs\/findings\.md/,
    ],
    [
      'a title instead of a code',
      { ...whole, id: 'role missing' },
      '"id"',
      /is the code of a finding, such as BG_ROLE_MISSING/,
    ],
    [
      'what says that something was not tested',
      { ...whole, id: 'BG_THROTTLED' },
      '"id"',
      /could not be tested: nobody can accept that\n.*accounts\.exclude/,
    ],
    [
      'an account that does not exist',
      { ...whole, accounts: ['network', 'netwrok'] },
      '"netwrok"',
      /there is no account "netwrok"\n.*network/,
    ],
    ['accounts, and none of them', { ...whole, accounts: [] }, '"accounts"', /accounts/],
    ['an empty cause', { ...whole, cause: '' }, '"cause"', /cause/],
    ['no owner', { ...whole, owner: '' }, '"owner"', /says who accepts it/],
    ['an owner without a name', { ...whole, owner: '  ' }, '"owner"', /says who accepts it/],
    ['nobody at all', { id: whole.id, reason: whole.reason, until: whole.until }, '{', /says who accepts it/],
    ['no reason', { ...whole, reason: '' }, '"reason"', /says why it is accepted/],
    ['a day that no calendar has', { ...whole, until: '2026-02-30' }, '"until"', /written like 2026-12-31/],
    ['an instant', { ...whole, until: '2026-12-31T00:00:00Z' }, '"until"', /written like 2026-12-31/],
    ['for ever', { ...whole, until: 'never' }, '"until"', /written like 2026-12-31/],
    ['a key that does not exist', { ...whole, ticket: 'X-1' }, '"ticket"', /unknown key "ticket"/],
  ];
  for (const [what, entry, at, error] of ROWS) {
    it(`are refused with their place and what would be right: ${what}`, () => {
      let told = '';
      try {
        read(entry);
      } catch (thrown) {
        told = describeError(thrown);
        expect(thrown).to.have.property('code', 'BG_USAGE');
      }
      expect(told).to.match(error);
      const column = (written(entry).split('\n')[line - 1] ?? '').indexOf(at) + 1;
      expect(told).to.include(`drill.yaml:${line}:${column}: `);
    });
  }

  it('are in force through their last day, in UTC', () => {
    const inForce = (now: string): boolean | undefined =>
      planExceptions({ exceptions: [whole] }, Date.parse(now))[0]?.inForce;
    expect(
      ['2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00Z'].map(inForce),
    ).to.deep.equal([true, true, true, false]);
    expect(inForce('2027-01-01T00:30:00+01:00')).to.equal(true);
  });
});
