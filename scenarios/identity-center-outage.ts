import { expect, identityCenter, scenario } from '../harness/index.js';

/** The identity provider is up, but the portal that turns its people into sessions is gone. */
export default scenario(
  'identity-center-outage',
  {
    title: 'Reach every account while IAM Identity Center is down',
    source:
      'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access: failure of IAM Identity Center',
    proves: ['role-everywhere', 'independence', 'nobody-else'],
  },
  (drill, later) => {
    drill.given(identityCenter.down());

    it('stops every federated sign-in', async () => {
      await expect(drill.federation()).to.be.shut;
    });
    it('lets every break-glass user enter every account and act there', async () => {
      await expect(drill.sweep()).to.reach.everyAccount;
    });
    it('uses sessions from after the start of the outage alone', async () => {
      await expect(drill.calls()).to.avoid.earlierSessions;
    });
    it('never calls Identity Center or the identity provider on the way', async () => {
      await expect(drill.calls()).to.avoid.identityProvider;
    });
    it('refuses a federated administrator with a session from before the outage', async () => {
      await expect(drill.attempts('federated-administrator')).to.be.refused;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds its own uses alone in the trail', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
