/** Everybody who comes through the identity provider: what an attacker who owns it can be. */
import { ListRolesCommand } from '@aws-sdk/client-iam';
import {
  paginateListAccountAssignments,
  paginateListAccountsForProvisionedPermissionSet,
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListInstancesCommand,
  paginateListPermissionSets,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { DescribeUserCommand, paginateListGroupMemberships } from '@aws-sdk/client-identitystore';
import type { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { roleOf } from '../../../aws/principals.js';
import type { Credentials } from '../../../aws/signer.js';
import { samlRoleCredentials } from '../../../aws/federated-sign-in.js';
import { createClients } from '../../../aws/clients.js';
import { describeError } from '../../../base/errors.js';
import { isAccessDenied } from '../../causes/denial.js';
import { clients } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { federatedLabel, roleBehind } from '../../drill/principals.js';
import type { Untried } from './untried.js';

/** Somebody whom the identity provider can sign in. */
export interface FederatedPerson {
  /** The same as everywhere else in reports. */
  label: string;
  /** Or the role of direct federation. */
  permissionSet: string;
  account: AccountInScope;
  person: string;
  /** What its sessions are as principals of calls. */
  as: string;
  /** Role and provider of direct federation. */
  saml?: { arn: string; provider: string };
}

/** A session of theirs. */
export interface FederatedIdentity extends FederatedPerson {
  credentials: Credentials;
  /** ARN of the role behind the session, path and all. */
  roleArn: string;
  /** Another session, got in the same way. Throws if none is given. */
  renew(): Promise<Credentials>;
}

/** An instance of Identity Center and clients for it. */
export interface IdentityCenterAccess {
  admin: SSOAdminClient;
  store: IdentitystoreClient;
  instanceArn: string;
  identityStoreId: string;
}

/** Identity Center as these credentials of the management account reach it. */
export async function identityCenterOf(
  context: DrillContext,
  purpose: 'reading' | 'containment',
  credentials: Credentials,
): Promise<IdentityCenterAccess> {
  const made = clients(context, purpose, credentials, context.organization.homeRegion);
  const admin = made.ssoAdmin();
  const [instance] = (await admin.send(new ListInstancesCommand({}))).Instances ?? [];
  return {
    admin,
    store: made.identityStore(),
    instanceArn: instance?.InstanceArn ?? '',
    identityStoreId: instance?.IdentityStoreId ?? '',
  };
}

/** ARNs of every permission set. */
export async function permissionSets({ admin, instanceArn }: IdentityCenterAccess): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListPermissionSets({ client: admin }, { InstanceArn: instanceArn }))
    arns.push(...(page.PermissionSets ?? []));
  return arns;
}

/** Whom the identity provider can sign in. */
export interface Federated {
  people: readonly FederatedPerson[];
  sets: readonly { arn: string; name: string; /** It has an inline policy. */ inline: boolean }[];
  /** Where somebody could not be looked for. */
  untried: readonly Untried[];
}

/** One person for each permission set in each account in scope: which person holds it makes no difference to a policy. */
export async function findFederated(context: DrillContext): Promise<Federated> {
  const center = await identityCenterOf(
    context,
    'reading',
    await context.reader(context.inventory.managementAccountId),
  );
  const people: FederatedPerson[] = [];
  const sets: { arn: string; name: string; inline: boolean }[] = [];
  const untried: Untried[] = [];
  for (const arn of await permissionSets(center)) {
    const key = { InstanceArn: center.instanceArn, PermissionSetArn: arn };
    const { PermissionSet: set } = await center.admin.send(new DescribePermissionSetCommand(key));
    const permissionSet = set?.Name ?? '';
    const { InlinePolicy: inline = '' } = await center.admin.send(new GetInlinePolicyForPermissionSetCommand(key));
    sets.push({ arn, name: permissionSet, inline: inline !== '' });
    for await (const page of paginateListAccountsForProvisionedPermissionSet({ client: center.admin }, key)) {
      for (const accountId of page.AccountIds ?? []) {
        const account = context.inventory.inScope.find(({ id }) => id === accountId);
        const person =
          account &&
          (await unlessRefused(context, untried, account, `who has the permission set "${permissionSet}"`, () =>
            somebodyAssigned(center, arn, accountId),
          ));
        if (account && person !== undefined)
          people.push({
            label: federatedLabel(person, permissionSet),
            permissionSet,
            account,
            person,
            as: `permission-set/${permissionSet}`,
          });
      }
    }
  }
  return { people: [...people, ...(await findSamlPeople(context, untried))], sets, untried };
}

/** What one account refuses is noted, and taken for nothing. */
async function unlessRefused<T>(
  { signal }: DrillContext,
  untried: Untried[],
  account: AccountInScope,
  what: string,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    untried.push({ account, what, why: describeError(error) });
    return undefined;
  }
}

/** Whoever owns the identity provider writes assertions for any person: the reader's name will do. */
async function findSamlPeople(context: DrillContext, untried: Untried[]): Promise<FederatedPerson[]> {
  const { person } = context.file.reader;
  const people: FederatedPerson[] = [];
  for (const account of context.inventory.inScope) {
    const roles = await unlessRefused(context, untried, account, 'the roles of direct federation', async () =>
      samlRoles(clients(context, 'reading', await context.reader(account.id)).iam(), account),
    );
    for (const { name, arn, provider } of roles ?? [])
      people.push({
        label: federatedLabel(person, name),
        permissionSet: name,
        account,
        person,
        as: roleOf(arn).name,
        saml: { arn, provider },
      });
  }
  return people;
}

/** Sessions, and whose could not be had. */
export interface Opened {
  identities: readonly FederatedIdentity[];
  untried: readonly Untried[];
}

/** A session of each of them. */
export async function openFederated(context: DrillContext, people: readonly FederatedPerson[]): Promise<Opened> {
  const identities: FederatedIdentity[] = [];
  const untried: Untried[] = [];
  for (const one of people) {
    const { saml, person, permissionSet, account } = one;
    const renew = (): Promise<Credentials> =>
      saml
        ? samlRoleCredentials(context.connection('control'), person, saml.arn, saml.provider)
        : context.federated(person, permissionSet, account.id);
    const opened = await unlessRefused(context, untried, account, sessionOf(one), async () => {
      const credentials = await renew();
      return { credentials, roleArn: saml?.arn ?? (await reservedRole(context, credentials)) };
    });
    if (opened) identities.push({ ...one, ...opened, renew });
  }
  return { identities, untried };
}

/** What is untried where somebody gets no session. */
const sessionOf = ({ label }: FederatedPerson): string => `a session of ${label}`;

/** The role behind a session of a permission set; its path is known where it may not be read (IAM Identity Center user guide, "Referencing permission sets in resource policies"). */
async function reservedRole(context: DrillContext, credentials: Credentials): Promise<string> {
  const connection = context.connection('control');
  try {
    return await roleBehind(connection, credentials);
  } catch (error) {
    if (!isAccessDenied((error as { name?: string }).name ?? '')) throw error;
    const { Arn: session = '' } = await createClients(connection, credentials)
      .sts()
      .send(new GetCallerIdentityCommand({}));
    const [, partition = '', , , account = '', named = ''] = session.split(':');
    const [, name = ''] = named.split('/');
    const { homeRegion } = context.organization;
    const region = homeRegion === 'us-east-1' ? '' : `${homeRegion}/`;
    return `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}${name}`;
  }
}

async function somebodyAssigned(
  { admin, store, instanceArn, identityStoreId }: IdentityCenterAccess,
  permissionSetArn: string,
  accountId: string,
): Promise<string | undefined> {
  for await (const page of paginateListAccountAssignments(
    { client: admin },
    { InstanceArn: instanceArn, AccountId: accountId, PermissionSetArn: permissionSetArn },
  )) {
    for (const { PrincipalId: id = '', PrincipalType: type } of page.AccountAssignments ?? []) {
      const userId = type === 'GROUP' ? await firstMember(store, identityStoreId, id) : id;
      if (userId !== undefined)
        return (await store.send(new DescribeUserCommand({ IdentityStoreId: identityStoreId, UserId: userId })))
          .UserName;
    }
  }
  return undefined;
}

async function firstMember(
  store: IdentitystoreClient,
  identityStoreId: string,
  groupId: string,
): Promise<string | undefined> {
  for await (const page of paginateListGroupMemberships(
    { client: store },
    { IdentityStoreId: identityStoreId, GroupId: groupId },
  )) {
    for (const { MemberId } of page.GroupMemberships ?? []) if (MemberId?.UserId !== undefined) return MemberId.UserId;
  }
  return undefined;
}

/** A role of an account that a SAML provider of that account lets people into. */
export interface SamlRole {
  account: AccountInScope;
  name: string;
  arn: string;
  /** ARN of the first provider that its trust policy names. */
  provider: string;
}

/** Roles of direct federation in an account; those of Identity Center are not among them. `iam` may list roles there. */
export async function samlRoles(
  iam: ReturnType<ReturnType<typeof clients>['iam']>,
  account: AccountInScope,
): Promise<SamlRole[]> {
  const roles: SamlRole[] = [];
  let marker: string | undefined;
  do {
    const page = await iam.send(new ListRolesCommand({ Marker: marker }));
    for (const { RoleName: name = '', Arn: arn = '', AssumeRolePolicyDocument: trust = '' } of page.Roles ?? []) {
      const [provider] = /arn:[\w-]+:iam::\d{12}:saml-provider\/[\w.-]+/.exec(decodeURIComponent(trust)) ?? [];
      if (!arn.includes(':role/aws-reserved/') && provider !== undefined) roles.push({ account, name, arn, provider });
    }
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker !== undefined);
  return roles;
}
