/** An organization built by SDK clients out of one account that holds nothing. */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  waitUntilRoleExists,
} from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  CreateOrganizationalUnitCommand,
  DescribeCreateAccountStatusCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import type { Emulator } from '../../harness/targets/emulator.js';
import { refusal } from './fixture.js';
import { taken } from './sts-calls.js';

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A document of one statement. */
export const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const BREAK_GLASS = 'arn:aws:iam::*:role/BreakGlass';

/** Whoever builds with the SDK, and knows nothing but the line that `emulate` prints. */
export class Builder {
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
