/** What reading an organization document through the API gives, without a twin: for tables of rules. */
import type { ReadCredential } from '../../aws/snapshot/credential-kinds.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import { sha256 } from '../../base/canonical-json.js';
import { otherKind } from '../../harness/causes/credentials.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { Inspected } from '../../harness/configuration/rule.js';
import { statementsOf } from '../../organization/documents.js';
import type { Organization, Role, Statements, User } from '../../organization/model.js';
import { awsManagedPolicy } from '../../twin/access/aws-managed-policies.js';

/** Where the landing zone has something that watches. */
const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];

const ALLOW_ALL: Statements = { 'statement-1': { Effect: 'Allow', Action: '*', Resource: '*' } };

const { file } = loadDrill('drill.yaml');

/** The landing zone's drill, inspected: the document is what was declared and, without what AWS does not store, what was read. */
export function inspected(organization: Organization, users?: string[]): Inspected {
  const own = structuredClone(file);
  return {
    snapshot: asRead(organization),
    declared: organization,
    file: users ? { ...own, breakGlass: { ...own.breakGlass, users } } : own,
    now: Date.UTC(2026, 5, 1),
  };
}

/** A document as if it had been read. */
function asRead(document: Organization): Snapshot {
  const {
    outsiders: _outsiders,
    people: _people,
    credentialStores: _stores,
    doors: _doors,
    ...stored
  } = structuredClone(document);
  const organization: Organization = {
    ...stored,
    outsiders: {},
    people: {},
    doors: {},
    credentialStores: {},
    identityProvider: { name: '' },
  };
  const targets = ['Root', ...Object.keys(organization.ous), ...Object.keys(organization.accounts)];
  const uniqueIds: Record<string, string> = {};
  const awsPolicies: Record<string, Statements> = {};
  for (const account of Object.values(organization.accounts)) {
    for (const [kind, entities] of [
      ['user', account.users],
      ['role', account.roles],
    ] as const) {
      for (const [name, { path }] of Object.entries(entities)) {
        const arn = `arn:aws:iam::${account.id}:${kind}${path}${name}`;
        uniqueIds[arn] = `${kind === 'user' ? 'AIDA' : 'AROA'}${sha256(arn).slice(0, 16).toUpperCase()}`;
      }
    }
    for (const user of Object.values(account.users)) delete user.custody;
    for (const { managedPolicies, permissionsBoundary } of [
      ...Object.values(account.users),
      ...Object.values(account.roles),
      ...Object.values(account.groups).map((group) => ({ ...group, permissionsBoundary: undefined })),
    ]) {
      for (const arn of [...managedPolicies, ...(permissionsBoundary === undefined ? [] : [permissionsBoundary])]) {
        const policy = awsManagedPolicy(arn);
        if (policy) awsPolicies[arn] = statementsOf(JSON.stringify(policy));
      }
    }
  }
  return {
    organization,
    unread: [],
    uniqueIds,
    awsPolicies,
    reservedRoles: Object.fromEntries(
      Object.keys(organization.accounts).map((name) => [name, reserved(organization, name)]),
    ),
    credentials: Object.fromEntries(
      Object.entries(organization.accounts).map(([name, { users }]) => [
        name,
        Object.fromEntries(Object.entries(users).map(([user, as]) => [user, credentialsOf(as)])),
      ]),
    ),
    awsGuardrails: { FullAWSAccess: { type: 'SERVICE_CONTROL_POLICY', attachedTo: targets, statements: ALLOW_ALL } },
    watched: { accounts: Object.keys(organization.accounts), regions: [...REGIONS] },
    policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
  };
}

/** What IAM would list of a user of the document. */
function credentialsOf({ password, accessKey, mfa, otherCredentials }: User): ReadCredential[] {
  const made = { active: true, created: '2026-01-01T00:00:00.000Z' };
  return [
    ...(password ? [{ kind: 'password' as const, called: '', ...made, lastUsed: 'never' }] : []),
    ...(accessKey
      ? [{ kind: 'access key' as const, called: 'KEPT', ...made, lastUsed: '2026-05-01T00:00:00.000Z' }]
      : []),
    ...Object.entries(mfa).map(([called, { kind: of }]) => ({ kind: 'MFA device' as const, called, of, ...made })),
    ...Object.values(otherCredentials).map((one) => {
      const [kind, of] = otherKind(one);
      return { kind, called: 'OTHR', ...(of === undefined ? {} : { of }), ...made };
    }),
  ];
}

/** A role for each permission set that somebody has in the account. */
function reserved(
  { identityCenter, homeRegion, management, accounts }: Organization,
  name: string,
): Record<string, Role> {
  const assigned = Object.values(identityCenter.assignments).filter(
    ({ accounts: where }) =>
      where === 'everyAccount' || (where === 'everyMemberAccount' ? name !== management : where.includes(name)),
  );
  return Object.fromEntries(
    Object.entries(identityCenter.permissionSets)
      .filter(([set]) => assigned.some(({ permissionSet }) => permissionSet === set))
      .map(([set, { policies, managedPolicies, permissionsBoundary: boundary }]) => {
        const arn = boundary?.startsWith('arn:')
          ? boundary
          : `arn:aws:iam::${accounts[name]?.id ?? ''}:policy/${boundary ?? ''}`;
        return [
          `AWSReservedSSO_${set}_${sha256(`${name} ${set}`).slice(0, 16)}`,
          {
            path: `/aws-reserved/sso.amazonaws.com/${homeRegion}/`,
            maxSessionSeconds: 43_200,
            trust: {},
            policies,
            managedPolicies,
            tags: {},
            ...(boundary === undefined ? {} : { permissionsBoundary: arn }),
          },
        ];
      }),
  );
}
