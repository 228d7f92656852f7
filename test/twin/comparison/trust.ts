import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DeactivateMFADeviceCommand,
  GetRoleCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Credentials } from '../../../aws/signer.js';
import { taken } from '../sts-calls.js';
import type { Subject } from './row.js';
import { assume, document, MANAGEMENT, MEMBER, outcome, proof } from './world.js';
import type { World } from './world.js';

const user = (world: World, name = 'alice'): Credentials => world.keys('management', name);

/** Alice is deleted, and somebody is made who has her name and permissions. */
async function recreated(world: World): Promise<Credentials> {
  const iam = world.administrator.iam();
  const UserName = 'alice';
  // The helper finds a user's device by its key.
  const { SerialNumber } = proof(world);
  await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: user(world).accessKeyId }));
  await iam.send(new DeactivateMFADeviceCommand({ UserName, SerialNumber }));
  await iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'hop' }));
  await iam.send(new DeleteUserCommand({ UserName }));
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: 'hop',
      PolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }),
    }),
  );
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
}

async function inside(world: World, role = 'Ordinary'): Promise<Credentials> {
  return taken(await assume(world, user(world), role));
}

const trusting = (principal: string): string =>
  document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: principal } });

const principals: Subject['rows'] = [
  {
    question: 'The trust policy names another user',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world, 'bob'), 'Alice')),
  },
  {
    question: 'The user has no policy of its own, and the role is in another account',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world, 'carol'), 'Ordinary')),
  },
  {
    question: 'The user’s own policy denies',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world, 'forbidden'), 'Ordinary')),
  },
  {
    question: 'The user’s permissions boundary does not allow',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world, 'bounded'), 'Ordinary')),
  },
  {
    question: 'The role trusts its own account; a user of it without a policy asks',
    aws: 'AccessDenied',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) =>
      outcome(assume(world, user(world, 'carol'), '', { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/OwnAccount` })),
  },
  {
    question: 'The user named was deleted, and made again with the same name',
    aws: 'AccessDenied',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: async (world) => outcome(assume(world, await recreated(world), 'Alice')),
  },
  {
    question: 'What GetRole then shows for the user named',
    aws: 'its unique id',
    fakecloud: '**its ARN**',
    ask: async (world) => {
      await recreated(world);
      const { Role: role } = await world
        .clients(await ordinary(world))
        .iam()
        .send(new GetRoleCommand({ RoleName: 'Alice' }));
      return /"AIDA[A-Z0-9]{17}"/.test(decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''))
        ? 'its unique id'
        : 'its ARN';
    },
  },
  {
    question: 'CreateRole with a trust policy that names a user who does not exist',
    aws: 'MalformedPolicyDocumentException',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    ask: (world) =>
      outcome(
        world.administrator.iam().send(
          new CreateRoleCommand({
            RoleName: 'New',
            AssumeRolePolicyDocument: trusting(`arn:aws:iam::${MANAGEMENT}:user/nobody`),
          }),
        ),
      ),
  },
  {
    question: 'CreateRole with `{oops` for a trust policy',
    aws: 'MalformedPolicyDocumentException',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) =>
      outcome(
        world.administrator.iam().send(new CreateRoleCommand({ RoleName: 'New', AssumeRolePolicyDocument: '{oops' })),
      ),
  },
];

/** A session that may read roles, of somebody who is still the one that was trusted. */
async function ordinary(world: World): Promise<Credentials> {
  return taken(await assume(world, user(world, 'bob'), 'Ordinary'));
}

const conditions: Subject['rows'] = [
  {
    question: 'sts:ExternalId in the trust policy, the right one',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: (world) => outcome(assume(world, user(world), 'External', { ExternalId: 'agreed' })),
  },
  {
    question: 'the same, a wrong one',
    aws: 'AccessDenied',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world), 'External', { ExternalId: 'guessed' })),
  },
  {
    question: 'sts:RoleSessionName in the trust policy, the right one',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: (world) => outcome(assume(world, user(world), 'Named', { RoleSessionName: 'emergency' })),
  },
  {
    question: 'aws:PrincipalOrgID in the trust policy, a user of the organization',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: (world) => outcome(assume(world, user(world), 'Members')),
  },
  {
    question: 'the same, a user of an account outside',
    aws: 'AccessDenied',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, world.keys('stranger', 'mallory'), 'Members')),
  },
];

const targets: Subject['rows'] = [
  {
    question: 'The role does not exist',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(assume(world, user(world), 'Nobody')),
  },
  {
    question: 'The account does not exist',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    ask: (world) => outcome(assume(world, user(world), '', { RoleArn: 'arn:aws:iam::123456789012:role/Ordinary' })),
  },
  {
    question: 'RoleArn is no ARN',
    aws: 'ValidationError',
    fakecloud: 'AccessDeniedException',
    localstack: 'ValidationError',
    ask: (world) => outcome(assume(world, user(world), '', { RoleArn: 'not-an-arn-at-all-really' })),
  },
  ...[7201, 899, 43_201].map((DurationSeconds) => ({
    question: `${DurationSeconds} seconds are asked for, of a role that allows 7200`,
    aws: 'ValidationError',
    fakecloud: 'ValidationError',
    moto: '**allowed**',
    ...(DurationSeconds === 899 ? {} : { localstack: '**allowed**' }),
    ask: (world: World) => outcome(assume(world, user(world), 'Mfa', { ...proof(world), DurationSeconds })),
  })),
  {
    question: 'Role chaining: the trust policy names the first role by its ARN',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: async (world) => outcome(assume(world, await inside(world), 'Next')),
  },
  {
    question: 'A chained session of more than an hour',
    aws: 'ValidationError',
    fakecloud: '**not checked** (read in its source)',
    moto: '**allowed**',
    ask: async (world) => outcome(assume(world, await inside(world), 'Next', { DurationSeconds: 3601 })),
  },
  {
    question: 'A role that is trusted by nobody else, asked for by a role that is not named',
    aws: 'AccessDenied',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: async (world) =>
      outcome(
        assume(world, await inside(world, 'BreakGlass'), 'Next', { RoleArn: `arn:aws:iam::${MEMBER}:role/Next` }),
      ),
  },
];

export const trust: Subject = { title: 'Trust policies', rows: [...principals, ...conditions, ...targets] };
