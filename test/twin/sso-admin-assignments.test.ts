import { ListRolesCommand } from '@aws-sdk/client-iam';
import { CreateGroupCommand, CreateGroupMembershipCommand } from '@aws-sdk/client-identitystore';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
} from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { enter, portalToken } from './identity-center.js';
import { MANAGEMENT, ARCHIVE, setUp, inArchive } from './sso-admin-setting.js';

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
