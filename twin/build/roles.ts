/** Builds roles from an organization document: those it lists, and those that Identity Center makes for its assignments. */
import { sha256 } from '../../base/canonical-json.js';
import { uniqueId } from '../../base/ids.js';
import { documentOf } from '../../organization/documents.js';
import type { AccountContent } from '../../organization/model.js';
import { provision } from '../services/sso-admin/reserved-roles.js';
import type { TwinState } from '../state/twin-state.js';
import type { BuildContext } from './context.js';
import { permissionsOf } from './iam.js';

/** The roles of an account. Their trust policies still name ARNs. */
export function buildRoles(
  state: TwinState,
  { clock, random, organization }: BuildContext,
  content: AccountContent & { id: string },
): void {
  const account = state.accounts.get(content.id);
  if (!account) return;
  const source = random.derive(`roles of ${account.name}`);
  for (const [name, role] of Object.entries(content.roles)) {
    account.roles.set(name, {
      name,
      path: role.path,
      arn: `arn:${organization.partition}:iam::${account.id}:role${role.path}${name}`,
      id: uniqueId('AROA', source.derive(name)),
      createdAt: clock.now(),
      tags: new Map(Object.entries(role.tags)),
      maxSessionSeconds: role.maxSessionSeconds,
      trust: documentOf(role.trust),
      ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: role.permissionsBoundary }),
      ...permissionsOf(role),
    });
  }
}

/** The roles that Identity Center makes for what is assigned. Trust policies of the document may name them. */
export function buildReservedRoles(state: TwinState, { clock, random }: BuildContext): void {
  for (const { accountId, permissionSetArn } of state.identityCenter.assignments.values()) {
    const account = state.accounts.get(accountId);
    const set = state.identityCenter.permissionSets.get(permissionSetArn);
    if (!account || !set || set.provisioned.has(accountId)) continue;
    const suffix = sha256(`${accountId} ${permissionSetArn}`).slice(0, 16);
    provision(state, account, set, {
      now: clock.now(),
      random: random.derive(`reserved role ${accountId} ${set.name}`),
      suffix,
    });
  }
}
