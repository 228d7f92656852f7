/** Checks that the drill file requires: they must be checks that are played. */
import { usageError } from '../../base/errors.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { LoadedDrill } from './load.js';

/** Throws a usage error for a required check that no scenario of the plan has. */
export function checkRequired(
  { file, placeOf }: Pick<LoadedDrill, 'file' | 'placeOf'>,
  { scenarios }: Pick<DrillPlan, 'scenarios'>,
): void {
  for (const [index, entry] of file.required.entries()) {
    const [id, ...rest] = entry.split('/');
    const scenario = scenarios.find((candidate) => candidate.id === id);
    const place = placeOf(['required', index]);
    if (!scenario) continue;
    const check = rest.join('/');
    if (check !== '' && !scenario.checks.some((candidate) => candidate.id === check))
      throw usageError(
        `scenario "${scenario.id}" has no check "${check}"`,
        `Its checks are ${scenario.checks.map((candidate) => candidate.id).join(', ')}.`,
        place,
      );
  }
}
