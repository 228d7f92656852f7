import * as iam from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { refusal, twinFixture } from './fixture.js';
import { ACCOUNT, ADMINISTRATOR, allow, trust, tags, filled, P } from './iam-refusals/filled.js';
import { names, conflicts } from './iam-refusals/rows.js';

describe('IAM refuses', () => {
  for (const [title, rows] of [
    ['wrong names and tags', names],
    ['what other things hang on', conflicts],
  ] as const) {
    it(`${title}, as AWS does, and changes nothing`, async () => {
      const fixture = twinFixture();
      const client = await filled(fixture);
      const everything = async (): Promise<unknown> => ({
        ...(await client.send(new iam.GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))),
        $metadata: undefined,
      });
      const before = await everything();
      for (const [ask, code, status, text] of rows) {
        const answer = await refusal(ask(client));
        expect(answer, ask.toString()).to.deep.include({ code, status });
        expect(answer.message).to.include(text);
      }
      expect(await everything()).to.deep.equal(before);
    });
  }

  it('more than the quotas allow', async () => {
    const fixture = twinFixture();
    const client = await filled(fixture);
    await client.send(new iam.CreateAccessKeyCommand({ UserName: 'u' }));
    expect(await refusal(client.send(new iam.CreateAccessKeyCommand({ UserName: 'u' })))).to.deep.include({
      code: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
    for (let version = 3; version <= 5; version++)
      await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn: P, PolicyDocument: allow() }));
    expect(
      (await refusal(client.send(new iam.CreatePolicyVersionCommand({ PolicyArn: P, PolicyDocument: allow() }))))
        .message,
    ).to.match(/can have up to 5 versions/);
    for (let index = 0; index < 9; index++) {
      await client.send(new iam.CreatePolicyCommand({ PolicyName: `p${index}`, PolicyDocument: allow() }));
      await client.send(
        new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/p${index}` }),
      );
      await client.send(new iam.CreateGroupCommand({ GroupName: `g${index}` }));
      await client.send(new iam.AddUserToGroupCommand({ GroupName: `g${index}`, UserName: 'u' }));
    }
    expect(
      (await refusal(client.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: ADMINISTRATOR }))))
        .message,
    ).to.equal('Cannot exceed quota for PoliciesPerUser: 10');
    await client.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: P }));
    await client.send(new iam.CreateGroupCommand({ GroupName: 'g9' }));
    expect(
      (await refusal(client.send(new iam.AddUserToGroupCommand({ GroupName: 'g9', UserName: 'u' })))).message,
    ).to.equal('Cannot exceed quota for GroupsPerUser: 10');
    await client.send(new iam.TagUserCommand({ UserName: 'u', Tags: tags(50) }));
    await client.send(new iam.TagUserCommand({ UserName: 'u', Tags: [{ Key: 'K0', Value: 'again' }] }));
    expect(
      await refusal(client.send(new iam.TagUserCommand({ UserName: 'u', Tags: [{ Key: 'one-more', Value: '' }] }))),
    ).to.have.property('code', 'LimitExceededException');
  });

  it('to change the roles of Identity Center, whoever asks and however', async () => {
    const fixture = twinFixture();
    const client = fixture.clients(fixture.twin.secrets().administrator).iam();
    const { Roles: roles = [] } = await client.send(new iam.ListRolesCommand({ PathPrefix: '/aws-reserved/' }));
    const RoleName = roles[0]?.RoleName;
    const asks: readonly (() => Promise<unknown>)[] = [
      () => client.send(new iam.DeleteRoleCommand({ RoleName })),
      () => client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust })),
      () => client.send(new iam.UpdateRoleCommand({ RoleName, MaxSessionDuration: 3600 })),
      () => client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR })),
      () => client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: ADMINISTRATOR })),
      () => client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: allow() })),
      () => client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'AwsSSOInlinePolicy' })),
      () => client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: ADMINISTRATOR })),
      () => client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName })),
      () => client.send(new iam.TagRoleCommand({ RoleName, Tags: tags(1) })),
      () => client.send(new iam.UntagRoleCommand({ RoleName, TagKeys: ['k0'] })),
    ];
    for (const ask of asks) {
      const { code, message } = await refusal(ask());
      expect(code, ask.toString()).to.equal('UnmodifiableEntityException');
      expect(message).to.equal(
        `Cannot perform the operation on the protected role '${String(RoleName)}' - this role is only modifiable by AWS`,
      );
    }
  });
});

describe('taking apart what was built', () => {
  it('works in the order that AWS asks for', async () => {
    const fixture = twinFixture();
    const client = await filled(fixture);
    const { AccessKeyMetadata: keys = [] } = await client.send(new iam.ListAccessKeysCommand({ UserName: 'u' }));
    await client.send(new iam.DeleteAccessKeyCommand({ UserName: 'u', AccessKeyId: keys[0]?.AccessKeyId }));
    await client.send(new iam.DetachUserPolicyCommand({ UserName: 'u', PolicyArn: P }));
    await client.send(new iam.RemoveUserFromGroupCommand({ UserName: 'u', GroupName: 'G' }));
    await client.send(new iam.DeleteUserCommand({ UserName: 'u' }));
    await client.send(new iam.DeleteGroupPolicyCommand({ GroupName: 'G', PolicyName: 'p' }));
    await client.send(new iam.DeleteGroupCommand({ GroupName: 'G' }));
    expect(await refusal(client.send(new iam.DeletePolicyCommand({ PolicyArn: P })))).to.deep.include({
      code: 'DeleteConflictException',
    });
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn: P, VersionId: 'v2' }));
    await client.send(new iam.DeletePolicyCommand({ PolicyArn: P }));
    const listed = await client.send(new iam.ListInstanceProfilesForRoleCommand({ RoleName: 'R' }));
    expect(listed.InstanceProfiles?.map(({ Roles: roles }) => roles?.[0]?.RoleName)).to.deep.equal(['R']);
    await client.send(new iam.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'I', RoleName: 'R' }));
    await client.send(new iam.DeleteInstanceProfileCommand({ InstanceProfileName: 'I' }));
    await client.send(new iam.DetachRolePolicyCommand({ RoleName: 'R', PolicyArn: ADMINISTRATOR }));
    await client.send(new iam.DeleteRolePolicyCommand({ RoleName: 'R', PolicyName: 'p' }));
    await client.send(new iam.DeleteRoleCommand({ RoleName: 'R' }));
    for (const gone of [
      new iam.GetUserCommand({ UserName: 'u' }),
      new iam.GetRoleCommand({ RoleName: 'R' }),
      new iam.GetGroupCommand({ GroupName: 'G' }),
    ]) {
      expect(await refusal(client.send(gone as iam.GetUserCommand))).to.have.property('code', 'NoSuchEntityException');
    }
  });
});
