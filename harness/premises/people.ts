/** People are out of reach: what only they can open stays shut. Taken out of the plan, never out of IAM. */
import { usageError } from '../../base/errors.js';
import type { Organization } from '../../organization/model.js';
import { custodyPlan, lossesWords, singleLosses } from '../causes/losses.js';
import type { Loss } from '../causes/losses.js';
import type { Premise } from '../drill/premise.js';

/** Whom a scenario takes away, by the names of the organization document. */
export interface LostNames {
  people?: readonly string[];
  teams?: readonly string[];
  sites?: readonly string[];
}

/** Premises about custodians. */
export const people = {
  /** These people, teams and sites are out of reach at once. Throws a usage error, when the drill is planned, for a name that the document does not have. */
  lost(names: LostNames): Premise {
    const listed = [...(names.people ?? []), ...(names.teams ?? []), ...(names.sites ?? [])];
    return withheld(`${listed.join(' and ')} ${listed.length === 1 ? 'is' : 'are'} lost`, (organization) =>
      find(organization, names),
    );
  },
};

/** These losses come at once. */
export function lossOf(losses: readonly Loss[]): Premise {
  const words = lossesWords(losses);
  return withheld(
    `${words.charAt(0).toUpperCase()}${words.slice(1)} ${losses.length === 1 ? 'is' : 'are'} lost`,
    () => losses,
  );
}

function withheld(title: string, losses: (organization: Organization) => readonly Loss[]): Premise {
  return {
    title,
    how: 'taken out of the plan: what only they can open stays shut',
    finish: 'Nothing of the target was changed: nothing has to be done.',
    preparation: () => [],
    losses,
    begin: (context) => Promise.resolve(context.custody.withhold(losses(context.organization))),
    undo: () => ({ kind: 'people', parameters: {}, endsWithProcess: true }),
  };
}

function find(organization: Organization, names: LostNames): Loss[] {
  const all = singleLosses(custodyPlan(organization, []));
  const kinds = { people: 'person', teams: 'team', sites: 'site' } as const;
  return Object.entries(kinds).flatMap(([key, kind]) =>
    (names[key as keyof LostNames] ?? []).map((name) => {
      const found = all.find((loss) => loss.kind === kind && loss.name === name);
      if (!found)
        throw usageError(
          `there is no ${kind} "${name}" in the organization document`,
          'Name people, teams and sites that it has.',
        );
      return found;
    }),
  );
}
