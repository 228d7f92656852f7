import { DisableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  DetachPolicyCommand,
  ListAccountsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../aws/signer.js';
import { taken } from '../sts-calls.js';
import type { Subject } from './row.js';
import { assume, attach, document, MANAGEMENT, MEMBER, message, outcome } from './world.js';
import type { World } from './world.js';

const inside = async (world: World, role = 'Ordinary', account = MEMBER): Promise<Credentials> =>
  taken(
    await assume(world, world.keys('management', 'alice'), '', { RoleArn: `arn:aws:iam::${account}:role/${role}` }),
  );
const createUser = async (world: World, role = 'Ordinary', account = MEMBER): Promise<unknown> =>
  world
    .clients(await inside(world, role, account))
    .iam()
    .send(new CreateUserCommand({ UserName: 'new' }));
const NO_USERS = { Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' };
const EXEMPT = { ...NO_USERS, Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/BreakGlass*' } } };
const unit = (world: World): string => world.organization.ous['Workloads']?.id ?? '';

const policies: Subject['rows'] = [
  {
    question: 'An SCP denies in the member account, from the moment that it is attached',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException, once FullAWSAccess is on the OU',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [NO_USERS], unit(world));
      return outcome(createUser(world));
    },
  },
  {
    question: 'What that refusal says',
    aws: 'with an explicit deny in a service control policy',
    fakecloud: '**no reason**',
    ask: async (world) => {
      await attach(world, [NO_USERS]);
      return (
        /with an explicit deny in a service control policy/.exec(await message(createUser(world)))?.[0] ?? 'no reason'
      );
    },
  },
  {
    question: 'The SCP exempts the role: ArnNotLike aws:PrincipalArn `arn:aws:iam::*:role/BreakGlass*`',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [EXEMPT]);
      return outcome(createUser(world, 'BreakGlass'));
    },
  },
  {
    question: 'the same, for a role that is not exempt',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [EXEMPT]);
      return outcome(createUser(world));
    },
  },
  {
    question: 'One level has no SCP that allows',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }], unit(world));
      await world.administrator
        .organizations()
        .send(new DetachPolicyCommand({ PolicyId: 'p-FullAWSAccess', TargetId: unit(world) }));
      return outcome(createUser(world));
    },
  },
  {
    question: 'An SCP over everything binds nobody in the management account',
    aws: 'allowed',
    fakecloud: 'allowed',
    moto: 'allowed',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [{ Effect: 'Deny', Action: '*', Resource: '*' }], world.organization.rootId);
      return outcome(createUser(world, 'Ordinary', MANAGEMENT));
    },
  },
  {
    question: 'An SCP over the role’s account does not stop a user of the management account on the way in',
    aws: 'allowed',
    fakecloud: 'allowed',
    moto: 'allowed',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [{ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }]);
      return outcome(inside(world));
    },
  },
  {
    question: 'An SCP that denies everything, and a call to CloudWatch',
    aws: 'AccessDenied',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: async (world) => {
      await attach(world, [{ Effect: 'Deny', Action: '*', Resource: '*' }]);
      return outcome(
        world
          .clients(await inside(world))
          .cloudwatch()
          .send(new DisableAlarmActionsCommand({ AlarmNames: ['any'] })),
      );
    },
  },
  {
    question: 'CreatePolicy of an SCP with `"Effect": "Foo"`',
    aws: 'MalformedPolicyDocumentException',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: (world) =>
      outcome(
        world.administrator.organizations().send(
          new CreatePolicyCommand({
            Name: 'wrong',
            Description: '',
            Type: 'SERVICE_CONTROL_POLICY',
            Content: document({ ...NO_USERS, Effect: 'Foo' }),
          }),
        ),
      ),
  },
];

const organizations: Subject['rows'] = [
  {
    question: 'A user who may only read makes an OU',
    aws: 'AccessDeniedException',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**no Organizations**',
    ask: (world) =>
      outcome(
        world
          .clients(world.keys('management', 'reader'))
          .organizations()
          .send(new CreateOrganizationalUnitCommand({ ParentId: world.organization.rootId, Name: 'New' })),
      ),
  },
  {
    question: 'A member account lists the accounts',
    aws: 'AccessDeniedException',
    fakecloud: 'AccessDeniedException',
    moto: 'AWSOrganizationsNotInUseException',
    localstack: '**no Organizations**',
    ask: async (world) =>
      outcome(
        world
          .clients(await inside(world))
          .organizations()
          .send(new ListAccountsCommand({})),
      ),
  },
  {
    question: 'What is attached to a new OU',
    aws: 'FullAWSAccess',
    fakecloud: '**nothing**',
    localstack: '**no Organizations**',
    ask: async (world) => {
      const client = world.administrator.organizations();
      const { Roots: [root] = [] } = await client.send(new ListRootsCommand({}));
      const { OrganizationalUnit: made } = await client.send(
        new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: 'New' }),
      );
      const { Policies = [] } = await client.send(
        new ListPoliciesForTargetCommand({ TargetId: made?.Id, Filter: 'SERVICE_CONTROL_POLICY' }),
      );
      return Policies.map(({ Name = '' }) => Name).join(', ');
    },
  },
  {
    question: 'The role that CreateAccount makes lets the management account in',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed, as every role',
    localstack: '**no Organizations**',
    ask: async (world) => {
      const client = world.administrator.organizations();
      const { CreateAccountStatus: begun } = await client.send(
        new CreateAccountCommand({ AccountName: 'new', Email: 'new@example.org' }),
      );
      const { CreateAccountStatus: done } = await client.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: begun?.Id }),
      );
      const session = taken(
        await assume(world, world.keys('management', 'administrator'), '', {
          RoleArn: `arn:aws:iam::${done?.AccountId ?? ''}:role/OrganizationAccountAccessRole`,
        }),
      );
      const { Account } = await world.clients(session).sts().send(new GetCallerIdentityCommand({}));
      return Account === done?.AccountId ? 'allowed' : 'somewhere else';
    },
  },
];

export const guardrails: Subject = { title: 'Guardrails and the organization', rows: [...policies, ...organizations] };
