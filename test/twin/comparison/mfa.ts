import { CreateVirtualMFADeviceCommand, EnableMFADeviceCommand } from '@aws-sdk/client-iam';
import { GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { Credentials } from '../../../aws/signer.js';
import { taken } from '../sts-calls.js';
import type { Subject } from './row.js';
import { assume, message, MANAGEMENT, outcome, proof } from './world.js';
import type { World } from './world.js';

const alice = (world: World): Credentials => world.keys('management', 'alice');

async function mfaSession(world: World): Promise<Credentials> {
  return taken(
    await world
      .clients(alice(world))
      .sts()
      .send(new GetSessionTokenCommand(proof(world))),
  );
}

export const mfa: Subject = {
  title: 'MFA',
  rows: [
    {
      question: 'The trust policy demands MFA; none is brought',
      aws: 'AccessDenied',
      fakecloud: 'AccessDeniedException',
      moto: '**allowed**',
      localstack: '**allowed**',
      ask: (world) => outcome(assume(world, alice(world), 'Mfa')),
    },
    {
      question: 'The right code with AssumeRole, into another account',
      aws: 'allowed',
      fakecloud: '**refused**',
      moto: 'allowed',
      localstack: 'allowed',
      ask: (world) => outcome(assume(world, alice(world), 'Mfa', proof(world))),
    },
    {
      question: 'The right code with AssumeRole, in the same account',
      aws: 'allowed',
      fakecloud: 'allowed',
      moto: 'allowed',
      localstack: 'allowed',
      ask: (world) =>
        outcome(
          assume(world, alice(world), '', { RoleArn: `arn:aws:iam::${MANAGEMENT}:role/SameAccount`, ...proof(world) }),
        ),
    },
    {
      question: 'GetSessionToken with MFA, then AssumeRole without a code',
      aws: 'allowed',
      fakecloud: '**refused**',
      moto: '**keys that are nobody’s**',
      localstack: '**keys that are nobody’s**',
      ask: async (world) => outcome(assume(world, await mfaSession(world), 'Mfa')),
    },
    {
      question: 'Such a session, and a code as well',
      aws: 'allowed',
      fakecloud: 'allowed',
      ask: async (world) => outcome(assume(world, await mfaSession(world), 'Mfa', proof(world, 'alice', 1))),
    },
    {
      question: 'GetSessionToken without MFA, then AssumeRole where MFA is demanded',
      aws: 'AccessDenied',
      ask: async (world) =>
        outcome(
          assume(world, taken(await world.clients(alice(world)).sts().send(new GetSessionTokenCommand({}))), 'Mfa'),
        ),
    },
    {
      question: 'A code of ten minutes ago, and what is said of it',
      aws: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      fakecloud: 'refused, without saying why',
      moto: '**allowed**',
      localstack: '**allowed**',
      ask: async (world) => (await message(assume(world, alice(world), 'Mfa', proof(world, 'alice', -20)))).trim(),
    },
    {
      question: 'The same code a second time',
      aws: 'AccessDenied',
      fakecloud: 'not reached; **allowed** where IAM is off',
      moto: '**allowed**',
      localstack: '**allowed**',
      ask: async (world) => {
        await assume(world, alice(world), 'Mfa', proof(world));
        return outcome(assume(world, alice(world), 'Mfa', proof(world)));
      },
    },
    {
      question: 'The right code of somebody else’s device',
      aws: 'AccessDenied',
      fakecloud: 'refused, without saying why',
      moto: '**allowed**',
      localstack: '**allowed**',
      ask: (world) => outcome(assume(world, alice(world), 'Mfa', proof(world, 'bob'))),
    },
    {
      question: 'EnableMFADevice with wrong codes',
      aws: 'InvalidAuthenticationCodeException',
      fakecloud: '**allowed**',
      moto: '**allowed**',
      localstack: '**allowed**',
      ask: async (world) => {
        const iam = world.administrator.iam();
        const { VirtualMFADevice: device } = await iam.send(
          new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'new' }),
        );
        return outcome(
          iam.send(
            new EnableMFADeviceCommand({
              UserName: 'carol',
              SerialNumber: device?.SerialNumber,
              AuthenticationCode1: '000000',
              AuthenticationCode2: '000001',
            }),
          ),
        );
      },
    },
  ],
};
