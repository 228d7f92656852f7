import {
  CreateRoleCommand,
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Subject } from './row.js';
import { document, MANAGEMENT, outcome } from './world.js';

const TRUST = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: MANAGEMENT } });

export const reads: Subject = {
  title: 'What IAM tells',
  rows: [
    {
      question: 'SimulatePrincipalPolicy of what a user may and may not',
      aws: 'allowed, implicitDeny',
      fakecloud: 'allowed, implicitDeny',
      moto: '**HTTP 500**',
      localstack: '**HTTP 500**',
      ask: async ({ administrator }) => {
        const simulated = await administrator.iam().send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: `arn:aws:iam::${MANAGEMENT}:user/alice`,
            ActionNames: ['sts:AssumeRole', 'iam:CreateUser'],
          }),
        );
        return (simulated.EvaluationResults ?? []).map(({ EvalDecision }) => EvalDecision).join(', ');
      },
    },
    {
      question: 'The credential report has a row for the root user',
      aws: 'yes',
      localstack: '**no**',
      ask: async ({ administrator }) => {
        await administrator.iam().send(new GenerateCredentialReportCommand({}));
        const { Content } = await administrator.iam().send(new GetCredentialReportCommand({}));
        return Buffer.from(Content ?? [])
          .toString('utf8')
          .includes('\n<root_account>,')
          ? 'yes'
          : 'no';
      },
    },
    {
      question: 'The trust policy in ListRoles with a path, decoded once',
      aws: 'an object',
      localstack: '**a text that is JSON again**',
      ask: async ({ administrator }) => {
        await administrator
          .iam()
          .send(new CreateRoleCommand({ RoleName: 'Listed', Path: '/listed/', AssumeRolePolicyDocument: TRUST }));
        const { Roles: [role] = [] } = await administrator.iam().send(new ListRolesCommand({ PathPrefix: '/listed/' }));
        const parsed: unknown = JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? 'null'));
        return typeof parsed === 'object' && parsed !== null ? 'an object' : 'a text';
      },
    },
    {
      question: 'CreateRole with the name of a role that is there',
      aws: 'EntityAlreadyExistsException',
      localstack: 'EntityAlreadyExistsException',
      ask: ({ administrator }) =>
        outcome(
          administrator.iam().send(new CreateRoleCommand({ RoleName: 'Ordinary', AssumeRolePolicyDocument: TRUST })),
        ),
    },
  ],
};
