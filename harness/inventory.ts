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
  for (const root of roots.Roots ?? []) await walk(organizations, root.Id ?? '', { names: [], ids: [root.Id ?? ''] }, (account, place) => sort(inventory, account, place, exclude));
  const byPlace = (left: AccountInScope, right: AccountInScope): number => compare(left.ou, right.ou) || compare(left.name, right.name);
  inventory.inScope.sort(byPlace);
  inventory.leftOut.sort(byPlace);
  return inventory;
}

/** Names of the OUs below the root, and ids from the root on. */
interface Place {
  names: readonly string[];
  ids: readonly string[];
}

async function walk(organizations: OrganizationsClient, parent: string, place: Place, each: (account: Account, place: Place) => void): Promise<void> {
  for await (const page of paginateListAccountsForParent({ client: organizations }, { ParentId: parent })) {
    for (const account of page.Accounts ?? []) each(account, place);
  }
  for await (const page of paginateListOrganizationalUnitsForParent({ client: organizations }, { ParentId: parent })) {
    for (const unit of page.OrganizationalUnits ?? []) await walk(organizations, unit.Id ?? '', { names: [...place.names, unit.Name ?? ''], ids: [...place.ids, unit.Id ?? ''] }, each);
  }
}

function sort(inventory: Inventory, account: Account, { names, ids }: Place, exclude: Readonly<Record<string, string>>): void {
  const found = { id: account.Id ?? '', name: account.Name ?? '', ou: names.join('/') || 'Root', ancestry: [...ids, account.Id ?? ''] };
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
