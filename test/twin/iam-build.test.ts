import * as iam from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { taken } from './sts-calls.js';

const ACCOUNT = '111122223333';
const document = (...Statement: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const assumeAnywhere = document({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Resource: 'arn:aws:iam::*:role/emergency/Emergency',
});
const trusting = (user: string, extra: object = {}): string =>
  document({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/${user}` },
    ...extra,
  });
const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

function administrator(fixture: TwinFixture): IAMClient {
  return fixture.clients(fixture.twin.secrets().administrator).iam();
}

/** The codes that a device shows from `first` steps after now on. */
function codes(fixture: TwinFixture, seed: string, first: number): [string, string] {
  const totp = new TOTP({ secret: seed, period: 30, digits: 6 });
  const at = (step: number): string => totp.generate({ timestamp: fixture.clock.now() + step * 30_000 });
  return [at(first), at(first + 1)];
}

/** A user with a key and an enabled virtual device. */
async function userWithDevice(
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

describe('MFA devices', () => {
  it('are enabled by two codes in a row, however wrong their clock, and by nothing else', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    const { VirtualMFADevice: device } = await client.send(
      new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone', Path: '/emergency/' }),
    );
    expect(device?.SerialNumber).to.equal(`arn:aws:iam::${ACCOUNT}:mfa/emergency/phone`);
    const seed = Buffer.from(device?.Base32StringSeed ?? []).toString('ascii');
    expect(seed).to.match(/^[A-Z2-7]{64}$/);
    expect(Buffer.from(device?.QRCodePNG ?? []).toString('latin1'))
      .to.match(/^\x89PNG/)
      .and.include(`secret=${seed}`);
    const enable = (
      [AuthenticationCode1, AuthenticationCode2]: readonly [string, string],
      UserName = 'deployment',
    ): Promise<unknown> =>
      client.send(
        new iam.EnableMFADeviceCommand({
          UserName,
          SerialNumber: device?.SerialNumber,
          AuthenticationCode1,
          AuthenticationCode2,
        }),
      );
    const [first, second] = codes(fixture, seed, 0);
    const [, third] = codes(fixture, seed, 1);
    for (const wrong of [
      [second, first],
      [first, first],
      [first, third],
      ['000000', '000000'],
      ['abc', 'def'],
    ] as const) {
      expect(await refusal(enable(wrong)), wrong.join()).to.deep.include({
        code: 'InvalidAuthenticationCodeException',
        status: 403,
      });
    }
    expect(await refusal(enable(codes(fixture, seed, 30)))).to.have.property(
      'code',
      'InvalidAuthenticationCodeException',
    );
    await enable(codes(fixture, seed, 15));
    expect(await refusal(enable(codes(fixture, seed, 17), 'break-glass-1'))).to.have.property(
      'code',
      'EntityAlreadyExistsException',
    );
    expect(
      (await client.send(new iam.GetMFADeviceCommand({ UserName: 'deployment', SerialNumber: device?.SerialNumber })))
        .EnableDate,
    ).to.be.instanceOf(Date);
    const ask = (TokenCode: string): Promise<unknown> => {
      const sts = fixture.clients(fixture.keys('management', 'deployment')).sts();
      return sts.send(
        new AssumeRoleCommand({
          RoleArn: fixture.roleArn('payments-1'),
          RoleSessionName: 'test',
          SerialNumber: device?.SerialNumber,
          TokenCode,
        }),
      );
    };
    expect((await refusal(ask(codes(fixture, seed, 0)[0]))).message, 'its clock is ahead').to.include(
      'invalid MFA one time pass code',
    );
    expect((await refusal(ask(codes(fixture, seed, 17)[0]))).message).to.include('is not authorized');
    await client.send(
      new iam.ResyncMFADeviceCommand({
        UserName: 'deployment',
        SerialNumber: device?.SerialNumber,
        AuthenticationCode1: first,
        AuthenticationCode2: second,
      }),
    );
    expect((await refusal(ask(third))).message, 'synchronized anew').to.include('is not authorized');
  });

  it('are eight at most, and are deleted after they were deactivated', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    await client.send(new iam.CreateUserCommand({ UserName: 'many' }));
    const add = async (name: string): Promise<unknown> => {
      const { VirtualMFADevice: device } = await client.send(
        new iam.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }),
      );
      const [AuthenticationCode1, AuthenticationCode2] = codes(
        fixture,
        Buffer.from(device?.Base32StringSeed ?? []).toString('ascii'),
        -1,
      );
      return client.send(
        new iam.EnableMFADeviceCommand({
          UserName: 'many',
          SerialNumber: device?.SerialNumber,
          AuthenticationCode1,
          AuthenticationCode2,
        }),
      );
    };
    for (let index = 0; index < 8; index++) await add(`d${index}`);
    expect(await refusal(add('d8'))).to.have.property('code', 'LimitExceededException');
    const SerialNumber = `arn:aws:iam::${ACCOUNT}:mfa/d0`;
    const remove = (): Promise<unknown> => client.send(new iam.DeleteVirtualMFADeviceCommand({ SerialNumber }));
    expect(await refusal(remove())).to.deep.include({
      code: 'DeleteConflictException',
      message: 'MFA VirtualDevice in use. Must deactivate first.',
    });
    await client.send(new iam.DeactivateMFADeviceCommand({ UserName: 'many', SerialNumber }));
    const unassigned = await client.send(new iam.ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }));
    expect(unassigned.VirtualMFADevices?.map((device) => device.SerialNumber)).to.deep.equal([
      SerialNumber,
      `arn:aws:iam::${ACCOUNT}:mfa/d8`,
    ]);
    await remove();
    expect(await refusal(remove())).to.have.property('code', 'NoSuchEntityException');
  });
});

describe('passwords', () => {
  it('conform to the policy of the account, and are changed by whoever knows the old one', async () => {
    const fixture = twinFixture();
    const client = administrator(fixture);
    const create = (UserName: string, Password: string): Promise<unknown> =>
      client.send(new iam.CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired: true }));
    for (const weak of ['Short1!', 'nouppercaseornumber', 'onlylower1'])
      expect(await refusal(create('deployment', weak)), weak).to.have.property(
        'code',
        'PasswordPolicyViolationException',
      );
    await create('deployment', 'Correct-horse-7');
    await client.send(new iam.UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 20, RequireNumbers: true }));
    const user = fixture.clients(fixture.keys('management', 'deployment')).iam();
    await client.send(
      new iam.PutUserPolicyCommand({
        UserName: 'deployment',
        PolicyName: 'own',
        PolicyDocument: document({
          Effect: 'Allow',
          Action: 'iam:ChangePassword',
          Resource: 'arn:aws:iam::*:user/${aws:username}',
        }),
      }),
    );
    const change = (OldPassword: string, NewPassword: string): Promise<unknown> =>
      user.send(new iam.ChangePasswordCommand({ OldPassword, NewPassword }));
    expect(await refusal(change('Correct-horse-8', 'another-long-password-1'))).to.have.property(
      'code',
      'AccessDenied',
    );
    expect(await refusal(change('Correct-horse-7', 'Correct-horse-9'))).to.have.property(
      'code',
      'PasswordPolicyViolationException',
    );
    fixture.clock.advance(86_400_000);
    await change('Correct-horse-7', 'another-long-password-1');
    expect(
      (await client.send(new iam.GetLoginProfileCommand({ UserName: 'deployment' }))).LoginProfile,
    ).to.have.property('PasswordResetRequired', false);
    await client.send(new iam.DeleteLoginProfileCommand({ UserName: 'deployment' }));
    expect(
      await refusal(
        client.send(new iam.UpdateLoginProfileCommand({ UserName: 'deployment', PasswordResetRequired: true })),
      ),
    ).to.have.property('code', 'NoSuchEntityException');
    await client.send(new iam.DeleteAccountPasswordPolicyCommand({}));
    expect(await refusal(client.send(new iam.DeleteAccountPasswordPolicyCommand({})))).to.have.property(
      'code',
      'NoSuchEntityException',
    );
  });
});
