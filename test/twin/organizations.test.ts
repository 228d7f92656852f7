import { CreateUserCommand, GetAccountSummaryCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeleteOrganizationalUnitCommand,
  DescribeAccountCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationalUnitCommand,
  LeaveOrganizationCommand,
  ListAccountsForParentCommand,
  ListChildrenCommand,
  ListCreateAccountStatusCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  MoveAccountCommand,
  RemoveAccountFromOrganizationCommand,
  UpdateOrganizationalUnitCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';
import { ARCHIVE, deny, makeAccount, reason, scene, SCP } from './organization-calls.js';
import { taken } from './sts-calls.js';

describe('the tree of an organization', () => {
  it('is shown from either end', async () => {
    const { client, rootId, fixture } = await scene();
    const { Roots: roots } = await client.send(new ListRootsCommand({}));
    expect(roots).to.deep.equal([
      {
        Id: rootId,
        Arn: `arn:aws:organizations::111122223333:root/o-exampleorg1/${rootId}`,
        Name: 'Root',
        PolicyTypes: [SCP, 'RESOURCE_CONTROL_POLICY'].map((Type) => ({ Type, Status: 'ENABLED' })),
      },
    ]);
    const { Children: children = [] } = await client.send(
      new ListChildrenCommand({ ParentId: rootId, ChildType: 'ORGANIZATIONAL_UNIT' }),
    );
    expect(children).to.have.length(5);
    const workloads = fixture.organization.ous['Workloads']?.id;
    expect(
      (await client.send(new ListParentsCommand({ ChildId: fixture.organization.ous['Production']?.id }))).Parents,
    ).to.deep.equal([{ Id: workloads, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect((await client.send(new ListParentsCommand({ ChildId: '111122223333' }))).Parents).to.deep.equal([
      { Id: rootId, Type: 'ROOT' },
    ]);
    expect(await refusal(client.send(new ListParentsCommand({ ChildId: '999900001111' })))).to.have.property(
      'code',
      'ChildNotFoundException',
    );
    expect(
      await refusal(client.send(new ListChildrenCommand({ ParentId: 'ou-none-00000000', ChildType: 'ACCOUNT' }))),
    ).to.have.property('code', 'ParentNotFoundException');
    const { Account: account } = await client.send(new DescribeAccountCommand({ AccountId: ARCHIVE }));
    expect(account).to.include({ State: 'ACTIVE', Status: 'ACTIVE', JoinedMethod: 'CREATED' });
    expect(account?.Paths).to.deep.equal([
      `o-exampleorg1/${rootId}/${fixture.organization.ous['Security']?.id ?? ''}/${ARCHIVE}/`,
    ]);
  });

  it('grows and shrinks, and what moves comes under other guardrails', async () => {
    const { client, rootId, fixture } = await scene();
    const { OrganizationalUnit: unit } = await client.send(
      new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Quarantine' }),
    );
    const quarantine = unit?.Id ?? '';
    expect(
      await refusal(client.send(new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Quarantine' }))),
    ).to.have.property('code', 'DuplicateOrganizationalUnitException');
    await client.send(new UpdateOrganizationalUnitCommand({ OrganizationalUnitId: quarantine, Name: 'Isolation' }));
    expect(
      (await client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: quarantine })))
        .OrganizationalUnit,
    ).to.have.property('Name', 'Isolation');
    const { Policy: policy } = await client.send(
      new CreatePolicyCommand({ Name: 'nothing-goes', Description: '', Type: SCP, Content: deny('*') }),
    );
    await client.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: quarantine }));
    const session = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .iam();
    expect(await session.send(new GetAccountSummaryCommand({}))).to.have.property('SummaryMap');
    const home = fixture.organization.ous['Security']?.id;
    expect(
      await refusal(
        client.send(
          new MoveAccountCommand({ AccountId: ARCHIVE, SourceParentId: rootId, DestinationParentId: quarantine }),
        ),
      ),
    ).to.have.property('code', 'SourceParentNotFoundException');
    expect(
      await refusal(
        client.send(
          new MoveAccountCommand({ AccountId: ARCHIVE, SourceParentId: home, DestinationParentId: 'ou-none-00000000' }),
        ),
      ),
    ).to.have.property('code', 'DestinationParentNotFoundException');
    await client.send(
      new MoveAccountCommand({ AccountId: ARCHIVE, SourceParentId: home, DestinationParentId: quarantine }),
    );
    const denied = await refusal(session.send(new GetAccountSummaryCommand({})));
    expect(denied.message).to.include(
      `with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/${policy?.PolicySummary?.Id ?? ''}`,
    );
    expect(
      await refusal(client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: quarantine }))),
    ).to.have.property('code', 'OrganizationalUnitNotEmptyException');
    await client.send(
      new MoveAccountCommand({ AccountId: ARCHIVE, SourceParentId: quarantine, DestinationParentId: home }),
    );
    await client.send(new DeleteOrganizationalUnitCommand({ OrganizationalUnitId: quarantine }));
    expect(await session.send(new GetAccountSummaryCommand({}))).to.have.property('SummaryMap');
    expect(
      await refusal(client.send(new DescribeOrganizationalUnitCommand({ OrganizationalUnitId: quarantine }))),
    ).to.have.property('code', 'OrganizationalUnitNotFoundException');
  });

  it('is five units deep at most', async () => {
    const { client, rootId } = await scene();
    let ParentId = rootId;
    for (let depth = 1; depth <= 5; depth++)
      ParentId =
        (await client.send(new CreateOrganizationalUnitCommand({ ParentId, Name: `level ${depth}` })))
          .OrganizationalUnit?.Id ?? '';
    expect(await reason(client.send(new CreateOrganizationalUnitCommand({ ParentId, Name: 'level 6' })))).to.equal(
      'ConstraintViolationException OU_DEPTH_LIMIT_EXCEEDED',
    );
  });
});

describe('accounts', () => {
  it('are made with a role for the management account, under FullAWSAccess, and can be entered', async () => {
    const { client, rootId, fixture } = await scene();
    const id = await makeAccount(client, 'analytics', { Tags: [{ Key: 'team', Value: 'data' }] });
    expect(id).to.match(/^[1-9]\d{11}$/);
    expect(
      (await client.send(new ListAccountsForParentCommand({ ParentId: rootId }))).Accounts?.map(({ Id }) => Id),
    ).to.include(id);
    const session = fixture.clients(await administrator(fixture));
    const inside = fixture.clients(
      taken(
        await session.sts().send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`,
            RoleSessionName: 'first',
          }),
        ),
      ),
    );
    expect((await inside.iam().send(new ListRolesCommand({}))).Roles?.map(({ RoleName }) => RoleName)).to.deep.equal([
      'OrganizationAccountAccessRole',
    ]);
    expect(
      (await client.send(new ListPoliciesForTargetCommand({ TargetId: id, Filter: SCP }))).Policies?.map(
        ({ Name }) => Name,
      ),
    ).to.deep.equal(['FullAWSAccess']);
    expect((await client.send(new ListTagsForResourceCommand({ ResourceId: id }))).Tags).to.deep.equal([
      { Key: 'team', Value: 'data' },
    ]);
    // Bound from its first moment by what is attached to the root.
    expect((await refusal(inside.organizations().send(new LeaveOrganizationCommand({})))).message).to.include(
      'explicit deny in a service control policy',
    );
    const other = await makeAccount(client, 'research', { RoleName: 'Landing' });
    expect(
      await session
        .sts()
        .send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${other}:role/Landing`, RoleSessionName: 'first' })),
    ).to.have.property('Credentials');
  });

  it('fail, with a reason, for an address that is taken or none', async () => {
    const { client } = await scene();
    const outcome = async (Email: string): Promise<unknown> => {
      const { CreateAccountStatus: status } = await client.send(new CreateAccountCommand({ AccountName: 'x', Email }));
      const asked = await client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: status?.Id }));
      return [status?.State, asked.CreateAccountStatus?.State, asked.CreateAccountStatus?.FailureReason];
    };
    expect(await outcome('AWS+network@example.com')).to.deep.equal(['IN_PROGRESS', 'FAILED', 'EMAIL_ALREADY_EXISTS']);
    expect(await outcome('nowhere')).to.deep.equal(['IN_PROGRESS', 'FAILED', 'INVALID_EMAIL']);
    await makeAccount(client, 'good');
    expect(
      (await client.send(new ListCreateAccountStatusCommand({ States: ['FAILED'] }))).CreateAccountStatuses,
    ).to.have.length(2);
    expect((await client.send(new ListCreateAccountStatusCommand({}))).CreateAccountStatuses).to.have.length(3);
    expect(
      await refusal(client.send(new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: 'car-00000000' }))),
    ).to.have.property('code', 'CreateAccountStatusNotFoundException');
  });

  it('that are closed let nobody in', async () => {
    const { client, fixture } = await scene();
    const session = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .iam();
    await client.send(new CloseAccountCommand({ AccountId: ARCHIVE }));
    expect(await refusal(session.send(new GetAccountSummaryCommand({})))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    expect((await client.send(new DescribeAccountCommand({ AccountId: ARCHIVE }))).Account).to.include({
      State: 'SUSPENDED',
      Status: 'SUSPENDED',
    });
    expect(await refusal(client.send(new CloseAccountCommand({ AccountId: ARCHIVE })))).to.have.property(
      'code',
      'AccountAlreadyClosedException',
    );
    expect(await reason(client.send(new CloseAccountCommand({ AccountId: '111122223333' })))).to.equal(
      'ConstraintViolationException CANNOT_CLOSE_MANAGEMENT_ACCOUNT',
    );
  });

  it('that leave take themselves out of every guardrail, and out of Identity Center', async () => {
    const { client, fixture } = await scene('serviceControlPolicies: { stay-in-the-organization: null }');
    const token = await portalToken(fixture, 'erin');
    const session = fixture.clients(await enter(fixture, token, ARCHIVE, 'Administrator'));
    const { Policy: policy } = await client.send(
      new CreatePolicyCommand({ Name: 'no-users', Description: '', Type: SCP, Content: deny('iam:CreateUser') }),
    );
    await client.send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: ARCHIVE }));
    const role = fixture.clients(
      taken(
        await fixture
          .clients(await administrator(fixture))
          .sts()
          .send(
            new AssumeRoleCommand({
              RoleArn: `arn:aws:iam::${await makeAccount(client, 'young')}:role/OrganizationAccountAccessRole`,
              RoleSessionName: 'young',
            }),
          ),
      ),
    );
    expect(await refusal(session.iam().send(new CreateUserCommand({ UserName: 'x' })))).to.have.property(
      'code',
      'AccessDenied',
    );
    await session.organizations().send(new LeaveOrganizationCommand({}));
    expect(
      await refusal(session.iam().send(new CreateUserCommand({ UserName: 'x' }))),
      'the role of Identity Center is gone with its sessions',
    ).to.have.property('code', 'InvalidClientTokenId');
    expect(await refusal(enter(fixture, token, ARCHIVE, 'Administrator'))).to.have.property(
      'code',
      'ForbiddenException',
    );
    expect(await refusal(client.send(new DescribeAccountCommand({ AccountId: ARCHIVE })))).to.have.property(
      'code',
      'AccountNotFoundException',
    );
    expect(
      (await client.send(new ListTargetsForPolicyCommand({ PolicyId: policy?.PolicySummary?.Id }))).Targets,
    ).to.deep.equal([]);
    expect(
      await reason(role.organizations().send(new LeaveOrganizationCommand({}))),
      'made four days ago at least',
    ).to.equal('ConstraintViolationException WAIT_PERIOD_ACTIVE');
    fixture.clock.advance(4 * 86_400_000);
    const later = fixture.clients(await administrator(fixture)).organizations();
    const young = (await later.send(new ListCreateAccountStatusCommand({}))).CreateAccountStatuses?.[0]?.AccountId;
    await later.send(new RemoveAccountFromOrganizationCommand({ AccountId: young }));
    expect(await refusal(later.send(new DescribeAccountCommand({ AccountId: young })))).to.have.property(
      'code',
      'AccountNotFoundException',
    );
  });
});
