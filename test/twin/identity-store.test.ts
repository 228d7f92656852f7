import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetGroupMembershipIdCommand,
  GetUserIdCommand,
  IsMemberInGroupsCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import { expect } from 'chai';
import { signIn } from '../../aws/federated-sign-in.js';
import { refusal } from './fixture.js';
import { enter, portalToken } from './identity-center.js';
import { setUp, newUser } from './identity-store-setting.js';

describe('people of the identity store', () => {
  it('are made, found, changed and deleted', async () => {
    const { store, IdentityStoreId, userId } = await setUp();
    const { UserId } = await store.send(
      new CreateUserCommand({ IdentityStoreId, ...newUser('nora'), Title: 'Auditor' }),
    );
    expect(UserId)
      .to.match(new RegExp(`^${IdentityStoreId.slice(2)}-[0-9a-f]{8}-[0-9a-f]{4}-`))
      .and.equal(await userId('Nora'));
    const byAddress = { UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: 'NORA@example.org' } };
    expect(await store.send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: byAddress }))).to.include({
      UserId,
    });
    expect(await store.send(new DescribeUserCommand({ IdentityStoreId, UserId }))).to.deep.include({
      UserName: 'nora',
      Title: 'Auditor',
      UserStatus: 'ENABLED',
      Name: { GivenName: 'nora', FamilyName: 'Example' },
    });
    await store.send(
      new UpdateUserCommand({
        IdentityStoreId,
        UserId,
        Operations: [
          { AttributePath: 'name.familyName', AttributeValue: 'Other' },
          { AttributePath: 'emails', AttributeValue: [{ value: 'n@example.org', primary: true }] },
          { AttributePath: 'title' },
        ],
      }),
    );
    const changed = await store.send(new DescribeUserCommand({ IdentityStoreId, UserId }));
    expect(changed)
      .to.deep.include({
        Name: { GivenName: 'nora', FamilyName: 'Other' },
        Emails: [{ Value: 'n@example.org', Primary: true }],
      })
      .and.not.have.property('Title');
    await store.send(new DeleteUserCommand({ IdentityStoreId, UserId }));
    expect(await refusal(store.send(new DescribeUserCommand({ IdentityStoreId, UserId })))).to.have.property(
      'code',
      'ResourceNotFoundException',
    );
  });

  it('have a name and an address of their own, and everything that Identity Center needs', async () => {
    const { store, IdentityStoreId, userId } = await setUp();
    const create = (change: object): Promise<unknown> =>
      store.send(new CreateUserCommand({ IdentityStoreId, ...newUser('nora'), ...change }));
    expect(await refusal(create({ UserName: 'ERIN' }))).to.have.property('code', 'ConflictException');
    expect(await refusal(create({ Emails: [{ Value: 'Erin@Example.com' }] }))).to.have.property(
      'code',
      'ConflictException',
    );
    for (const wrong of [
      { UserName: undefined },
      { Name: undefined },
      { DisplayName: undefined },
      { UserName: 'Administrator' },
      { UserName: 'a b' },
    ])
      expect(await refusal(create(wrong)), JSON.stringify(wrong)).to.have.property('code', 'ValidationException');
    const change = (path: string, value: string): Promise<unknown> =>
      userId('erin').then((UserId) =>
        store.send(
          new UpdateUserCommand({
            IdentityStoreId,
            UserId,
            Operations: [{ AttributePath: path, AttributeValue: value }],
          }),
        ),
      );
    expect(await refusal(change('userName', 'ivan'))).to.have.property('code', 'ConflictException');
    for (const path of ['userStatus', 'emails.value.first', 'nothing'])
      expect(await refusal(change(path, 'x')), path).to.have.property('code', 'ValidationException');
    expect(await change('displayName', 'Erin')).to.have.property('$metadata');
  });

  it('sign in until they are deleted; the portal then refuses their token, and what was taken out of it lives on', async () => {
    const { fixture, store, IdentityStoreId, userId } = await setUp();
    const token = await portalToken(fixture, 'ivan');
    const session = await enter(fixture, token, '111122223333', 'Investigator');
    await store.send(new DeleteUserCommand({ IdentityStoreId, UserId: await userId('ivan') }));
    expect(await signIn(fixture.transport, 'external', 'ivan')).to.deep.include({
      ok: false,
      step: 'identity-provider',
      statusCode: 401,
    });
    expect(await refusal(enter(fixture, token, '111122223333', 'Investigator'))).to.have.property(
      'code',
      'UnauthorizedException',
    );
    expect(
      await fixture.clients(session).identityStore().send(new ListUsersCommand({ IdentityStoreId })),
    ).to.have.property('Users');
  });

  it('do not sign in while they are disabled', async () => {
    const { fixture, store, IdentityStoreId, userId } = await setUp(
      'identityCenter: { people: { ivan: { disabled: true } } }',
    );
    expect(await signIn(fixture.transport, 'external', 'ivan')).to.deep.include({ ok: false, statusCode: 401 });
    expect(
      await store.send(new DescribeUserCommand({ IdentityStoreId, UserId: await userId('ivan') })),
    ).to.have.property('UserStatus', 'DISABLED');
  });

  it('come in pages', async () => {
    const { store, IdentityStoreId } = await setUp();
    for (const name of ['a1', 'a2', 'a3'])
      await store.send(new CreateUserCommand({ IdentityStoreId, ...newUser(name) }));
    const sizes: number[] = [];
    for await (const page of paginateListUsers({ client: store, pageSize: 2 }, { IdentityStoreId }))
      sizes.push(page.Users?.length ?? 0);
    expect(sizes).to.deep.equal([2, 2, 1]);
    const filtered = await store.send(
      new ListUsersCommand({ IdentityStoreId, Filters: [{ AttributePath: 'UserName', AttributeValue: 'a2' }] }),
    );
    expect(filtered.Users?.map(({ UserName }) => UserName)).to.deep.equal(['a2']);
  });
});

describe('groups of the identity store', () => {
  const overlay =
    'identityCenter: { groups: { responders: { members: [ivan] } }, assignments: { responders: { group: responders, permissionSet: Administrator, accounts: [network] } } }';

  it('come from the document, with what they are assigned', async () => {
    const { fixture, store, IdentityStoreId, userId } = await setUp(overlay);
    const { GroupId } = await store.send(
      new GetGroupIdCommand({
        IdentityStoreId,
        AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'responders' } },
      }),
    );
    const member = { MemberId: { UserId: await userId('ivan') } };
    expect(
      (await store.send(new ListGroupMembershipsCommand({ IdentityStoreId, GroupId }))).GroupMemberships?.map(
        ({ MemberId }) => MemberId,
      ),
    ).to.deep.equal([member.MemberId]);
    expect(
      (await store.send(new ListGroupMembershipsForMemberCommand({ IdentityStoreId, ...member }))).GroupMemberships,
    ).to.have.length(1);
    const token = await portalToken(fixture, 'ivan');
    expect(await enter(fixture, token, '444455556666', 'Administrator')).to.have.property('sessionToken');
    const { MembershipId } = await store.send(new GetGroupMembershipIdCommand({ IdentityStoreId, GroupId, ...member }));
    await store.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }));
    expect(await refusal(enter(fixture, token, '444455556666', 'Administrator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    expect(
      await refusal(store.send(new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId }))),
    ).to.have.property('code', 'ResourceNotFoundException');
  });

  it('are made, changed, asked about and deleted', async () => {
    const { store, IdentityStoreId, userId } = await setUp(overlay);
    const { GroupId = '' } = await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'night shift' }));
    const UserId = await userId('erin');
    await store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }));
    expect(
      await refusal(store.send(new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } }))),
    ).to.have.property('code', 'ConflictException');
    const { Groups: groups = [] } = await store.send(new ListGroupsCommand({ IdentityStoreId }));
    const { Results: results } = await store.send(
      new IsMemberInGroupsCommand({
        IdentityStoreId,
        MemberId: { UserId },
        GroupIds: groups.map((group) => group.GroupId ?? ''),
      }),
    );
    expect(results?.map(({ MembershipExists }) => MembershipExists)).to.deep.equal([false, true]);
    await store.send(
      new UpdateGroupCommand({
        IdentityStoreId,
        GroupId,
        Operations: [{ AttributePath: 'displayName', AttributeValue: 'day shift' }],
      }),
    );
    expect(await store.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }))).to.include({
      DisplayName: 'day shift',
    });
    expect(
      await refusal(store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'Responders' }))),
    ).to.have.property('code', 'ConflictException');
    await store.send(new DeleteGroupCommand({ IdentityStoreId, GroupId }));
    expect(
      (await store.send(new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId } })))
        .GroupMemberships,
    ).to.deep.equal([]);
    expect(await refusal(store.send(new ListUsersCommand({ IdentityStoreId: 'd-0000000000' })))).to.have.property(
      'code',
      'AccessDeniedException',
    );
  });
});
