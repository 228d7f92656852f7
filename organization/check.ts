/** What a schema cannot say: that everything named is there. Pure; problems in the order of the document. */
import { checkAccounts } from './check-accounts.js';
import { checkGuardrails } from './check-guardrails.js';
import { checkIdentityCenter } from './check-identity-center.js';
import { checkMonitoring } from './check-monitoring.js';
import { checkNames } from './check-names.js';
import type { Organization } from './model.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';

/** OUs nest at most this deep below the root (Organizations user guide, "Quotas"). */
const MAX_OU_DEPTH = 5;

/** Every problem of an organization that its schema lets through. */
export function* checkReferences(organization: Organization): Generator<Problem> {
  yield* checkUnits(organization);
  yield* checkAccounts(organization);
  yield* checkGuardrails(organization);
  yield* checkIdentityCenter(organization);
  yield* checkCustodians(organization);
  yield* checkMonitoring(organization);
}

/** Names of the OUs from the given one up to below the root; ends with a name that came before if there is a circle. */
function ouPath(organization: Organization, ou: string): string[] {
  const path: string[] = [];
  for (let name: string | undefined = ou; name !== undefined && name !== 'Root'; name = organization.ous[name]?.in) {
    path.push(name);
    if (path.indexOf(name) < path.length - 1) break;
  }
  return path;
}

function* checkUnits(organization: Organization): Generator<Problem> {
  const names = Object.keys(organization.ous);
  yield* checkNames(names, ['ous'], ['Root']);
  for (const [name, unit] of Object.entries(organization.ous)) {
    const above = ouPath(organization, name);
    const path = ['ous', name, 'in'];
    if (unit.in !== 'Root' && !organization.ous[unit.in]) {
      yield {
        path,
        message: `OU "${name}" is in "${unit.in}", which does not exist`,
        hint: suggestion(unit.in, [...names, 'Root']),
      };
    } else if (new Set(above).size < above.length) {
      yield {
        path,
        message: `OU "${name}" is in itself: ${above.join(' in ')}`,
        hint: 'Every OU is in another one that leads to Root.',
      };
    } else if (above.length > MAX_OU_DEPTH) {
      yield {
        path,
        message: `OU "${name}" is nested deeper than ${MAX_OU_DEPTH} levels`,
        hint: 'AWS allows five levels below the root.',
      };
    }
  }
}

function* checkCustodians({ credentialStores, people }: Organization): Generator<Problem> {
  for (const [name, store] of Object.entries(credentialStores)) {
    for (const [index, person] of store.keptBy.entries()) {
      if (people[person]) continue;
      yield {
        path: ['credentialStores', name, 'keptBy', index],
        message: `there is no person "${person}" to keep "${name}"`,
        hint: suggestion(person, Object.keys(people)),
      };
    }
  }
}
