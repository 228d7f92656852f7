/** Where an account stands in the tree of the organization. */
import type { TwinAccount, TwinState } from './twin-state.js';

/** True for members and the management account, false for accounts of no organization. */
export function isInOrganization(account: TwinAccount): boolean {
  return account.parentId !== undefined;
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
