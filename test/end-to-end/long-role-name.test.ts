import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import { runDrill } from '../../harness/engine/run.js';
import type { DrillResult } from '../../reports/result.js';
import { scenarios } from '../../scenarios/index.js';
import { told } from '../changed-drill.js';
import { withFolder } from '../drill.js';
import { landingZoneText } from '../landing-zone.js';

/** The landing zone with its role at another path: everything that names the role names it there. */
function playAt(path: string): Promise<DrillResult> {
  return withFolder(async (folder) => {
    const zone = landingZoneText
      .replaceAll('role/break-glass/', `role/${path}/`)
      .replace('path: /break-glass/', `path: /${path}/`);
    const drill = readFileSync('drill.yaml', 'utf8')
      .replace('examples/landing-zone.yaml', 'organization.yaml')
      .replace('role: /break-glass/', `role: /${path}/`);
    writeFileSync(join(folder, 'organization.yaml'), zone);
    writeFileSync(join(folder, 'drill.yaml'), drill);
    const { result } = await runDrill(
      loadDrill(join(folder, 'drill.yaml'), { scenarios: ['readiness', 'identity-provider-failure'] }),
      { scenarios, output: folder, progress: silentProgress, tool: { name: 'breakglass-drill', version: 'test' } },
    );
    return result;
  });
}

const console = ({ scenarios: played }: DrillResult): string[] =>
  played.flatMap(({ checks }) => checks.filter(({ id }) => id.startsWith('console.'))).map(({ outcome }) => outcome);

describe('Switch Role takes path and name together up to 64 characters', function () {
  this.timeout(120_000);
  const ofLength = (length: number): string => 'p'.repeat(length - '/BreakGlass'.length);

  it('and holds with 64', async () => {
    const result = await playAt(ofLength(64));
    expect(told(result)).to.deep.equal([]);
    expect(console(result)).to.deep.equal(['held']);
  });

  it('and is broken with one more, in the console alone, in every account', async () => {
    const result = await playAt(ofLength(65));
    const [finding, ...others] = result.findings;
    expect(others).to.deep.equal([]);
    expect(finding?.code).to.equal('BG_ROLE_NAME_TOO_LONG');
    expect(finding?.cause).to.match(/have 65 characters together, and Switch Role in the console takes 64 at most$/);
    expect(finding?.accounts).to.have.lengthOf(16);
    expect(console(result)).to.deep.equal(['broken']);
    const swept = result.scenarios.flatMap(({ checks }) => checks.filter(({ id }) => id.startsWith('sweep.')));
    expect(swept.map(({ outcome }) => outcome)).to.deep.equal(['held']);
  });
});
