/** What a person may enter through the access portal. */
import { assignmentKey } from '../../state/identity-center.js';
import type { ProvisionedPermissionSet, TwinPermissionSet, TwinPerson } from '../../state/identity-center.js';
import type { TwinAccount, TwinRole, TwinState } from '../../state/twin-state.js';

/** A permission set of a person in an account, and the role behind it. */
export interface AssignedRole {
  account: TwinAccount;
  set: TwinPermissionSet;
  role: TwinRole;
  provisioned: ProvisionedPermissionSet;
}

/** The person behind a portal token. A token of a deleted or disabled person is worth nothing. */
export function personBehind(
  { identityCenter }: TwinState,
  token: string | undefined,
  now: number,
): TwinPerson | undefined {
  const held = identityCenter.portalTokens.get(token ?? '');
  const person = held && held.expiresAt > now ? identityCenter.people.get(held.personId) : undefined;
  return person?.disabled === false ? person : undefined;
}

/** Everything that the person is assigned, itself or through a group, in an account or in all of them. */
export function* assignedRoles(state: TwinState, { id }: TwinPerson, accountId?: string): Generator<AssignedRole> {
  const { permissionSets, assignments, memberships } = state.identityCenter;
  const groups = [...memberships.values()].filter(({ personId }) => personId === id).map(({ groupId }) => groupId);
  for (const set of permissionSets.values()) {
    for (const [provisionedIn, provisioned] of set.provisioned) {
      if (accountId !== undefined && provisionedIn !== accountId) continue;
      const target = { accountId: provisionedIn, permissionSetArn: set.arn };
      const assigned =
        assignments.has(assignmentKey({ ...target, principalType: 'USER', principalId: id })) ||
        groups.some((principalId) =>
          assignments.has(assignmentKey({ ...target, principalType: 'GROUP', principalId })),
        );
      const account = state.accounts.get(provisionedIn);
      const role = account?.roles.get(provisioned.roleName);
      if (assigned && account?.state === 'ACTIVE' && role) yield { account, set, role, provisioned };
    }
  }
}
