/** Sorts the accounts of the organization, as the reader in the management account is told of them, into those that are drilled and the others. */
import type { AccountInTree, Tree } from '../../aws/snapshot/tree.js';
import type { AccountInScope, Inventory } from './context.js';

/** ACTIVE accounts are drilled unless `exclude` (name -> reason) names them. */
export function takeInventory(tree: Tree, exclude: Readonly<Record<string, string>>): Inventory {
  const inventory: Inventory = {
    organizationId: tree.organizationId,
    managementAccountId: tree.managementAccountId,
    inScope: [],
    leftOut: [],
  };
  for (const account of tree.accounts) sort(inventory, tree, account, exclude);
  const byPlace = (left: AccountInScope, right: AccountInScope): number =>
    compare(left.ou, right.ou) || compare(left.name, right.name);
  inventory.inScope.sort(byPlace);
  inventory.leftOut.sort(byPlace);
  return inventory;
}

function sort(
  inventory: Inventory,
  { units }: Tree,
  { id, name, state, path }: AccountInTree,
  exclude: Readonly<Record<string, string>>,
): void {
  const names = path.flatMap((unit) => units.find((candidate) => candidate.id === unit)?.name ?? []);
  const found = { id, name, ou: names.join('/') || 'Root', ancestry: [...path, id] };
  const reason = exclude[name];
  if (state !== 'ACTIVE') inventory.leftOut.push({ ...found, reason: state, excluded: false });
  else if (reason !== undefined) inventory.leftOut.push({ ...found, reason, excluded: true });
  else inventory.inScope.push(found);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
