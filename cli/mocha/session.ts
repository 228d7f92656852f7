/** The one drill of a plain mocha process, shared by the spec that registers it and the setup that finishes it. */
import { loadDrill } from '../../harness/engine/load.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { openDrill } from '../../harness/engine/run.js';
import type { OpenDrill } from '../../harness/engine/run.js';
import type { ExitCode } from '../../reports/exit-codes.js';
import { terminalVerdict } from '../../reports/terminal.js';
import { scenarios } from '../../scenarios/index.js';
import { useColour } from '../colour.js';
import { abortOnSignals } from '../signals.js';
import { version } from '../../base/version.js';

let current: OpenDrill | undefined;

/** Opens the drill of `BREAKGLASS_DRILL_FILE` (drill.yaml) into `BREAKGLASS_OUTPUT` (drills). Throws usage errors. */
export async function openForMocha(): Promise<OpenDrill> {
  const { signal } = abortOnSignals();
  const loaded = loadDrill(process.env['BREAKGLASS_DRILL_FILE'] ?? 'drill.yaml');
  current = await openDrill(loaded, {
    scenarios,
    output: process.env['BREAKGLASS_OUTPUT'] ?? 'drills',
    progress: silentProgress,
    signal,
    tool: { name: 'breakglass-drill', version },
  });
  return current;
}

/** Finishes it; `undefined` if none was opened. */
export async function finishForMocha(): Promise<{ exitCode: ExitCode; lines: string[] } | undefined> {
  if (!current) return undefined;
  const { result, folder } = await current.finish();
  return { exitCode: result.drill.exitCode, lines: terminalVerdict(result, { folder, colour: useColour() }) };
}
