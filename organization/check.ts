/** What a schema cannot say: that everything named is there. Pure; problems in the order of the document. */
import { checkMonitoring } from './check-monitoring.js';
import type { AccountContent, Assignment, Organization, Statements } from './model.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';
import { reservedNames } from './references.js';

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

/** Names that could not be told apart on every system, or that mean something else. IAM ignores case in names as well. */
function* checkNames(
  names: readonly string[],
  path: readonly string[],
  reserved: readonly string[] = [],
): Generator<Problem> {
  const folded = new Map<string, string>();
  for (const name of names) {
    const alike = folded.get(name.toLowerCase());
    if (alike !== undefined)
      yield {
        path: [...path, name],
        message: `"${name}" and "${alike}" differ only in case`,
        hint: 'They could not be two files on every system.',
      };
    if (reserved.includes(name))
      yield { path: [...path, name], message: `"${name}" has a meaning of its own`, hint: 'Choose another name.' };
    folded.set(name.toLowerCase(), name);
  }
}

function* checkAccounts(organization: Organization): Generator<Problem> {
  const { accounts, outsiders, ous, management: managementName } = organization;
  const management = accounts[managementName];
  if (!management) {
    yield {
      path: ['management'],
      message: `there is no account "${managementName}"`,
      hint: suggestion(managementName, Object.keys(accounts)),
    };
  } else if (management.state !== 'ACTIVE') {
    yield {
      path: ['accounts', managementName, 'state'],
      message: 'the management account is not ACTIVE',
      hint: 'Without it there is no organization.',
    };
  }
  yield* checkNames(Object.keys(accounts), ['accounts'], ['Root', ...reservedNames]);
  const taken = new Map(Object.keys(accounts).map((name) => [name.toLowerCase(), name]));
  for (const name of Object.keys(outsiders)) {
    const other = taken.get(name.toLowerCase());
    if (other !== undefined)
      yield {
        path: ['outsiders', name],
        message: `there is an account "${other}" as well`,
        hint: 'References could mean either: choose another name.',
      };
  }
  yield* checkNames(Object.keys(outsiders), ['outsiders'], reservedNames);
  const ids = new Map<string, string>();
  for (const group of ['accounts', 'outsiders'] as const) {
    for (const [name, account] of Object.entries(organization[group])) {
      const other = ids.get(account.id);
      if (other !== undefined)
        yield {
          path: [group, name, 'id'],
          message: `"${name}" has the same account id as "${other}"`,
          hint: 'Account ids are unique.',
        };
      ids.set(account.id, name);
      yield* checkContent(organization, group, name, account);
    }
  }
  for (const [name, { ou }] of Object.entries(accounts)) {
    if (ou === 'Root' || ous[ou]) continue;
    yield {
      path: ['accounts', name, 'ou'],
      message: `account "${name}" is in OU "${ou}", which does not exist`,
      hint: suggestion(ou, [...Object.keys(ous), 'Root']),
    };
  }
}

function* checkContent(
  organization: Organization,
  group: string,
  accountName: string,
  account: AccountContent & { id: string },
): Generator<Problem> {
  for (const kind of ['users', 'roles', 'groups'] as const) {
    yield* checkNames(Object.keys(account[kind]), [group, accountName, kind]);
    for (const [name, entity] of Object.entries(account[kind])) {
      const path = [group, accountName, kind, name];
      for (const [index, arn] of entity.managedPolicies.entries())
        yield* checkPolicyArn(arn, account, [...path, 'managedPolicies', index]);
      const { permissionsBoundary } = entity as { permissionsBoundary?: string };
      if (permissionsBoundary !== undefined)
        yield* checkPolicyArn(permissionsBoundary, account, [...path, 'permissionsBoundary']);
    }
  }
  const stores = organization.credentialStores;
  for (const [name, user] of Object.entries(account.users)) {
    const path = [group, accountName, 'users', name];
    for (const [index, member] of user.groups.entries()) {
      if (account.groups[member]) continue;
      yield {
        path: [...path, 'groups', index],
        message: `user "${name}" is in group "${member}", which does not exist`,
        hint: suggestion(member, Object.keys(account.groups)),
      };
    }
    for (const [what, store] of Object.entries(user.custody ?? {})) {
      if (stores[store]) continue;
      yield {
        path: [...path, 'custody', what],
        message: `there is no credential store "${store}"`,
        hint: suggestion(store, Object.keys(stores)),
      };
    }
  }
}

/** A policy of AWS or of the account itself: IAM attaches no other (IAM user guide, "Managed policies and inline policies"). */
function* checkPolicyArn(
  arn: string,
  account: AccountContent & { id: string },
  path: PropertyKey[],
): Generator<Problem> {
  const [, owner, name] = /^arn:[\w-]+:iam::(aws|\d{12}):policy\/(.+)$/.exec(arn) ?? [];
  if (owner === undefined || name === undefined) {
    yield {
      path,
      message: `${arn} is not the ARN of a managed policy`,
      hint: 'Such as arn:aws:iam::aws:policy/ReadOnlyAccess.',
    };
  } else if (owner !== 'aws' && owner !== account.id) {
    yield {
      path,
      message: `${arn} is a policy of another account`,
      hint: 'A policy can be attached only in its own account: write <self>.',
    };
  } else if (owner === account.id && !account.policies[name]) {
    yield {
      path,
      message: `there is no managed policy "${name}" in the account`,
      hint: suggestion(name, Object.keys(account.policies)),
    };
  }
}

function* checkGuardrails(organization: Organization): Generator<Problem> {
  const targets = ['Root', ...Object.keys(organization.ous), ...Object.keys(organization.accounts)];
  for (const [index, name] of organization.withoutFullAccess.entries()) {
    if (!targets.includes(name))
      yield {
        path: ['withoutFullAccess', index],
        message: `FullAWSAccess was detached from "${name}", which does not exist`,
        hint: suggestion(name, targets),
      };
    else if (!Object.values(organization.serviceControlPolicies).some(({ attachedTo }) => attachedTo.includes(name))) {
      yield {
        path: ['withoutFullAccess', index],
        message: `nothing else is attached to "${name}"`,
        hint: 'AWS keeps one service control policy at least on everything: attach another one.',
      };
    }
  }
  for (const group of ['serviceControlPolicies', 'resourceControlPolicies'] as const)
    yield* checkGuardrailGroup(organization, group);
}

function* checkGuardrailGroup(
  organization: Organization,
  group: 'serviceControlPolicies' | 'resourceControlPolicies',
): Generator<Problem> {
  yield* checkNames(Object.keys(organization[group]), [group]);
  const targets = ['Root', ...Object.keys(organization.ous), ...Object.keys(organization.accounts)];
  for (const [name, { attachedTo, statements }] of Object.entries(organization[group])) {
    const path = [group, name];
    for (const [index, target] of attachedTo.entries()) {
      const [ou, account] = [target === 'Root' || organization.ous[target], organization.accounts[target]];
      const at = [...path, 'attachedTo', index];
      if (!ou && !account) {
        yield {
          path: at,
          message: `"${name}" is attached to "${target}", which does not exist`,
          hint: suggestion(target, targets),
        };
      } else if (ou && account) {
        yield {
          path: at,
          message: `"${target}" is an OU and an account`,
          hint: 'Name the account otherwise, so that it is clear what the guardrail is attached to.',
        };
      } else if (attachedTo.indexOf(target) < index) {
        yield { path: at, message: `"${name}" is attached to "${target}" twice`, hint: 'Once is enough.' };
      }
    }
    yield* checkEmpty(statements, [...path, 'statements']);
  }
}

/** AWS refuses a policy without a statement. */
function* checkEmpty(statements: Statements, path: string[]): Generator<Problem> {
  if (Object.keys(statements).length === 0)
    yield { path, message: 'a policy has one statement at least', hint: 'Add a statement, or leave the policy out.' };
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

function* checkIdentityCenter(organization: Organization): Generator<Problem> {
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
