/** Checks that the drill file requires: they must be checks that are played. */
import { usageError } from '../../base/errors.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { LoadedDrill } from './load.js';

/** Throws a usage error for an entry that requires nothing: its scenario, or its check, is not there. */
export function checkRequired(
  { file, placeOf, narrowed }: Pick<LoadedDrill, 'file' | 'placeOf' | 'narrowed'>,
  { scenarios }: Pick<DrillPlan, 'scenarios'>,
): void {
  for (const [index, entry] of file.required.entries()) {
    const [id = '', ...rest] = entry.split('/');
    const scenario = scenarios.find((candidate) => candidate.id === id);
    const place = placeOf(['required', index]);
    if (!scenario) {
      // Whoever names scenarios on the command line plays some of the drill, and what is required of the others waits.
      if (narrowed) continue;
      throw usageError(
        `"${id}" is required, and the drill does not play it`,
        `It plays ${scenarios.map((candidate) => candidate.id).join(', ')}.`,
        place,
      );
    }
    const check = rest.join('/');
    if (check !== '' && !scenario.checks.some((candidate) => candidate.id === check))
      throw usageError(
        `scenario "${scenario.id}" has no check "${check}"`,
        `Its checks are ${scenario.checks.map((candidate) => candidate.id).join(', ')}.`,
        place,
      );
  }
}
