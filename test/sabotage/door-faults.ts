/** Ways by which somebody makes himself an administrator, or has become one. */
import {
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteSAMLProviderCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetSAMLProviderCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  DescribePermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { ListUsersCommand } from '@aws-sdk/client-identitystore';
import type { Fault } from './fault.js';
import { accountId, EVERYWHERE, text } from './hands.js';
import type { Hands, PolicyText, Undo } from './hands.js';

const readiness = ['readiness'];
const MANAGEMENT = ['management'];
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const UserName = 'deployment';

/** Several changes, the last taken back first. */
const all =
  (...changes: ((hands: Hands) => Promise<Undo>)[]) =>
  async (hands: Hands): Promise<Undo> => {
    const undos: Undo[] = [];
    for (const change of changes) undos.unshift(await change(hands));
    return async () => {
      for (const undo of undos) await undo();
    };
  };

/** A role of the management account that has every right. */
const administrator =
  (RoleName: string, statement: Record<string, unknown>) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const AssumeRolePolicyDocument = text({ Sid: 'In', Effect: 'Allow', ...statement });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const which = { RoleName, PolicyArn: ADMINISTRATOR };
    await iam.send(new AttachRolePolicyCommand(which));
    return async () => {
      await iam.send(new DetachRolePolicyCommand(which));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    };
  };

/** One more right of the ordinary user. */
const right =
  (Action: string, Resource: string) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const which = { UserName, PolicyName: 'right' };
    await iam.send(new PutUserPolicyCommand({ ...which, PolicyDocument: text({ Effect: 'Allow', Action, Resource }) }));
    return () => iam.send(new DeleteUserPolicyCommand(which));
  };

async function samlProvider(hands: Hands): Promise<Undo> {
  const theirs = (await hands.member('network')).iam();
  const { SAMLMetadataDocument } = await theirs.send(
    new GetSAMLProviderCommand({ SAMLProviderArn: `arn:aws:iam::${accountId('network')}:saml-provider/workforce` }),
  );
  const iam = hands.management().iam();
  const { SAMLProviderArn } = await iam.send(new CreateSAMLProviderCommand({ Name: 'partner', SAMLMetadataDocument }));
  return () => iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
}

/** A managed policy of the ordinary user, and then another text of it. */
async function widened(hands: Hands): Promise<Undo> {
  const iam: IAMClient = hands.management().iam();
  const reading = text({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' });
  const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'desk', PolicyDocument: reading }));
  const PolicyArn = policy?.Arn;
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
  const everything = text({ Effect: 'Allow', Action: '*', Resource: '*' });
  await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: everything, SetAsDefault: true }));
  return async () => {
    await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    await iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
  };
}

interface Center {
  sso: SSOAdminClient;
  InstanceArn: string;
  PermissionSetArn: string;
  /** Id of a person. */
  person(userName: string): Promise<string>;
}

async function center(hands: Hands, permissionSet: string): Promise<Center> {
  const sso = hands.management().ssoAdmin();
  const { Instances: [instance] = [] } = await sso.send(new ListInstancesCommand({}));
  const InstanceArn = instance?.InstanceArn ?? '';
  const { PermissionSets: sets = [] } = await sso.send(new ListPermissionSetsCommand({ InstanceArn }));
  const named = await Promise.all(
    sets.map(async (PermissionSetArn) => {
      const { PermissionSet: set } = await sso.send(
        new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }),
      );
      return { PermissionSetArn, name: set?.Name };
    }),
  );
  return {
    sso,
    InstanceArn,
    PermissionSetArn: named.find(({ name }) => name === permissionSet)?.PermissionSetArn ?? '',
    person: async (userName) => {
      const store = hands.management().identityStore();
      const { Users: users = [] } = await store.send(
        new ListUsersCommand({ IdentityStoreId: instance?.IdentityStoreId }),
      );
      return users.find(({ UserName: name }) => name === userName)?.UserId ?? '';
    },
  };
}

/** Changes the inline policy of a permission set, in every account that has it. */
export async function changeSet(hands: Hands, name: string, change: (policy: PolicyText) => void): Promise<Undo> {
  const { sso, InstanceArn, PermissionSetArn } = await center(hands, name);
  const which = { InstanceArn, PermissionSetArn };
  const { InlinePolicy: before = '' } = await sso.send(new GetInlinePolicyForPermissionSetCommand(which));
  const policy = JSON.parse(before) as PolicyText;
  change(policy);
  const put = async (InlinePolicy: string): Promise<void> => {
    await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...which, InlinePolicy }));
    await sso.send(new ProvisionPermissionSetCommand({ ...which, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
  };
  await put(JSON.stringify(policy));
  return () => put(before);
}

const grown: Fault['apply'] = (hands) =>
  changeSet(hands, 'Investigator', (policy) => {
    policy.Statement.push({ Sid: 'More', Effect: 'Allow', Action: '*', Resource: '*' });
  });

async function assigned(hands: Hands): Promise<Undo> {
  const { sso, InstanceArn, PermissionSetArn, person } = await center(hands, 'Administrator');
  const which = {
    InstanceArn,
    PermissionSetArn,
    PrincipalId: await person('ivan'),
    PrincipalType: 'USER' as const,
    TargetId: accountId('sandbox-1'),
    TargetType: 'AWS_ACCOUNT' as const,
  };
  await sso.send(new CreateAccountAssignmentCommand(which));
  return () => sso.send(new DeleteAccountAssignmentCommand(which));
}

const fault = (
  name: string,
  apply: Fault['apply'],
  expects: Omit<NonNullable<Fault['expects']>, 'accounts'> & { accounts?: readonly string[] },
  // The administrators of the management account may change whatever role there has no boundary.
  beside: readonly string[] = [],
): Fault => ({
  name,
  direction: 'too-loose',
  apply,
  scenarios: readiness,
  expects: { accounts: MANAGEMENT, ...expects },
  beside,
});

export const doorFaults: readonly Fault[] = [
  fault(
    'a SAML provider and a role that trusts it',
    all(
      samlProvider,
      administrator('Partner', {
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: `arn:aws:iam::${accountId('management')}:saml-provider/partner` },
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      }),
    ),
    { code: 'BG_DOOR_UNDECLARED', causes: ['saml-provider/partner', 'role/Partner'] },
  ),
  fault(
    'an ordinary user may hand an administrator role to a service',
    all(
      administrator('Builder', { Action: 'sts:AssumeRole', Principal: { Service: 'ec2.amazonaws.com' } }),
      right('iam:PassRole', `arn:aws:iam::${accountId('management')}:role/Builder`),
    ),
    { code: 'BG_DOOR_MAKEABLE', causes: ['user/deployment', 'role/Builder', 'ec2.amazonaws.com', 'iam:PassRole'] },
    ['BG_DOOR_MAKEABLE'],
  ),
  fault(
    'an ordinary user may give itself the tag that an administrator role asks for',
    all(
      administrator('OnCall', {
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:aws:iam::${accountId('management')}:root` },
        Condition: { StringEquals: { 'aws:PrincipalTag/on-call': 'yes' } },
      }),
      right('iam:TagUser', `arn:aws:iam::${accountId('management')}:user/deployment`),
    ),
    { code: 'BG_DOOR_MAKEABLE', causes: ['user/deployment', 'role/OnCall', 'iam:TagUser'] },
    ['BG_DOOR_MAKEABLE'],
  ),
  fault('a new version of a policy is wider', widened, {
    code: 'BG_SHADOW_ADMINISTRATOR',
    causes: ['"deployment"'],
  }),
  fault('a permission set has grown', grown, {
    code: 'BG_DOOR_UNDECLARED',
    causes: ['permission set "Investigator"'],
    accounts: EVERYWHERE,
  }),
  fault('a person holds one more permission set', assigned, {
    code: 'BG_DOOR_UNDECLARED',
    causes: ['"ivan"', '"Administrator"'],
    accounts: ['sandbox-1'],
  }),
];
