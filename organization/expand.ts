/** From the document to the expanded organization: `everyAccount` and `count` spelt out, ids made, references resolved. */
import { sha256 } from '../base/canonical-json.js';
import { isMembers, mapStrings, mergePatch } from './merge.js';
import type { Members, Value } from './merge.js';

/** The content of a document with everything spelt out; not yet checked against the schema. */
export function expand(document: Members): Members {
  const head = members(document['organization']);
  const id = String(head['id'] ?? '');
  const accounts: Members = {};
  for (const [name, value] of Object.entries(members(document['accounts']))) {
    const { count, ...account } = members(value);
    const names = typeof count === 'number' ? Array.from({ length: count }, (_, index) => `${name}-${index + 1}`) : [name];
    for (const each of names) accounts[each] = withDefaults(id, each, account);
  }
  const { organization: _organization, everyAccount, ...rest } = document;
  const expanded: Members = {
    ...rest,
    id,
    rootId: head['rootId'] ?? `r-${digits(`${id} root`, 4, 36)}`,
    partition: head['partition'] ?? 'aws',
    homeRegion: head['homeRegion'] ?? 'us-east-1',
    management: head['management'] ?? '',
    ous: mapMembers(members(document['ous']), (name, ou) => ({ id: `ou-${digits(`${id} root`, 4, 36)}-${digits(`${id} ou ${name}`, 8, 36)}`, ...ou })),
    accounts,
    outsiders: mapMembers(members(document['outsiders']), (name, account) => ({ id: accountNumber(`outsider ${name}`), ...account })),
    identityCenter: {
      instanceArn: `arn:${String(head['partition'] ?? 'aws')}:sso:::instance/ssoins-${sha256(`${id} instance`).slice(0, 16)}`,
      identityStoreId: `d-${sha256(`${id} store`).slice(0, 10)}`,
      ...members(document['identityCenter']),
    },
  };
  return distribute(expanded, members(everyAccount), 'own keys win');
}

/** Merges `everyAccount` into every ACTIVE member account: below the account's own keys, or as a patch over them. */
export function distribute(organization: Members, everyAccount: Members, order: 'own keys win' | 'patch wins'): Members {
  if (Object.keys(everyAccount).length === 0) return organization;
  const accounts = mapMembers(members(organization['accounts']), (name, account) => {
    if (name === organization['management'] || (account['state'] ?? 'ACTIVE') !== 'ACTIVE') return account;
    return members(order === 'own keys win' ? mergePatch(everyAccount, account) : mergePatch(account, everyAccount));
  });
  return { ...organization, accounts };
}

/** An account as it is before `everyAccount`: with an id and an e-mail address if it has none. */
export function withDefaults(organizationId: string, name: string, account: Members): Members {
  return { id: accountNumber(`${organizationId} account ${name}`), email: `aws+${name.toLowerCase()}@example.com`, ...account };
}

/** A reference that names nothing. */
export interface UnknownReference {
  reference: string;
  path: readonly PropertyKey[];
}

/**
 * Replaces `<self>` (the account that holds it), `<organization>` and `<account name>` by ids, in every string below an
 * account and in every guardrail and permission set. References that name nothing are returned and left as they are.
 */
export function resolveReferences(organization: Members): { organization: Members; unknown: UnknownReference[] } {
  const ids = new Map<string, string>([['organization', String(organization['id'])]]);
  for (const group of ['outsiders', 'accounts']) {
    for (const [name, account] of Object.entries(members(organization[group]))) ids.set(name, String(members(account)['id']));
  }
  const unknown: UnknownReference[] = [];
  const resolve = (value: Value, path: string[], self: string | undefined): Value =>
    mapStrings(value, path, (text, at) => {
      if (!text.includes('<')) return text;
      return text.replaceAll(/<([^<>\s]+)>/g, (whole, reference: string) => {
        const id = reference === 'self' ? self : ids.get(reference);
        if (id === undefined) unknown.push({ reference, path: at });
        return id ?? whole;
      });
    });
  const result: Members = { ...organization };
  for (const group of ['accounts', 'outsiders']) {
    result[group] = mapMembers(members(organization[group]), (name, account) => {
      // Only what holds policies: a description or a tag may contain anything.
      const resolved = ['users', 'roles', 'groups', 'policies'].flatMap((part) =>
        account[part] === undefined ? [] : [[part, resolve(account[part], [group, name, part], String(account['id']))] as const],
      );
      return { ...account, ...Object.fromEntries(resolved) };
    });
  }
  for (const group of ['serviceControlPolicies', 'identityCenter']) {
    const value = organization[group];
    if (value !== undefined) result[group] = resolve(value, [group], undefined);
  }
  return { organization: result, unknown };
}

/** The value if it is an object, else an empty one: what is wrong with it is said by the schema. */
export function members(value: Value | undefined): Members {
  return isMembers(value) ? value : {};
}

function mapMembers(value: Members, change: (name: string, member: Members) => Members): Members {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, isMembers(member) ? change(name, member) : member]));
}

function accountNumber(seed: string): string {
  return `${1 + (Number.parseInt(sha256(seed).slice(0, 2), 16) % 9)}${digits(seed, 11, 10)}`;
}

/** `count` characters of a number in that base, the same for the same seed. */
function digits(seed: string, count: number, base: number): string {
  let value = BigInt(`0x${sha256(seed)}`);
  let text = '';
  for (let index = 0; index < count; index++) {
    text += Number(value % BigInt(base)).toString(base);
    value /= BigInt(base);
  }
  return text;
}
