/** Calls of STS that tests make again and again, through the SDK client. */
import { AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { Credentials } from '../../aws/signer.js';
import type { TwinFixture } from './fixture.js';

/** What was issued, ready to sign with. */
export function taken({ Credentials: issued }: Pick<AssumeRoleCommandOutput, 'Credentials'>): Credentials {
  return {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
}

/** A GetSessionToken session with the code that the user's device shows now; a code works once. */
export async function withMfa(
  fixture: TwinFixture,
  user = 'break-glass-1',
  account = 'management',
): Promise<Credentials> {
  const { serialNumber, code } = fixture.mfa(account, user);
  return taken(
    await fixture
      .clients(fixture.keys(account, user))
      .sts()
      .send(new GetSessionTokenCommand({ SerialNumber: serialNumber, TokenCode: code })),
  );
}

/** AssumeRole of the break-glass role of an account, or of `more.RoleArn`. */
export function assume(
  fixture: TwinFixture,
  credentials: Credentials,
  account: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<AssumeRoleCommandOutput> {
  return fixture
    .clients(credentials)
    .sts()
    .send(new AssumeRoleCommand({ RoleArn: fixture.roleArn(account), RoleSessionName: 'test', ...more }));
}
