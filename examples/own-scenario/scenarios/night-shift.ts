import { expect, identityProvider, people, scenario } from 'breakglass-drill';

/** The identity provider fails at night, and the whole finance team, which keeps factors of one user, is out of reach. Whoever is left must get in, and nobody else. */
export default scenario(
  'night-shift',
  {
    title: 'Reach every account without the identity provider and without the finance team',
    source: 'Our incident review of 12 March: both happened in one night',
    proves: ['role-everywhere', 'people', 'nobody-else'],
  },
  (drill, later) => {
    drill.given(identityProvider.down());
    drill.given(people.lost({ teams: ['finance'] }));

    it('stops every federated sign-in', async () => {
      await expect(drill.federation()).to.be.shut;
    });
    it('lets the remaining people enter every account and act there', async () => {
      await expect(drill.sweep()).to.reach.everyAccount;
    });
    it('refuses a federated administrator with a session from before the outage', async () => {
      await expect(drill.attempts('federated-administrator')).to.be.refused;
    });
    it('refuses a break-glass user without MFA', async () => {
      await expect(drill.attempts('without-mfa')).to.be.refused;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
  },
);
