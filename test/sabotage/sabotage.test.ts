import { expect } from 'chai';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import type { DrillResult } from '../../reports/result.js';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import type { Fault } from './fault.js';
import { BESIDES, handsOn, organization } from './hands.js';
import type { Hands } from './hands.js';
import { faults } from './faults.js';

/** That something is not as the document has it is said besides what is wrong with it. */
const DRIFT = ['BG_NOT_AS_DOCUMENT', 'BG_NOT_IN_DOCUMENT'];

describe('a running organization that somebody breaks through the API', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let transport: Transport;
  let hands: Hands;
  before(async () => {
    emulator = await serveEmulator(organization, seededRandom('sabotage'));
    transport = httpTransport(emulator.ready.endpoint);
    hands = handsOn(emulator, transport);
  });
  after(async () => {
    await transport.close();
    await emulator.close();
  });

  // A code works once: the next drill comes later. Two minutes, because a drill through an endpoint may use several.
  afterEach(async () => {
    const answer = await fetch(`${emulator.ready.control}/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 120 }),
    });
    expect(answer.status).to.equal(200);
  });

  const play = async (scenarios?: readonly string[]): Promise<DrillResult> =>
    (
      await playDrill([BESIDES], {
        ...(scenarios === undefined ? {} : { scenarios: [...scenarios] }),
        target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
      })
    ).result;

  for (const fault of drawn('sabotage', faults, { few: 3, more: 10 })) {
    it(`is ${fault.direction === 'sound' ? '' : 'found '}${fault.direction}: ${fault.name}`, async () => {
      const undo = await fault.apply(hands);
      try {
        expect(problems(fault, await play(fault.scenarios))).to.deep.equal([]);
      } finally {
        await undo();
      }
    });
  }

  it('holds again when all of it was taken back', async () => {
    const { findings, drill } = await play();
    expect([findings.map(({ code, cause }) => [code, cause]), drill.outcome]).to.deep.equal([[], 'held']);
  });
});

/** What a drill of the fault does not say, and what it says that is not so. */
function problems({ expects, asks, beside = [] }: Fault, { drill, findings, scenarios }: DrillResult): string[] {
  const told = findings.map(
    ({ code, cause, accounts }) => `${code} (${accounts.map(({ name }) => name).join(', ')}): ${cause}`,
  );
  const found = findings.filter(
    ({ code, cause, accounts }) =>
      expects !== undefined &&
      code === expects.code &&
      expects.causes.every((part) => cause.includes(part)) &&
      JSON.stringify(accounts.map(({ name }) => name).sort()) === JSON.stringify([...expects.accounts].sort()),
  );
  const reasons = scenarios.flatMap(({ checks }) => checks.map(({ reason = '' }) => reason));
  const wrong = findings.filter((finding) => !found.includes(finding) && ![...beside, ...DRIFT].includes(finding.code));
  const exitCode = findings.length > 0 ? 1 : 0;
  return [
    ...(drill.exitCode === exitCode ? [] : [`exit code ${drill.exitCode}`]),
    ...(found.length > 0 || expects === undefined ? [] : [`not found: ${JSON.stringify(expects)} among`, ...told]),
    ...(asks === undefined || reasons.some((reason) => reason.includes(asks))
      ? []
      : [`not asked: ${asks}`, ...reasons]),
    ...wrong.map(
      ({ code, cause, accounts }) => `not so: ${code} (${accounts.map(({ name }) => name).join(', ')}): ${cause}`,
    ),
  ];
}
