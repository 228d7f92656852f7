/** References such as `<management>`: account ids that a document need not repeat. */
import { mapMembers, mapStrings, members } from './merge.js';
import type { Members, Value } from './merge.js';
import { WORDS } from './monitoring-names.js';

/** A reference that names nothing. */
export interface UnknownReference {
  reference: string;
  path: readonly PropertyKey[];
}

/** Names that stand for something else than an account of that name. */
export const reservedNames: readonly string[] = ['self', 'organization', 'region'];

/** What a target says in place of the event: there `<name>` is a variable of EventBridge's. */
function isWords(at: readonly PropertyKey[]): boolean {
  return at[2] === 'monitoring' && at[3] === 'eventRules' && at[5] === 'targets' && WORDS.has(String(at[7]));
}

/**
 * Replaces `<self>` (the account that holds it), `<organization>` and `<account name>` by ids, wherever policies are:
 * in users, roles, groups, policies and monitoring of accounts, in guardrails and in permission sets. References that name nothing
 * are returned and left as they are; `known` is what could have been written. `accounts` are all that can be named.
 */
export function resolveReferences(
  organization: Members,
  accounts: Members = members(organization['accounts']),
): { organization: Members; unknown: UnknownReference[]; known: string[] } {
  const ids = new Map<string, string>([['organization', String(organization['id'])]]);
  for (const group of [members(organization['outsiders']), accounts]) {
    for (const [name, account] of Object.entries(group)) {
      if (!reservedNames.includes(name)) ids.set(name, String(members(account)['id']));
    }
  }
  const unknown: UnknownReference[] = [];
  const resolve = (value: Value, path: string[], self?: string): Value =>
    mapStrings(value, path, (text, at) => {
      // A tag may contain anything: below an account the fifth part of a path is what a user or role has.
      if (!text.includes('<') || (self !== undefined && at[4] === 'tags') || isWords(at)) return text;
      return text.replaceAll(/<([^<>]+)>/g, (whole, reference: string) => {
        // What stands in several Regions is spelt out where it is built.
        if (reference === 'region' && at[2] === 'monitoring') return whole;
        const id = reference === 'self' ? self : ids.get(reference);
        if (id === undefined) unknown.push({ reference, path: at });
        return id ?? whole;
      });
    });
  const resolveParts = (holder: Members, parts: readonly string[], path: string[], self?: string): Members => {
    const resolved = parts.flatMap((part) =>
      holder[part] === undefined ? [] : [[part, resolve(holder[part], [...path, part], self)] as const],
    );
    return { ...holder, ...Object.fromEntries(resolved) };
  };
  const result: Members = { ...organization };
  for (const group of ['accounts', 'outsiders']) {
    result[group] = mapMembers(members(organization[group]), (name, account) =>
      resolveParts(
        account,
        ['users', 'roles', 'groups', 'policies', 'monitoring'],
        [group, name],
        String(account['id']),
      ),
    );
  }
  // Only what holds policies: a description may contain anything.
  const center = organization['identityCenter'];
  for (const group of ['serviceControlPolicies', 'resourceControlPolicies']) {
    const guardrails = organization[group];
    if (guardrails !== undefined)
      result[group] = mapMembers(members(guardrails), (name, policy) =>
        resolveParts(policy, ['statements'], [group, name]),
      );
  }
  if (center !== undefined)
    result['identityCenter'] = resolveParts(members(center), ['permissionSets'], ['identityCenter']);
  return { organization: result, unknown, known: ['self', ...ids.keys()] };
}
