import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRolePolicyCommand,
  GetAccountSummaryCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../aws/signer.js';
import { wallClock } from '../../../base/clock.js';
import { taken } from '../sts-calls.js';
import type { Subject } from './row.js';
import { assume, document, message, openWorld, outcome } from './world.js';
import type { World } from './world.js';

const user = (world: World, name = 'alice'): Credentials => world.keys('management', name);
const inside = async (world: World, more: Parameters<typeof assume>[3] = {}): Promise<Credentials> =>
  taken(await assume(world, user(world), 'Ordinary', more));
const identity = (world: World, credentials: Credentials): Promise<unknown> =>
  world.clients(credentials).sts().send(new GetCallerIdentityCommand({}));
const summary = (world: World, credentials: Credentials): Promise<unknown> =>
  world.clients(credentials).iam().send(new GetAccountSummaryCommand({}));

const keys: Subject['rows'] = [
  {
    question: 'A wrong secret',
    aws: 'SignatureDoesNotMatch',
    fakecloud: 'SignatureDoesNotMatch',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(identity(world, { ...user(world), secretAccessKey: 'x'.repeat(40) })),
  },
  {
    question: 'A key that does not exist',
    aws: 'InvalidClientTokenId',
    fakecloud: 'InvalidClientTokenId',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) => outcome(identity(world, { ...user(world), accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' })),
  },
  {
    question: 'A key that was made inactive',
    aws: 'InvalidClientTokenId',
    fakecloud: 'InvalidClientTokenId',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: async (world) => {
      await world.administrator
        .iam()
        .send(
          new UpdateAccessKeyCommand({ UserName: 'alice', AccessKeyId: user(world).accessKeyId, Status: 'Inactive' }),
        );
      return outcome(identity(world, user(world)));
    },
  },
  {
    question: 'A key that was deleted',
    aws: 'InvalidClientTokenId',
    fakecloud: 'InvalidClientTokenId',
    moto: '**allowed**',
    ask: async (world) => {
      const alice = user(world);
      await world.administrator
        .iam()
        .send(new DeleteAccessKeyCommand({ UserName: 'alice', AccessKeyId: alice.accessKeyId }));
      return outcome(identity(world, alice));
    },
  },
  {
    question: 'A temporary key without its session token',
    aws: 'InvalidClientTokenId',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: async (world) => {
      const { accessKeyId, secretAccessKey } = await inside(world);
      return outcome(identity(world, { accessKeyId, secretAccessKey }));
    },
  },
  {
    question: 'A temporary key with an altered session token',
    aws: 'InvalidClientTokenId',
    fakecloud: '**allowed**',
    moto: '**allowed**',
    ask: async (world) => {
      const session = await inside(world);
      return outcome(
        identity(world, {
          ...session,
          sessionToken: (session.sessionToken ?? '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        }),
      );
    },
  },
  {
    question: 'STS, signed twenty minutes ago',
    aws: 'SignatureDoesNotMatch',
    fakecloud: 'RequestTimeTooSkewed',
    moto: '**allowed**',
    ask: async () => {
      const late = await openWorld({ ...wallClock, now: () => wallClock.now() + 20 * 60_000 });
      try {
        return await outcome(identity(late, user(late)));
      } finally {
        await late.close();
      }
    },
  },
  {
    question: 'A session after its hour',
    aws: 'ExpiredToken',
    fakecloud: 'ExpiredToken',
    ask: async (world) => {
      const session = await inside(world);
      world.clock.advance(3_601_000);
      return outcome(identity(world, session));
    },
  },
];

const ARN_OF_ALICE = 'arn:aws:iam::111122223333:user/alice';

const sessions: Subject['rows'] = [
  {
    question: 'Whose credentials GetSessionToken gives',
    aws: ARN_OF_ALICE,
    moto: '**constant keys from the documentation**',
    localstack: '**constant keys from the documentation**',
    ask: async (world) => {
      const session = taken(await world.clients(user(world)).sts().send(new GetSessionTokenCommand({})));
      return (await world.clients(session).sts().send(new GetCallerIdentityCommand({}))).Arn ?? '';
    },
  },
  {
    question: 'Whose credentials GetFederationToken gives',
    aws: 'arn:aws:sts::111122223333:federated-user/guest',
    moto: '**constant keys from the documentation**',
    localstack: '**constant keys from the documentation**',
    ask: async (world) => {
      const session = taken(
        await world
          .clients(user(world))
          .sts()
          .send(new GetFederationTokenCommand({ Name: 'guest' })),
      );
      return (await world.clients(session).sts().send(new GetCallerIdentityCommand({}))).Arn ?? '';
    },
  },
  {
    question: 'GetCallerIdentity without any permission',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: (world) => outcome(identity(world, user(world, 'carol'))),
  },
  {
    question: 'GetSessionToken without any permission',
    aws: 'allowed',
    fakecloud: '**refused**',
    moto: 'allowed',
    localstack: 'allowed',
    ask: (world) => outcome(world.clients(user(world, 'carol')).sts().send(new GetSessionTokenCommand({}))),
  },
  {
    question: 'A user without a policy makes users',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    localstack: '**allowed**',
    ask: (world) =>
      outcome(
        world
          .clients(user(world, 'carol'))
          .iam()
          .send(new CreateUserCommand({ UserName: 'intruder' })),
      ),
  },
  {
    question: 'A session policy that does not allow',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    ask: async (world) =>
      outcome(
        summary(
          world,
          await inside(world, { Policy: document({ Effect: 'Allow', Action: 'iam:ListRoles', Resource: '*' }) }),
        ),
      ),
  },
  {
    question: 'A session policy that denies',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    ask: async (world) =>
      outcome(
        summary(
          world,
          await inside(world, {
            Policy: document(
              { Effect: 'Allow', Action: '*', Resource: '*' },
              { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
            ),
          }),
        ),
      ),
  },
  {
    question: 'A session policy that is no policy',
    aws: 'MalformedPolicyDocumentException',
    fakecloud: 'MalformedPolicyDocument',
    ask: (world) => outcome(inside(world, { Policy: '{oops' })),
  },
  {
    question: 'Sessions revoked by aws:TokenIssueTime',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    ask: async (world) => {
      const session = await inside(world);
      world.clock.advance(1000);
      const revoke = {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(world.clock.now()).toISOString() } },
      };
      const later = await inside(world);
      await world
        .clients(later)
        .iam()
        .send(
          new PutRolePolicyCommand({
            RoleName: 'Ordinary',
            PolicyName: 'AWSRevokeOlderSessions',
            PolicyDocument: document(revoke),
          }),
        );
      // Whoever signs in afterwards is not meant.
      if ((await outcome(summary(world, later))) !== 'allowed') return 'new sessions too';
      return outcome(summary(world, session));
    },
  },
  {
    question: 'The role’s policy is taken away during the session',
    aws: 'AccessDenied',
    fakecloud: 'AccessDeniedException',
    moto: '**allowed**',
    ask: async (world) => {
      const session = taken(
        await assume(world, user(world), 'Mfa', {
          SerialNumber: world.mfa('management', 'alice').serialNumber,
          TokenCode: world.mfa('management', 'alice').code,
        }),
      );
      const administrator = world.clients(await inside(world)).iam();
      await administrator.send(
        new PutRolePolicyCommand({
          RoleName: 'Mfa',
          PolicyName: 'read',
          PolicyDocument: document({ Effect: 'Allow', Action: 'iam:List*', Resource: '*' }),
        }),
      );
      const list = (): Promise<unknown> => world.clients(session).iam().send(new ListRolesCommand({}));
      if ((await outcome(list())) !== 'allowed') return 'never allowed';
      await administrator.send(new DeleteRolePolicyCommand({ RoleName: 'Mfa', PolicyName: 'read' }));
      return outcome(list());
    },
  },
  {
    question: 'What a refusal is called in the query protocol, and says',
    aws: 'because no identity-based policy allows the iam:GetAccountSummary action',
    fakecloud: '**AccessDeniedException, no reason**',
    ask: async (world) => (await message(summary(world, user(world, 'carol')))).replace(/^.* because/, 'because'),
  },
];

export const credentials: Subject = { title: 'Keys and sessions', rows: [...keys, ...sessions] };
