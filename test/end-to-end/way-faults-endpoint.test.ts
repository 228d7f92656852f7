import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findFault } from '../../cli/gallery.js';
import { seededRandom } from '../../base/random.js';
import { loadDrill } from '../../harness/engine/load.js';
import { recover } from '../../harness/engine/recover.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { openRemote } from '../../harness/targets/remote.js';
import { drawn } from '../draw.js';
import { playDrill, withFolder } from '../drill.js';
import { cutWaysOut, playUntil } from '../killed-drill.js';
import { expectUnbroken, NAMED } from '../unbroken.js';

const THROTTLED = { probability: 0.1, error: { statusCode: 400, code: 'Throttling' } };
const FAILING = { probability: 0.1, error: { statusCode: 500, code: 'InternalFailure' } };
const RESET = { probability: 0.05, reset: 'before' };
const LOST = { probability: 0.05, reset: 'after' };
const LATE = { probability: 0.1, latency: 20 };

const RULES: readonly (readonly [string, readonly object[]])[] = [
  ['throttled', [THROTTLED]],
  ['failing', [FAILING]],
  ['reset before', [RESET]],
  ['reset after', [LOST]],
  ['late', [LATE]],
  ['all of them together', [THROTTLED, FAILING, RESET, LOST, LATE]],
];

describe('faults of the way through an endpoint, as its control endpoint makes them', function () {
  this.timeout(120_000);
  let emulator: Emulator;

  const serve = async (seed: string, overlays: readonly string[] = []): Promise<void> => {
    const { organization } = loadDrill('drill.yaml', {
      overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
    });
    emulator = await serveEmulator(organization, seededRandom(seed));
  };
  const setFaults = async (rules: readonly object[]): Promise<void> => {
    const answer = await fetch(`${emulator.ready.control}/faults`, { method: 'PUT', body: JSON.stringify(rules) });
    expect(answer.status).to.equal(200);
  };
  const load = (): object => ({
    target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
  });
  afterEach(() => emulator.close());

  for (const [kind, rules, seed] of drawn(
    'faults of the way through an endpoint',
    RULES.flatMap(([kind, rules]) => ['a', 'b', 'c'].map((seed) => [kind, rules, seed] as const)),
    { few: 0, more: 1 },
  ))
    it(`${kind} (${seed}): nothing is broken, and held where sending again sufficed`, async () => {
      await serve(`way ${seed}`);
      await setFaults(rules);
      const played = await playDrill([], load());
      expectUnbroken(played);
      expect(Object.values(played.result.target.capabilities)).to.not.include(false);
      if (rules.length === 1) expect(played.result.drill.outcome).to.equal('held');
      // The rules that were there are there again, and no others.
      expect(await (await fetch(`${emulator.ready.control}/faults`)).json()).to.deep.equal(rules);
    });

  for (const name of drawn('broken through a bad way', ['everybody-trusted', 'exemption-forgotten'], {
    few: 0,
    more: 1,
  }))
    it(`${name} is broken all the same, or inconclusive with the fault named`, async () => {
      const { text, expects } = findFault(name);
      await serve('way', [text]);
      await setFaults([THROTTLED, FAILING, LOST]);
      const { result } = await playDrill([text], load());
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      if (result.findings.length === 0) {
        expect(result.drill.outcome).to.equal('inconclusive');
        expect(checks.map(({ reason = '' }) => reason).join()).to.match(NAMED);
      } else expect(result.findings.map(({ code }) => code)).to.deep.equal([expects.code]);
    });

  it('deploying, probing and reading back go on, and a drill holds of what was deployed', async () => {
    emulator = await serveEmulator('empty', seededRandom('empty'));
    await setFaults([THROTTLED, { ...FAILING, probability: 0.05 }]);
    const { result } = await playDrill([], {
      scenarios: ['identity-provider-failure'],
      target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready, deploy: true },
    });
    const [sweep] = result.scenarios.flatMap(({ checks }) =>
      checks.filter(({ title }) => title.startsWith('lets every')),
    );
    expect([sweep?.outcome, sweep?.summary]).to.deep.equal([
      'held',
      '32 of 32 assumed and able to act, and 4 of 4 with a code in the hop',
    ]);
  });

  it('recovering goes on, and leaves nothing', async () => {
    await serve('recover');
    const uncut = cutWaysOut();
    try {
      await withFolder(async (output) => {
        const begun = (): boolean => {
          const [folder] = readdirSync(output);
          const path = join(output, folder ?? '', 'journal.jsonl');
          return folder !== undefined && readdirSync(join(output, folder)).includes('journal.jsonl')
            ? /"state":"planned","scenario"/.test(readFileSync(path, 'utf8')) ||
                /"scenario":"identity-provider-compromise".*"state":"planned"/.test(readFileSync(path, 'utf8'))
            : false;
        };
        let changes = 0;
        const isLast = ({ about }: { about: string }): boolean => about === 'call' && begun() && ++changes > 20;
        await playUntil({ scenarios: ['identity-provider-compromise'], ...load() }, output, isLast);
        const folder = join(output, readdirSync(output)[0] ?? '');
        await setFaults([THROTTLED, FAILING, RESET]);
        const once = (): ReturnType<typeof recover> =>
          recover(folder, { secrets: emulator.ready, progress: () => undefined });
        const { undone, left } = await once();
        expect(undone.length).to.be.above(0);
        expect(left).to.deep.equal([]);
        expect(await once()).to.deep.equal({ undone: [], left: [] });
      });
    } finally {
      uncut();
    }
  });

  it('an administrator is let in, and told when it cannot be', async () => {
    await serve('administrator');
    const open = (): ReturnType<typeof openRemote> =>
      openRemote({ endpoint: emulator.ready.endpoint, secrets: emulator.ready, accountId: '', region: 'eu-west-1' });
    await setFaults([{ ...THROTTLED, probability: 0.5 }]);
    await (await open()).close();
    await setFaults([{ ...THROTTLED, probability: 1 }]);
    const refused = await open().catch((error: unknown) => String(error));
    expect(refused).to.match(/sts:GetCallerIdentity in eu-west-1 was answered Throttling \(400\), 6 times/);
  });
});
