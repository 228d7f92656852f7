/** Ends a drill that is not played: what was opened for it is closed, and what cannot be taken away is said. */
import { CodedError, describeError } from '../../base/errors.js';
import type { DrillFiles } from '../../reports/files.js';
import type { Ledger } from '../drill/ledger.js';
import type { Target } from '../drill/target.js';

/** What there is of it. */
export interface Unplayed {
  ledger: Ledger;
  files: DrillFiles;
  target?: Target;
}

/** Closes it. Throws if something is left, and says why it ended (`because`) too: then its folder must stay, because `recover` needs it. */
export async function abandon({ ledger, files, target }: Unplayed, because?: unknown): Promise<void> {
  await ledger.undo();
  await target?.close();
  const left = ledger.left();
  if (left.length === 0) return;
  const what = left.map((one) => one.what).join(', ');
  throw new CodedError(
    'BG_NOT_UNDONE',
    because === undefined
      ? `it could not be taken away: ${what}`
      : `${describeError(because)} And it could not be taken away: ${what}.`,
    `Finish with: breakglass-drill recover ${files.folder}`,
  );
}
