/** Guardrails and Identity Center, as things that stand in the organization. Pure. */
import type { Organization } from '../../../organization/model.js';
import { permissionThings } from './drift-identities.js';
import { statementThings } from './drift-things.js';
import type { Thing } from './drift-things.js';

type Guardrails = Pick<Organization, 'serviceControlPolicies' | 'resourceControlPolicies'>;

/** Guardrails of both types, where each is attached, and what it says. One that the document does not declare is judged, and listed, as a guardrail. */
export function guardrailThings({ serviceControlPolicies, resourceControlPolicies }: Guardrails): Thing[] {
  return [...Object.entries(serviceControlPolicies), ...Object.entries(resourceControlPolicies)].flatMap(
    ([name, { attachedTo, statements }]) => {
      const place = `policy "${name}"`;
      const of = { name: place, within: place };
      return [
        { place, name: place, harmless: true as const },
        ...attachedTo.map((target) => ({ ...of, place: `${place} attached to "${target}"` })),
        ...statementThings(place, statements, of),
      ];
    },
  );
}

/** Groups with their members, permission sets, and who is assigned what in which account. */
export function identityCenterThings({ identityCenter, accounts, management }: Organization): Thing[] {
  const { groups, permissionSets, assignments } = identityCenter;
  const active = Object.keys(accounts).filter((name) => accounts[name]?.state === 'ACTIVE');
  return [
    ...Object.entries(groups).flatMap(([name, { members }]) => {
      const place = `group "${name}" of Identity Center`;
      const own: Thing = { place, name: `"${name}"` };
      return [
        own,
        ...members.map((member) => ({
          name: own.name,
          within: place,
          place: `"${member}" in group "${name}" of Identity Center`,
        })),
      ];
    }),
    ...Object.entries(permissionSets).flatMap(([name, set]) => {
      const place = `permission set "${name}"`;
      // AWS keeps one inline policy for a set, whatever the document calls its parts.
      const policies = {
        inline: Object.assign(
          {},
          ...Object.values(set.policies),
        ) as Organization['identityCenter']['permissionSets'][string]['policies'][string],
      };
      return [
        {
          place,
          name: `"${name}"`,
          members: { boundary: set.permissionsBoundary ?? 'none', sessionSeconds: String(set.sessionSeconds) },
        },
        ...permissionThings(place, `"${name}"`, { ...set, policies }),
      ];
    }),
    ...Object.values(assignments).flatMap(({ person, group, permissionSet, accounts: where }) => {
      const names =
        typeof where === 'string' ? active.filter((name) => where === 'everyAccount' || name !== management) : where;
      const who = person === undefined ? `group "${group ?? ''}"` : `"${person}"`;
      return names.map((name) => ({
        name: `"${permissionSet}"`,
        place: `an assignment of permission set "${permissionSet}" to ${who} in ${name}`,
      }));
    }),
  ];
}
