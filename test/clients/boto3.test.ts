import { join } from 'node:path';
import { STSClient, AssumeRoleCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { IAMClient, GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { pythonClients, succeed } from '../python.js';
import { emulate } from './emulator.js';

describe('clients nobody here wrote, against emulate', () => {
  let running: Awaited<ReturnType<typeof emulate>>;
  before(async () => {
    running = await emulate();
  });
  after(() => {
    running.child.kill('SIGTERM');
  });

  it('the JavaScript SDK signs in with MFA, assumes the role, acts, and is refused without a code', async () => {
    const { ready } = running;
    const user = ready.users['break-glass-2'];
    if (user?.mfaSerial === undefined || user.mfaSeed === undefined) throw new Error('no break-glass-2');
    const client = { endpoint: ready.endpoint, region: 'eu-central-1' };
    const sts = new STSClient({ ...client, credentials: user });
    const role = {
      RoleArn: `arn:aws:iam::${ready.accounts['webshop-1'] ?? ''}:role/break-glass/BreakGlass`,
      RoleSessionName: 'javascript',
    };
    const refused = await sts.send(new AssumeRoleCommand(role)).then(
      () => 'let in',
      (error: Error) => error.name,
    );
    expect(refused).to.equal('AccessDenied');
    const { Credentials: session } = await sts.send(
      new GetSessionTokenCommand({
        SerialNumber: user.mfaSerial,
        TokenCode: new TOTP({ secret: user.mfaSeed }).generate(),
      }),
    );
    const take = (issued: typeof session): { accessKeyId: string; secretAccessKey: string; sessionToken: string } => ({
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    });
    const { Credentials: inside } = await new STSClient({ ...client, credentials: take(session) }).send(
      new AssumeRoleCommand(role),
    );
    expect(
      await new IAMClient({ ...client, credentials: take(inside) }).send(new GetAccountSummaryCommand({})),
    ).to.have.property('SummaryMap');
  });

  it('boto3 does the same, and more', () => {
    const found = JSON.parse(
      succeed(join(pythonClients(), 'python'), ['-B', 'test/clients/break_glass.py'], { input: running.line }),
    ) as Record<string, never> & { entered: string[] };
    const refused = (what: string, code: string, status: number): void =>
      void expect(found[what], what).to.deep.include({ refused: code, status });
    expect(found).to.deep.include({
      identity: 'arn:aws:iam::111122223333:user/break-glass/break-glass-1',
      accounts: 17,
      summary: 3,
    });
    expect(found['trust']).to.deep.equal({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
    expect(found['roles']).to.have.length(3).and.include('BreakGlass');
    expect(found.entered).to.have.length(16);
    expect(found['not entered']).to.deep.equal({ 'old-datalake': 'AccessDenied', stranger: 'AccessDenied' });
    for (const who of ['without mfa', 'outsider', 'ordinary user', 'wrong code', 'code used twice'])
      refused(who, 'AccessDenied', 403);
    expect(found['wrong code']).to.have.property(
      'message',
      'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    );
    refused('missing role', 'NoSuchEntity', 404);
    refused('not there', 'NotImplemented', 501);
    refused('wrong secret', 'SignatureDoesNotMatch', 403);
    refused('expired', 'ExpiredToken', 403);
  });

  it('emulate printed its one line and nothing else', () => {
    expect(running.output()).to.equal(`${running.line}\n`);
  });
});
