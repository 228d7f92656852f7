/** That accounts and outsiders can be told apart, and that what they hold refers to what is there. Pure; problems in the order of the document. */
import { checkNames } from './check-names.js';
import type { AccountContent, Organization } from './model.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';
import { reservedNames } from './references.js';

/** Problems of accounts and outsiders, each in its OU, and of users, groups, roles and policies in them. */
export function* checkAccounts(organization: Organization): Generator<Problem> {
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
