/** Permission sets that let people be as powerful as break glass: the document declares which, where, and for whom. Pure. */
import type { IdentityCenter, Organization, Role } from '../../../organization/model.js';
import { oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { groupedBy } from '../../../base/grouped-by.js';
import { holderOf, holders } from './holders.js';
import type { Holder } from './holders.js';
import { powerOf } from './power.js';
import type { Told } from './told.js';

/** What permission sets and their holders have grown to beyond the document. */
export function grownPermissionSets(inspected: Inspected): Told[] {
  const powerful = holders(inspected).filter(
    (holder) => holder.permissionSet !== undefined && powerOf(inspected, holder) !== undefined,
  );
  const grown = powerful.filter((holder) => !isDeclared(inspected, holder));
  const sets = new Set(powerful.flatMap(({ permissionSet = '' }) => permissionSet));
  return [
    ...[...groupedBy(grown, ({ permissionSet = '' }) => permissionSet)].map(([name, all]): Told => ({
      code: 'BG_DOOR_UNDECLARED',
      cause: `the permission set "${name}" gives every right there, and the organization document says so nowhere`,
      accounts: all.map((holder) => holder.in.name),
    })),
    ...newHolders(inspected, sets),
  ];
}

/** Whether the document assigns the set in that account with as much power. */
function isDeclared(inspected: Inspected, { in: place, name, entity, permissionSet = '' }: Holder): boolean {
  const { declared } = inspected;
  const set = declared.identityCenter.permissionSets[permissionSet];
  const assigned = assignedByDocument(inspected).get(permissionSet)?.has(place.name) === true;
  if (!set || !assigned) return false;
  const { permissionsBoundary: boundary, policies, managedPolicies } = set;
  const arn =
    boundary === undefined || boundary.startsWith('arn:')
      ? boundary
      : `arn:${declared.partition}:iam::${place.account.id}:policy/${boundary}`;
  const { permissionsBoundary: _boundary, ...role } = entity as Role;
  const asDeclared: Role = {
    ...role,
    policies,
    managedPolicies,
    ...(arn === undefined ? {} : { permissionsBoundary: arn }),
  };
  return powerOf(inspected, { ...holderOf(inspected, place, 'role', name, asDeclared), permissionSet }) !== undefined;
}

/** Names of the accounts in which the document assigns each set: an organization has many, and each is asked for. */
const assignedByDocument = oncePerInspection(({ declared }): ReadonlyMap<string, ReadonlySet<string>> => {
  const sets = new Map<string, Set<string>>();
  for (const { permissionSet, accounts } of Object.values(declared.identityCenter.assignments))
    sets.set(permissionSet, new Set([...(sets.get(permissionSet) ?? []), ...accountsOf(declared, accounts)]));
  return sets;
});

function accountsOf({ accounts, management }: Organization, assigned: string[] | string): string[] {
  if (Array.isArray(assigned)) return assigned;
  return Object.entries(accounts)
    .filter(([name, { state }]) => state === 'ACTIVE' && (assigned === 'everyAccount' || name !== management))
    .map(([name]) => name);
}

/** People who hold such a set without the document. */
function newHolders({ snapshot, declared }: Inspected, sets: ReadonlySet<string>): Told[] {
  const said = new Set(held(declared, declared.identityCenter, sets).map(({ key }) => key));
  const fresh = held(declared, snapshot.organization.identityCenter, sets).filter(({ key }) => !said.has(key));
  return [...groupedBy(fresh, ({ person, set }) => `${person} ${set}`).values()].map((all): Told => ({
    code: 'BG_DOOR_UNDECLARED',
    cause: `person "${all[0]?.person ?? ''}" holds the permission set "${all[0]?.set ?? ''}", which gives every right there, and the organization document does not say so`,
    accounts: all.map(({ account }) => account),
  }));
}

interface Held {
  key: string;
  person: string;
  set: string;
  account: string;
}

function held(organization: Organization, center: IdentityCenter, sets: ReadonlySet<string>): Held[] {
  return Object.values(center.assignments)
    .filter(({ permissionSet }) => sets.has(permissionSet))
    .flatMap(({ person, group, permissionSet: set, accounts }) => {
      const people = person === undefined ? (center.groups[group ?? '']?.members ?? []) : [person];
      return people.flatMap((one) =>
        accountsOf(organization, accounts).map((account) => ({
          key: JSON.stringify([one, set, account]),
          person: one,
          set,
          account,
        })),
      );
    });
}
