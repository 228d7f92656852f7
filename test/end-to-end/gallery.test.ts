import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDrill } from '../../harness/engine/load.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { runDrill } from '../../harness/engine/run.js';
import type { DrillResult } from '../../reports/result.js';
import { scenarios } from '../../scenarios/index.js';
import { share } from '../draw.js';
import { withFolder } from '../drill.js';
import { renamedFault, secondDrill, secondOrganization } from '../second-organization.js';
import { judgeTogether, namesOf, seededFaults } from '../seeded-faults.js';

function playSecond(overlays: readonly string[]): Promise<DrillResult> {
  return withFolder(async (folder) => {
    writeFileSync(join(folder, 'organization.yaml'), secondOrganization());
    writeFileSync(join(folder, 'drill.yaml'), secondDrill());
    const loaded = loadDrill(join(folder, 'drill.yaml'), {
      overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
    });
    return (
      await runDrill(loaded, {
        scenarios,
        output: folder,
        progress: silentProgress,
        tool: { name: 'breakglass-drill', version: 'test' },
      })
    ).result;
  });
}

/** Checks that no fault of an organization can break: a target must do wrong, somebody else must act meanwhile, or nothing is expected of the answer. */
const BROKEN_OTHERWISE = [
  'uses sessions from after the start of the outage alone',
  'finds its own uses alone in the trail',
  'stops every federated sign-in',
  'refuses a break-glass user with a wrong MFA code',
  'tells the remaining powers of federated administrators of the management account',
];

const rehearsed = await Promise.all(
  scenarios.map(async (scenario) => ({ id: scenario.id, ...(await scenario.rehearse()) })),
);
const planned = rehearsed.flatMap(({ id, checks }) => checks.map(({ title }) => `${id}: ${title}`));

describe('a second organization with other names, ids, Regions, paths and depth', () => {
  it('holds', async () => {
    const result = await playSecond([]);
    expect(result.findings).to.deep.equal([]);
    expect(result.drill.outcome).to.equal('held');
  });

  const broken = new Set<string>();
  for (const faults of seededFaults('second')) {
    it(`${namesOf(faults)} raises exactly what it must there too`, async () => {
      const there = faults.map(({ text }) => renamedFault(text));
      const result = await playSecond(there.map(({ text }) => text));
      expect(
        judgeTogether(
          there.map(({ fault }) => fault),
          result,
        ),
      ).to.deep.equal([]);
      for (const { id, checks } of result.scenarios)
        for (const { title, outcome } of checks) if (outcome === 'broken') broken.add(`${id}: ${title}`);
    });
  }

  // Last, and only where every fault was played: a check that none breaks could be switched off unseen.
  if (share === 'every') {
    it('and together they break every check', () => {
      expect(
        planned.filter((check) => !broken.has(check) && !BROKEN_OTHERWISE.some((title) => check.endsWith(title))),
      ).to.deep.equal([]);
    });
  }
});
