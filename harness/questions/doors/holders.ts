/** Everybody who can hold rights in the organization as read: users, roles, and the roles of permission sets. Pure. */
import type { Role, User } from '../../../organization/model.js';
import { accountsRead, breakGlassUsers, oncePerInspection, roleName } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';

/** A user or a role. */
export interface Holder {
  in: NamedAccount;
  kind: 'user' | 'role';
  name: string;
  arn: string;
  /** How documents and findings call it: `user/team/ann`, `role/Pipeline`, `permission-set/Administrator`. */
  label: string;
  entity: User | Role;
  /** For a role that Identity Center made. */
  permissionSet?: string;
  /** One of the break-glass users, or the break-glass role of its account. */
  breakGlass: boolean;
}

/** Identity Center names its roles after their permission set and ends them with 16 hexadecimal digits of the account. */
const OF_PERMISSION_SET = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** All of them. Service-linked roles are left out: nobody but their service can enter or change one (IAM user guide, "Create a service-linked role"). */
export const holders = oncePerInspection((inspected): Holder[] => {
  const own = new Set(breakGlassUsers(inspected).map(({ arn }) => arn));
  return accountsRead(inspected).flatMap((place) => {
    const { users, roles } = place.account;
    const reserved = Object.entries(inspected.snapshot.reservedRoles[place.name] ?? {}).filter(([, { path }]) =>
      path.startsWith('/aws-reserved/'),
    );
    return [
      ...Object.entries(users).map(([name, user]) => {
        const holder = holderOf(inspected, place, 'user', name, user);
        return { ...holder, breakGlass: own.has(holder.arn) };
      }),
      ...Object.entries(roles).map(([name, role]) => ({
        ...holderOf(inspected, place, 'role', name, role),
        breakGlass: name === roleName(inspected),
      })),
      ...reserved.map(([name, role]) => {
        const permissionSet = OF_PERMISSION_SET.exec(name)?.[1] ?? name;
        const holder = holderOf(inspected, place, 'role', name, role);
        return { ...holder, permissionSet, label: `permission-set/${permissionSet}` };
      }),
    ];
  });
});

/** A user or role of an account, whether it is there or only thought of. */
export function holderOf(
  { snapshot }: Inspected,
  place: NamedAccount,
  kind: Holder['kind'],
  name: string,
  entity: User | Role,
): Holder {
  return {
    in: place,
    kind,
    name,
    arn: `arn:${snapshot.organization.partition}:iam::${place.account.id}:${kind}${entity.path}${name}`,
    label: `${kind}${entity.path}${name}`,
    entity,
    breakGlass: false,
  };
}

/** The trust policy of a role. */
export function trustOf({ entity }: Holder): Role['trust'] {
  return 'trust' in entity ? entity.trust : {};
}
