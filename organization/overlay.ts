/** Overlays: JSON Merge Patch on the expanded organization. */
import { canonicalJson } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import { distribute, members, resolveReferences, withDefaults } from './expand.js';
import { mergePatch } from './merge.js';
import type { Members } from './merge.js';
import { expandedOrganization } from './schema.js';
import { errorAt } from './source.js';
import type { Source } from './source.js';

/**
 * Applies an overlay. `path` is where the overlay begins in its file. Its own `everyAccount` patches every ACTIVE member
 * account. Throws usage errors: `count`, an unknown account without `ou`, an overlay that changes nothing.
 */
export function applyOverlay(organization: Members, overlay: Members, source: Source, path: readonly string[] = []): Members {
  const accounts = members(organization['accounts']);
  const patchedAccounts: Members = {};
  for (const [name, patch] of Object.entries(members(overlay['accounts']))) {
    const at = [...path, 'accounts', name];
    const content = members(patch);
    if ('count' in content) throw errorAt(source, [...at, 'count'], 'an overlay cannot use "count"', 'It is applied after expansion: name each account.');
    const isNew = accounts[name] === undefined;
    if (isNew && patch !== null && content['ou'] === undefined) {
      throw errorAt(source, at, `there is no account "${name}"`, 'Check the name; a new account needs "ou".');
    }
    patchedAccounts[name] = patch === null || !isNew ? patch : withDefaults(String(organization['id']), name, content);
  }
  const { everyAccount, organization: head, accounts: _accounts, ...rest } = overlay;
  const frame = { ...rest, ...members(head), ...(Object.keys(patchedAccounts).length > 0 ? { accounts: patchedAccounts } : {}) };
  const distributed = distribute(organization, members(everyAccount), 'patch wins');
  const result = members(mergePatch(distributed, frame));
  if (normal(result) === normal(organization)) {
    throw errorAt(source, path, 'the overlay changes nothing', 'Everything in it already stands in the organization, or it deletes what is not there.');
  }
  return result;
}

/** One spelling of an organization: with every default filled in, so that an empty list and no list are the same. */
function normal(organization: Members): string {
  const parsed = expandedOrganization.safeParse(resolveReferences(organization).organization);
  return canonicalJson((parsed.success ? parsed.data : organization) as unknown as Json);
}
