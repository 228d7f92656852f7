import { expect, scenario } from '../harness/index.js';

/** Guardrails must let break glass do the repair, or bind it too where that was decided, and stop everybody else. */
export default scenario(
  'guardrail-lockout',
  {
    title: 'Get past the service control policies that should yield, and past no other',
    source:
      'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access: the role passes service control policies',
    proves: ['guardrail-bypass', 'everybody-else-bound'],
  },
  (drill, later) => {
    it('lets break glass through every guardrail that should yield', async () => {
      await expect(drill.guardrails()).to.yield.toBreakGlass;
    });
    it('stops break glass at every guardrail that should bind', async () => {
      await expect(drill.guardrails()).to.bind.breakGlass;
    });
    it('stops an ordinary administrator at every guardrail', async () => {
      await expect(drill.guardrails()).to.bind.everybodyElse;
    });
    it('lets break glass edit guardrails from the management account, and nobody from a member account', async () => {
      await expect(drill.guardrails()).to.be.edited.byBreakGlassAlone;
    });
    it('evaluates the configuration where no call may test a guardrail', async () => {
      await expect(drill.guardrails()).to.decide.byEvaluation;
    });
    later('raises every alarm within its service level', async () => {
      await expect(drill.alarms()).to.fire.withinSla;
    });
    later('finds its own uses alone in the trail', async () => {
      await expect(drill.alarms()).to.explain.everyUse;
    });
  },
);
