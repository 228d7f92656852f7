/** Reads the tree of an organization: root, OUs, accounts and where each account stands. */
import {
  DescribeOrganizationCommand,
  ListRootsCommand,
  paginateListAccounts,
  paginateListOrganizationalUnitsForParent,
  paginateListAccountsForParent,
} from '@aws-sdk/client-organizations';
import type { Account, OrganizationsClient } from '@aws-sdk/client-organizations';
import type { AccountState, Organization } from '../../organization/model.js';
import { everyItem } from './port.js';

export interface Tree {
  partition: Organization['partition'];
  organizationId: string;
  managementAccountId: string;
  rootId: string;
  /** Types of policies that are enabled on the root. */
  policyTypes: string[];
  units: { id: string; name: string; parentId: string }[];
  accounts: AccountInTree[];
}

export interface AccountInTree {
  id: string;
  name: string;
  email: string;
  state: AccountState;
  /** Ids from the root through the OUs to the account's parent. */
  path: string[];
}

/** Reads it with a client of the management account or of a delegated administrator. */
export async function readTree(client: OrganizationsClient): Promise<Tree> {
  const { Organization: organization } = await client.send(new DescribeOrganizationCommand({}));
  const { Roots: [root] = [] } = await client.send(new ListRootsCommand({}));
  const rootId = root?.Id ?? '';
  const units = await readUnits(client, rootId);
  const listed = await everyItem(paginateListAccounts({ client }, {}), ({ Accounts }) => Accounts);
  const parents = listed.every(({ Paths }) => Paths?.[0] !== undefined)
    ? undefined
    : await readParents(client, [rootId, ...units.map(({ id }) => id)]);
  const [, partition = 'aws'] = (organization?.Arn ?? '').split(':');
  return {
    partition: partition as Tree['partition'],
    organizationId: organization?.Id ?? '',
    managementAccountId: organization?.MasterAccountId ?? '',
    rootId,
    policyTypes: (root?.PolicyTypes ?? [])
      .filter(({ Status }) => Status === 'ENABLED')
      .map(({ Type: type = '' }) => String(type)),
    units,
    accounts: listed.map((account) => ({
      id: account.Id ?? '',
      name: account.Name ?? '',
      email: account.Email ?? '',
      state: stateOf(account),
      path: pathOf(account) ?? upwards(units, parents?.get(account.Id ?? '') ?? rootId),
    })),
  };
}

/** `Status` is being retired in favour of `State` (Organizations user guide, "Account states"): read both. */
function stateOf({ State: state, Status: status }: Account): AccountState {
  return state ?? (status === 'ACTIVE' || status === 'SUSPENDED' ? status : 'PENDING_CLOSURE');
}

/** `o-…/r-…/ou-…/account/`: the ids between the organization and the account. */
function pathOf({ Paths: [path] = [] }: Account): string[] | undefined {
  return path?.split('/').filter((id) => /^(r|ou)-/.test(id));
}

async function readUnits(client: OrganizationsClient, parentId: string): Promise<Tree['units']> {
  const children = await everyItem(
    paginateListOrganizationalUnitsForParent({ client }, { ParentId: parentId }),
    ({ OrganizationalUnits }) => OrganizationalUnits,
  );
  const units: Tree['units'] = [];
  for (const { Id: id = '', Name: name = '' } of children)
    units.push({ id, name, parentId }, ...(await readUnits(client, id)));
  return units;
}

/** Account id -> parent id, for endpoints that do not tell paths. */
async function readParents(client: OrganizationsClient, parentIds: readonly string[]): Promise<Map<string, string>> {
  const parents = new Map<string, string>();
  for (const parent of parentIds) {
    for (const { Id: id = '' } of await everyItem(
      paginateListAccountsForParent({ client }, { ParentId: parent }),
      ({ Accounts }) => Accounts,
    ))
      parents.set(id, parent);
  }
  return parents;
}

function upwards(units: Tree['units'], parentId: string): string[] {
  const unit = units.find(({ id }) => id === parentId);
  return unit ? [...upwards(units, unit.parentId), unit.id] : [parentId];
}
