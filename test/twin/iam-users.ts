/** Users with a key and a device, made through the API. */
import * as iam from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { TOTP } from 'otpauth';
import type { TwinFixture } from './fixture.js';

export const ACCOUNT = '111122223333';

export const document = (...Statement: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

export const assumeAnywhere = document({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Resource: 'arn:aws:iam::*:role/emergency/Emergency',
});

export const trusting = (user: string, extra: object = {}): string =>
  document({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/${user}` },
    ...extra,
  });

export const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

export function administrator(fixture: TwinFixture): IAMClient {
  return fixture.clients(fixture.twin.secrets().administrator).iam();
}

/** The codes that a device shows from `first` steps after now on. */
export function codes(fixture: TwinFixture, seed: string, first: number): [string, string] {
  const totp = new TOTP({ secret: seed, period: 30, digits: 6 });
  const at = (step: number): string => totp.generate({ timestamp: fixture.clock.now() + step * 30_000 });
  return [at(first), at(first + 1)];
}

/** A user with a key and an enabled virtual device. */
export async function userWithDevice(
  fixture: TwinFixture,
  UserName: string,
): Promise<{ keys: { accessKeyId: string; secretAccessKey: string }; serial: string; seed: string }> {
  const client = administrator(fixture);
  await client.send(new iam.CreateUserCommand({ UserName, Path: '/emergency/' }));
  const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
  const { VirtualMFADevice: device } = await client.send(
    new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }),
  );
  const seed = Buffer.from(device?.Base32StringSeed ?? []).toString('ascii');
  const [AuthenticationCode1, AuthenticationCode2] = codes(fixture, seed, -1);
  await client.send(
    new iam.EnableMFADeviceCommand({
      UserName,
      SerialNumber: device?.SerialNumber,
      AuthenticationCode1,
      AuthenticationCode2,
    }),
  );
  return {
    keys: { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' },
    serial: device?.SerialNumber ?? '',
    seed,
  };
}
