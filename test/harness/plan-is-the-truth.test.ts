import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import { scenarios } from '../../scenarios/index.js';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import { differences, folderDifferences, heldAgainst, uncertainShare, watchedTarget } from '../planned-calls.js';
import type { HeldAgainst } from '../planned-calls.js';

async function played(ids: readonly string[]): Promise<HeldAgainst & { texts: Map<string, string> }> {
  const seen: ObservedCall[] = [];
  const { texts } = await playDrill(
    [],
    { scenarios: ids },
    { openTarget: watchedTarget((call) => void seen.push(call)) },
  );
  return { ...heldAgainst(texts, seen), texts };
}

describe('the plan is the truth', () => {
  const all = scenarios.map(({ id }) => id);
  const alone = drawn(
    'scenarios whose plan is compared',
    all.map((id) => [id]),
    { few: 2, more: all.length },
  );
  for (const ids of [...alone, all]) {
    it(`for ${ids.length === 1 ? ids.join() : 'all scenarios together'}`, async () => {
      const { plan, journal, calls, refused, texts } = await played(ids);
      expect(differences(plan, journal, calls)).to.deep.equal([]);
      expect(folderDifferences(texts)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
      if (ids === all) expect(uncertainShare(plan)).to.be.below(0.1);
    });
  }

  it('and is held against each call: by name, principal, account and number, and against the journal alone', async () => {
    const { plan, journal, calls, texts } = await played(['team-loss']);
    const [first] = calls.filter(({ into }) => into !== undefined);
    const hop = first ?? expect.fail('nobody hopped');
    const other = calls.find(({ into }) => into !== undefined && into !== hop.into);
    const without = calls.filter((call) => call !== hop);
    const changed: [ObservedCall[], number][] = [
      [without, 1],
      [[...calls, hop], 1],
      [[...without, { ...hop, into: other?.into ?? '' }], 2],
      [[...without, { ...hop, principal: { account: hop.principal?.account ?? '', name: 'user/somebody' } }], 2],
    ];
    for (const [made, count] of changed) expect(differences(plan, journal, made)).to.have.length(count);
    const lines = texts.get('journal.jsonl') ?? '';
    const more = lines.replace(/("account":"\d+","accountName":"[^"]*","calls":)2/, '$13');
    const unplanned = lines.replace('"call":"sts:GetSessionToken"', '"call":"sts:DecodeAuthorizationMessage"');
    for (const text of [more, unplanned]) {
      expect(text).to.not.equal(lines);
      expect(folderDifferences(new Map(texts).set('journal.jsonl', text))).to.have.length(1);
    }
  });
});
