/** What must be true of any drill of a sound organization, however bad the way to it is. */
import { expect } from 'chai';
import { recordsOf } from '../reports/journal-record.js';
import { verifyDrill } from '../reports/verify.js';
import type { PlayedDrill } from './drill.js';
import { folderDifferences, journalOf } from './planned-calls.js';

/** A fault of the way, as a verdict names it. */
export const NAMED = /was answered \w+(?: \d+)? \(\d+\)|got no answer/;
/** What follows from one. */
const FOLLOWS =
  /^nobody got in, so|^no user got in anywhere|^no call was made on the break-glass path|did not get in here, so a refusal proves nothing/;

/**
 * Nothing is broken, nothing left behind, and what does not hold says which fault it met. Where one lasts to the end nobody can
 * see whether all is back, and that is said.
 */
export function expectUnbroken({ result, texts }: PlayedDrill, lasts = false): void {
  expect(result.findings).to.deep.equal([]);
  const { problems, notUndone } = verifyDrill(texts);
  expect(problems).to.deep.equal([]);
  if (!lasts) expect([result.notUndone, notUndone]).to.deep.equal([[], []]);
  const failed = recordsOf(journalOf(texts), 'undo').filter(({ state }) => state === 'failed');
  for (const { why } of failed) expect(why).to.match(NAMED);
  // A drill ends where something could not be put back.
  if (result.notUndone.length === 0) expect(folderDifferences(texts)).to.deep.equal([]);
  for (const { checks } of result.scenarios) {
    const unheld = checks.filter(({ outcome }) => outcome !== 'held');
    for (const { outcome, reason } of unheld) {
      if (outcome === 'aborted' && result.notUndone.length > 0) continue;
      expect(outcome).to.equal('inconclusive');
      expect(`${reason ?? ''}`).to.match(new RegExp(`${NAMED.source}|${FOLLOWS.source}`));
    }
    if (unheld.some(({ outcome }) => outcome === 'inconclusive'))
      expect(unheld.map(({ reason }) => reason).join()).to.match(NAMED);
  }
}
