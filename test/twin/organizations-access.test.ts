import {
  AttachPolicyCommand,
  CloseAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DeleteOrganizationCommand,
  DeregisterDelegatedAdministratorCommand,
  DescribeOrganizationCommand,
  EnableAWSServiceAccessCommand,
  EnableAllFeaturesCommand,
  InviteAccountToOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListAccountsCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListTagsForResourceCommand,
  RegisterDelegatedAdministratorCommand,
  RemoveAccountFromOrganizationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import {
  DeletePermissionSetCommand,
  ListPermissionSetsCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { administrator, centerOf, enter, portalToken } from './identity-center.js';
import { ARCHIVE, deny, reason, scene, SCP } from './organization-calls.js';

describe('who may call Organizations', () => {
  const only = (action: string, resource: string): string =>
    `identityCenter: { permissionSets: { Investigator: { policies: { change: { Change: { Effect: Allow, Action: "organizations:${action}", Resource: "${resource}" } } } } } }`;

  it('is decided on the policy and on the target', async () => {
    const target = 'arn:aws:organizations::111122223333:account/o-exampleorg1/222233334444';
    for (const [resource, allowed] of [
      ['*', true],
      ['arn:aws:organizations::111122223333:*/o-exampleorg1/*', true],
      [target, false],
      ['arn:aws:organizations::111122223333:policy/o-exampleorg1/service_control_policy/*', false],
    ] as const) {
      const { client, fixture } = await scene(only('AttachPolicy', resource));
      const { Policy: policy } = await client.send(
        new CreatePolicyCommand({ Name: 'g', Description: '', Type: SCP, Content: deny('s3:*') }),
      );
      const investigator = fixture
        .clients(await enter(fixture, await portalToken(fixture, 'ivan'), '111122223333', 'Investigator'))
        .organizations();
      const outcome = await investigator
        .send(new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: ARCHIVE }))
        .then(
          () => 'allowed',
          (error: Error) => error.name,
        );
      expect(outcome, resource).to.equal(allowed ? 'allowed' : 'AccessDeniedException');
    }
  });

  it('is the management account; a delegated administrator may read', async () => {
    const { client, fixture } = await scene();
    const member = fixture.clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'));
    const organizations = member.organizations();
    expect(await refusal(organizations.send(new ListAccountsCommand({})))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    expect((await organizations.send(new DescribeOrganizationCommand({}))).Organization).to.include({
      MasterAccountId: '111122223333',
      FeatureSet: 'ALL',
    });
    const delegate = { AccountId: ARCHIVE, ServicePrincipal: 'config.amazonaws.com' };
    expect(await reason(client.send(new RegisterDelegatedAdministratorCommand(delegate)))).to.equal(
      'ConstraintViolationException SERVICE_ACCESS_NOT_ENABLED',
    );
    await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: delegate.ServicePrincipal }));
    await client.send(new RegisterDelegatedAdministratorCommand(delegate));
    expect(await refusal(client.send(new RegisterDelegatedAdministratorCommand(delegate)))).to.have.property(
      'code',
      'AccountAlreadyRegisteredException',
    );
    expect(await organizations.send(new ListAccountsCommand({}))).to.have.property('Accounts');
    expect(
      await refusal(
        organizations.send(new CreateOrganizationalUnitCommand({ ParentId: fixture.organization.rootId, Name: 'x' })),
      ),
    ).to.have.property('code', 'AccessDeniedException');
    expect(
      (
        await client.send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'config.amazonaws.com' }))
      ).DelegatedAdministrators?.map(({ Id }) => Id),
    ).to.deep.equal([ARCHIVE]);
    expect(
      (await client.send(new ListDelegatedServicesForAccountCommand({ AccountId: ARCHIVE }))).DelegatedServices,
    ).to.have.length(1);
    expect(
      (await client.send(new ListAWSServiceAccessForOrganizationCommand({}))).EnabledServicePrincipals?.map(
        ({ ServicePrincipal }) => ServicePrincipal,
      ),
    ).to.deep.equal(['sso.amazonaws.com', 'config.amazonaws.com']);
    expect(await reason(client.send(new RemoveAccountFromOrganizationCommand({ AccountId: ARCHIVE })))).to.equal(
      'ConstraintViolationException CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
    );
    await client.send(new DeregisterDelegatedAdministratorCommand(delegate));
    expect(await refusal(organizations.send(new ListAccountsCommand({})))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    expect(await refusal(client.send(new DeregisterDelegatedAdministratorCommand(delegate)))).to.have.property(
      'code',
      'AccountNotRegisteredException',
    );
  });

  it('a delegated administrator of Identity Center administers it, but not what is in the management account', async () => {
    const { client, fixture } = await scene('identityCenter: { permissionSets: { Local: {} } }');
    const sso = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator'))
      .ssoAdmin();
    const { InstanceArn, sets } = await centerOf(fixture.clients(await administrator(fixture)).ssoAdmin());
    expect(await refusal(sso.send(new ListPermissionSetsCommand({ InstanceArn })))).to.have.property(
      'code',
      'AccessDeniedException',
    );
    await client.send(
      new RegisterDelegatedAdministratorCommand({ AccountId: ARCHIVE, ServicePrincipal: 'sso.amazonaws.com' }),
    );
    expect((await sso.send(new ListPermissionSetsCommand({ InstanceArn }))).PermissionSets).to.have.length(3);
    expect(
      await refusal(
        sso.send(
          new UpdatePermissionSetCommand({
            InstanceArn,
            PermissionSetArn: sets['Administrator'],
            SessionDuration: 'PT2H',
          }),
        ),
      ),
    ).to.have.property('code', 'AccessDeniedException');
    await sso.send(new DeletePermissionSetCommand({ InstanceArn, PermissionSetArn: sets['Local'] }));
  });

  it('nobody of an account without an organization, until it makes one', async () => {
    const { fixture } = await scene(
      'outsiders: { stranger: { users: { mallory: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" } } } } } } }',
    );
    const stranger = fixture.clients(fixture.keys('stranger', 'mallory')).organizations();
    expect(await refusal(stranger.send(new DescribeOrganizationCommand({})))).to.have.property(
      'code',
      'AWSOrganizationsNotInUseException',
    );
    const { client } = await scene();
    expect(await refusal(client.send(new CreateOrganizationCommand({})))).to.have.property(
      'code',
      'AlreadyInOrganizationException',
    );
    expect(await refusal(client.send(new DeleteOrganizationCommand({})))).to.have.property(
      'code',
      'OrganizationNotEmptyException',
    );
    expect(await reason(client.send(new EnableAllFeaturesCommand({})))).to.equal(
      'HandshakeConstraintViolationException ORGANIZATION_ALREADY_HAS_ALL_FEATURES',
    );
    const invite = await refusal(
      client.send(new InviteAccountToOrganizationCommand({ Target: { Id: '999900001111', Type: 'ACCOUNT' } })),
    );
    expect(invite).to.deep.include({
      code: 'NotImplemented',
      message: 'The embedded organization has no operation organizations:InviteAccountToOrganization.',
    });
  });
});

describe('tags of an organization', () => {
  it('are set, listed, taken away, and count in conditions', async () => {
    const condition =
      'identityCenter: { permissionSets: { Investigator: { policies: { move: { Close: { Effect: Allow, Action: "organizations:CloseAccount", Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/expendable": "yes" } } } } } } } }';
    const { client, fixture } = await scene(condition);
    const investigator = fixture
      .clients(await enter(fixture, await portalToken(fixture, 'ivan'), '111122223333', 'Investigator'))
      .organizations();
    const close = new CloseAccountCommand({ AccountId: ARCHIVE });
    expect(await refusal(investigator.send(close))).to.have.property('code', 'AccessDeniedException');
    await client.send(
      new TagResourceCommand({
        ResourceId: ARCHIVE,
        Tags: [
          { Key: 'expendable', Value: 'yes' },
          { Key: 'b', Value: '2' },
        ],
      }),
    );
    await client.send(new UntagResourceCommand({ ResourceId: ARCHIVE, TagKeys: ['b'] }));
    expect((await client.send(new ListTagsForResourceCommand({ ResourceId: ARCHIVE }))).Tags).to.deep.equal([
      { Key: 'expendable', Value: 'yes' },
    ]);
    await investigator.send(close);
    expect(
      await reason(client.send(new TagResourceCommand({ ResourceId: ARCHIVE, Tags: [{ Key: 'aws:x', Value: '' }] }))),
    ).to.equal('InvalidInputException INVALID_SYSTEM_TAGS_PARAMETER');
    expect(
      await refusal(client.send(new TagResourceCommand({ ResourceId: 'ou-none-00000000', Tags: [] }))),
    ).to.have.property('code', 'TargetNotFoundException');
  });
});
