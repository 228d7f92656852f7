import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal, twinFixture } from './fixture.js';
import { ACCOUNT, document, administrator, codes } from './iam-users.js';

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
