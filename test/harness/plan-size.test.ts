import { join } from 'node:path';
import { expect } from 'chai';
import type { AccountInScope } from '../../harness/drill/context.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { abandon } from '../../harness/engine/abandon.js';
import { freezePlan } from '../../harness/engine/frozen-plan.js';
import { loadDrill } from '../../harness/engine/load.js';
import { openPlanned } from '../../harness/engine/open.js';
import { planScenarios } from '../../harness/engine/plan.js';
import { planText } from '../../reports/plan.js';
import type { DrillPlan } from '../../reports/plan.js';
import { scenarios } from '../../scenarios/index.js';
import { withFolder } from '../drill.js';

const tool = { name: 'breakglass-drill', version: 'test' };

/** So many accounts as AWS Organizations lists them, in OUs in turn, so that a set of one OU's accounts is many ranges. */
function accountsLike(some: readonly AccountInScope[], count: number): AccountInScope[] {
  return Array.from({ length: count }, (_, index) => {
    const like = some[index % some.length];
    const { ou = 'Root', ancestry = [] } = like ?? {};
    if (like && index < some.length) return like;
    const id = String(200_000_000_000 + index);
    return { id, name: `workload-production-${index}`, ou, ancestry: [...ancestry.slice(0, -1), id] };
  });
}

/**
 * The plan of every scenario for so many accounts. What the questions learned is what sixteen accounts taught them: building and
 * reading ten thousand takes minutes, and freezing a plan does not.
 */
function planFor(count: number): Promise<DrillPlan> {
  return withFolder(async (folder) => {
    const loaded = loadDrill('drill.yaml');
    const options = { scenarios, output: join(folder, 'out'), progress: silentProgress, tool };
    const planned = await openPlanned(loaded, options);
    const { context, files, ledger, opened } = planned;
    try {
      const inScope = accountsLike(context.inventory.inScope, count);
      const many = { ...context, inventory: { ...context.inventory, inScope } };
      return freezePlan(loaded, many, planScenarios(many, planned.scenarios, opened), tool);
    } finally {
      await abandon({ ledger, files, target: context.target });
    }
  });
}

describe('the plan of ten thousand accounts', () => {
  it('names sets of accounts, and stays below 2 MB', async () => {
    const [few, many] = [await planFor(16), await planFor(10_000)];
    expect(many.accounts).to.have.length(10_000);
    expect(Buffer.byteLength(planText(many))).to.be.below(2_000_000);
    expect(many.sets['all']).to.equal('0-9999');
    // As many entries as for sixteen accounts, of many more items: no entry is for one account.
    expect(many.work).to.have.length(few.work.length);
    const items = ({ work }: DrillPlan): number => work.reduce((sum, one) => sum + one.items, 0);
    expect(items(many)).to.be.above(100 * items(few));
    expect(JSON.stringify([many.work, many.sets, many.calls, many.messages]).length).to.be.below(200_000);
  });
});
