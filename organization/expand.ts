/** From the document to the expanded organization: `everyAccount` and `count` spelt out, ids made. */
import { sha256 } from '../base/canonical-json.js';
import { mapMembers, members, mergePatch } from './merge.js';
import type { Members, Value } from './merge.js';
import type { Problem } from './problems.js';

/** The content of a document with everything spelt out; not yet checked against the schema. */
export function expand(document: Members): Members {
  const head = members(document['organization']);
  const id = String(head['id'] ?? '');
  const accounts: Members = {};
  for (const [name, value] of Object.entries(members(document['accounts']))) {
    const { count: _count, ...account } = members(value);
    for (const each of namesOf(name, value)) accounts[each] = withDefaults(id, each, account);
  }
  const { organization: _organization, everyAccount, ...rest } = document;
  const expanded: Members = {
    ...rest,
    id,
    rootId: head['rootId'] ?? `r-${digits(`${id} root`, 4, 36)}`,
    partition: head['partition'] ?? 'aws',
    homeRegion: head['homeRegion'] ?? 'us-east-1',
    management: head['management'] ?? '',
    ous: mapMembers(members(document['ous']), (name, ou) => ({
      in: 'Root',
      id: `ou-${digits(`${id} root`, 4, 36)}-${digits(`${id} ou ${name}`, 8, 36)}`,
      ...ou,
    })),
    accounts,
    outsiders: mapMembers(members(document['outsiders']), (name, account) => ({
      id: accountNumber(`outsider ${name}`),
      ...account,
    })),
    identityCenter: {
      instanceArn: `arn:${String(head['partition'] ?? 'aws')}:sso:::instance/ssoins-${sha256(`${id} instance`).slice(0, 16)}`,
      identityStoreId: `d-${sha256(`${id} store`).slice(0, 10)}`,
      ...members(document['identityCenter']),
    },
  };
  return distribute(expanded, members(everyAccount), 'own keys win');
}

/** Accounts that `count` makes and that stand in the document as well: which of the two is meant, nobody can know. */
export function* checkCounts(document: Members): Generator<Problem> {
  const accounts = members(document['accounts']);
  for (const [name, value] of Object.entries(accounts)) {
    for (const made of namesOf(name, value)) {
      if (made === name || accounts[made] === undefined) continue;
      yield {
        path: ['accounts', made],
        message: `"${made}" is already one of the accounts that "count" of "${name}" makes`,
        hint: 'Give one of them another name.',
      };
    }
  }
}

/** NAME, or NAME-1 to NAME-N. */
function namesOf(name: string, value: Value): string[] {
  const { count } = members(value);
  return typeof count === 'number' ? Array.from({ length: count }, (_, index) => `${name}-${index + 1}`) : [name];
}

/** Merges `everyAccount` into every ACTIVE member account: below the account's own keys, or as a patch over them. */
export function distribute(
  organization: Members,
  everyAccount: Members,
  order: 'own keys win' | 'patch wins',
): Members {
  if (Object.keys(everyAccount).length === 0) return organization;
  const accounts = mapMembers(members(organization['accounts']), (name, account) => {
    if (!isActiveMember(organization, name, account)) return account;
    return members(order === 'own keys win' ? mergePatch(everyAccount, account) : mergePatch(account, everyAccount));
  });
  return { ...organization, accounts };
}

/** What `everyAccount` means everywhere: ACTIVE, and not the management account. */
export function isActiveMember(organization: Members, name: string, account: Members): boolean {
  return name !== organization['management'] && (account['state'] ?? 'ACTIVE') === 'ACTIVE';
}

/** An account as it is before `everyAccount`: with an id and an e-mail address if it has none. */
export function withDefaults(organizationId: string, name: string, account: Members): Members {
  return {
    id: accountNumber(`${organizationId} account ${name}`),
    email: `aws+${name.toLowerCase()}@example.com`,
    ...account,
  };
}

function accountNumber(seed: string): string {
  return `${1 + (Number.parseInt(sha256(seed).slice(0, 2), 16) % 9)}${digits(seed, 11, 10)}`;
}

/** `count` characters of a number in that base, the same for the same seed. */
function digits(seed: string, count: number, base: number): string {
  let value = BigInt(`0x${sha256(seed)}`);
  const found = Array.from({ length: count }, () => {
    const digit = Number(value % BigInt(base)).toString(base);
    value /= BigInt(base);
    return digit;
  });
  return found.join('');
}
