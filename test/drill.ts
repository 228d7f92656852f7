/** Plays drills for tests: the drill of drill.yaml in this process, into a folder that is removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDrill } from '../harness/engine/load.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { silentProgress } from '../harness/drill/progress.js';
import { runDrill } from '../harness/engine/run.js';
import type { DrillOptions } from '../harness/engine/run.js';
import { readDrillFolder } from '../reports/files.js';
import type { DrillResult } from '../reports/result.js';
import { scenarios } from '../scenarios/index.js';

export interface PlayedDrill {
  result: DrillResult;
  /** Texts of the drill's folder by file name. */
  texts: Map<string, string>;
}

/** Calls `use` with a new folder and removes it. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-drill-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const kept = new Map<string, Promise<PlayedDrill>>();

/** What drill.yaml with these overlays comes to, played once for all tests of a process. Each gets a copy of its own. */
export async function keptDrill(...overlays: readonly string[]): Promise<PlayedDrill> {
  const key = JSON.stringify(overlays);
  const playing = kept.get(key) ?? playDrill(overlays);
  kept.set(key, playing);
  const { result, texts } = await playing;
  return { result: structuredClone(result), texts: new Map(texts) };
}

/** Plays drill.yaml with overlays given as YAML texts. */
export function playDrill(
  overlays: readonly string[] = [],
  load: Omit<LoadOptions, 'overlays'> = {},
  options: Partial<DrillOptions> = {},
): Promise<PlayedDrill> {
  return withFolder(async (output) => {
    const loaded = loadDrill('drill.yaml', {
      ...load,
      overlays: overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
    });
    const { result, folder } = await runDrill(loaded, {
      scenarios,
      output,
      progress: silentProgress,
      tool: { name: 'breakglass-drill', version: 'test' },
      ...options,
    });
    return { result, texts: readDrillFolder(folder) };
  });
}
