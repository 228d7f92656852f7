import { expect, scenario } from '../harness/index.js';

/** People leave, teams are disbanded, sites burn: whatever is lost at once, somebody must still have both factors. */
export default scenario(
  'team-loss',
  {
    title: 'Keep a way in when people, teams or sites are lost',
    source:
      'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access: loss of the cloud or identity provider team',
    proves: ['people'],
  },
  (drill, later) => {
    it('leaves a way in after the loss of any one person', async () => {
      await expect(drill.people()).to.survive.person;
    });
    it('leaves a way in after the loss of any one team', async () => {
      await expect(drill.people()).to.survive.team;
    });
    it('leaves a way in after the loss of any one site', async () => {
      await expect(drill.people()).to.survive.site;
    });
    it('leaves a way in after the loss of several people, as many as the drill file says', async () => {
      await expect(drill.people()).to.survive.together;
    });
    it('lets the remaining people enter every account and act there', async () => {
      await expect(drill.people()).to.open.everyAccount;
    });
    it('gives nobody both factors of a user', async () => {
      await expect(drill.people()).to.separate.factors;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds its own uses alone in the trail', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
