import { expect, identityProvider, scenario } from '../harness/index.js';

/** The ordinary doors are shut; break glass must open every account, without the identity provider, and for nobody else. */
export default scenario(
  'identity-provider-failure',
  {
    title: 'Reach every account while the identity provider is down',
    source:
      'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access: failure of the identity provider',
    proves: ['role-everywhere', 'independence', 'nobody-else'],
  },
  (drill, later) => {
    drill.given(identityProvider.down());

    it('stops every federated sign-in', async () => {
      await expect(drill.federation()).to.be.shut;
    });
    it('lets every break-glass user enter every account and act there', async () => {
      await expect(drill.sweep()).to.reach.everyAccount;
    });
    it('lets every break-glass user switch to the role in the console, and nobody with a wrong code', async () => {
      await expect(drill.console()).to.admit.breakGlass;
    });
    it('never calls the identity provider or Identity Center on the way', async () => {
      await expect(drill.calls()).to.avoid.identityProvider;
    });
    it('refuses a federated administrator with a session from before the outage', async () => {
      await expect(drill.attempts('federated-administrator')).to.be.refused;
    });
    it('refuses an ordinary IAM user with MFA', async () => {
      await expect(drill.attempts('ordinary-user')).to.be.refused;
    });
    it('refuses a break-glass user without MFA', async () => {
      await expect(drill.attempts('without-mfa')).to.be.refused;
    });
    it('refuses a break-glass user with a wrong MFA code', async () => {
      await expect(drill.attempts('wrong-code')).to.be.refused;
    });
    it('refuses an outsider of the organization', async () => {
      await expect(drill.attempts('outsider')).to.be.refused;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds its own uses alone in the trail', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
