/** Plays drill.yaml with other settings about break glass. */
import { silentProgress } from '../harness/drill/progress.js';
import { loadDrill } from '../harness/engine/load.js';
import type { DrillFile } from '../harness/configuration/drill-file.js';
import { runDrill } from '../harness/engine/run.js';
import type { DrillOptions } from '../harness/engine/run.js';
import { readDrillFolder } from '../reports/files.js';
import type { DrillResult } from '../reports/result.js';
import { scenarios } from '../scenarios/index.js';
import { withFolder } from './drill.js';
import type { PlayedDrill } from './drill.js';

export interface Changed {
  breakGlass?: Partial<DrillFile['breakGlass']>;
  overlays?: readonly string[];
  scenarios?: readonly string[];
  seed?: string;
  options?: Partial<DrillOptions>;
}

/** What the example comes to with these changes. */
export function playChanged({
  breakGlass,
  overlays = [],
  scenarios: ids,
  seed,
  options,
}: Changed): Promise<PlayedDrill> {
  return withFolder(async (output) => {
    const loaded = loadDrill('drill.yaml', {
      overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
      ...(ids ? { scenarios: ids } : {}),
      ...(seed === undefined ? {} : { seed }),
    });
    const file = { ...loaded.file, breakGlass: { ...loaded.file.breakGlass, ...breakGlass } };
    const { result, folder } = await runDrill(
      { ...loaded, file },
      {
        scenarios,
        output,
        progress: silentProgress,
        tool: { name: 'breakglass-drill', version: 'test' },
        ...options,
      },
    );
    return { result, texts: readDrillFolder(folder) };
  });
}

/** `CODE [accounts] cause` of each finding. */
export function told({ findings }: DrillResult): string[] {
  return findings.map(
    ({ code, accounts, cause }) => `${code} [${accounts.map(({ name }) => name).join(', ')}] ${cause}`,
  );
}
