/** What happens to users, roles, groups, providers and permission sets. */
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  ListAccessKeysCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { Fault } from './fault.js';
import { clientsIn, text } from './hands.js';
import type { Hands, Undo } from './hands.js';

const readiness = ['readiness'];
const MANAGEMENT = ['management'];
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** One more inline policy of a user of the management account. */
const policyOf =
  (UserName: string, statement: Record<string, unknown>) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const which = { UserName, PolicyName: 'added' };
    await iam.send(new PutUserPolicyCommand({ ...which, PolicyDocument: text({ Resource: '*', ...statement }) }));
    return () => iam.send(new DeleteUserPolicyCommand(which));
  };

const READING = { Effect: 'Allow', Action: ['s3:Get*', 'iam:Get*', 'iam:List*'], Resource: '*' };
const TAGGED = { StringEquals: { 'aws:PrincipalTag/team': 'security' } };

/** A permissions boundary that leaves reading alone, or says what is given. */
async function boundary(
  iam: IAMClient,
  put: (arn: string) => Promise<unknown>,
  takeOff: Undo,
  statement: Record<string, unknown> = READING,
): Promise<Undo> {
  const PolicyDocument = text(statement);
  const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'fence', PolicyDocument }));
  await put(policy?.Arn ?? '');
  return async () => {
    await takeOff();
    await iam.send(new DeletePolicyCommand({ PolicyArn: policy?.Arn }));
  };
}

/** One more administrator role. */
const administratorRole =
  (account: string, principal: Record<string, string>, Action = 'sts:AssumeRole', more: object = {}) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = (await clientsIn(hands, account)).iam();
    const RoleName = 'Visitor';
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: text({ Sid: 'In', Effect: 'Allow', Principal: principal, Action, ...more }),
      }),
    );
    const which = { RoleName, PolicyArn: ADMINISTRATOR };
    await iam.send(new AttachRolePolicyCommand(which));
    return async () => {
      await iam.send(new DetachRolePolicyCommand(which));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    };
  };

export const identityFaults: readonly Fault[] = [
  {
    name: 'a permissions boundary on the role',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = (await hands.member('network')).iam();
      return boundary(
        iam,
        (PermissionsBoundary) =>
          iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'BreakGlass', PermissionsBoundary })),
        () => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'BreakGlass' })),
      );
    },
    scenarios: readiness,
    expects: { code: 'BG_ROLE_TOO_WEAK', causes: ['fence'], accounts: ['network'] },
  },
  {
    name: 'a boundary of the role lets nobody read',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = (await hands.member('payments-1')).iam();
      return boundary(
        iam,
        (PermissionsBoundary) =>
          iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'BreakGlass', PermissionsBoundary })),
        () => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: 'BreakGlass' })),
        { Sid: 'Tagged', Effect: 'Allow', Action: '*', Resource: '*', Condition: TAGGED },
      );
    },
    scenarios: ['readiness', 'identity-provider-failure'],
    expects: {
      code: 'BG_BOUNDARY_DENIED',
      causes: ['permissions boundary "fence"', '"Tagged"', 'StringEquals', 'aws:PrincipalTag/team', 'security'],
      accounts: ['payments-1'],
    },
  },
  {
    name: 'a policy of the role keeps it from the guardrails',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const which = { RoleName: 'BreakGlass', PolicyName: 'careful' };
      const Condition = { StringNotEquals: { 'aws:PrincipalTag/team': 'security' } };
      const PolicyDocument = text({
        Sid: 'Guardrails',
        Effect: 'Deny',
        Action: 'organizations:UpdatePolicy',
        Resource: '*',
        Condition,
      });
      await iam.send(new PutRolePolicyCommand({ ...which, PolicyDocument }));
      return () => iam.send(new DeleteRolePolicyCommand(which));
    },
    scenarios: ['readiness', 'guardrail-lockout'],
    expects: {
      code: 'BG_REPAIR_DENIED',
      causes: ['policy "careful"', '"Guardrails"', 'StringNotEquals', 'aws:PrincipalTag/team', 'security'],
      accounts: MANAGEMENT,
    },
  },
  {
    name: 'the role has no policy any more',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = (await hands.member('payments-test')).iam();
      const which = { RoleName: 'BreakGlass', PolicyArn: ADMINISTRATOR };
      await iam.send(new DetachRolePolicyCommand(which));
      return () => iam.send(new AttachRolePolicyCommand(which));
    },
    scenarios: readiness,
    expects: { code: 'BG_ROLE_POWERLESS', causes: ['no permissions policy'], accounts: ['payments-test'] },
  },
  {
    name: 'an access key is inactive',
    direction: 'too-strict',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const UserName = 'break-glass-2';
      const { AccessKeyMetadata: [key] = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
      const set = (Status: 'Active' | 'Inactive'): Promise<unknown> =>
        iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId, Status }));
      await set('Inactive');
      return () => set('Active');
    },
    scenarios: readiness,
    expects: { code: 'BG_CREDENTIALS_REJECTED', causes: ['"break-glass-2"', 'access key'], accounts: MANAGEMENT },
  },
  {
    name: 'a break-glass user has one more access key',
    direction: 'too-loose',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const UserName = 'break-glass-1';
      const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      return () => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId }));
    },
    scenarios: readiness,
    expects: {
      code: 'BG_NOT_IN_DOCUMENT',
      causes: ['one more access key', '"break-glass-1"'],
      accounts: MANAGEMENT,
    },
  },
  {
    name: 'an ordinary user may change a trust policy',
    direction: 'too-loose',
    apply: policyOf('deployment', { Sid: 'Trust', Effect: 'Allow', Action: 'iam:UpdateAssumeRolePolicy' }),
    scenarios: readiness,
    expects: {
      code: 'BG_SHADOW_ADMINISTRATOR',
      causes: ['\"deployment\"', 'iam:UpdateAssumeRolePolicy'],
      accounts: MANAGEMENT,
    },
  },
  {
    name: 'an ordinary user may give himself every right',
    direction: 'too-loose',
    apply: policyOf('deployment', { Sid: 'Self', Effect: 'Allow', Action: 'iam:PutUserPolicy' }),
    scenarios: readiness,
    expects: { code: 'BG_SHADOW_ADMINISTRATOR', causes: ['\"deployment\"', 'iam:PutUserPolicy'], accounts: MANAGEMENT },
  },
  {
    name: 'a break-glass user may do something without the role',
    direction: 'too-loose',
    apply: policyOf('break-glass-2', { Sid: 'Read', Effect: 'Allow', Action: 'iam:*' }),
    scenarios: readiness,
    expects: { code: 'BG_USER_STANDING_RIGHTS', causes: ['"break-glass-2"', 'iam:'], accounts: MANAGEMENT },
  },
  {
    name: 'a group grows into administrators',
    direction: 'too-loose',
    apply: async (hands) => {
      const iam = hands.management().iam();
      const policy = { GroupName: 'auditors', PolicyArn: ADMINISTRATOR };
      const member = { GroupName: 'auditors', UserName: 'deployment' };
      await iam.send(new AttachGroupPolicyCommand(policy));
      await iam.send(new AddUserToGroupCommand(member));
      return async () => {
        await iam.send(new RemoveUserFromGroupCommand(member));
        await iam.send(new DetachGroupPolicyCommand(policy));
      };
    },
    scenarios: readiness,
    expects: { code: 'BG_SHADOW_ADMINISTRATOR', causes: ['"deployment"'], accounts: MANAGEMENT },
    beside: ['BG_DOOR_UNDECLARED'],
  },
  {
    name: 'an administrator role of a member for another account',
    direction: 'too-loose',
    apply: administratorRole('payments-1', { AWS: 'arn:aws:iam::999900001111:root' }),
    scenarios: readiness,
    expects: { code: 'BG_DOOR_UNDECLARED', causes: ['999900001111', 'role/Visitor'], accounts: ['payments-1'] },
  },
  {
    name: 'an administrator role of the management account for another account',
    direction: 'too-loose',
    apply: administratorRole('management', { AWS: 'arn:aws:iam::999900001111:root' }),
    scenarios: readiness,
    expects: { code: 'BG_DOOR_UNDECLARED', causes: ['999900001111', 'role/Visitor'], accounts: MANAGEMENT },
    beside: ['BG_SHADOW_ADMINISTRATOR'],
  },
];
