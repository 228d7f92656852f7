/** Plans a drill and plays nothing: the two lists that somebody signs before it. */
import type { DrillPlan } from '../../reports/plan.js';
import type { PreparationList } from '../../reports/preparation.js';
import { abandon } from './abandon.js';
import type { LoadedDrill } from './load.js';
import { openPlanned } from './open.js';
import type { DrillOptions } from './run.js';

/** What a drill would call. */
export interface PlannedDrill {
  /** Everything that was called to plan it, or might have been. */
  preparation: PreparationList;
  plan: DrillPlan;
  /** Where both are, if they were kept. */
  folder?: string;
}

/**
 * Does what playing does, up to the frozen plan. Nobody is asked to agree to its messages, because none is sent.
 * Throws usage errors. Nothing is left but, if it is kept, the folder.
 */
export async function planDrill(
  loaded: LoadedDrill,
  options: Omit<DrillOptions, 'consent' | 'onCall'>,
  keep: boolean,
): Promise<PlannedDrill> {
  const { context, ledger, files, preparation, plan } = await openPlanned(loaded, {
    ...options,
    consent: () => Promise.resolve(true),
  });
  await abandon({ ledger, files, target: context.target });
  if (keep) return { preparation, plan, folder: files.folder };
  files.discard();
  return { preparation, plan };
}
