import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DeletePermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ListTagsForResourceCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePermissionSetCommand,
  paginateListPermissionSets,
} from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { enter, portalToken } from './identity-center.js';
import { ARCHIVE, setUp, inArchive, deny } from './sso-admin-setting.js';

describe('permission sets', () => {
  it('reach the accounts only when they are provisioned', async () => {
    const { fixture, sso, investigators } = await setUp();
    const session = await enter(fixture, await portalToken(fixture, 'ivan'), ARCHIVE, 'Investigator');
    const read = (): Promise<unknown> => fixture.clients(session).iam().send(new ListRolesCommand({}));
    const older = async (): Promise<number | undefined> =>
      (
        await sso.send(
          new ListAccountsForProvisionedPermissionSetCommand({
            ...investigators,
            ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
          }),
        )
      ).AccountIds?.length;
    expect([await older(), await read()]).to.deep.include(0);
    await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...investigators, InlinePolicy: deny }));
    expect(await older()).to.equal(16);
    expect(await read(), 'the change waits').to.have.property('Roles');
    const { PermissionSetProvisioningStatus: status } = await sso.send(
      new ProvisionPermissionSetCommand({ ...investigators, TargetType: 'AWS_ACCOUNT', TargetId: ARCHIVE }),
    );
    const asked = await sso.send(
      new DescribePermissionSetProvisioningStatusCommand({
        InstanceArn: investigators.InstanceArn,
        ProvisionPermissionSetRequestId: status?.RequestId,
      }),
    );
    expect([status?.Status, asked.PermissionSetProvisioningStatus?.Status]).to.deep.equal(['IN_PROGRESS', 'SUCCEEDED']);
    expect(await refusal(read()), 'the same session, from now on').to.have.property('code', 'AccessDenied');
    expect(await older()).to.equal(15);
    await sso.send(new ProvisionPermissionSetCommand({ ...investigators, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    expect(await older()).to.equal(0);
  });

  it('give sessions of their length, of the length that was provisioned', async () => {
    const { fixture, sso, investigators } = await setUp();
    const token = await portalToken(fixture, 'ivan');
    const seconds = async (): Promise<number> => {
      const { expiration } = (await enter(fixture, token, ARCHIVE, 'Investigator')) as { expiration?: string };
      return (Date.parse(expiration ?? '') - fixture.clock.now()) / 1000;
    };
    await sso.send(new UpdatePermissionSetCommand({ ...investigators, SessionDuration: 'PT1H30M' }));
    expect(await seconds()).to.equal(14_400);
    await sso.send(new ProvisionPermissionSetCommand({ ...investigators, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    expect(await seconds()).to.equal(5400);
    expect((await sso.send(new DescribePermissionSetCommand(investigators))).PermissionSet).to.have.property(
      'SessionDuration',
      'PT1H30M',
    );
    for (const wrong of ['PT59M', 'PT13H', 'P1D', 'PT', '3600'])
      expect(
        await refusal(sso.send(new UpdatePermissionSetCommand({ ...investigators, SessionDuration: wrong }))),
        wrong,
      ).to.have.property('code', 'ValidationException');
  });

  it('carry policies of every kind into the role', async () => {
    const overlay =
      'accounts: { log-archive: { policies: { ceiling: { statements: { Reads: { Effect: Allow, Action: "iam:List*", Resource: "*" } } } } } }';
    const { fixture, sso, center, ivan, clients } = await setUp(overlay);
    const { PermissionSet: made } = await sso.send(
      new CreatePermissionSetCommand({
        InstanceArn: center.InstanceArn,
        Name: 'Full',
        Description: 'all kinds',
        Tags: [{ Key: 'owner', Value: 'security' }],
      }),
    );
    const set = { InstanceArn: center.InstanceArn, PermissionSetArn: made?.PermissionSetArn ?? '' };
    await sso.send(
      new AttachManagedPolicyToPermissionSetCommand({
        ...set,
        ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    );
    await sso.send(
      new PutPermissionsBoundaryToPermissionSetCommand({
        ...set,
        PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'ceiling' } },
      }),
    );
    await sso.send(new CreateAccountAssignmentCommand({ ...set, ...inArchive, ...ivan }));
    const session = fixture.clients(await enter(fixture, await portalToken(fixture, 'ivan'), ARCHIVE, 'Full'));
    const { Roles: roles = [] } = await session.iam().send(new ListRolesCommand({}));
    const { RoleName } = roles.find(({ RoleName: name = '' }) => name.startsWith('AWSReservedSSO_Full_')) ?? {};
    expect(await refusal(session.iam().send(new GetRoleCommand({ RoleName }))), 'above the boundary').to.have.property(
      'code',
      'AccessDenied',
    );
    await sso.send(new DeletePermissionsBoundaryFromPermissionSetCommand(set));
    await sso.send(new ProvisionPermissionSetCommand({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
    expect(await session.iam().send(new GetRoleCommand({ RoleName }))).to.have.nested.property(
      'Role.RoleName',
      RoleName,
    );
    expect((await sso.send(new ListManagedPoliciesInPermissionSetCommand(set))).AttachedManagedPolicies).to.deep.equal([
      { Name: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    ]);
    expect(await refusal(sso.send(new GetPermissionsBoundaryForPermissionSetCommand(set)))).to.have.property(
      'code',
      'ResourceNotFoundException',
    );
    expect(
      await refusal(
        sso.send(
          new AttachManagedPolicyToPermissionSetCommand({
            ...set,
            ManagedPolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy',
          }),
        ),
      ),
    ).to.have.property('code', 'ResourceNotFoundException');
    expect(await refusal(sso.send(new DeletePermissionSetCommand(set))), 'still provisioned').to.have.property(
      'code',
      'ConflictException',
    );
    expect(
      (
        await sso.send(
          new ListPermissionSetsProvisionedToAccountCommand({ InstanceArn: center.InstanceArn, AccountId: ARCHIVE }),
        )
      ).PermissionSets,
    ).to.have.length(3);
    await sso.send(new DeleteAccountAssignmentCommand({ ...set, ...inArchive, ...ivan }));
    await sso.send(new DeletePermissionSetCommand(set));
    expect(
      (await sso.send(new ListPermissionSetsCommand({ InstanceArn: center.InstanceArn }))).PermissionSets,
    ).to.have.length(2);
    expect(await clients.organizations().send(new ListAccountsCommand({}))).to.have.property('Accounts');
  });

  it('are checked, and refuse what is there twice or not at all', async () => {
    const { sso, center, investigators } = await setUp();
    const create = (input: object): Promise<unknown> =>
      sso.send(new CreatePermissionSetCommand({ InstanceArn: center.InstanceArn, Name: 'x', ...input }));
    expect(await refusal(create({ Name: 'Investigator' }))).to.have.property('code', 'ConflictException');
    for (const wrong of [
      { Name: 'with space' },
      { Name: 'x'.repeat(33) },
      { SessionDuration: 'PT0H' },
      { Description: '' },
    ])
      expect(await refusal(create(wrong)), JSON.stringify(wrong)).to.have.property('code', 'ValidationException');
    for (const policy of ['{', '[]', '{"Version": "2012-10-17"}'])
      expect(
        await refusal(sso.send(new PutInlinePolicyToPermissionSetCommand({ ...investigators, InlinePolicy: policy }))),
        policy,
      ).to.have.property('code', 'ValidationException');
    expect(
      JSON.parse((await sso.send(new GetInlinePolicyForPermissionSetCommand(investigators))).InlinePolicy ?? ''),
    ).to.have.nested.property('Statement[0].Sid', 'ReadConfiguration');
  });

  it('are tagged', async () => {
    const { sso, center, investigators } = await setUp();
    const ResourceArn = investigators.PermissionSetArn;
    const named = { InstanceArn: center.InstanceArn, ResourceArn };
    await sso.send(
      new TagResourceCommand({
        ...named,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await sso.send(new UntagResourceCommand({ ...named, TagKeys: ['a'] }));
    expect((await sso.send(new ListTagsForResourceCommand(named))).Tags).to.deep.equal([{ Key: 'b', Value: '2' }]);
    expect(
      await refusal(sso.send(new TagResourceCommand({ ...named, Tags: [{ Key: 'aws:x', Value: '' }] }))),
    ).to.have.property('code', 'ValidationException');
  });

  it('come in pages', async () => {
    const { sso, center } = await setUp();
    for (let index = 0; index < 5; index++)
      await sso.send(new CreatePermissionSetCommand({ InstanceArn: center.InstanceArn, Name: `set-${index}` }));
    const sizes: number[] = [];
    for await (const page of paginateListPermissionSets(
      { client: sso, pageSize: 3 },
      { InstanceArn: center.InstanceArn },
    ))
      sizes.push(page.PermissionSets?.length ?? 0);
    expect(sizes).to.deep.equal([3, 3, 1]);
    expect(
      await refusal(sso.send(new ListPermissionSetsCommand({ InstanceArn: center.InstanceArn, NextToken: 'none' }))),
    ).to.have.property('code', 'ValidationException');
  });
});
