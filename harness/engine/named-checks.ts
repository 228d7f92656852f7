/** Checks that the drill file names, because it requires them or because an exception is about them: they must be checks that are played. */
import { usageError } from '../../base/errors.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { LoadedDrill } from './load.js';

/** Throws a usage error for an entry that names nothing: its scenario, or its check, is not there. */
export function checkNamedChecks(
  { file, placeOf, narrowed }: Pick<LoadedDrill, 'file' | 'placeOf' | 'narrowed'>,
  { scenarios }: Pick<DrillPlan, 'scenarios'>,
): void {
  const named = [
    ...file.required.map((entry, index) => ({ entry, path: ['required', index] })),
    ...file.exceptions.flatMap(({ checks = [] }, exception) =>
      checks.map((entry, index) => ({ entry, path: ['exceptions', exception, 'checks', index] })),
    ),
  ];
  for (const { entry, path } of named) {
    const [id = '', ...rest] = entry.split('/');
    const scenario = scenarios.find((candidate) => candidate.id === id);
    if (!scenario) {
      // Whoever names scenarios on the command line plays some of the drill, and what is said of the others waits.
      if (narrowed) continue;
      throw usageError(
        `"${entry}" is named, and the drill does not play "${id}"`,
        `It plays ${scenarios.map((candidate) => candidate.id).join(', ')}.`,
        placeOf(path),
      );
    }
    const check = rest.join('/');
    if (check !== '' && !scenario.checks.some((candidate) => candidate.id === check))
      throw usageError(
        `scenario "${scenario.id}" has no check "${check}"`,
        `Its checks are ${scenario.checks.map((candidate) => candidate.id).join(', ')}.`,
        placeOf(path),
      );
  }
}
