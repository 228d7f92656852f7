import {
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetAccountPasswordPolicyCommand,
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  GetRoleCommand,
  GetSAMLProviderCommand,
  ListEntitiesForPolicyCommand,
  ListGroupsForUserCommand,
  ListMFADevicesCommand,
  ListPoliciesCommand,
  ListSAMLProvidersCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import type { GetAccountAuthorizationDetailsCommandOutput, IAMClient } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { X509Certificate } from 'node:crypto';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { CONTENT, management } from './iam-reads-setting.js';

async function allPages(
  iam: IAMClient,
  MaxItems: number,
  Filter?: ('User' | 'Role' | 'Group' | 'LocalManagedPolicy' | 'AWSManagedPolicy')[],
): Promise<GetAccountAuthorizationDetailsCommandOutput[]> {
  const pages: GetAccountAuthorizationDetailsCommandOutput[] = [];
  do {
    const marker = pages.at(-1)?.Marker;
    pages.push(
      await iam.send(
        new GetAccountAuthorizationDetailsCommand({
          MaxItems,
          ...(Filter ? { Filter } : {}),
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      ),
    );
  } while (pages.at(-1)?.IsTruncated === true);
  return pages;
}

describe('what IAM shows of an account', () => {
  const fixture = twinFixture(landingZone(CONTENT));
  const iam = management(fixture);

  it('in one list of pages, whatever their size', async () => {
    const [whole] = await allPages(iam, 1000);
    const pieces = await allPages(iam, 2);
    for (const list of ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const) {
      expect(
        pieces.flatMap((page): unknown[] => page[list] ?? []),
        list,
      ).to.deep.equal(whole?.[list]);
    }
    expect(pieces).to.have.length.greaterThan(4);
    const reader = whole?.UserDetailList?.find(({ UserName }) => UserName === 'reader');
    expect(reader).to.deep.include({
      GroupList: ['Readers'],
      Tags: [{ Key: 'team', Value: 'blue' }],
      AttachedManagedPolicies: [],
    });
    expect(reader?.PermissionsBoundary?.PermissionsBoundaryArn).to.match(/:policy\/Fence$/);
    expect(whole?.GroupDetailList?.[0]?.GroupPolicyList?.map(({ PolicyName }) => PolicyName)).to.deep.equal(['extra']);
    expect(
      whole?.Policies?.map(({ PolicyName, AttachmentCount, PermissionsBoundaryUsageCount }) => [
        PolicyName,
        AttachmentCount,
        PermissionsBoundaryUsageCount,
      ]),
    ).to.deep.equal([
      ['Fence', 0, 2],
      ['AdministratorAccess', 2, 0],
      ['IAMReadOnlyAccess', 1, 0],
    ]);
  });

  it('filtered by kind', async () => {
    const [users] = await allPages(iam, 1000, ['User']);
    expect([users?.UserDetailList?.length, users?.RoleDetailList?.length, users?.Policies?.length]).to.deep.equal([
      4, 0, 0,
    ]);
    const [local] = await allPages(iam, 1000, ['LocalManagedPolicy']);
    expect(local?.Policies?.map(({ PolicyName }) => PolicyName)).to.deep.equal(['Fence']);
    expect(
      await refusal(iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Users' as 'User'] }))),
    ).to.have.property('code', 'ValidationError');
  });

  it('with serial numbers that tell the kind of MFA device', async () => {
    const { MFADevices: devices = [] } = await iam.send(new ListMFADevicesCommand({ UserName: 'reader' }));
    const serials = devices.map(({ SerialNumber }) => SerialNumber);
    expect(serials[0]).to.match(/^arn:aws:iam::111122223333:mfa\//);
    expect(serials[1]).to.match(/^GAHT\d{8}$/);
    expect(serials[2]).to.match(/^arn:aws:iam::111122223333:u2f\/user\/reader\//);
    const { VirtualMFADevices: virtual } = await iam.send(
      new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }),
    );
    expect(virtual?.map(({ User }) => User?.UserName)).to.have.members(['reader', 'deployment']);
    expect(await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }))).to.have.property(
      'VirtualMFADevices',
    ).that.is.empty;
  });

  it('passwords and their policy', async () => {
    expect((await iam.send(new GetLoginProfileCommand({ UserName: 'reader' }))).LoginProfile).to.deep.include({
      UserName: 'reader',
      PasswordResetRequired: true,
    });
    expect((await iam.send(new GetLoginProfileCommand({ UserName: 'break-glass-1' }))).LoginProfile).to.have.property(
      'PasswordResetRequired',
      false,
    );
    expect(await refusal(iam.send(new GetLoginProfileCommand({ UserName: 'deployment' })))).to.deep.include({
      code: 'NoSuchEntityException',
      status: 404,
    });
    expect((await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy).to.deep.include({
      MaxPasswordAge: 90,
      ExpirePasswords: true,
      HardExpiry: true,
    });
    expect(await refusal(management(twinFixture()).send(new GetAccountPasswordPolicyCommand({})))).to.have.property(
      'code',
      'NoSuchEntityException',
    );
  });

  it('SAML providers, each with the certificate of whoever signs', async () => {
    const { SAMLProviderList: list = [] } = await iam.send(new ListSAMLProvidersCommand({}));
    const certificates = await Promise.all(
      list.map(async ({ Arn }) => {
        const { SAMLMetadataDocument: metadata = '' } = await iam.send(
          new GetSAMLProviderCommand({ SAMLProviderArn: Arn }),
        );
        return new X509Certificate(Buffer.from(/X509Certificate>([^<]+)</.exec(metadata)?.[1] ?? '', 'base64'));
      }),
    );
    expect(list.map(({ Arn }) => Arn?.split('/')[1]?.replace(/[0-9a-f]{16}/, '…'))).to.deep.equal([
      'workforce',
      'foreign',
      'AWSSSO_…_DO_NOT_DELETE',
    ]);
    expect(list[0]?.ValidUntil?.toISOString()).to.equal('2027-01-01T00:00:00.000Z');
    expect(certificates.map(({ subject }) => subject)).to.deep.equal([
      'CN=workforce directory',
      'CN=stranger',
      'CN=IAM Identity Center',
    ]);
    for (const certificate of certificates) expect(certificate.verify(certificate.publicKey)).to.equal(true);
  });

  it('groups, and who uses a policy', async () => {
    expect(
      (await iam.send(new ListGroupsForUserCommand({ UserName: 'reader' }))).Groups?.map(({ Arn }) => Arn),
    ).to.deep.equal(['arn:aws:iam::111122223333:group/people/Readers']);
    const fence = await iam.send(
      new ListEntitiesForPolicyCommand({ PolicyArn: 'arn:aws:iam::111122223333:policy/Fence' }),
    );
    expect(fence.PolicyUsers?.map(({ UserName }) => UserName)).to.deep.equal(['reader']);
    const [reserved] = fence.PolicyRoles ?? [];
    expect(reserved?.RoleName, 'the boundary of the permission set').to.match(/^AWSReservedSSO_Investigator_/);
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: reserved?.RoleName ?? '' }));
    expect(role?.PermissionsBoundary?.PermissionsBoundaryArn).to.equal('arn:aws:iam::111122223333:policy/Fence');
    const attached = await iam.send(new ListPoliciesCommand({ OnlyAttached: true }));
    expect(attached.Policies?.map(({ PolicyName }) => PolicyName)).to.have.members([
      'AdministratorAccess',
      'IAMReadOnlyAccess',
    ]);
  });

  it('counts and quotas', async () => {
    const { SummaryMap: summary } = await iam.send(new GetAccountSummaryCommand({}));
    expect(summary).to.include({
      Users: 4,
      Groups: 1,
      Policies: 1,
      Providers: 3,
      MFADevices: 8,
      MFADevicesInUse: 8,
      AccountMFAEnabled: 1,
      AssumeRolePolicySizeQuota: 2048,
      VersionsPerPolicyQuota: 5,
    });
  });

  it('the last use of a key and of a role', async () => {
    const { clients, keys } = twinFixture(landingZone(CONTENT));
    const used = keys('management', 'deployment');
    const administrator = management(fixture);
    const key = fixture.keys('management', 'deployment').accessKeyId;
    expect(key).to.equal(used.accessKeyId);
    expect(
      (await administrator.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }))).AccessKeyLastUsed,
    ).to.deep.equal({ ServiceName: 'N/A', Region: 'N/A' });
    await refusal(
      fixture.clients(fixture.keys('management', 'deployment')).iam().send(new GetAccountSummaryCommand({})),
    );
    expect(
      (await administrator.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key }))).AccessKeyLastUsed,
    ).to.deep.include({ ServiceName: 'iam', Region: 'us-east-1' });
    expect(
      await refusal(
        clients(used)
          .iam()
          .send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key })),
      ),
    ).to.have.property('code', 'AccessDenied');
  });
});
