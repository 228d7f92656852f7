import { DeleteRoleCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { createClients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import type { DrillResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';

const scenarios = ['readiness', 'identity-provider-failure'];

/** What two drills of the same organization must have in common, whatever answered. */
function essence({ drill, scenarios: played, findings, inventory, matrix, alarms }: DrillResult): unknown {
  return {
    outcome: drill.outcome,
    exitCode: drill.exitCode,
    checks: played.map(({ id, checks }) => [id, checks.map(({ title, outcome, evidence }) => [title, outcome, evidence])]),
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

describe('a drill through an endpoint', function () {
  this.timeout(60_000);
  let emulator: Emulator;
  const play = (): Promise<{ result: DrillResult }> => playDrill([], { scenarios, target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready } });
  beforeEach(async () => {
    emulator = await serveEmulator(landingZone(), seededRandom('endpoint'));
  });
  afterEach(() => emulator.close());

  it('gives the verdict and the findings of the embedded organization, and says what it asked', async () => {
    const [{ result }, embedded] = [await play(), await playDrill([], { scenarios })];
    expect(lines(result)).to.equal(lines(embedded.result));
    expect(result.drill.exitCode).to.equal(0);
    const { name, capabilities, answers = [] } = result.target;
    expect([name, Object.values(capabilities).every((able) => able)], JSON.stringify(answers)).to.deep.equal(['endpoint', true]);
    expect(answers.find(({ capability }) => capability === 'enforces trust policies')?.answer).to.match(/^403 AccessDenied/);
  });

  it('drills what was changed there through the API meanwhile', async () => {
    const transport = httpTransport(emulator.ready.endpoint);
    const options = { transport, endpoint: emulator.ready.endpoint, region: 'eu-west-1' };
    const iam = createClients(options, emulator.ready.administrator).iam();
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'BreakGlass', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'BreakGlass' }));
    await transport.close();
    const overlay = 'accounts: { management: { roles: { BreakGlass: null } } }';
    const [{ result }, embedded] = [await play(), await playDrill([overlay], { scenarios })];
    expect(result.findings.map(({ code }) => code)).to.include('BG_ROLE_MISSING');
    expect(lines(result)).to.equal(lines(embedded.result));
  });
});
