/** Overlays: JSON Merge Patch on the expanded organization. */
import { canonicalJson } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import { distribute, isActiveMember, withDefaults } from './expand.js';
import { isMembers, members, mergePatch } from './merge.js';
import type { Members, Value } from './merge.js';
import { suggestion } from './problems.js';
import type { Problem } from './problems.js';
import { resolveReferences } from './references.js';
import { account as accountSchema, expandedOrganization } from './schema.js';

/**
 * Applies an overlay, whose own `everyAccount` patches every ACTIVE member account before its `accounts` do. Problems,
 * with paths from the overlay's top: `count`, an unknown account without `ou`, `null` for what is not there (it would be
 * a change that silently does not happen), an overlay that changes nothing.
 */
export function applyOverlay(organization: Members, overlay: Members): { result: Members; problems: Problem[] } {
  const accounts = members(organization['accounts']);
  const { everyAccount, organization: head, accounts: patches, ...rest } = overlay;
  const problems = [...checkAccounts(organization, members(patches))];
  const patched = Object.entries(members(patches)).map(([name, patch]): [string, Value] => [
    name,
    patch === null || accounts[name] !== undefined
      ? patch
      : withDefaults(String(organization['id']), name, members(patch)),
  ]);
  const frame = { ...rest, ...members(head), ...(patched.length > 0 ? { accounts: Object.fromEntries(patched) } : {}) };
  const result = members(mergePatch(distribute(organization, members(everyAccount), 'patch wins'), frame));
  problems.push(...checkDeletions(organization, overlay));
  if (problems.length === 0 && !differ(organization, result)) {
    problems.push({
      path: [],
      message: 'the overlay changes nothing',
      hint: 'Everything in it already stands in the organization.',
    });
  }
  return { result, problems };
}

function* checkAccounts({ accounts, management }: Members, patches: Members): Generator<Problem> {
  const names = new Set(Object.keys(members(accounts)));
  for (const [name, patch] of Object.entries(patches)) {
    const content = members(patch);
    if ('count' in content) {
      yield {
        path: ['accounts', name, 'count'],
        message: 'an overlay cannot use "count"',
        hint: 'It is applied after expansion: name each account.',
      };
    } else if (!names.has(name) && content['ou'] === undefined) {
      yield {
        path: ['accounts', name],
        message: `there is no account "${name}"`,
        hint: `${suggestion(name, [...names])} A new account needs "ou".`,
      };
    } else if (patch === null && name === management) {
      yield {
        path: ['accounts', name],
        message: 'the management account cannot be deleted',
        hint: 'Without it there is no organization.',
      };
    }
  }
}

/** A `null` deletes something; below `everyAccount` in one account at least. */
function* checkDeletions(
  organization: Members,
  { everyAccount, organization: _head, ...rest }: Members,
): Generator<Problem> {
  yield* deletionsOfNothing([organization], rest, []);
  const reached = Object.entries(members(organization['accounts'])).filter(([name, account]) =>
    isActiveMember(organization, name, members(account)),
  );
  yield* deletionsOfNothing(
    reached.map(([, account]) => members(account)),
    members(everyAccount),
    ['everyAccount'],
  );
}

/** Inside what the patch adds there is nothing to delete, and nothing to complain about. */
function* deletionsOfNothing(targets: readonly Members[], patch: Members, path: readonly string[]): Generator<Problem> {
  if (targets.length === 0) return;
  for (const [key, value] of Object.entries(patch)) {
    const inside = targets.flatMap((target) => (Object.hasOwn(target, key) ? [target[key]] : []));
    if (value === null && inside.length === 0) {
      const there = [...new Set(targets.flatMap((target) => Object.keys(target)))];
      yield { path: [...path, key], message: `there is no "${key}" to delete`, hint: suggestion(key, there) };
    } else if (isMembers(value)) {
      yield* deletionsOfNothing(
        inside.filter((member) => isMembers(member)),
        value,
        [...path, key],
      );
    }
  }
}

/** True if two organizations differ in more than spelling. Accounts that no patch touched are the same objects. */
function differ(before: Members, after: Members): boolean {
  if (frameOf(before) !== frameOf(after)) return true;
  const [old, now] = [members(before['accounts']), members(after['accounts'])];
  if (Object.keys(old).length !== Object.keys(now).length) return true;
  return Object.keys(now).some((name) => old[name] !== now[name] && accountOf(before, name) !== accountOf(after, name));
}

/** One spelling, with every default filled in: an empty list and no list are the same, and so are `<name>` and the id. */
function frameOf(organization: Members): string {
  const { organization: resolved } = resolveReferences(
    { ...organization, accounts: {} },
    members(organization['accounts']),
  );
  const parsed = expandedOrganization.safeParse(resolved);
  return canonicalJson((parsed.success ? parsed.data : resolved) as unknown as Json);
}

function accountOf(organization: Members, name: string): string {
  const { [name]: one = null, ...others } = members(organization['accounts']);
  const { id = '', outsiders = {} } = organization;
  const { organization: resolved } = resolveReferences(
    { id, outsiders, accounts: { [name]: one } },
    { ...others, [name]: one },
  );
  const account = members(resolved['accounts'])[name] ?? null;
  const parsed = accountSchema.safeParse(account);
  return canonicalJson((parsed.success ? parsed.data : account) as unknown as Json);
}
