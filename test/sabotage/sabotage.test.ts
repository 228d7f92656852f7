import { expect } from 'chai';
import { httpTransport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
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
  let served: Served;
  before(async () => {
    served = await serve();
  });
  after(async () => {
    await served.close();
  });

  // A code works once: the next drill comes later. Two minutes, because a drill through an endpoint may use several.
  afterEach(async () => {
    const answer = await fetch(`${served.hands.ready.control}/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 120 }),
    });
    expect(answer.status).to.equal(200);
  });

  const play = async ({ hands: { ready } }: Served, scenarios?: readonly string[]): Promise<DrillResult> =>
    (
      await playDrill([BESIDES], {
        ...(scenarios === undefined ? {} : { scenarios: [...scenarios] }),
        target: { name: 'endpoint', url: ready.endpoint, secrets: ready },
      })
    ).result;

  for (const fault of drawn('sabotage', faults, { few: 3, more: 10 })) {
    it(`is ${fault.direction === 'sound' ? '' : 'found '}${fault.direction}: ${fault.name}`, async () => {
      const at = fault.apart ? await serve() : served;
      const undo = await fault.apply(at.hands);
      try {
        expect(problems(fault, await play(at, fault.scenarios))).to.deep.equal([]);
      } finally {
        await undo();
        if (at !== served) await at.close();
      }
    });
  }

  it('holds again when all of it was taken back', async () => {
    const { findings, drill } = await play(served);
    expect([findings.map(({ code, cause }) => [code, cause]), drill.outcome]).to.deep.equal([[], 'held']);
  });
});

/** An endpoint, and who breaks it. */
interface Served {
  hands: Hands;
  close(): Promise<void>;
}

async function serve(): Promise<Served> {
  const emulator = await serveEmulator(organization, seededRandom('sabotage'));
  const transport = httpTransport(emulator.ready.endpoint);
  return {
    hands: handsOn(emulator, transport),
    close: async () => {
      await transport.close();
      await emulator.close();
    },
  };
}

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
  const exitCode = findings.length > 0 ? 1 : asks === undefined ? 0 : 3;
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
