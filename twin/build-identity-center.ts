/** Builds Identity Center from an organization document: people, permission sets, assignments. */
import { sha256 } from '../base/canonical-json.js';
import { checkAwsManaged } from './aws-managed-policies.js';
import type { BuildContext } from './build.js';
import { documentOf } from './documents.js';
import { lazySigningKey } from './identity-provider/signing-key.js';
import type { TwinIdentityCenter } from './state.js';

/** Identity Center as the document describes it, without any token yet. */
export function buildIdentityCenter({ organization, clock, random }: BuildContext): TwinIdentityCenter {
  const { instanceArn, identityStoreId, people, permissionSets, assignments } = organization.identityCenter;
  const instance = instanceArn.split('/').at(-1) ?? '';
  const personId = (name: string): string => `${identityStoreId.slice(2)}-${sha256(`person ${name}`).slice(0, 32)}`;
  const setArn = (name: string): string => `arn:${organization.partition}:sso:::permissionSet/${instance}/ps-${sha256(`permission set ${name}`).slice(0, 16)}`;
  const managementId = organization.accounts[organization.management]?.id;
  const active = Object.values(organization.accounts).filter((account) => account.state === 'ACTIVE');
  return {
    instanceArn,
    identityStoreId,
    signingKey: lazySigningKey(random.derive('identity center'), 'IAM Identity Center', clock.now()),
    people: new Map(Object.entries(people).map(([name, person]) => [personId(name), { id: personId(name), name, ...person }])),
    permissionSets: new Map(
      Object.entries(permissionSets).map(([name, set]) => {
        const { permissionsBoundary: boundary } = set;
        checkAwsManaged([...set.managedPolicies, ...(boundary === undefined ? [] : [boundary])]);
        // A permission set has one inline policy: several in the document are one with all their statements.
        const statements = Object.assign({}, ...Object.values(set.policies)) as Parameters<typeof documentOf>[0];
        const inlinePolicy = Object.keys(statements).length > 0 ? { inlinePolicy: documentOf(statements) } : {};
        return [setArn(name), { arn: setArn(name), name, sessionSeconds: set.sessionSeconds, managedPolicies: new Set(set.managedPolicies), createdAt: clock.now(), ...inlinePolicy, ...(boundary === undefined ? {} : { permissionsBoundary: boundary }) }];
      }),
    ),
    assignments: Object.values(assignments).flatMap((assignment) => {
      const { accounts: assigned } = assignment;
      const accounts = typeof assigned === 'string' ? active.filter(({ id }) => assigned === 'everyAccount' || id !== managementId) : assigned.flatMap((name) => organization.accounts[name] ?? []);
      return accounts.map((account) => ({ accountId: account.id, permissionSetArn: setArn(assignment.permissionSet), personId: personId(assignment.person) }));
    }),
    portalTokens: new Map(),
    tickets: new Map(),
  };
}
