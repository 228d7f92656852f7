/** Finds the accounts of the organization, as the reader in the management account is told. */
import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
} from '@aws-sdk/client-organizations';
import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountInScope, Inventory } from './context.js';

/** Walks the organization and sorts its accounts: ACTIVE ones are drilled unless `exclude` (name -> reason) names them. */
export async function takeInventory(organizations: OrganizationsClient, exclude: Readonly<Record<string, string>>): Promise<Inventory> {
  const described = await organizations.send(new DescribeOrganizationCommand({}));
  const roots = await organizations.send(new ListRootsCommand({}));
  const inventory: Inventory = {
    organizationId: described.Organization?.Id ?? '',
    managementAccountId: described.Organization?.MasterAccountId ?? '',
    inScope: [],
    leftOut: [],
  };
  for (const root of roots.Roots ?? []) await walk(organizations, root.Id ?? '', [], (account, ou) => sort(inventory, account, ou, exclude));
  const byPlace = (left: AccountInScope, right: AccountInScope): number => compare(left.ou, right.ou) || compare(left.name, right.name);
  inventory.inScope.sort(byPlace);
  inventory.leftOut.sort(byPlace);
  return inventory;
}

async function walk(organizations: OrganizationsClient, parent: string, path: readonly string[], each: (account: Account, ou: string) => void): Promise<void> {
  for await (const page of paginateListAccountsForParent({ client: organizations }, { ParentId: parent })) {
    for (const account of page.Accounts ?? []) each(account, path.join('/') || 'Root');
  }
  for await (const page of paginateListOrganizationalUnitsForParent({ client: organizations }, { ParentId: parent })) {
    for (const unit of page.OrganizationalUnits ?? []) await walk(organizations, unit.Id ?? '', [...path, unit.Name ?? ''], each);
  }
}

function sort(inventory: Inventory, account: Account, ou: string, exclude: Readonly<Record<string, string>>): void {
  const found = { id: account.Id ?? '', name: account.Name ?? '', ou };
  // `Status` is being retired in favour of `State` (Organizations user guide, "Account states"): read both.
  const state = account.State ?? account.Status ?? 'unknown state';
  const reason = exclude[found.name];
  if (state !== 'ACTIVE') inventory.leftOut.push({ ...found, reason: state, excluded: false });
  else if (reason !== undefined) inventory.leftOut.push({ ...found, reason, excluded: true });
  else inventory.inScope.push(found);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
