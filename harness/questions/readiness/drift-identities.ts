/** Users, groups, roles and policies of an account, as things that stand there. Pure. */
import type { Account, Permissions, Role, User } from '../../../organization/model.js';
import { statementThings } from './drift-things.js';
import type { Thing } from './drift-things.js';

/** What AWS makes in each account that an organization creates (Organizations user guide, "Creating a member account"). */
const MADE_WITH_ACCOUNTS = 'OrganizationAccountAccessRole';

/** What is looked at. */
export interface Looked {
  managementAccountId: string;
  /** Path and name of the break-glass role: its causes call it so. */
  breakGlassRole: string;
  /** Whether the SAML providers could be listed. */
  providers: boolean;
}

/** Everything in one account that lets somebody in or says what he may do. */
export function identityThings({ users, groups, roles, policies, samlProviders }: Account, looked: Looked): Thing[] {
  return [
    ...Object.entries(users).flatMap(([name, user]) => userThings(name, user)),
    // Who signs for one is known only to whoever has the certificate.
    ...(looked.providers ? Object.keys(samlProviders) : []).map((name) => ({
      place: `SAML provider "${name}"`,
      name: `"${name}"`,
    })),
    ...Object.entries(groups).flatMap(([name, group]) => [
      { place: `group "${name}"`, name: `"${name}"` },
      ...permissionThings(`group "${name}"`, `"${name}"`, group),
    ]),
    // Only its service makes, changes and enters a service-linked role: a snapshot has none (IAM user guide).
    ...Object.entries(roles)
      .filter(([, { path }]) => !path.startsWith('/aws-service-role/'))
      .flatMap(([name, role]) => roleThings(name, role, looked)),
    ...Object.entries(policies).flatMap(([name, { statements }]) => {
      const place = `managed policy "${name}"`;
      // By itself it allows nobody anything: whoever has it attached is told of.
      const own: Thing = { place, name: `"${name}"`, harmless: true };
      return [own, ...statementThings(place, statements, { name: `"${name}"`, within: place })];
    }),
  ];
}

/** What a user is known by is compared one by one, in `drift-credentials.ts`. */
function userThings(name: string, user: User): Thing[] {
  const place = `user "${name}"`;
  const of = { name: `"${name}"`, within: place };
  return [
    { place, name: `"${name}"`, members: { path: user.path } },
    ...user.groups.map((group) => ({ ...of, place: `${place} in group "${group}"` })),
    ...holderThings(place, of.name, user),
  ];
}

function roleThings(name: string, role: Role, { managementAccountId, breakGlassRole }: Looked): Thing[] {
  const place = `role "${name}"`;
  const called = breakGlassRole.endsWith(`/${name}`) ? breakGlassRole : `"${name}"`;
  return [
    {
      place,
      name: called,
      members: { path: role.path, maxSessionSeconds: String(role.maxSessionSeconds) },
      ...(letsNobodyIn(name, role, managementAccountId) ? { harmless: true as const } : {}),
    },
    ...statementThings(`the trust policy of ${place}`, role.trust, { name: called, within: place }),
    ...holderThings(place, called, role),
  ];
}

/** A role for services alone, or the one that AWS makes with an account and for its management account. */
function letsNobodyIn(name: string, { trust }: Role, managementAccountId: string): boolean {
  return Object.values(trust).every(({ Principal: principal }) => {
    if (principal === undefined || principal === '*') return false;
    const { AWS: accounts, Federated: federated } = principal;
    if (federated !== undefined) return false;
    if (accounts === undefined) return true;
    return (
      name === MADE_WITH_ACCOUNTS &&
      [accounts].flat().every((one) => one.replace(/^arn:[\w-]+:iam::|:root$/g, '') === managementAccountId)
    );
  });
}

function holderThings(
  place: string,
  name: string,
  holder: Permissions & { permissionsBoundary?: string; tags: Readonly<Record<string, string>> },
): Thing[] {
  const of = { name, within: place };
  return [
    ...permissionThings(place, name, holder),
    ...(holder.permissionsBoundary === undefined
      ? []
      : [{ ...of, place: `the boundary of ${place}`, members: { policy: holder.permissionsBoundary } }]),
    ...Object.entries(holder.tags).map(([key, value]) => ({
      ...of,
      place: `the tag "${key}" of ${place}`,
      members: { value },
    })),
  ];
}

/** Policies of a user, group, role or permission set. */
export function permissionThings(place: string, name: string, { policies, managedPolicies }: Permissions): Thing[] {
  const of = { name, within: place };
  return [
    ...Object.entries(policies).flatMap(([policy, statements]) =>
      statementThings(`policy "${policy}" of ${place}`, statements, of),
    ),
    ...managedPolicies.map((arn) => ({ ...of, place: `${arn} attached to ${place}` })),
  ];
}
