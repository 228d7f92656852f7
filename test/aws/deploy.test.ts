import { expect } from 'chai';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import type { Organization } from '../../organization/model.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { RICH } from '../rich-landing-zone.js';
import { stored } from '../stored.js';
import { emptyWorld, withoutWorld } from './deploying.js';

/** What no call makes, taken out of a document. */
const POSSIBLE = `
accounts: { log-archive: { users: { nina: { mfa: { key: null } } } } }
identityCenter: { people: { paul: { disabled: false } } }
`;

/** One text for everything that is stored, so that a difference shows where it is. */
function text(organization: Organization): string {
  return canonicalJson(stored(withoutWorld(organization)) as Json).replaceAll(/[{[]"/g, '\n$&');
}

describe('deploying an organization', () => {
  for (const [what, overlays] of [
    ['the landing zone', []],
    ['an organization with everything', [RICH, POSSIBLE]],
  ] as const) {
    it(`puts ${what} where clients read it back, and changes nothing the second time`, async () => {
      const document = landingZone(...overlays);
      const world = emptyWorld();
      const { organization, notDeployed, changes } = await world.deploy(document);
      expect(notDeployed).to.deep.equal([
        { where: 'stranger', what: 'account of no organization', why: 'no call creates one', refused: false },
      ]);
      expect(changes.length).to.be.greaterThan(200);
      const snapshot = await world.read(document);
      expect(snapshot.unread).to.deep.equal([]);
      expect(text(snapshot.organization)).to.equal(text(organization));
      expect((await world.deploy(document)).changes).to.deep.equal([]);
    });
  }
});
