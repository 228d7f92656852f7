import { expect } from 'chai';
import { createClients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import { BESIDES, organization, sabotages } from './drift-sabotages.js';
import type { Hands } from './drift-sabotages.js';

describe('an organization that is not as its document says', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let transport: Transport;
  let hands: Hands;
  before(async () => {
    emulator = await serveEmulator(organization, seededRandom('drift'));
    transport = httpTransport(emulator.ready.endpoint);
    const clients = createClients(
      { transport, endpoint: emulator.ready.endpoint, region: 'eu-west-1' },
      emulator.ready.administrator,
    );
    hands = { iam: clients.iam(), organizations: clients.organizations() };
  });
  after(async () => {
    await transport.close();
    await emulator.close();
  });

  // A code works once: the next drill comes a minute later.
  afterEach(async () => {
    const answer = await fetch(`${emulator.ready.control}/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 60 }),
    });
    expect(answer.status).to.equal(200);
  });

  const play = async (): Promise<{ findings: (readonly [string, string])[]; outcomes: string[] }> => {
    const { result } = await playDrill([BESIDES], {
      scenarios: ['readiness'],
      target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
    });
    return {
      findings: result.findings.map(({ code, cause }) => [code, cause] as const),
      outcomes: result.scenarios.flatMap(({ checks }) => checks.map(({ outcome }) => outcome)),
    };
  };

  for (const { title, make, undo, expects } of drawn('drift', sabotages, { few: 3, more: 6 })) {
    it(`${expects.length > 0 ? 'has' : 'is sound with'} ${title}`, async () => {
      await make(hands);
      try {
        const { findings, outcomes } = await play();
        expect(
          findings.map(([code]) => code),
          JSON.stringify(findings),
        ).to.deep.equal(expects.map(([code]) => code));
        for (const [index, [, cause]] of expects.entries()) expect(findings[index]?.[1]).to.match(cause);
        if (expects.length === 0) expect(new Set(outcomes)).to.deep.equal(new Set(['held']));
      } finally {
        await undo(hands);
      }
    });
  }

  it('is sound again when all of it was taken back', async () => {
    const { findings, outcomes } = await play();
    expect([findings, new Set(outcomes)]).to.deep.equal([[], new Set(['held'])]);
  });
});
