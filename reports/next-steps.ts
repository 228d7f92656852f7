/** What to do after a drill, most urgent first. */
import { acceptedFindings, openFindings } from './exceptions.js';
import { placeWords } from './where-found.js';
import type { DrillResult, Finding } from './result.js';
import { plural } from './sentences.js';

/** Something to do, and where it is explained. */
export interface Step {
  do: string;
  /** Where, or why, in a few words. */
  about: string;
  finding?: Finding;
}

/** Steps in order; there is always one. */
export function nextSteps(result: DrillResult): Step[] {
  const undone = result.notUndone.map(({ what, finish }): Step => ({ do: finish, about: `not put back: ${what}` }));
  const repairs = openFindings(result).map((finding): Step => ({
    do: finding.remedy,
    about: placeWords(finding, result) || finding.title,
    finding,
  }));
  const [firstDay, ...others] = acceptedFindings(result)
    .map(({ accepted }) => accepted.until)
    .sort();
  const later: Step[] =
    firstDay === undefined
      ? []
      : [
          {
            do: 'Repair what is accepted before its time is up.',
            about: `${plural(others.length + 1, 'accepted finding')}, the first until ${firstDay}`,
          },
        ];
  const open = result.scenarios.flatMap((scenario) =>
    scenario.checks.flatMap((check): Step[] =>
      check.outcome === 'inconclusive'
        ? [{ do: `Make this testable: it ${check.title}.`, about: check.reason ?? scenario.id }]
        : [],
    ),
  );
  // What is open beside a finding is most often open because of it.
  const steps = [...undone, ...(repairs.length > 0 ? repairs : open)];
  if (result.drill.outcome === 'aborted')
    steps.push(
      result.target.name === 'endpoint'
        ? { do: 'Play the rest: the same command with --resume and this folder.', about: 'it was stopped' }
        : { do: 'Play the drill again, to its end.', about: 'it was stopped' },
    );
  if (steps.length > 0) return [...steps, ...later];
  if (result.drill.outcome === 'broken')
    return [
      {
        do:
          later.length > 0
            ? 'Look at the checks that broke: they broke on more than was accepted.'
            : 'Look at the checks that broke: no cause could be found.',
        about: plural(result.scenarios.filter(({ outcome }) => outcome === 'broken').length, 'scenario'),
      },
      ...later,
    ];
  const risks = result.residualRisks.length;
  return [
    ...later,
    ...(risks > 0
      ? [{ do: `Accept or remove ${plural(risks, 'residual risk')}.`, about: 'what no guardrail binds' }]
      : []),
    {
      do: later.length > 0 ? 'Nothing else has to be repaired.' : 'Nothing has to be repaired.',
      about: 'drill again after every change of accounts, guardrails, alarms or people, and every quarter',
    },
  ];
}
