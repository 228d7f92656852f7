/** Builds the state of the twin from an organization document. The same seed gives the same ids and secrets. */
import type { Clock } from '../base/clock.js';
import { base32Secret, secretAccessKey, uniqueId } from '../base/ids.js';
import type { Random } from '../base/random.js';
import { sha256 } from '../base/canonical-json.js';
import type { PolicyDocument } from '../iam/index.js';
import type { Account, AccountContent, Organization, OutsideAccount, Permissions, User } from '../organization/model.js';
import { checkAwsManaged, fullAwsAccess, rcpFullAwsAccess } from './aws-managed-policies.js';
import { buildIdentityCenter } from './build-identity-center.js';
import { documentOf } from './documents.js';
import type { TwinAccount, TwinGuardrail, TwinState, TwinUser } from './state.js';
import { storedTrust } from './trust-principals.js';

/** What building needs besides the document. */
export interface BuildContext {
  organization: Organization;
  clock: Clock;
  random: Random;
}

/** The content of a made-up AWS as the document describes it. Throws for a trust policy that names nobody. */
export function buildState(context: BuildContext): TwinState {
  const { organization, random } = context;
  const management = organization.accounts[organization.management];
  const state: TwinState = {
    partition: organization.partition,
    homeRegion: organization.homeRegion,
    organization: { id: organization.id, rootId: organization.rootId, managementAccountId: management?.id ?? '' },
    ous: new Map(Object.entries(organization.ous).map(([name, ou]) => [ou.id, { id: ou.id, name, parentId: targetId(organization, ou.in) }])),
    accounts: new Map(),
    guardrails: new Map(),
    guardrailTargets: new Map(),
    accessKeys: new Map(),
    sessions: new Map(),
    identityCenter: buildIdentityCenter(context),
    unavailable: new Set(),
  };
  for (const [name, account] of Object.entries(organization.accounts)) addAccount(state, context, name, account);
  for (const [name, account] of Object.entries(organization.outsiders)) addAccount(state, context, name, account);
  addReservedRoles(state, context);
  const contents = [...Object.values(organization.accounts), ...Object.values(organization.outsiders)];
  for (const account of contents) addRoles(state, context, account);
  // Trust policies last: they name users and roles of any account.
  for (const account of contents) {
    for (const name of Object.keys(account.roles)) {
      const role = state.accounts.get(account.id)?.roles.get(name);
      if (role) role.trust = storedTrust(state, role.trust);
    }
  }
  addGuardrails(state, organization);
  addRootKey(state, random.derive('administrator'), context.clock.now());
  return state;
}

function addAccount(state: TwinState, { organization, clock, random }: BuildContext, name: string, content: OutsideAccount | Account): void {
  const member = 'ou' in content ? content : undefined;
  const account: TwinAccount = {
    id: content.id,
    name,
    email: member?.email ?? `aws+${name}@example.net`,
    parentId: member ? targetId(organization, member.ou) : undefined,
    state: member?.state ?? 'ACTIVE',
    users: new Map(),
    roles: new Map(),
    groups: new Map(),
    policies: new Map(),
  };
  state.accounts.set(account.id, account);
  for (const holder of [content.users, content.roles, content.groups].flatMap((group): (Permissions & { permissionsBoundary?: string })[] => Object.values(group))) {
    checkAwsManaged([...holder.managedPolicies, ...(holder.permissionsBoundary === undefined ? [] : [holder.permissionsBoundary])]);
  }
  const source = random.derive(`account ${name}`);
  const base = `arn:${state.partition}:iam::${account.id}`;
  const now = clock.now();
  for (const [policyName, policy] of Object.entries(content.policies)) {
    const arn = `${base}:policy/${policyName}`;
    account.policies.set(arn, { arn, name: policyName, id: uniqueId('ANPA', source.derive(`policy ${policyName}`)), document: documentOf(policy.statements) });
  }
  for (const [groupName, group] of Object.entries(content.groups)) {
    const arn = `${base}:group${group.path}${groupName}`;
    account.groups.set(groupName, { name: groupName, path: group.path, arn, id: uniqueId('AGPA', source.derive(`group ${groupName}`)), createdAt: now, tags: new Map(), ...permissionsOf(group) });
  }
  for (const [userName, user] of Object.entries(content.users)) addUser(state, account, userName, user, source.derive(`user ${userName}`), now);
}

function addUser(state: TwinState, account: TwinAccount, name: string, user: User, random: Random, now: number): void {
  const base = `arn:${state.partition}:iam::${account.id}`;
  const made: TwinUser = {
    name,
    path: user.path,
    arn: `${base}:user${user.path}${name}`,
    id: uniqueId('AIDA', random.derive('id')),
    createdAt: now,
    tags: new Map(Object.entries(user.tags)),
    groups: new Set(user.groups),
    password: user.password,
    mfaDevices: new Map(
      Object.keys(user.mfa).map((device) => [
        device,
        { serialNumber: `${base}:mfa/${name}-${device}`, seed: base32Secret(20, random.derive(`mfa ${device}`)), enabledAt: now, usedSteps: new Set<number>() },
      ]),
    ),
    ...(user.permissionsBoundary === undefined ? {} : { permissionsBoundary: user.permissionsBoundary }),
    ...permissionsOf(user),
  };
  account.users.set(name, made);
  if (!user.accessKey) return;
  const accessKeyId = uniqueId('AKIA', random.derive('key'));
  state.accessKeys.set(accessKeyId, { accessKeyId, secretAccessKey: secretAccessKey(random.derive('secret')), accountId: account.id, userName: name, active: true, createdAt: now });
}

function addRoles(state: TwinState, { clock, random, organization }: BuildContext, content: AccountContent & { id: string }): void {
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

/** Roles that Identity Center makes in every account that a permission set is assigned to (IAM Identity Center user guide). */
function addReservedRoles(state: TwinState, { clock, random }: BuildContext): void {
  for (const { accountId, permissionSetArn } of state.identityCenter.assignments) {
    const account = state.accounts.get(accountId);
    const set = state.identityCenter.permissionSets.get(permissionSetArn);
    if (!account || !set) continue;
    const name = `AWSReservedSSO_${set.name}_${sha256(`${accountId} ${permissionSetArn}`).slice(0, 16)}`;
    if (account.roles.has(name)) continue;
    const region = state.homeRegion === 'us-east-1' ? '' : `${state.homeRegion}/`;
    const path = `/aws-reserved/sso.amazonaws.com/${region}`;
    account.roles.set(name, {
      name,
      path,
      arn: `arn:${state.partition}:iam::${accountId}:role${path}${name}`,
      id: uniqueId('AROA', random.derive(`reserved role ${accountId} ${set.name}`)),
      createdAt: clock.now(),
      tags: new Map(),
      maxSessionSeconds: 43_200,
      inlinePolicies: new Map(set.inlinePolicy ? [['AwsSSOInlinePolicy', set.inlinePolicy]] : []),
      attachedPolicies: new Set(set.managedPolicies),
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: `arn:${state.partition}:iam::${accountId}:saml-provider/AWSSSO_${sha256(permissionSetArn).slice(0, 16)}_DO_NOT_DELETE` },
            Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
            Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
          },
        ],
      },
    });
  }
}

function addGuardrails(state: TwinState, organization: Organization): void {
  const targets = [state.organization.rootId, ...state.ous.keys(), ...Object.values(organization.accounts).map((account) => account.id)];
  for (const target of targets) state.guardrailTargets.set(target, new Set());
  const add = (guardrail: Omit<TwinGuardrail, 'arn'>, attachedTo: readonly string[]): void => {
    const { organization: own, partition } = state;
    const owner = guardrail.awsManaged ? 'aws:policy' : `${own.managementAccountId}:policy/${own.id}`;
    state.guardrails.set(guardrail.id, { ...guardrail, arn: `arn:${partition}:organizations::${owner}/${guardrail.type.toLowerCase()}/${guardrail.id}` });
    for (const target of attachedTo) state.guardrailTargets.get(target)?.add(guardrail.id);
  };
  const everywhere = { description: 'Allows access to every operation', awsManaged: true };
  add({ ...everywhere, id: 'p-FullAWSAccess', type: 'SERVICE_CONTROL_POLICY', name: 'FullAWSAccess', document: fullAwsAccess }, targets);
  add({ ...everywhere, id: 'p-RCPFullAWSAccess', type: 'RESOURCE_CONTROL_POLICY', name: 'RCPFullAWSAccess', document: rcpFullAwsAccess }, targets);
  for (const [group, type] of [
    ['serviceControlPolicies', 'SERVICE_CONTROL_POLICY'],
    ['resourceControlPolicies', 'RESOURCE_CONTROL_POLICY'],
  ] as const) {
    for (const [name, { description, attachedTo, statements }] of Object.entries(organization[group])) {
      const id = `p-${sha256(`${organization.id} ${type} ${name}`).slice(0, 10)}`;
      add({ id, type, name, description, awsManaged: false, document: documentOf(statements) }, attachedTo.map((target) => targetId(organization, target)));
    }
  }
}

/** The root user's key of the management account: what `emulate` prints as the administrator. */
function addRootKey(state: TwinState, random: Random, now: number): void {
  const accessKeyId = uniqueId('AKIA', random.derive('key'));
  const { managementAccountId } = state.organization;
  state.accessKeys.set(accessKeyId, { accessKeyId, secretAccessKey: secretAccessKey(random.derive('secret')), accountId: managementAccountId, userName: undefined, active: true, createdAt: now });
}

function permissionsOf({ policies, managedPolicies }: Permissions): { inlinePolicies: Map<string, PolicyDocument>; attachedPolicies: Set<string> } {
  return {
    inlinePolicies: new Map(Object.entries(policies).map(([name, statements]) => [name, documentOf(statements)])),
    attachedPolicies: new Set(managedPolicies),
  };
}

/** Id of the root, of an OU or of an account by its name in the document. */
function targetId(organization: Organization, name: string): string {
  if (name === 'Root') return organization.rootId;
  return organization.ous[name]?.id ?? organization.accounts[name]?.id ?? '';
}
