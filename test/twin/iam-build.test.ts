import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal, twinFixture } from './fixture.js';
import { ACCOUNT, document, assumeAnywhere, trusting, mfa, administrator, codes, userWithDevice } from './iam-users.js';
import { taken } from './sts-calls.js';

describe('a break-glass set-up made through the API', () => {
  it('lets its user in with a code of its device, once for each code, and nobody else', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    const { keys, serial, seed } = await userWithDevice(fixture, 'rescue-1');
    await client.send(
      new iam.PutUserPolicyCommand({ UserName: 'rescue-1', PolicyName: 'assume', PolicyDocument: assumeAnywhere }),
    );
    const { Role: role } = await client.send(
      new iam.CreateRoleCommand({
        RoleName: 'Emergency',
        Path: '/emergency/',
        AssumeRolePolicyDocument: trusting('emergency/rescue-1', mfa),
        MaxSessionDuration: 7200,
      }),
    );
    await client.send(
      new iam.AttachRolePolicyCommand({
        RoleName: 'Emergency',
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    );
    const sts = fixture.clients(keys).sts();
    const hop = (TokenCode?: string): Promise<unknown> =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: role?.Arn,
          RoleSessionName: 'drill',
          ...(TokenCode === undefined ? {} : { SerialNumber: serial, TokenCode }),
        }),
      );
    expect(await refusal(hop())).to.have.property('code', 'AccessDenied');
    expect(await refusal(hop(codes(fixture, seed, 0)[0])), 'a code that enabled the device').to.have.property(
      'code',
      'AccessDenied',
    );
    fixture.clock.advance(30_000);
    const [code] = codes(fixture, seed, 0);
    const session = await sts.send(
      new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: 'drill', SerialNumber: serial, TokenCode: code }),
    );
    expect(await fixture.clients(taken(session)).sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Arn',
      `arn:aws:sts::${ACCOUNT}:assumed-role/Emergency/drill`,
    );
    expect(await refusal(hop(code))).to.have.property('code', 'AccessDenied');
  });

  it('counts a boundary, a deleted policy version and a group', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    await client.send(new iam.CreateUserCommand({ UserName: 'reader' }));
    await client.send(new iam.CreateGroupCommand({ GroupName: 'Readers' }));
    const { Policy: policy } = await client.send(
      new iam.CreatePolicyCommand({
        PolicyName: 'Read',
        PolicyDocument: document({ Effect: 'Allow', Action: 'iam:GetAccountSummary', Resource: '*' }),
      }),
    );
    await client.send(new iam.AttachGroupPolicyCommand({ GroupName: 'Readers', PolicyArn: policy?.Arn }));
    const { AccessKey: key } = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'reader' }));
    const reader = fixture
      .clients({ accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' })
      .iam();
    const read = (): Promise<unknown> => reader.send(new iam.GetAccountSummaryCommand({}));
    const isRefused = async (): Promise<string> => (await refusal(read())).message;
    expect(await isRefused(), 'not in the group').to.include('no identity-based policy allows');
    await client.send(new iam.AddUserToGroupCommand({ GroupName: 'Readers', UserName: 'reader' }));
    await read();
    await client.send(
      new iam.PutUserPermissionsBoundaryCommand({
        UserName: 'reader',
        PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
      }),
    );
    await read();
    await client.send(
      new iam.CreatePolicyVersionCommand({
        PolicyArn: policy?.Arn,
        PolicyDocument: document({ Effect: 'Allow', Action: 'iam:CreateGroup', Resource: '*' }),
        SetAsDefault: true,
      }),
    );
    expect(await isRefused(), 'another version').to.include('no identity-based policy allows');
    expect((await refusal(reader.send(new iam.CreateGroupCommand({ GroupName: 'x' })))).message).to.include(
      'no permissions boundary allows',
    );
    await client.send(new iam.DeleteUserPermissionsBoundaryCommand({ UserName: 'reader' }));
    await reader.send(new iam.CreateGroupCommand({ GroupName: 'x' }));
    await client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn: policy?.Arn, VersionId: 'v1' }));
    await read();
    await client.send(
      new iam.UpdateAccessKeyCommand({ UserName: 'reader', AccessKeyId: key?.AccessKeyId, Status: 'Inactive' }),
    );
    expect(await refusal(read())).to.have.property('code', 'InvalidClientTokenId');
  });

  it('is shown as it was written: documents to the character, trust with names', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    const text = `{\n  "Version": "2012-10-17",\n  "Statement": [ { "Sid": "Units", "Effect": "Allow", "Action": "iam:GetUser", "Resource": "*" } ]\n}`;
    await client.send(new iam.CreateUserCommand({ UserName: 'a', Tags: [{ Key: 'team', Value: 'blue' }] }));
    await client.send(new iam.PutUserPolicyCommand({ UserName: 'a', PolicyName: 'p', PolicyDocument: text }));
    const { PolicyDocument: shown } = await client.send(
      new iam.GetUserPolicyCommand({ UserName: 'a', PolicyName: 'p' }),
    );
    expect(decodeURIComponent(shown ?? '')).to.equal(text);
    await client.send(new iam.CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: trusting('a') }));
    const principal = async (): Promise<unknown> => {
      const { Role: role } = await client.send(new iam.GetRoleCommand({ RoleName: 'R' }));
      return (
        JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')) as {
          Statement: { Principal: { AWS: string } }[];
        }
      ).Statement[0]?.Principal.AWS;
    };
    expect(await principal()).to.equal(`arn:aws:iam::${ACCOUNT}:user/a`);
    await client.send(new iam.UpdateUserCommand({ UserName: 'a', NewUserName: 'b', NewPath: '/moved/' }));
    expect(await principal(), 'a renamed user is the same').to.equal(`arn:aws:iam::${ACCOUNT}:user/moved/b`);
    await client.send(new iam.DeleteUserPolicyCommand({ UserName: 'b', PolicyName: 'p' }));
    await client.send(new iam.DeleteUserCommand({ UserName: 'b' }));
    const dangling = await principal();
    expect(dangling).to.match(/^AIDA/);
    await client.send(new iam.CreateUserCommand({ UserName: 'b', Path: '/moved/' }));
    expect(await principal(), 'a stranger of the same name').to.equal(dangling);
    const again = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: dangling } });
    expect(
      await refusal(client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: again }))),
    ).to.deep.include({
      code: 'MalformedPolicyDocumentException',
      message: `Invalid principal in policy: "AWS":"${String(dangling)}"`,
    });
  });
});
