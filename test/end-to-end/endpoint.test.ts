import { DeleteRoleCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { createClients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { readGallery } from '../../cli/gallery.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { LoadOptions } from '../../harness/engine/load.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import type { DrillResult } from '../../reports/result.js';
import { verifyDrill } from '../../reports/verify.js';
import { drawn } from '../draw.js';
import { keptDrill, playDrill } from '../drill.js';

/** As much of a drill as asks whether the role is there, and uses it. */
const SHORT = { scenarios: ['readiness', 'identity-provider-failure'] };

/** What two drills of the same organization must have in common, whatever answered. */
function essence({ drill, scenarios: played, findings, inventory, matrix, alarms }: DrillResult): unknown {
  return {
    outcome: drill.outcome,
    exitCode: drill.exitCode,
    checks: played.map(({ id, checks }) => [
      id,
      checks.map(({ title, outcome, evidence }) => [title, outcome, evidence]),
    ]),
    findings: findings.map(({ code, cause, accounts, evidence }) => ({ code, cause, accounts, evidence })),
    accounts: inventory.accounts,
    matrix,
    alarms: alarms.map(({ path, region, outcome, missing }) => [path, region, outcome, missing]),
  };
}

/** One line for each part, so that a difference shows where it is. */
function lines(result: DrillResult): string {
  return JSON.stringify(essence(result), undefined, 1);
}

/** Serves the landing zone with overlays. */
async function serve(overlays: readonly string[]): Promise<Emulator> {
  const { organization } = loadDrill('drill.yaml', {
    overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
  });
  return serveEmulator(organization, seededRandom('endpoint'));
}

describe('a drill through an endpoint gives the verdict and the findings of the embedded organization', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  const play = (overlays: readonly string[] = [], load: LoadOptions = {}): ReturnType<typeof playDrill> =>
    playDrill(overlays, {
      ...load,
      target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
    });
  afterEach(() => emulator.close());

  it('and says what it asked, where the organization is sound', async () => {
    emulator = await serve([]);
    const [{ result, texts }, embedded] = [await play(), await keptDrill()];
    expect(lines(result)).to.equal(lines(embedded.result));
    expect(verifyDrill(texts).problems).to.deep.equal([]);
    expect(result.drill.exitCode).to.equal(0);
    const { name, capabilities, answers = [] } = result.target;
    expect(
      Object.values(capabilities).every((able) => able),
      JSON.stringify(answers),
    ).to.equal(true);
    expect([
      name,
      answers.find(({ capability }) => capability === 'enforces trust policies')?.answer.slice(0, 16),
    ]).to.deep.equal(['endpoint', '403 AccessDenied']);
  });

  it('of what was changed there through the API meanwhile', async () => {
    emulator = await serve([]);
    const transport = httpTransport(emulator.ready.endpoint);
    const options = { transport, endpoint: emulator.ready.endpoint, region: 'eu-west-1' };
    const iam = createClients(options, emulator.ready.administrator).iam();
    await iam.send(
      new DetachRolePolicyCommand({ RoleName: 'BreakGlass', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    await iam.send(new DeleteRoleCommand({ RoleName: 'BreakGlass' }));
    await transport.close();
    const [{ result }, embedded] = [
      await play([], SHORT),
      await playDrill(['accounts: { management: { roles: { BreakGlass: null } } }'], SHORT),
    ];
    expect(result.findings.map(({ code }) => code)).to.include('BG_ROLE_MISSING');
    expect(lines(result)).to.equal(lines(embedded.result));
  });

  // None of the few: what was changed above is a fault too.
  for (const fault of drawn('endpoint', readGallery(), { few: 0, more: 4 })) {
    it(`with the fault ${fault.name}`, async () => {
      emulator = await serve([fault.text]);
      const [{ result }, embedded] = [await play([fault.text]), await playDrill([fault.text])];
      expect(lines(result)).to.equal(lines(embedded.result));
    });
  }
});
