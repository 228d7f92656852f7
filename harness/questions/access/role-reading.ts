/** Reads, as the read-only reader, what may explain a refusal: the break-glass role of an account. */
import type { IAMClient } from '@aws-sdk/client-iam';
import { noIdentities, readAwsPolicies, readIdentities } from '../../../aws/snapshot/identities.js';
import { describeError } from '../../../base/errors.js';
import type { OwnPolicies } from '../../causes/own-policies.js';
import { ownPolicies } from '../../configuration/inspected.js';
import type { Role } from '../../../organization/model.js';

/** The break-glass role as it can be read; `unreadable` says why nothing was read. */
export type RoleReading =
  | { state: 'present'; arn: string; role: Role; own: OwnPolicies }
  | { state: 'missing' }
  | { state: 'unreadable'; why: string };

/** Reads a role by its name, which is unique in an account whatever its path. */
export async function readRole(iam: IAMClient, roleName: string): Promise<RoleReading> {
  try {
    const { roles, uniqueIds, groups, policies } = await readIdentities(iam);
    const role = roles[roleName];
    if (!role) return { state: 'missing' };
    const awsPolicies = await readAwsPolicies(iam, { ...noIdentities(), roles: { [roleName]: role } });
    return {
      state: 'present',
      arn: Object.keys(uniqueIds).find((arn) => arn.endsWith(`:role${role.path}${roleName}`)) ?? '',
      role,
      own: ownPolicies(role, { groups, policies }, awsPolicies),
    };
  } catch (error) {
    return { state: 'unreadable', why: describeError(error) };
  }
}
