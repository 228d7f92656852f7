import { GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateGroupCommand, CreateGroupMembershipCommand, GetUserIdCommand } from '@aws-sdk/client-identitystore';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DeletePermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribeInstanceCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
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
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { Clients } from '../../aws/clients.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator, centerOf, enter, portalToken } from './identity-center.js';

const MANAGEMENT = '111122223333';
const ARCHIVE = '222233334444';

interface Set_ {
  fixture: TwinFixture;
  clients: Clients;
  sso: SSOAdminClient;
  /** Instance and set of the investigators, whose one person is ivan. */
  investigators: { InstanceArn: string; PermissionSetArn: string };
  center: Awaited<ReturnType<typeof centerOf>>;
  ivan: { PrincipalType: 'USER'; PrincipalId: string };
}

async function setUp(...overlays: string[]): Promise<Set_> {
  const fixture = twinFixture(landingZone(...overlays));
  const clients = fixture.clients(await administrator(fixture));
  const sso = clients.ssoAdmin();
  const center = await centerOf(sso);
  const { UserId = '' } = await clients.identityStore().send(
    new GetUserIdCommand({
      IdentityStoreId: center.IdentityStoreId,
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'ivan' } },
    }),
  );
  const investigators = { InstanceArn: center.InstanceArn, PermissionSetArn: center.sets['Investigator'] ?? '' };
  return { fixture, clients, sso, center, investigators, ivan: { PrincipalType: 'USER', PrincipalId: UserId } };
}

const inArchive = { TargetId: ARCHIVE, TargetType: 'AWS_ACCOUNT' } as const;
const deny = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

describe('account assignments', () => {
  it('the last one that is deleted takes the role away, and its sessions with it; others keep theirs', async () => {
    const { fixture, sso, investigators, ivan } = await setUp();
    const token = await portalToken(fixture, 'ivan');
    const [gone, kept] = [
      await enter(fixture, token, ARCHIVE, 'Investigator'),
      await enter(fixture, token, MANAGEMENT, 'Investigator'),
    ];
    const { AccountAssignmentDeletionStatus: status } = await sso.send(
      new DeleteAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }),
    );
    expect(status).to.include({ Status: 'IN_PROGRESS', TargetId: ARCHIVE, PrincipalId: ivan.PrincipalId });
    const asked = await sso.send(
      new DescribeAccountAssignmentDeletionStatusCommand({
        InstanceArn: investigators.InstanceArn,
        AccountAssignmentDeletionRequestId: status?.RequestId,
      }),
    );
    expect(asked.AccountAssignmentDeletionStatus).to.have.property('Status', 'SUCCEEDED');
    expect(await refusal(fixture.clients(gone).sts().send(new GetCallerIdentityCommand({})))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    expect(await fixture.clients(kept).sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Account',
      MANAGEMENT,
    );
    expect(await refusal(enter(fixture, token, ARCHIVE, 'Investigator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    expect(
      await refusal(sso.send(new DeleteAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }))),
    ).to.have.property('code', 'ResourceNotFoundException');
  });

  it('the first one makes the role under another name than before, with what the set allows', async () => {
    const { fixture, sso, investigators, ivan } = await setUp();
    const token = await portalToken(fixture, 'ivan');
    const nameOf = async (): Promise<string> =>
      (
        await fixture
          .clients(await enter(fixture, token, ARCHIVE, 'Investigator'))
          .sts()
          .send(new GetCallerIdentityCommand({}))
      ).Arn ?? '';
    const before = await nameOf();
    await sso.send(new DeleteAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }));
    const { AccountAssignmentCreationStatus: status } = await sso.send(
      new CreateAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }),
    );
    const asked = await sso.send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn: investigators.InstanceArn,
        AccountAssignmentCreationRequestId: status?.RequestId,
      }),
    );
    expect([status?.Status, asked.AccountAssignmentCreationStatus?.Status]).to.deep.equal(['IN_PROGRESS', 'SUCCEEDED']);
    expect(await nameOf())
      .to.match(/assumed-role\/AWSReservedSSO_Investigator_[0-9a-f]{16}\/ivan@example\.com$/)
      .and.not.equal(before);
    expect(
      await fixture
        .clients(await enter(fixture, token, ARCHIVE, 'Investigator'))
        .iam()
        .send(new ListRolesCommand({})),
    ).to.have.property('Roles');
    // A second one of the same is no error and makes nothing.
    await sso.send(new CreateAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }));
    const { AccountAssignments: found } = await sso.send(
      new ListAccountAssignmentsCommand({ ...investigators, AccountId: ARCHIVE }),
    );
    expect(found).to.deep.equal([{ AccountId: ARCHIVE, PermissionSetArn: investigators.PermissionSetArn, ...ivan }]);
  });

  it('of a group let its members in, as long as they are members', async () => {
    const { fixture, clients, sso, center, ivan } = await setUp();
    const token = await portalToken(fixture, 'ivan');
    expect(await refusal(enter(fixture, token, ARCHIVE, 'Administrator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    const { GroupId = '' } = await clients
      .identityStore()
      .send(new CreateGroupCommand({ IdentityStoreId: center.IdentityStoreId, DisplayName: 'emergency' }));
    const set = { InstanceArn: center.InstanceArn, PermissionSetArn: center.sets['Administrator'] };
    await sso.send(
      new CreateAccountAssignmentCommand({ ...set, ...inArchive, PrincipalType: 'GROUP', PrincipalId: GroupId }),
    );
    expect(await refusal(enter(fixture, token, ARCHIVE, 'Administrator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    await clients.identityStore().send(
      new CreateGroupMembershipCommand({
        IdentityStoreId: center.IdentityStoreId,
        GroupId,
        MemberId: { UserId: ivan.PrincipalId },
      }),
    );
    expect(await enter(fixture, token, ARCHIVE, 'Administrator')).to.have.property('sessionToken');
    const { AccountAssignments: all = [] } = await sso.send(
      new ListAccountAssignmentsForPrincipalCommand({
        InstanceArn: center.InstanceArn,
        ...ivan,
        Filter: { AccountId: ARCHIVE },
      }),
    );
    expect(all.map(({ PrincipalType }) => PrincipalType)).to.have.members(['USER', 'GROUP']);
    // erin's own assignment is left, so the set stays provisioned; ivan is out all the same.
    await sso.send(
      new DeleteAccountAssignmentCommand({ ...set, ...inArchive, PrincipalType: 'GROUP', PrincipalId: GroupId }),
    );
    expect(await refusal(enter(fixture, token, ARCHIVE, 'Administrator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    expect(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator')).to.have.property(
      'sessionToken',
    );
  });

  it('name what exists', async () => {
    const { sso, investigators, ivan } = await setUp();
    const assign = (change: object): Promise<unknown> =>
      sso.send(new CreateAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan, ...change }));
    expect(await refusal(assign({ TargetId: '999900001111' })), 'outside the organization').to.have.property(
      'code',
      'ResourceNotFoundException',
    );
    expect(await refusal(assign({ PrincipalId: '0123456789-00000000-0000-4000-8000-000000000000' }))).to.have.property(
      'code',
      'ResourceNotFoundException',
    );
    expect(await refusal(assign({ PrincipalType: 'GROUP' }))).to.have.property('code', 'ResourceNotFoundException');
    expect(await refusal(assign({ PermissionSetArn: `${investigators.PermissionSetArn}0` }))).to.have.property(
      'code',
      'ResourceNotFoundException',
    );
    expect(
      await refusal(assign({ InstanceArn: 'arn:aws:sso:::instance/ssoins-0000000000000000' })),
      'another instance',
    ).to.have.property('code', 'AccessDeniedException');
    expect(await refusal(assign({ PrincipalType: 'ROBOT' }))).to.have.property('code', 'ValidationException');
  });

  it('fail, with a reason, where the account lacks a policy that the set names', async () => {
    const { fixture, sso, center, ivan } = await setUp();
    const { PermissionSet: made } = await sso.send(
      new CreatePermissionSetCommand({ InstanceArn: center.InstanceArn, Name: 'Own' }),
    );
    const set = { InstanceArn: center.InstanceArn, PermissionSetArn: made?.PermissionSetArn };
    await sso.send(
      new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
        ...set,
        CustomerManagedPolicyReference: { Name: 'not-there' },
      }),
    );
    const { AccountAssignmentCreationStatus: status } = await sso.send(
      new CreateAccountAssignmentCommand({ ...set, ...inArchive, ...ivan }),
    );
    const asked = await sso.send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn: center.InstanceArn,
        AccountAssignmentCreationRequestId: status?.RequestId,
      }),
    );
    expect(asked.AccountAssignmentCreationStatus).to.include({
      Status: 'FAILED',
      FailureReason: `Received a 404 status error: Not supported policy arn:aws:iam::${ARCHIVE}:policy/not-there.`,
    });
    expect(await refusal(enter(fixture, await portalToken(fixture, 'ivan'), ARCHIVE, 'Own'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    const failed = await sso.send(
      new ListAccountAssignmentCreationStatusCommand({ InstanceArn: center.InstanceArn, Filter: { Status: 'FAILED' } }),
    );
    expect(failed.AccountAssignmentsCreationStatus?.map(({ RequestId }) => RequestId)).to.deep.equal([
      status?.RequestId,
    ]);
    expect(
      (
        await sso.send(
          new ListAccountAssignmentCreationStatusCommand({
            InstanceArn: center.InstanceArn,
            Filter: { Status: 'SUCCEEDED' },
          }),
        )
      ).AccountAssignmentsCreationStatus,
    ).to.deep.equal([]);
  });
});

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
      return (Number(expiration) - fixture.clock.now()) / 1000;
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

describe('the instance of Identity Center', () => {
  it('is administered from the management account, in its own Region, with permission', async () => {
    const { fixture, center, investigators } = await setUp();
    const erin = await portalToken(fixture, 'erin');
    const member = fixture.clients(await enter(fixture, erin, ARCHIVE, 'Administrator')).ssoAdmin();
    expect(await refusal(member.send(new DescribePermissionSetCommand(investigators)))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    expect(
      await member.send(new DescribeInstanceCommand({ InstanceArn: center.InstanceArn })),
      'but members see it',
    ).to.include({ Status: 'ACTIVE', OwnerAccountId: MANAGEMENT });
    const elsewhere = fixture.clients(await administrator(fixture), 'us-east-1').ssoAdmin();
    expect((await elsewhere.send(new ListInstancesCommand({}))).Instances).to.deep.equal([]);
    expect(await refusal(elsewhere.send(new DescribePermissionSetCommand(investigators)))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    const stranger = fixture.clients(fixture.keys('stranger', 'mallory')).ssoAdmin();
    expect(await refusal(stranger.send(new ListInstancesCommand({})))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    const reader = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator'))
      .ssoAdmin();
    expect(await reader.send(new DescribePermissionSetCommand(investigators))).to.have.nested.property(
      'PermissionSet.Name',
      'Investigator',
    );
    const denied = await refusal(reader.send(new DeletePermissionSetCommand(investigators)));
    expect(denied.code).to.equal('AccessDeniedException');
    expect(denied.message).to.include('sso:DeletePermissionSet on resource: arn:aws:sso:::instance/');
  });

  it('asks for a permission on the account, the instance and the set', async () => {
    const statements = (resource: string): string =>
      `identityCenter: { permissionSets: { Investigator: { policies: { assign: { Assign: { Effect: Allow, Action: "sso:CreateAccountAssignment", Resource: ${resource} } } } } } }`;
    for (const [resources, allowed] of [
      ['["arn:aws:sso:::instance/*", "arn:aws:sso:::permissionSet/*", "arn:aws:sso:::account/222233334444"]', true],
      ['["arn:aws:sso:::instance/*", "arn:aws:sso:::permissionSet/*", "arn:aws:sso:::account/333344445555"]', false],
      ['["arn:aws:sso:::instance/*", "arn:aws:sso:::account/222233334444"]', false],
    ] as const) {
      const { fixture, investigators, ivan } = await setUp(statements(resources));
      const sso = fixture
        .clients(await enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator'))
        .ssoAdmin();
      const answer = await sso
        .send(new CreateAccountAssignmentCommand({ ...investigators, ...inArchive, ...ivan }))
        .then(
          () => 'allowed',
          (error: Error) => error.name,
        );
      expect(answer, resources).to.equal(allowed ? 'allowed' : 'AccessDeniedException');
    }
  });
});
