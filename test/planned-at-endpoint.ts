/** Plays drills at an endpoint in this process, so that their calls can be held against their plans. */
import { createAllowed } from '../aws/allowed.js';
import type { ObservedCall } from '../aws/guard.js';
import { seededRandom } from '../base/random.js';
import { silentProgress } from '../harness/drill/progress.js';
import { loadDrill } from '../harness/engine/load.js';
import type { LoadedDrill } from '../harness/engine/load.js';
import { runDrill } from '../harness/engine/run.js';
import { administrationOf } from '../harness/targets/administration.js';
import { openTarget } from '../harness/targets/index.js';
import type { Opened } from '../harness/targets/index.js';
import type { EndpointSecrets } from '../harness/targets/secrets-file.js';
import { readDrillFolder } from '../reports/files.js';
import { withFolder } from './drill.js';
import { memoryLedger } from './memory-ledger.js';
import { heldAgainst, watched } from './planned-calls.js';
import type { HeldAgainst } from './planned-calls.js';
import { scenarios } from '../scenarios/index.js';

/** Each scenario alone, and all of them together. */
export const ALONE: readonly (readonly string[])[] = scenarios.map(({ id }) => [id]);
export const TOGETHER: readonly string[] = scenarios.map(({ id }) => id);

/** Opens the endpoint that was loaded, as a drill opens it. */
export function openLoaded({ file, organization, target: choice }: LoadedDrill): Promise<Opened> {
  const allowed = createAllowed();
  for (const { calls } of administrationOf(choice)) allowed.add(calls);
  const random = seededRandom(file.seed);
  return openTarget({ file, organization, choice, random, progress: silentProgress, allowed, ...memoryLedger() });
}

/** Plays scenarios at an endpoint that holds the organization; `overlays` are YAML texts. */
export async function playedAt(
  url: string,
  ids: readonly string[],
  { secrets, overlays = [] }: { secrets?: EndpointSecrets; overlays?: readonly string[] } = {},
): Promise<HeldAgainst> {
  const loaded = loadDrill('drill.yaml', {
    scenarios: ids,
    target: { name: 'endpoint', url, ...(secrets ? { secrets } : {}) },
    overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
  });
  const opened = await openLoaded(loaded);
  const seen: ObservedCall[] = [];
  return withFolder(async (output) => {
    // The organization with the ids that it has there.
    const { folder } = await runDrill(
      { ...loaded, organization: opened.organization },
      {
        scenarios,
        output,
        progress: silentProgress,
        tool: { name: 'breakglass-drill', version: 'test' },
        openTarget: () => watched(opened.target, (call) => void seen.push(call)),
      },
    );
    return heldAgainst(readDrillFolder(folder), seen);
  });
}
