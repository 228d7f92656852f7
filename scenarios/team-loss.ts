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
    it('leaves a way in when any one person is lost', async () => {
      await expect(drill.people()).to.survive.person;
    });
    it('leaves a way in when any one team is lost', async () => {
      await expect(drill.people()).to.survive.team;
    });
    it('leaves a way in when any one site is lost', async () => {
      await expect(drill.people()).to.survive.site;
    });
    it('leaves a way in when as many are lost at once as the drill file asks for', async () => {
      await expect(drill.people()).to.survive.together;
    });
    it('lets whoever is left into every account, and act there', async () => {
      await expect(drill.people()).to.open.everyAccount;
    });
    it('never puts both factors of a user into the hands of one person', async () => {
      await expect(drill.people()).to.separate.factors;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds no use in the trail that is not its own', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
