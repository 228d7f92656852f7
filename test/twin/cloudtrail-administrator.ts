/** An administrator of any account, as tests of CloudTrail need one. */
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { TwinFixture } from './fixture.js';

/** Credentials of the break-glass role in an account. */
export async function administratorOf(
  fixture: TwinFixture,
  account: string,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
  const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', 'break-glass-2');
  const { Credentials: session } = await fixture
    .clients(fixture.keys('management', 'break-glass-2'))
    .sts()
    .send(
      new AssumeRoleCommand({ RoleArn: fixture.roleArn(account), RoleSessionName: 'test', SerialNumber, TokenCode }),
    );
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}
