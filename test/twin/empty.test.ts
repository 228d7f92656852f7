import { CreateUserCommand, GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateUserCommand as CreatePersonCommand } from '@aws-sdk/client-identitystore';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DescribeOrganizationCommand,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  ListInstancesCommand,
} from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { signIn } from '../../aws/federated-sign-in.js';
import { httpTransport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { refusal } from './fixture.js';
import { policy, BREAK_GLASS, Builder } from './organization-builder.js';
import { taken } from './sts-calls.js';

describe('an account without an organization', () => {
  let emulator: Emulator;
  let builder: Builder;
  beforeEach(async () => {
    emulator = await serveEmulator('empty', seededRandom('empty'));
    builder = new Builder(emulator);
  });
  afterEach(() => emulator.close());

  it('is all there is: no organization, no instance, one user', async () => {
    const { ready } = emulator;
    expect(Object.keys(ready)).to.have.members(['endpoint', 'control', 'administrator', 'accounts', 'users']);
    expect([Object.keys(ready.accounts), ready.users]).to.deep.equal([['management'], {}]);
    expect(await builder.sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Account',
      ready.accounts['management'],
    );
    expect((await builder.iam().send(new ListUsersCommand({}))).Users?.map(({ UserName }) => UserName)).to.deep.equal([
      'administrator',
    ]);
    expect(await refusal(builder.organizations.send(new DescribeOrganizationCommand({})))).to.have.property(
      'code',
      'AWSOrganizationsNotInUseException',
    );
    expect((await builder.sso().send(new ListInstancesCommand({}))).Instances).to.deep.equal([]);
  });

  it('becomes an organization that SDK clients alone build, where break glass works and everybody else is bound', async () => {
    const { accounts, unit } = await builder.organization();
    const names: string[] = [];
    for await (const page of paginateListAccounts({ client: builder.organizations, pageSize: 2 }, {}))
      names.push(...(page.Accounts ?? []).map(({ Name = '' }) => Name));
    expect(names).to.deep.equal(['management', 'payments', 'webshop']);
    const user = await builder.breakGlassUser();
    for (const account of accounts) await builder.roles(account, user.arn);
    const guardrail = policy({
      Effect: 'Deny',
      Action: 'iam:CreateUser',
      Resource: '*',
      Condition: { ArnNotLike: { 'aws:PrincipalArn': BREAK_GLASS } },
    });
    const { Policy: made } = await builder.organizations.send(
      new CreatePolicyCommand({
        Name: 'no-users',
        Description: '',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: guardrail,
      }),
    );
    await builder.organizations.send(new AttachPolicyCommand({ PolicyId: made?.PolicySummary?.Id, TargetId: unit }));

    const now = await builder.later(60);
    const { Credentials: session } = await builder
      .sts(user.keys)
      .send(
        new GetSessionTokenCommand({ SerialNumber: user.serial, TokenCode: user.totp.generate({ timestamp: now }) }),
      );
    for (const account of accounts) {
      const role = { RoleArn: `arn:aws:iam::${account}:role/BreakGlass`, RoleSessionName: 'emergency' };
      expect(await refusal(builder.sts(user.keys).send(new AssumeRoleCommand(role))), 'without MFA').to.have.property(
        'code',
        'AccessDenied',
      );
      const inside = builder.iam(
        taken(await builder.sts(taken({ Credentials: session })).send(new AssumeRoleCommand(role))),
      );
      expect(await inside.send(new CreateUserCommand({ UserName: 'repair' })), 'exempt').to.have.nested.property(
        'User.UserName',
        'repair',
      );
      const bound = await refusal(
        builder.iam(await builder.inside(account)).send(new CreateUserCommand({ UserName: 'intruder' })),
      );
      expect(bound.code).to.equal('AccessDenied');
      expect(bound.message).to.match(
        /with an explicit deny in a service control policy: arn:aws:organizations::\d{12}:policy\/o-[a-z0-9]{10}\/service_control_policy\/p-[a-z0-9]{10}$/,
      );
      expect(await refusal(inside.send(new GetUserCommand({ UserName: 'intruder' })))).to.have.property(
        'code',
        'NoSuchEntityException',
      );
    }
  });

  it('takes a resource control policy: members are bound, its own roles are not', async () => {
    const {
      accounts: [account = ''],
      unit,
    } = await builder.organization();
    const rcp = policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' });
    const { Policy: made } = await builder.organizations.send(
      new CreatePolicyCommand({ Name: 'no-hops', Description: '', Type: 'RESOURCE_CONTROL_POLICY', Content: rcp }),
    );
    expect(await builder.inside(account)).to.have.property('sessionToken');
    await builder.organizations.send(new AttachPolicyCommand({ PolicyId: made?.PolicySummary?.Id, TargetId: unit }));
    expect((await refusal(builder.inside(account))).message).to.include(
      'with an explicit deny in a resource control policy',
    );
  });

  it('has Identity Center with the organization', async () => {
    const {
      accounts: [account = ''],
    } = await builder.organization();
    const { Instances: [instance] = [] } = await builder.sso().send(new ListInstancesCommand({}));
    const { InstanceArn, IdentityStoreId } = instance ?? {};
    const { UserId } = await builder.identityStore().send(
      new CreatePersonCommand({
        IdentityStoreId,
        UserName: 'nora',
        DisplayName: 'Nora',
        Name: { GivenName: 'Nora', FamilyName: 'N' },
      }),
    );
    const { PermissionSet: set } = await builder
      .sso()
      .send(new CreatePermissionSetCommand({ InstanceArn, Name: 'Reader' }));
    const target = {
      TargetId: account,
      TargetType: 'AWS_ACCOUNT',
      PrincipalType: 'USER',
      PrincipalId: UserId,
    } as const;
    const { AccountAssignmentCreationStatus: status } = await builder
      .sso()
      .send(new CreateAccountAssignmentCommand({ InstanceArn, PermissionSetArn: set?.PermissionSetArn, ...target }));
    const done = await builder.sso().send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn,
        AccountAssignmentCreationRequestId: status?.RequestId,
      }),
    );
    expect(done.AccountAssignmentCreationStatus).to.have.property('Status', 'SUCCEEDED');
    const transport = httpTransport(emulator.ready.endpoint);
    expect(await signIn(transport, 'external', 'nora')).to.have.property('ok', true);
    await transport.close();
  });

  it('gives the same ids and secrets for the same seed', async () => {
    const other = await serveEmulator('empty', seededRandom('empty'));
    const different = await serveEmulator('empty', seededRandom('other'));
    expect(other.ready.administrator).to.deep.equal(emulator.ready.administrator);
    expect(different.ready.administrator.secretAccessKey).to.not.equal(emulator.ready.administrator.secretAccessKey);
    await Promise.all([other.close(), different.close()]);
  });
});
