import {
  CreateAccountAssignmentCommand,
  DeletePermissionSetCommand,
  DescribeInstanceCommand,
  DescribePermissionSetCommand,
  ListInstancesCommand,
} from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';
import { MANAGEMENT, ARCHIVE, setUp, inArchive } from './sso-admin-setting.js';

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
