import * as iam from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const ACCOUNT = '111122223333';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (padding = 0): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'x'.repeat(padding), Effect: 'Allow', Action: '*', Resource: '*' }],
  });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }],
});
const tags = (count: number): { Key: string; Value: string }[] =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

/** User u with a key, group G with u and two policies, role R with two policies, managed policy P with two versions on u. */
async function filled(fixture: TwinFixture): Promise<IAMClient> {
  const client = fixture.clients(fixture.twin.secrets().administrator).iam();
  await client.send(new iam.CreateUserCommand({ UserName: 'u' }));
  await client.send(new iam.CreateAccessKeyCommand({ UserName: 'u' }));
  await client.send(new iam.CreateGroupCommand({ GroupName: 'G' }));
  await client.send(new iam.AddUserToGroupCommand({ GroupName: 'G', UserName: 'u' }));
  await client.send(new iam.PutGroupPolicyCommand({ GroupName: 'G', PolicyName: 'p', PolicyDocument: allow() }));
  await client.send(new iam.CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: trust }));
  await client.send(new iam.PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow() }));
  await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: ADMINISTRATOR }));
  await client.send(new iam.CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: allow() }));
  await client.send(
    new iam.CreatePolicyVersionCommand({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/P`, PolicyDocument: allow() }),
  );
  await client.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/P` }));
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'I' }));
  await client.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'I', RoleName: 'R' }));
  return client;
}

/** What is asked, the code, the HTTP status, a part of the text. */
type Row = readonly [ask: (client: IAMClient) => Promise<unknown>, code: string, status: number, text: string | RegExp];

const P = `arn:aws:iam::${ACCOUNT}:policy/P`;
const NONE = `arn:aws:iam::${ACCOUNT}:policy/None`;

const names: readonly Row[] = [
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'U' })),
    'EntityAlreadyExistsException',
    409,
    'User with name U already exists.',
  ],
  [
    (c) => c.send(new iam.CreateGroupCommand({ GroupName: 'g' })),
    'EntityAlreadyExistsException',
    409,
    'Group with name g already exists.',
  ],
  [
    (c) => c.send(new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust })),
    'EntityAlreadyExistsException',
    409,
    'Role with name r already exists.',
  ],
  [
    (c) => c.send(new iam.CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: allow() })),
    'EntityAlreadyExistsException',
    409,
    'A policy called P already exists. Duplicate names are not allowed.',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'a b' })),
    'ValidationError',
    400,
    'The specified value for userName is invalid.',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'x'.repeat(65) })),
    'ValidationError',
    400,
    'length less than or equal to 64',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', Path: '/a' })),
    'ValidationError',
    400,
    'The specified value for path is invalid.',
  ],
  [
    (c) =>
      c.send(
        new iam.CreateRoleCommand({ RoleName: 'n', Path: '/aws-service-role/x/', AssumeRolePolicyDocument: trust }),
      ),
    'ValidationError',
    400,
    'The specified value for path is invalid.',
  ],
  [
    (c) =>
      c.send(new iam.CreateRoleCommand({ RoleName: 'n', AssumeRolePolicyDocument: trust, MaxSessionDuration: 3599 })),
    'ValidationError',
    400,
    'value greater than or equal to 3600',
  ],
  [
    (c) => c.send(new iam.UpdateRoleCommand({ RoleName: 'R', MaxSessionDuration: 43_201 })),
    'ValidationError',
    400,
    'value less than or equal to 43200',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', PermissionsBoundary: NONE })),
    'NoSuchEntityException',
    404,
    `Scope ARN: ${NONE} does not exist or is not attachable.`,
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', Tags: tags(51) })),
    'ValidationError',
    400,
    'length less than or equal to 50',
  ],
  [
    (c) =>
      c.send(
        new iam.CreateUserCommand({
          UserName: 'n',
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'A', Value: '2' },
          ],
        }),
      ),
    'InvalidInputException',
    400,
    'Duplicate tag keys found.',
  ],
  [
    (c) => c.send(new iam.TagUserCommand({ UserName: 'u', Tags: [{ Key: 'aws:x', Value: '' }] })),
    'InvalidInputException',
    400,
    'reserved',
  ],
  [(c) => c.send(new iam.CreateAccountAliasCommand({ AccountAlias: 'Upper' })), 'ValidationError', 400, 'accountAlias'],
  [
    (c) =>
      c.send(new iam.UpdateAccessKeyCommand({ UserName: 'u', AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA', Status: 'Active' })),
    'NoSuchEntityException',
    404,
    'The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.',
  ],
  [
    (c) => c.send(new iam.CreateSAMLProviderCommand({ Name: 's', SAMLMetadataDocument: 'x'.repeat(1000) })),
    'InvalidInputException',
    400,
    'Could not parse metadata',
  ],
];

const conflicts: readonly Row[] = [
  [
    (c) => c.send(new iam.DeleteUserCommand({ UserName: 'u' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must delete access keys first.',
  ],
  [
    (c) => c.send(new iam.DeleteGroupCommand({ GroupName: 'G' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must remove users from group first.',
  ],
  [
    (c) => c.send(new iam.DeleteRoleCommand({ RoleName: 'R' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must remove roles from instance profile first.',
  ],
  [
    (c) => c.send(new iam.DeleteInstanceProfileCommand({ InstanceProfileName: 'I' })),
    'DeleteConflictException',
    409,
    'must remove roles',
  ],
  [
    (c) => c.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'I', RoleName: 'R' })),
    'LimitExceededException',
    409,
    'Cannot exceed quota',
  ],
  [
    (c) => c.send(new iam.DeletePolicyCommand({ PolicyArn: P })),
    'DeleteConflictException',
    409,
    'Cannot delete a policy attached to entities.',
  ],
  [
    (c) => c.send(new iam.DeletePolicyVersionCommand({ PolicyArn: P, VersionId: 'v1' })),
    'DeleteConflictException',
    409,
    'Cannot delete the default version of a policy.',
  ],
  [
    (c) => c.send(new iam.DeletePolicyVersionCommand({ PolicyArn: P, VersionId: 'v9' })),
    'NoSuchEntityException',
    404,
    'version v9 does not exist',
  ],
  [
    (c) => c.send(new iam.CreatePolicyVersionCommand({ PolicyArn: ADMINISTRATOR, PolicyDocument: allow() })),
    'AccessDenied',
    403,
    'is not authorized to perform: iam:CreatePolicyVersion',
  ],
  [
    (c) => c.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: NONE })),
    'NoSuchEntityException',
    404,
    `Policy ${NONE} does not exist or is not attachable.`,
  ],
  [
    (c) => c.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: 'AdministratorAccess-long' })),
    'InvalidInputException',
    400,
    'ARN AdministratorAccess-long is not valid.',
  ],
  [
    (c) => c.send(new iam.DetachUserPolicyCommand({ UserName: 'u', PolicyArn: ADMINISTRATOR })),
    'NoSuchEntityException',
    404,
    `Policy ${ADMINISTRATOR} was not found.`,
  ],
  [
    (c) => c.send(new iam.RemoveUserFromGroupCommand({ UserName: 'deployment', GroupName: 'G' })),
    'NoSuchEntityException',
    404,
    'User deployment not in group G',
  ],
  [
    (c) => c.send(new iam.PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: allow(2048) })),
    'LimitExceededException',
    409,
    'Maximum policy size of 2048 bytes exceeded for user u',
  ],
  [
    (c) => c.send(new iam.PutGroupPolicyCommand({ GroupName: 'G', PolicyName: 'q', PolicyDocument: allow(4990) })),
    'LimitExceededException',
    409,
    'Maximum policy size of 5120 bytes exceeded for group G',
  ],
  [
    (c) => c.send(new iam.PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: '{}' })),
    'MalformedPolicyDocumentException',
    400,
    'Syntax errors in policy.',
  ],
  [
    (c) => c.send(new iam.CreatePolicyCommand({ PolicyName: 'n', PolicyDocument: allow(6144) })),
    'LimitExceededException',
    409,
    'Cannot exceed quota for PolicySize: 6144',
  ],
  [
    (c) => c.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: allow() })),
    'MalformedPolicyDocumentException',
    400,
    'Missing required field Principal',
  ],
];

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

describe('permissions of IAM', () => {
  const OVERLAY = `
accounts:
  management:
    users:
      delegate:
        accessKey: true
        policies:
          own:
            Make: { Effect: Allow, Action: ["iam:CreateUser", "iam:TagUser"], Resource: "arn:aws:iam::*:user/team/*", Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }, "ForAllValues:StringEquals": { "aws:TagKeys": team } } }
            Attach: { Effect: Allow, Action: "iam:AttachUserPolicy", Resource: "*", Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }, StringEquals: { "iam:ResourceTag/team": blue } } }
            Rename: { Effect: Allow, Action: "iam:UpdateUser", Resource: "arn:aws:iam::*:user/team/*" }
`;
  it('are asked with the keys of the request and of what it changes', async () => {
    const fixture = twinFixture(landingZone(OVERLAY));
    const client = fixture.clients(fixture.keys('management', 'delegate')).iam();
    const boundary = { PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' };
    const make = (more: Partial<iam.CreateUserCommandInput>): Promise<unknown> =>
      client.send(new iam.CreateUserCommand({ UserName: 'made', Path: '/team/', ...boundary, ...more }));
    const denied: readonly (() => Promise<unknown>)[] = [
      () => make({ Path: '/' }),
      () => make({ PermissionsBoundary: ADMINISTRATOR }),
      () => make({ PermissionsBoundary: undefined }),
      () => make({ Tags: [{ Key: 'other', Value: 'x' }] }),
      () =>
        client.send(
          new iam.AttachUserPolicyCommand({ UserName: 'deployment', PolicyArn: boundary.PermissionsBoundary }),
        ),
      () => client.send(new iam.UpdateUserCommand({ UserName: 'deployment', NewPath: '/team/' })),
    ];
    for (const ask of denied)
      expect(await refusal(ask()), ask.toString()).to.deep.include({ code: 'AccessDenied', status: 403 });
    await make({ Tags: [{ Key: 'team', Value: 'blue' }] });
    expect(
      await refusal(client.send(new iam.AttachUserPolicyCommand({ UserName: 'made', PolicyArn: ADMINISTRATOR }))),
    ).to.have.property('code', 'AccessDenied');
    await client.send(new iam.AttachUserPolicyCommand({ UserName: 'made', PolicyArn: boundary.PermissionsBoundary }));
    expect(await refusal(client.send(new iam.UpdateUserCommand({ UserName: 'made', NewPath: '/' })))).to.have.property(
      'code',
      'AccessDenied',
    );
    await client.send(new iam.UpdateUserCommand({ UserName: 'made', NewPath: '/team/a/' }));
  });
});
