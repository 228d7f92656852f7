/** Changes of a running landing zone by calls of the public API alone: what somebody does and nobody writes down. */
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  ListAccessKeysCommand,
  RemoveUserFromGroupCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  ListPoliciesCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { Clients } from '../../aws/clients.js';
import { documentOf } from '../../organization/documents.js';
import type { Organization } from '../../organization/model.js';
import { shippedLandingZone } from '../landing-zone.js';
import { credentialSabotages } from './credential-sabotages.js';

/** What the landing zone has besides, so that there is something to change. */
export const BESIDES =
  'accounts: { management: { groups: { auditors: {} }, users: { robot: { accessKey: true } }, roles: { Pipeline: { trust: { statement-1: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:root" } } } } } } }';
export const organization: Organization = shippedLandingZone(BESIDES);
const management = organization.accounts[organization.management]?.id ?? '';

/** Clients of the administrator of the management account. */
export interface Hands {
  iam: ReturnType<Clients['iam']>;
  organizations: ReturnType<Clients['organizations']>;
}

/** A change by calls of the public API alone, how it is taken back, and what the drill must say of it. */
export interface Sabotage {
  title: string;
  make(hands: Hands): Promise<unknown>;
  undo(hands: Hands): Promise<unknown>;
  expects: readonly (readonly [code: string, cause: RegExp])[];
}

const trust = (...principals: string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })),
  });

async function policyId({ organizations }: Hands, wanted: string): Promise<string> {
  const { Policies: policies = [] } = await organizations.send(
    new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  return policies.find(({ Name: name }) => name === wanted)?.Id ?? '';
}

const ouId = (name: string): string => organization.ous[name]?.id ?? '';

/** A policy that nobody declared, on an OU. */
function attached(name: string, target: string, ...statements: unknown[]): Pick<Sabotage, 'make' | 'undo'> {
  return {
    make: async ({ organizations }) => {
      const { Policy: policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: name,
          Description: '',
          Type: 'SERVICE_CONTROL_POLICY',
          Content: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        }),
      );
      await organizations.send(
        new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: ouId(target) }),
      );
    },
    undo: async (hands) => {
      const PolicyId = await policyId(hands, name);
      await hands.organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: ouId(target) }));
      await hands.organizations.send(new DeletePolicyCommand({ PolicyId }));
    },
  };
}

export const sabotages: readonly Sabotage[] = [
  {
    title: 'a guardrail that stops break glass in whole services',
    ...attached('freeze', 'Production', {
      Sid: 'Stop',
      Effect: 'Deny',
      Action: ['ec2:*', 'rds:*', 's3:*', 'lambda:*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    }),
    expects: [
      [
        'BG_GUARDRAIL_LOCKS_OUT',
        /^policy "freeze", which the document does not declare, statement "Stop": it exempts nobody, where StringEquals aws:RequestedRegion eu-west-1$/,
      ],
    ],
  },
  {
    title: 'a guardrail that is nothing to break glass',
    ...attached('small-instances', 'Production', {
      Effect: 'Deny',
      Action: 'ec2:RunInstances',
      Resource: '*',
      Condition: { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } },
    }),
    expects: [],
  },
  {
    title: 'a guardrail that was taken off an OU',
    make: async (hands) =>
      hands.organizations.send(
        new DetachPolicyCommand({ PolicyId: await policyId(hands, 'protect-alarms'), TargetId: ouId('Sandbox') }),
      ),
    undo: async (hands) =>
      hands.organizations.send(
        new AttachPolicyCommand({ PolicyId: await policyId(hands, 'protect-alarms'), TargetId: ouId('Sandbox') }),
      ),
    expects: [
      ['BG_NOT_AS_DOCUMENT', /^policy "protect-alarms" attached to "Sandbox" is in the document, and is not there$/],
    ],
  },
  {
    title: 'a guardrail that was rewritten',
    make: async (hands) =>
      hands.organizations.send(
        new UpdatePolicyCommand({
          PolicyId: await policyId(hands, 'require-instance-metadata-v2'),
          Content: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Sid: 'DenyVersion1', Effect: 'Deny', Action: 'ec2:RunScheduledInstances', Resource: '*' }],
          }),
        }),
      ),
    undo: async (hands) =>
      hands.organizations.send(
        new UpdatePolicyCommand({
          PolicyId: await policyId(hands, 'require-instance-metadata-v2'),
          Content: JSON.stringify(
            documentOf(organization.serviceControlPolicies['require-instance-metadata-v2']?.statements ?? {}),
          ),
        }),
      ),
    expects: [
      [
        'BG_NOT_AS_DOCUMENT',
        /^policy "require-instance-metadata-v2", statement "DenyVersion1", is not as the document has it: Action "ec2:RunScheduledInstances", Resource "\*", Condition left out$/,
      ],
    ],
  },
  {
    title: 'a member of a group that the document has empty',
    make: ({ iam }) => iam.send(new AddUserToGroupCommand({ GroupName: 'auditors', UserName: 'deployment' })),
    undo: ({ iam }) => iam.send(new RemoveUserFromGroupCommand({ GroupName: 'auditors', UserName: 'deployment' })),
    expects: [['BG_NOT_IN_DOCUMENT', /^user "deployment" in group "auditors" is there/]],
  },
  {
    title: 'a user with an access key',
    make: async ({ iam }) => {
      await iam.send(new CreateUserCommand({ UserName: 'helper' }));
      await iam.send(new CreateAccessKeyCommand({ UserName: 'helper' }));
    },
    undo: async ({ iam }) => {
      const { AccessKeyMetadata: [key] = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'helper' }));
      await iam.send(new DeleteAccessKeyCommand({ UserName: 'helper', AccessKeyId: key?.AccessKeyId }));
      await iam.send(new DeleteUserCommand({ UserName: 'helper' }));
    },
    expects: [['BG_NOT_IN_DOCUMENT', /^user "helper" is there, and the document does not have it$/]],
  },
  {
    title: 'a second access key of a break-glass user',
    make: ({ iam }) => iam.send(new CreateAccessKeyCommand({ UserName: 'break-glass-2' })),
    undo: async ({ iam }) => {
      const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'break-glass-2' }));
      const [newest] = keys.sort((left, right) => Number(right.CreateDate) - Number(left.CreateDate));
      await iam.send(new DeleteAccessKeyCommand({ UserName: 'break-glass-2', AccessKeyId: newest?.AccessKeyId }));
    },
    expects: [['BG_NOT_IN_DOCUMENT', /^one more access key of user "break-glass-2" \(….{4}, made .{10}\) is there/]],
  },
  {
    title: 'a role that trusts another account',
    make: async ({ iam }) => {
      await iam.send(
        new CreateRoleCommand({
          RoleName: 'Visitor',
          AssumeRolePolicyDocument: trust('arn:aws:iam::999900001111:root'),
        }),
      );
      await iam.send(
        new AttachRolePolicyCommand({ RoleName: 'Visitor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      );
    },
    undo: async ({ iam }) => {
      await iam.send(
        new DetachRolePolicyCommand({ RoleName: 'Visitor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      );
      await iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));
    },
    expects: [
      ['BG_DOOR_UNDECLARED', /^account 999900001111, which is not of the organization, may assume role\/Visitor/],
      ['BG_NOT_IN_DOCUMENT', /^role "Visitor" is there/],
    ],
  },
  {
    title: 'a role of the document that trusts one more account',
    make: ({ iam }) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'Pipeline',
          PolicyDocument: trust(`arn:aws:iam::${management}:root`, 'arn:aws:iam::999900001111:root'),
        }),
      ),
    undo: ({ iam }) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'Pipeline',
          PolicyDocument: trust(`arn:aws:iam::${management}:root`),
        }),
      ),
    expects: [['BG_NOT_IN_DOCUMENT', /^the trust policy of role "Pipeline", statement "statement-2" is there/]],
  },
  {
    title: 'a role for a service',
    make: ({ iam }) =>
      iam.send(
        new CreateRoleCommand({
          RoleName: 'worker',
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          }),
        }),
      ),
    undo: ({ iam }) => iam.send(new DeleteRoleCommand({ RoleName: 'worker' })),
    expects: [],
  },
  ...credentialSabotages,
];
