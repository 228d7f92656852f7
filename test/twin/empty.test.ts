import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  waitUntilRoleExists,
} from '@aws-sdk/client-iam';
import { CreateUserCommand as CreatePersonCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  DescribeOrganizationCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import {
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  ListInstancesCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { httpTransport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { refusal } from './fixture.js';
import { taken } from './sts-calls.js';
import { signIn } from '../../aws/federated-sign-in.js';

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A document of one statement. */
const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const BREAK_GLASS = 'arn:aws:iam::*:role/BreakGlass';

/** Whoever builds with the SDK, and knows nothing but the line that `emulate` prints. */
class Builder {
  readonly organizations: OrganizationsClient;
  private readonly shared: { endpoint: string; region: string; maxAttempts: number };

  constructor(private readonly emulator: Emulator) {
    this.shared = { endpoint: emulator.ready.endpoint, region: 'us-east-1', maxAttempts: 1 };
    this.organizations = new OrganizationsClient({ ...this.shared, credentials: this.administrator });
  }

  get administrator(): Keys {
    return this.emulator.ready.administrator;
  }

  iam(credentials: Keys = this.administrator): IAMClient {
    return new IAMClient({ ...this.shared, credentials });
  }

  sts(credentials: Keys = this.administrator): STSClient {
    return new STSClient({ ...this.shared, credentials });
  }

  sso(): SSOAdminClient {
    return new SSOAdminClient({ ...this.shared, credentials: this.administrator });
  }

  identityStore(): IdentitystoreClient {
    return new IdentitystoreClient({ ...this.shared, credentials: this.administrator });
  }

  /** Moves the clock of the emulator; gives its instant. */
  async later(seconds: number): Promise<number> {
    const answer = await fetch(`${this.emulator.ready.control}/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: seconds }),
    });
    return Date.parse(((await answer.json()) as { now: string }).now);
  }

  /** An organization with both types of guardrails, an OU under it and two accounts in that. */
  async organization(): Promise<{ managementId: string; unit: string; accounts: string[] }> {
    const { Organization: organization } = await this.organizations.send(
      new CreateOrganizationCommand({ FeatureSet: 'ALL' }),
    );
    const { Roots: [root] = [] } = await this.organizations.send(new ListRootsCommand({}));
    for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const)
      await this.organizations.send(new EnablePolicyTypeCommand({ RootId: root?.Id, PolicyType }));
    const { OrganizationalUnit: unit } = await this.organizations.send(
      new CreateOrganizationalUnitCommand({ ParentId: root?.Id, Name: 'Workloads' }),
    );
    const accounts: string[] = [];
    for (const name of ['payments', 'webshop']) {
      const { CreateAccountStatus: status } = await this.organizations.send(
        new CreateAccountCommand({ AccountName: name, Email: `${name}@example.org` }),
      );
      const done = await this.organizations.send(
        new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: status?.Id }),
      );
      const id = done.CreateAccountStatus?.AccountId ?? '';
      await this.organizations.send(
        new MoveAccountCommand({ AccountId: id, SourceParentId: root?.Id, DestinationParentId: unit?.Id }),
      );
      accounts.push(id);
    }
    return { managementId: organization?.MasterAccountId ?? '', unit: unit?.Id ?? '', accounts };
  }

  /** A break-glass user of the management account with a virtual MFA device. */
  async breakGlassUser(): Promise<{ arn: string; keys: Keys; serial: string; totp: TOTP }> {
    const iam = this.iam();
    const { User: user } = await iam.send(new CreateUserCommand({ UserName: 'break-glass-1' }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'break-glass-1',
        PolicyName: 'hop',
        PolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: BREAK_GLASS }),
      }),
    );
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'break-glass-1' }));
    const { VirtualMFADevice: device } = await iam.send(
      new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'break-glass-1' }),
    );
    const totp = new TOTP({
      secret: Buffer.from(device?.Base32StringSeed ?? []).toString('utf8'),
      period: 30,
      digits: 6,
    });
    const now = await this.later(0);
    const code = (step: number): string => totp.generate({ timestamp: now + step * 30_000 });
    const enable = (first: string, second: string): Promise<unknown> =>
      iam.send(
        new EnableMFADeviceCommand({
          UserName: 'break-glass-1',
          SerialNumber: device?.SerialNumber,
          AuthenticationCode1: first,
          AuthenticationCode2: second,
        }),
      );
    expect(await refusal(enable(code(0), code(0))), 'twice the same code').to.have.property(
      'code',
      'InvalidAuthenticationCodeException',
    );
    await enable(code(-1), code(0));
    return {
      arn: user?.Arn ?? '',
      keys: { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' },
      serial: device?.SerialNumber ?? '',
      totp,
    };
  }

  /** The break-glass role in an account, made through the role that the account came with; and a role of every day. */
  async roles(account: string, userArn: string): Promise<void> {
    const inside = this.iam(await this.inside(account));
    const trust = policy({
      Effect: 'Allow',
      Principal: { AWS: userArn },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    await inside.send(new CreateRoleCommand({ RoleName: 'BreakGlass', AssumeRolePolicyDocument: trust }));
    await waitUntilRoleExists({ client: inside, maxWaitTime: 5 }, { RoleName: 'BreakGlass' });
    await inside.send(
      new PutRolePolicyCommand({
        RoleName: 'BreakGlass',
        PolicyName: 'all',
        PolicyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }),
      }),
    );
  }

  async inside(account: string): Promise<Keys> {
    return taken(
      await this.sts().send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
          RoleSessionName: 'builder',
        }),
      ),
    );
  }
}

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
