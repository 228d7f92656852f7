/** Judges who can be lost, from what the organization document declares about its custodians. */
import type { Finding } from '../../reports/result.js';
import type { DrillContext } from '../context.js';
import { catalogueEntry } from '../findings/index.js';
import type { Verdict } from '../outcome.js';
import { holdersOfBothFactors, singleLosses, smallestLockouts, usersLeft } from '../people/losses.js';
import type { CustodyPlan, Loss } from '../people/losses.js';

/** A verdict and the findings that go with it. */
export interface PeopleJudgement {
  verdict: Verdict;
  findings: Finding[];
}

/** The custody of the break-glass users as the document declares it. */
export function custodyPlan({ organization, file }: Pick<DrillContext, 'organization' | 'file'>): CustodyPlan {
  const users = organization.accounts[organization.management]?.users ?? {};
  return {
    people: organization.people,
    stores: organization.credentialStores,
    users: Object.fromEntries(file.breakGlass.users.flatMap((name) => (users[name] ? [[name, users[name]]] : []))),
  };
}

/** Judges one aspect: the loss of any one person, team or site, or the separation of the factors. */
export function judgePeople(aspect: string, plan: CustodyPlan, scenario: string): PeopleJudgement {
  if (Object.keys(plan.people).length === 0) {
    const reason = 'the organization document names no people and no custodians';
    return { verdict: { outcome: 'inconclusive', evidence: 'declared', summary: 'nothing declared', reason }, findings: [] };
  }
  if (aspect === 'separate factors') return judgeSeparation(plan, scenario);
  const kind = /^survive (person|team|site)$/.exec(aspect)?.[1] as Loss['kind'] | undefined;
  if (!kind) throw new TypeError(`people have no aspect "${aspect}"`);
  const losses = singleLosses(plan).filter((loss) => loss.kind === kind);
  const fatal = losses.filter((loss) => usersLeft(plan, loss).length === 0);
  const smallest = smallestLockouts(plan).map((set) => set.join(' and '));
  const told = kind === 'person' && smallest.length > 0 ? `; smallest sets whose loss locks everybody out: ${smallest.slice(0, 4).join(', ')}${smallest.length > 4 ? ` and ${smallest.length - 4} more` : ''}` : '';
  const summary = `${losses.length - fatal.length} of ${losses.length} losses leave a way in${told}`;
  if (fatal.length === 0) return { verdict: { outcome: 'held', evidence: 'declared', summary }, findings: [] };
  const reason = `nobody gets in without ${fatal.map((loss) => `${loss.kind} "${loss.name}"`).join(', ')}`;
  return {
    verdict: { outcome: 'broken', evidence: 'declared', summary, reason },
    findings: fatal.map((loss) => finding('BG_PEOPLE_LOCKOUT', `without ${loss.kind} "${loss.name}" no break-glass user has both factors left with two different people`, scenario)),
  };
}

function judgeSeparation(plan: CustodyPlan, scenario: string): PeopleJudgement {
  const holders = holdersOfBothFactors(plan);
  const users = Object.keys(plan.users).length;
  const summary = `${users - new Set(holders.map(({ user }) => user)).size} of ${users} users need two people`;
  if (holders.length === 0) return { verdict: { outcome: 'held', evidence: 'declared', summary }, findings: [] };
  const reason = holders.map(({ user, person }) => `"${person}" alone holds both factors of "${user}"`).join(', ');
  return {
    verdict: { outcome: 'broken', evidence: 'declared', summary, reason },
    findings: holders.map(({ user, person }) => finding('BG_CUSTODY_ONE_PERSON', `"${person}" can open both the store of the key and the store of the MFA device of user "${user}"`, scenario)),
  };
}

function finding(code: string, cause: string, scenario: string): Finding {
  const entry = catalogueEntry(code);
  return { code, severity: entry?.severity ?? 'high', title: entry?.title ?? code, cause, accounts: [], scenarios: [scenario], evidence: 'declared', remedy: entry?.remedy ?? '', controls: [...(entry?.controls ?? [])] };
}
