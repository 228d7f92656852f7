/** Checks that the drill file names: they must be checks that are played. */
import { usageError } from '../../base/errors.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { LoadedDrill } from './load.js';

/** Throws a usage error for a check that is required, or that an exception is about, and that its scenario does not have. A scenario that is not played may be named. */
export function checkNamedChecks(
  { file, placeOf }: Pick<LoadedDrill, 'file' | 'placeOf'>,
  { scenarios }: Pick<DrillPlan, 'scenarios'>,
): void {
  const named = [
    ...file.required.map((entry, index) => ({ entry, path: ['required', index] })),
    ...file.exceptions.flatMap(({ checks = [] }, exception) =>
      checks.map((entry, index) => ({ entry, path: ['exceptions', exception, 'checks', index] })),
    ),
  ];
  for (const { entry, path } of named) {
    const [id, ...rest] = entry.split('/');
    const scenario = scenarios.find((candidate) => candidate.id === id);
    const check = rest.join('/');
    if (scenario && check !== '' && !scenario.checks.some((candidate) => candidate.id === check))
      throw usageError(
        `scenario "${scenario.id}" has no check "${check}"`,
        `Its checks are ${scenario.checks.map((candidate) => candidate.id).join(', ')}.`,
        placeOf(path),
      );
  }
}
