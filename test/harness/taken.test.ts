import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { knowingTaken } from '../../harness/drill/taken.js';
import type { Component } from '../../harness/drill/target.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import { shippedLandingZone } from '../landing-zone.js';

describe('what a premise took away', () => {
  const target = (parts = {}): ReturnType<typeof knowingTaken> =>
    knowingTaken({ ...embeddedTarget(shippedLandingZone(), seededRandom('taken')), ...parts });

  for (const [component, services] of [
    ['identity-provider', ['identity-provider']],
    ['identity-center', ['access-portal', 'sso', 'sso-oauth', 'identitystore', 'awsssoportal', 'awsssooidc']],
  ] as const) {
    it(`${component}: its services, until it is given back, and no other`, async () => {
      const known = target();
      const all = [
        'identity-provider',
        'access-portal',
        'sso',
        'sso-oauth',
        'identitystore',
        'awsssoportal',
        'awsssooidc',
        'sts',
        'iam',
        'sign-in',
      ];
      const taken = (): string[] => all.filter((service) => known.isTaken({ service }));
      expect(taken()).to.deep.equal([]);
      await known.take(component);
      expect(taken().sort()).to.deep.equal([...services].sort());
      await known.giveBack(component);
      expect(taken()).to.deep.equal([]);
    });
  }

  it('is away as soon as it is asked for, and while nobody knows that it is back', async () => {
    const asked: Component[] = [];
    const known = target({
      take: (component: Component) => Promise.resolve(void asked.push(component)),
      giveBack: () => Promise.reject(new Error('it hangs')),
    });
    const taking = known.take('identity-provider');
    expect(known.isTaken({ service: 'identity-provider' })).to.equal(true);
    await taking;
    await known.giveBack('identity-provider').catch(() => undefined);
    expect([asked, known.isTaken({ service: 'identity-provider' })]).to.deep.equal([['identity-provider'], true]);
  });
});
