import { expect } from 'chai';
import { createAllowed } from '../../aws/allowed.js';
import type { ObservedCall } from '../../aws/guard.js';
import { seededRandom } from '../../base/random.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import { administrationOf } from '../../harness/targets/administration.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { openTarget } from '../../harness/targets/index.js';
import type { Opened } from '../../harness/targets/index.js';
import { playDrill } from '../drill.js';
import { memoryLedger } from '../memory-ledger.js';
import { differences, heldAgainst, watched } from '../planned-calls.js';
import type { HeldAgainst } from '../planned-calls.js';

/** Opens the endpoint as a drill does, so that its calls can be watched. */
function openEmulator({ ready }: Emulator): Promise<Opened> {
  const { file, organization } = loadDrill('drill.yaml');
  const allowed = createAllowed();
  for (const { calls } of administrationOf({ name: 'endpoint', deploy: false })) allowed.add(calls);
  return openTarget({
    file,
    organization,
    choice: { name: 'endpoint', deploy: false, url: ready.endpoint, secrets: ready },
    random: seededRandom(file.seed),
    progress: silentProgress,
    allowed,
    ...memoryLedger(),
  });
}

async function played(emulator: Emulator, scenarios: readonly string[]): Promise<HeldAgainst> {
  const seen: ObservedCall[] = [];
  const { target } = await openEmulator(emulator);
  const { texts } = await playDrill(
    [],
    { scenarios, target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready } },
    { openTarget: () => watched(target, (call) => void seen.push(call)) },
  );
  return heldAgainst(texts, seen);
}

describe('the plan is the truth on an endpoint', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await serveEmulator(loadDrill('drill.yaml').organization, seededRandom('plan'));
  });
  afterEach(() => emulator.close());

  for (const id of ['readiness', 'identity-provider-failure', 'guardrail-lockout'])
    it(`for ${id}`, async () => {
      const { plan, journal, calls, refused } = await played(emulator, [id]);
      expect(plan.drill.target).to.equal('endpoint');
      expect(differences(plan, journal, calls)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
      if (id !== 'readiness')
        expect([...new Set(calls.map(({ purpose }) => purpose))]).to.include.members(['path', 'control']);
    });
});
