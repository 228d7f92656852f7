/** What a scenario takes away. Each premise is one file in `premises/`. */
import type { CallRule } from '../../aws/allowed.js';
import type { Organization } from '../../organization/model.js';
import type { Loss } from '../causes/losses.js';
import type { Undo } from './change.js';
import type { DrillContext } from './context.js';
import type { DrillFile } from '../configuration/drill-file.js';

/** A disaster that a scenario assumes. It is simulated: it counts nowhere as evidence. */
export interface Premise {
  title: string;
  /** How it is played. */
  how: string;
  /** What a person does if the drill cannot take it back. */
  finish: string;
  /** Calls by which it makes sure that it is back. */
  preparation(file: DrillFile): readonly CallRule[];
  /** Whom it takes out of the plan. Throws for a name that the document does not have. */
  losses?(organization: Organization): readonly Loss[];
  begin(context: DrillContext): Promise<void>;
  /** How it is taken back, by a kind of `premises/undoers.ts`. */
  undo(context: DrillContext): Undo;
}
