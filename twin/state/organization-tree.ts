/** Where an account stands in the tree of the organization. */
import type { TwinAccount, TwinState } from './twin-state.js';

/** True for members and the management account, false for accounts of no organization. */
export function isInOrganization(account: TwinAccount): boolean {
  return account.parentId !== undefined;
}

/** The service that an organization trusts for centralized root access (IAM user guide, "Centralize root access for member accounts"). */
export const ROOT_ACCESS_SERVICE = 'iam.amazonaws.com';

/** True for the management account and for IAM's delegated administrator. */
export function mayAdministerRootAccess({ organization }: TwinState, account: TwinAccount): boolean {
  const delegate = organization.delegatedAdministrators.get(account.id);
  return account.id === organization.managementAccountId || delegate?.services.has(ROOT_ACCESS_SERVICE) === true;
}

/** Ids from the root down to the account's parent; empty outside the organization. */
export function ancestors(state: TwinState, account: TwinAccount): string[] {
  const path: string[] = [];
  for (let id = account.parentId; id !== undefined; id = state.ous.get(id)?.parentId) path.unshift(id);
  return path;
}

/** `o-…/r-…/ou-…/` of the account's parent. */
export function organizationPath(state: TwinState, account: TwinAccount): string {
  return `${[state.organization.id, ...ancestors(state, account)].join('/')}/`;
}
