import { generateKeyPairSync } from 'node:crypto';
import * as iam from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { shippedLandingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { administrator } from './iam-users.js';

const UserName = 'deployment';

/** A certificate of the twin's own: one that a document has. */
async function someCertificate(): Promise<string> {
  const fixture = twinFixture(
    shippedLandingZone(
      'accounts: { management: { users: { old: { otherCredentials: { signer: { kind: signing-certificate } } } } } }',
    ),
  );
  const { Certificates: [one] = [] } = await administrator(fixture).send(
    new iam.ListSigningCertificatesCommand({ UserName: 'old' }),
  );
  return one?.CertificateBody ?? '';
}

const publicKey = (bits = 2048): string =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** A key as OpenSSH 9 writes it (`ssh-keygen -t rsa`, `-e -m PKCS8`, `-l -E md5`). */
const OF_SSH_KEYGEN = {
  ssh: `ssh-rsa ${[
    'AAAAB3NzaC1yc2EAAAADAQABAAABAQCidXaB82ZZUWX2oTEe+xuIp7+wcNqIkOWwTMDGRsvEelX/Qe3hgssBplJvQa',
    '1BkNmuQ7W36ko9Ftu36yorn9fqpXoKUBEM1qKGa2jry7V8M1xd7fdF05ZVeMfmOudCxCwmuesNvFBL+R8wmxtg7qSz',
    'lpMjNImrxzI/woS/K3G1z7xhpUe610jkLrNOHub6TNXVteYVCGnq8vDoVzgDqlp+kppeGPoiLUjyXwQeiFLStpZGA7',
    'E+ecY4DhP1eds1Bbp+XdiBp6IPzZ95qDaUxF5v2ryjN6mQzR8NTjgsKa/+yjM/jko3C1oTxJjG0rg/NYwKBqSXIK4s',
    'kJsW6ES9LO9N',
  ].join('')}`,
  pem: [
    '-----BEGIN PUBLIC KEY-----',
    'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAonV2gfNmWVFl9qExHvsb',
    'iKe/sHDaiJDlsEzAxkbLxHpV/0Ht4YLLAaZSb0GtQZDZrkO1t+pKPRbbt+sqK5/X',
    '6qV6ClARDNaihmto68u1fDNcXe33RdOWVXjH5jrnQsQsJrnrDbxQS/kfMJsbYO6k',
    's5aTIzSJq8cyP8KEvytxtc+8YaVHutdI5C6zTh7m+kzV1bXmFQhp6vLw6Fc4A6pa',
    'fpKaXhj6Ii1I8l8EHohS0raWRgOxPnnGOA4T9XnbNQW6fl3YgaeiD82feag2lMRe',
    'b9q8ozepkM0fDU44LCmv/sozP45KNwtaE8SYxtK4PzWMCgaklyCuLJCbFuhEvSzv',
    'TQIDAQAB',
    '-----END PUBLIC KEY-----',
  ].join('\n'),
  md5: '73:4c:d9:ae:4f:f1:0f:af:70:4b:e1:e7:50:b9:2b:52',
};

const code = async (call: Promise<unknown>): Promise<unknown> => (await refusal(call)).code;

/** The first row of the credential report about the user, by column. */
async function report(client: IAMClient): Promise<Record<string, string>> {
  await client.send(new iam.GenerateCredentialReportCommand({}));
  const { Content: content = new Uint8Array() } = await client.send(new iam.GetCredentialReportCommand({}));
  const [head = '', ...rows] = Buffer.from(content).toString('utf8').split('\n');
  const row = rows.find((one) => one.startsWith(`${UserName},`))?.split(',') ?? [];
  return Object.fromEntries(head.split(',').map((column, index) => [column, row[index] ?? '']));
}

describe('credentials that single services take', () => {
  it('are certificates: two at most, each once, inactive when told so, and gone when deleted', async () => {
    const client = administrator(twinFixture());
    const CertificateBody = await someCertificate();
    const upload = (body = CertificateBody): Promise<iam.UploadSigningCertificateCommandOutput> =>
      client.send(new iam.UploadSigningCertificateCommand({ UserName, CertificateBody: body }));
    expect(await code(upload('no certificate'))).to.equal('MalformedCertificateException');
    const { Certificate: made } = await upload();
    expect(made).to.deep.include({ UserName, CertificateBody, Status: 'Active' });
    expect(made?.CertificateId).to.match(/^\w{24,128}$/);
    expect(await code(upload())).to.equal('DuplicateCertificateException');
    expect(await report(client)).to.deep.include({ cert_1_active: 'true', cert_2_active: 'false' });
    const of = { UserName, CertificateId: made?.CertificateId };
    await client.send(new iam.UpdateSigningCertificateCommand({ ...of, Status: 'Inactive' }));
    const list = async (): Promise<(string | undefined)[]> =>
      (await client.send(new iam.ListSigningCertificatesCommand({ UserName }))).Certificates?.map(
        ({ Status }) => Status,
      ) ?? [];
    expect(await list()).to.deep.equal(['Inactive']);
    await client.send(new iam.DeleteSigningCertificateCommand(of));
    expect(await list()).to.deep.equal([]);
    expect(await code(client.send(new iam.DeleteSigningCertificateCommand(of)))).to.equal('NoSuchEntityException');
  });

  it('are SSH keys of 2048 bits or more, in two forms, five at most', async () => {
    const client = administrator(twinFixture());
    const upload = (SSHPublicKeyBody: string): Promise<iam.UploadSSHPublicKeyCommandOutput> =>
      client.send(new iam.UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody }));
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' });
    for (const wrong of ['ssh-rsa AAAA', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA', publicKey(1024), ec.toString()])
      expect(await code(upload(wrong)), wrong).to.equal('InvalidPublicKeyException');
    const pem = publicKey();
    const { SSHPublicKey: made } = await upload(pem);
    expect(made?.SSHPublicKeyId).to.match(/^APKA\w{16,}$/);
    const get = async (Encoding: iam.EncodingType): Promise<string> => {
      const of = { UserName, SSHPublicKeyId: made?.SSHPublicKeyId, Encoding };
      return (await client.send(new iam.GetSSHPublicKeyCommand(of))).SSHPublicKey?.SSHPublicKeyBody ?? '';
    };
    expect(await get('PEM')).to.equal(pem);
    expect(await get('SSH')).to.match(/^ssh-rsa AAAAB3NzaC1yc2E/);
    expect(made?.Fingerprint).to.match(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(await code(upload(await get('SSH'))), 'the same key').to.equal('DuplicateSSHPublicKeyException');
    for (let index = 0; index < 4; index++) await upload(publicKey());
    expect(await code(upload(publicKey()))).to.equal('LimitExceededException');
    const of = { UserName, SSHPublicKeyId: made?.SSHPublicKeyId };
    await client.send(new iam.UpdateSSHPublicKeyCommand({ ...of, Status: 'Inactive' }));
    const { SSHPublicKeys: [first] = [], IsTruncated } = await client.send(
      new iam.ListSSHPublicKeysCommand({ UserName, MaxItems: 1 }),
    );
    expect([first?.SSHPublicKeyId, first?.Status, IsTruncated]).to.deep.equal([of.SSHPublicKeyId, 'Inactive', true]);
    await client.send(new iam.DeleteSSHPublicKeyCommand(of));
    expect(await code(get('SSH'))).to.equal('NoSuchEntityException');
  });

  it('have the form and the fingerprint that ssh-keygen gives them', async () => {
    const client = administrator(twinFixture());
    const { SSHPublicKey: made } = await client.send(
      new iam.UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: OF_SSH_KEYGEN.pem }),
    );
    const { SSHPublicKey: shown } = await client.send(
      new iam.GetSSHPublicKeyCommand({ UserName, SSHPublicKeyId: made?.SSHPublicKeyId, Encoding: 'SSH' }),
    );
    expect([shown?.SSHPublicKeyBody, shown?.Fingerprint]).to.deep.equal([OF_SSH_KEYGEN.ssh, OF_SSH_KEYGEN.md5]);
  });

  it('are of one service, two of each, with a secret that is told once and an end if one was asked for', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    const create = (
      ServiceName: string,
      CredentialAgeDays?: number,
    ): Promise<iam.CreateServiceSpecificCredentialCommandOutput> =>
      client.send(new iam.CreateServiceSpecificCredentialCommand({ UserName, ServiceName, CredentialAgeDays }));
    expect(await code(create('s3.amazonaws.com'))).to.equal('ServiceNotSupportedException');
    expect(await code(create('codecommit.amazonaws.com', 3))).to.equal('ValidationError');
    const { ServiceSpecificCredential: git } = await create('codecommit.amazonaws.com');
    expect(git?.ServiceUserName).to.equal('deployment-at-111122223333');
    expect(git?.ServicePassword).to.be.a('string').with.length.greaterThan(30);
    const { ServiceSpecificCredential: key } = await create('bedrock.amazonaws.com', 1);
    expect(key?.ServiceCredentialAlias).to.match(/^BedrockAPIKey-.+-at-111122223333$/);
    expect(key?.ServiceCredentialSecret).to.match(/^ABSK/);
    await create('codecommit.amazonaws.com');
    expect(await code(create('codecommit.amazonaws.com'))).to.equal('LimitExceededException');
    const list = async (
      input: iam.ListServiceSpecificCredentialsCommandInput,
    ): Promise<iam.ServiceSpecificCredentialMetadata[]> =>
      (await client.send(new iam.ListServiceSpecificCredentialsCommand(input))).ServiceSpecificCredentials ?? [];
    expect(JSON.stringify(await list({ UserName }))).to.not.include(git?.ServicePassword);
    expect(await list({ UserName, ServiceName: 'bedrock.amazonaws.com' })).to.have.length(1);
    expect(await list({ AllUsers: true, ServiceName: 'codecommit.amazonaws.com' })).to.have.length(2);
    expect(await code(list({ AllUsers: true }))).to.equal('ValidationError');
    const of = { UserName, ServiceSpecificCredentialId: git?.ServiceSpecificCredentialId };
    const { ServiceSpecificCredential: reset } = await client.send(new iam.ResetServiceSpecificCredentialCommand(of));
    expect(reset?.ServicePassword).to.be.a('string').and.not.equal(git?.ServicePassword);
    await client.send(new iam.UpdateServiceSpecificCredentialCommand({ ...of, Status: 'Inactive' }));
    fixture.clock.advance(2 * 86_400_000);
    const [first, second] = await list({ UserName });
    expect([first?.Status, second?.ServiceName, second?.Status]).to.deep.equal([
      'Inactive',
      'bedrock.amazonaws.com',
      'Expired',
    ]);
    await client.send(new iam.DeleteServiceSpecificCredentialCommand(of));
    expect(await list({ UserName })).to.have.length(2);
  });

  it('keep a user from being deleted, and go with it when it is renamed', async () => {
    const client = administrator(twinFixture());
    await client.send(new iam.CreateUserCommand({ UserName: 'one' }));
    const made = await client.send(
      new iam.CreateServiceSpecificCredentialCommand({ UserName: 'one', ServiceName: 'codecommit.amazonaws.com' }),
    );
    await client.send(new iam.UpdateUserCommand({ UserName: 'one', NewUserName: 'two' }));
    const remove = (): Promise<unknown> => client.send(new iam.DeleteUserCommand({ UserName: 'two' }));
    expect(await refusal(remove())).to.deep.include({
      code: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete service specific credential first.',
    });
    await client.send(
      new iam.DeleteServiceSpecificCredentialCommand({
        UserName: 'two',
        ServiceSpecificCredentialId: made.ServiceSpecificCredential?.ServiceSpecificCredentialId,
      }),
    );
    await remove();
  });
});
