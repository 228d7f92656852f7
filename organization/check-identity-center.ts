/** That people, groups, permission sets and accounts that Identity Center names are there. Pure; problems in the order of the document. */
import type { Assignment, Organization } from './model.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';

/** Problems of groups, permission sets and assignments. */
export function* checkIdentityCenter(organization: Organization): Generator<Problem> {
  const { people, groups, permissionSets, assignments } = organization.identityCenter;
  for (const [name, { members }] of Object.entries(groups)) {
    for (const [index, member] of members.entries()) {
      if (people[member]) continue;
      yield {
        path: ['identityCenter', 'groups', name, 'members', index],
        message: `there is no person "${member}" to be in group "${name}"`,
        hint: suggestion(member, Object.keys(people)),
      };
    }
  }
  for (const [name, { managedPolicies }] of Object.entries(permissionSets)) {
    for (const [index, arn] of managedPolicies.entries()) {
      if (/^arn:[\w-]+:iam::aws:policy\/.+$/.test(arn)) continue;
      const path = ['identityCenter', 'permissionSets', name, 'managedPolicies', index];
      yield {
        path,
        message: `${arn} is not an AWS managed policy`,
        hint: 'A permission set holds inline policies and policies of AWS.',
      };
    }
  }
  for (const [name, assignment] of Object.entries(assignments)) {
    const path = ['identityCenter', 'assignments', name];
    const { person, group } = assignment;
    if (person !== undefined && !people[person])
      yield {
        path: [...path, 'person'],
        message: `there is no person "${person}"`,
        hint: suggestion(person, Object.keys(people)),
      };
    if (group !== undefined && !groups[group])
      yield {
        path: [...path, 'group'],
        message: `there is no group "${group}" of people`,
        hint: suggestion(group, Object.keys(groups)),
      };
    if (!permissionSets[assignment.permissionSet]) {
      const hint = suggestion(assignment.permissionSet, Object.keys(permissionSets));
      yield {
        path: [...path, 'permissionSet'],
        message: `there is no permission set "${assignment.permissionSet}"`,
        hint,
      };
    }
    yield* checkBoundary(organization, assignment, [...path, 'permissionSet']);
    for (const [index, account] of typeof assignment.accounts === 'string' ? [] : assignment.accounts.entries()) {
      if (organization.accounts[account]) continue;
      yield {
        path: [...path, 'accounts', index],
        message: `there is no account "${account}"`,
        hint: suggestion(account, Object.keys(organization.accounts)),
      };
    }
  }
}

/** A boundary that is no policy of AWS is one of each account that the set is assigned in: without it no role can be made there. */
function* checkBoundary(
  organization: Organization,
  { permissionSet, accounts }: Assignment,
  path: PropertyKey[],
): Generator<Problem> {
  const { permissionsBoundary: boundary } = organization.identityCenter.permissionSets[permissionSet] ?? {};
  if (boundary === undefined || boundary.startsWith('arn:')) return;
  const assigned = Object.entries(organization.accounts).filter(([name, { state }]) => {
    if (typeof accounts !== 'string') return accounts.includes(name);
    return state === 'ACTIVE' && (accounts === 'everyAccount' || name !== organization.management);
  });
  const [without] = assigned.find(([, account]) => !account.policies[boundary]) ?? [];
  if (without === undefined) return;
  yield {
    path,
    message: `account "${without}" has no managed policy "${boundary}", the permissions boundary of "${permissionSet}"`,
    hint: 'Give every account that the set is assigned in a policy of that name.',
  };
}
