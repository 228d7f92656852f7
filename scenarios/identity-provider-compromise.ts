import { expect, identityProvider, scenario } from '../harness/index.js';

/** The identity provider is up and hostile: it signs in whoever the attacker names. Break glass must stay out of reach, and end it. */
export default scenario(
  'identity-provider-compromise',
  {
    title: 'Keep an attacker who owns the identity provider away from break glass, and end every federated session',
    source:
      'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access: compromise of the identity provider',
    proves: ['nobody-else', 'containment'],
  },
  (drill, later) => {
    drill.given(identityProvider.hostile());

    it('lets no federated identity assume the break-glass role in any account', async () => {
      await expect(drill.attackers()).to.enter.nothing;
    });
    it('lets no federated identity of the management account change the role, its users, the guardrails or the alarms', async () => {
      await expect(drill.attackers()).to.alter.nothing;
    });
    it('lets no federated identity change the role of its own member account', async () => {
      await expect(drill.attackers()).to.alter.noRole;
    });
    it('tells the remaining powers of federated administrators of the management account', async () => {
      await expect(drill.attackers()).to.be.weighed;
    });
    it('lets a break-glass user end every federated session, old and new', async () => {
      await expect(drill.attackers()).to.be.contained;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds its own uses alone in the trail', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
