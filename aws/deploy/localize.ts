/** Ids that AWS generates: a document names its own, an endpoint has others. Pure. */
import type { Organization } from '../../organization/model.js';
import { accountNames, unitNames } from '../snapshot/names.js';
import type { Tree } from '../snapshot/tree.js';

/** Ids of accounts, and those of organizations, roots and OUs, wherever they stand in texts such as ARNs. */
const IDS = /(?<![\w-])(\d{12}|o-[a-z0-9]{10,32}|r-[a-z0-9]{4,32}|ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})(?![\w])/g;

/** The organization with the ids of the endpoint in place of its own. */
export function localize(organization: Organization, ids: ReadonlyMap<string, string>): Organization {
  return JSON.parse(JSON.stringify(organization).replaceAll(IDS, (id) => ids.get(id) ?? id)) as Organization;
}

/** Ids of the endpoint by ids of the document, for what both have under the same name. */
export function matchingIds(organization: Organization, tree: Tree): Map<string, string> {
  const ids = new Map([
    [organization.id, tree.organizationId],
    [organization.rootId, tree.rootId],
  ]);
  for (const [id, name] of unitNames(tree)) ids.set(organization.ous[name]?.id ?? '', id);
  for (const [id, name] of accountNames(tree)) ids.set(organization.accounts[name]?.id ?? '', id);
  ids.set(organization.accounts[organization.management]?.id ?? '', tree.managementAccountId);
  return ids;
}

/** Name in AWS of an OU: a document that holds two of the same name calls them by their paths. */
export function unitName(name: string, parent: string): string {
  return name.startsWith(`${parent}/`) ? name.slice(parent.length + 1) : name;
}

/** Name in AWS of an account: a document that holds two of the same name calls them `name (id)`. */
export function accountName(name: string): string {
  return name.replace(/ \(\d{12}\)$/, '');
}

/** A tree as the document declares it, for endpoints without Organizations. */
export function declaredTree({ id, rootId, partition, management, policyTypes, ous, accounts }: Organization): Tree {
  const pathOf = (ou: string): string[] =>
    ou === 'Root' ? [rootId] : [...pathOf(ous[ou]?.in ?? 'Root'), ous[ou]?.id ?? ou];
  return {
    partition,
    organizationId: id,
    managementAccountId: accounts[management]?.id ?? '',
    rootId,
    policyTypes,
    units: Object.entries(ous).map(([name, ou]) => ({
      id: ou.id,
      name: unitName(name, ou.in),
      parentId: ou.in === 'Root' ? rootId : (ous[ou.in]?.id ?? ''),
    })),
    accounts: Object.entries(accounts).map(([name, account]) => ({
      id: account.id,
      name: accountName(name),
      email: account.email,
      state: account.state,
      path: pathOf(account.ou),
    })),
  };
}
