import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { loadOrganization } from '../../organization/load.js';
import type { Organization } from '../../organization/model.js';
import { runs } from '../draw.js';
import { generatedDocument, generatedRole, generatedUser } from '../generated-organization.js';
import { stored } from '../stored.js';
import { emptyWorld, withoutWorld } from './deploying.js';

function load(content: unknown): Organization {
  return loadOrganization('generated.yaml', JSON.stringify(content));
}

function text(organization: Organization): string {
  return canonicalJson(stored(withoutWorld(organization)) as Json).replaceAll(/[{[]"/g, '\n$&');
}

describe('deploying generated organizations', function () {
  this.timeout(240_000);

  it('puts everything where clients read it back, and changes nothing the second time', () =>
    fc.assert(
      fc.asyncProperty(generatedDocument, async (generated) => {
        const wanted = load(generated);
        const world = emptyWorld();
        const { organization, notDeployed } = await world.deploy(wanted);
        expect(JSON.stringify(notDeployed)).to.equal('[]');
        expect(text((await world.read(wanted)).organization)).to.equal(text(organization));
        expect((await world.deploy(wanted)).changes).to.deep.equal([]);
      }),
      runs(7, { few: 3, more: 8, every: 40 }),
    ));

  it('turns one organization into another where the new document names what the old one had', () =>
    fc.assert(
      fc.asyncProperty(generatedDocument, generatedUser, generatedRole, async (generated, other, changed) => {
        const world = emptyWorld();
        await world.deploy(
          load({
            ...generated,
            accounts: {
              ...generated.accounts,
              second: { users: { same: other }, roles: { same: { trust: changed.trust } } },
            },
            serviceControlPolicies: {},
            withoutFullAccess: [],
          }),
        );
        const after = load({
          ...generated,
          accounts: {
            ...generated.accounts,
            second: {
              users: { same: { path: other.path, mfa: other.mfa } },
              roles: { same: { ...changed, path: '/' } },
            },
          },
        });
        const { organization, notDeployed } = await world.deploy(after);
        expect(JSON.stringify(notDeployed)).to.equal('[]');
        expect(text((await world.read(after)).organization)).to.equal(text(organization));
      }),
      runs(8, { few: 2, more: 4, every: 20 }),
    ));
});
