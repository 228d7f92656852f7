import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, readGallery } from '../../cli/gallery.js';
import { loadDrill } from '../../harness/load.js';
import { silentProgress } from '../../harness/progress.js';
import { runDrill } from '../../harness/run.js';
import type { DrillResult } from '../../reports/result.js';
import { scenarios } from '../../scenarios/index.js';
import { withFolder } from '../drill.js';
import { renamedFault, secondDrill, secondOrganization } from '../second-organization.js';

function playSecond(overlays: readonly string[]): Promise<DrillResult> {
  return withFolder(async (folder) => {
    writeFileSync(join(folder, 'organization.yaml'), secondOrganization());
    writeFileSync(join(folder, 'drill.yaml'), secondDrill());
    const loaded = loadDrill(join(folder, 'drill.yaml'), { overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })) });
    return (await runDrill(loaded, { scenarios, output: folder, progress: silentProgress, tool: { name: 'breakglass-drill', version: 'test' } })).result;
  });
}

describe('a second organization with other names, ids, Regions, paths and depth', () => {
  it('holds', async () => {
    const result = await playSecond([]);
    expect(result.findings).to.deep.equal([]);
    expect(result.drill.outcome).to.equal('held');
  });

  // Here every fourth fault, so that the tests stay short; all of them with EVERY_FAULT=true, as in .ci/run.
  const every = process.env['EVERY_FAULT'] === 'true' ? 1 : 4;
  for (const { name, text } of readGallery().filter((_fault, index) => index % every === 0)) {
    it(`${name} raises exactly what it must there too`, async () => {
      const { text: overlay, fault } = renamedFault(text);
      expect(judge(fault, await playSecond([overlay]))).to.deep.equal([]);
    });
  }
});
