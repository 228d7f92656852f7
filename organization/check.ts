/** What a schema cannot say: that everything named is there. Pure; problems in the order of the document. */
import type { AccountContent, Organization } from './model.js';

/** Something that names nothing, or contradicts something else. */
export interface Problem {
  path: PropertyKey[];
  message: string;
  hint: string;
}

/** OUs nest at most this deep below the root (Organizations user guide, "Quotas"). */
const MAX_OU_DEPTH = 5;

/** Every problem of an organization that its schema lets through. */
export function checkReferences(organization: Organization): Problem[] {
  return [...checkUnits(organization), ...checkAccounts(organization), ...checkGuardrails(organization), ...checkIdentityCenter(organization)];
}

/** Names of the OUs from below the root down to the account's own; empty directly below the root. */
function ouPath(organization: Organization, ou: string): string[] {
  const path: string[] = [];
  for (let name = ou; name !== 'Root' && path.length <= MAX_OU_DEPTH; name = organization.ous[name]?.in ?? 'Root') path.unshift(name);
  return path;
}

function* checkUnits(organization: Organization): Generator<Problem> {
  for (const [name, unit] of Object.entries(organization.ous)) {
    if (unit.in !== 'Root' && !organization.ous[unit.in]) {
      yield { path: ['ous', name, 'in'], message: `OU "${name}" is in "${unit.in}", which does not exist`, hint: 'Name another OU, or Root.' };
    } else if (ouPath(organization, name).length > MAX_OU_DEPTH) {
      yield { path: ['ous', name, 'in'], message: `OU "${name}" is nested deeper than ${MAX_OU_DEPTH} levels, or in itself`, hint: 'AWS allows five levels below the root.' };
    }
  }
}

function* checkAccounts(organization: Organization): Generator<Problem> {
  const management = organization.accounts[organization.management];
  if (!management) {
    yield { path: ['management'], message: `there is no account "${organization.management}"`, hint: 'Name the management account among the accounts.' };
  } else if (management.state !== 'ACTIVE') {
    yield { path: ['accounts', organization.management, 'state'], message: 'the management account is not ACTIVE', hint: 'Without it there is no organization.' };
  }
  const ids = new Map<string, string>();
  const folded = new Map<string, string>();
  for (const group of ['accounts', 'outsiders'] as const) {
    for (const [name, account] of Object.entries(organization[group])) {
      const other = ids.get(account.id);
      if (other !== undefined) yield { path: [group, name, 'id'], message: `"${name}" has the same account id as "${other}"`, hint: 'Account ids are unique.' };
      ids.set(account.id, name);
      const alike = folded.get(name.toLowerCase());
      if (alike !== undefined) yield { path: [group, name], message: `"${name}" and "${alike}" differ only in case`, hint: 'They could not be two files on every system.' };
      folded.set(name.toLowerCase(), name);
      yield* checkContent(organization, group, name, account);
    }
  }
  for (const [name, account] of Object.entries(organization.accounts)) {
    if (account.ou === 'Root' || organization.ous[account.ou]) continue;
    yield { path: ['accounts', name, 'ou'], message: `account "${name}" is in OU "${account.ou}", which does not exist`, hint: `The OUs are ${list(Object.keys(organization.ous))}.` };
  }
}

function* checkContent(organization: Organization, group: string, accountName: string, account: AccountContent & { id: string }): Generator<Problem> {
  const own = `:iam::${account.id}:policy/`;
  const missing = (arn: string): boolean => arn.includes(own) && !account.policies[arn.slice(arn.indexOf(own) + own.length)];
  for (const kind of ['users', 'roles', 'groups'] as const) {
    for (const [name, entity] of Object.entries(account[kind])) {
      const path = [group, accountName, kind, name];
      const { permissionsBoundary: boundary } = entity as { permissionsBoundary?: string };
      for (const arn of [...entity.managedPolicies, ...(boundary === undefined ? [] : [boundary])]) {
        if (missing(arn)) yield { path, message: `"${name}" in "${accountName}" has the policy ${arn}, which does not exist`, hint: 'Add it under "policies" of the account.' };
      }
    }
  }
  for (const [name, user] of Object.entries(account.users)) {
    const path = [group, accountName, 'users', name];
    for (const member of user.groups) {
      if (!account.groups[member]) yield { path: [...path, 'groups'], message: `user "${name}" is in group "${member}", which does not exist`, hint: 'Add the group to the account.' };
    }
    const { custody = {} } = user;
    for (const what of ['accessKey', 'password', 'mfa'] as const) {
      const store = custody[what];
      if (store === undefined || organization.credentialStores[store]) continue;
      yield { path: [...path, 'custody', what], message: `there is no credential store "${store}"`, hint: `The stores are ${list(Object.keys(organization.credentialStores))}.` };
    }
  }
}

function* checkGuardrails(organization: Organization): Generator<Problem> {
  for (const [name, policy] of Object.entries(organization.serviceControlPolicies)) {
    for (const [index, target] of policy.attachedTo.entries()) {
      if (target === 'Root' || organization.ous[target] || organization.accounts[target]) continue;
      yield { path: ['serviceControlPolicies', name, 'attachedTo', index], message: `"${name}" is attached to "${target}", which does not exist`, hint: 'Name an OU, an account or Root.' };
    }
  }
}

function* checkIdentityCenter(organization: Organization): Generator<Problem> {
  const { people, permissionSets, assignments } = organization.identityCenter;
  for (const [name, assignment] of Object.entries(assignments)) {
    const path = ['identityCenter', 'assignments', name];
    if (!people[assignment.person]) yield { path: [...path, 'person'], message: `there is no person "${assignment.person}"`, hint: `The people are ${list(Object.keys(people))}.` };
    if (!permissionSets[assignment.permissionSet]) {
      yield { path: [...path, 'permissionSet'], message: `there is no permission set "${assignment.permissionSet}"`, hint: `There are ${list(Object.keys(permissionSets))}.` };
    }
    for (const [index, account] of assignment.accounts === 'everyAccount' ? [] : assignment.accounts.entries()) {
      if (!organization.accounts[account]) yield { path: [...path, 'accounts', index], message: `there is no account "${account}"`, hint: 'Name an account of the organization.' };
    }
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
