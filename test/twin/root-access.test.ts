import {
  DisableOrganizationsRootSessionsCommand,
  EnableOrganizationsRootCredentialsManagementCommand,
  EnableOrganizationsRootSessionsCommand,
  GetAccountSummaryCommand,
  ListOrganizationsFeaturesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeResourcePolicyCommand,
  DisablePolicyTypeCommand,
  EnableAWSServiceAccessCommand,
  ListHandshakesForOrganizationCommand,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRootCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { STSClient } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { Credentials } from '../../aws/signer.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';
import { ARCHIVE } from './organization-calls.js';

const MANAGEMENT = '111122223333';
const task = (name: string): { arn: string } => ({ arn: `arn:aws:iam::aws:policy/root-task/${name}` });
const AUDIT = task('IAMAuditRootUserCredentials');
/** What the person ivan may do: everything, but for some actions; the outsider mallory may all. */
const allBut = (...actions: string[]): string =>
  `{ outsiders: { stranger: { users: { mallory: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" } } } } } } }, identityCenter: { permissionSets: { Investigator: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" }, No: { Effect: Deny, Action: ${JSON.stringify(actions)}, Resource: "*" } } } } } } }`;
const code = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).code;
const asIvan = async (fixture: TwinFixture): Promise<Credentials> =>
  enter(fixture, await portalToken(fixture, 'ivan'), MANAGEMENT, 'Investigator');
const inArchive = async (fixture: TwinFixture): Promise<Credentials> =>
  enter(fixture, await portalToken(fixture, 'erin'), ARCHIVE, 'Administrator');

describe('centralized root access', () => {
  let fixture: TwinFixture;
  let keys: Credentials;
  beforeEach(async () => {
    fixture = twinFixture(landingZone(allBut('iam:ListOrganizationsFeatures', 'sts:AssumeRoot')));
    keys = await administrator(fixture);
  });
  const trustIam = (): Promise<unknown> =>
    fixture
      .clients(keys)
      .organizations()
      .send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam.amazonaws.com' }));

  it('is listed once the organization trusts IAM, to its management account and IAM’s delegate', async () => {
    const iam = fixture.clients(keys).iam();
    const member = fixture.clients(await inArchive(fixture)).iam();
    const list = new ListOrganizationsFeaturesCommand({});
    expect(await code(iam.send(list))).to.equal('ServiceAccessNotEnabledException');
    await trustIam();
    expect(await iam.send(list)).to.deep.include({
      OrganizationId: fixture.organization.id,
      EnabledFeatures: [],
    });
    expect(await code(member.send(list))).to.equal('AccountNotManagementOrDelegatedAdministratorException');
    await fixture
      .clients(keys)
      .organizations()
      .send(new RegisterDelegatedAdministratorCommand({ AccountId: ARCHIVE, ServicePrincipal: 'iam.amazonaws.com' }));
    expect(await code(member.send(new EnableOrganizationsRootSessionsCommand({})))).to.equal(
      'CallerIsNotManagementAccountException',
    );
    await iam.send(new EnableOrganizationsRootSessionsCommand({}));
    await iam.send(new EnableOrganizationsRootCredentialsManagementCommand({}));
    expect((await member.send(list)).EnabledFeatures).to.deep.equal(['RootCredentialsManagement', 'RootSessions']);
    await member.send(new DisableOrganizationsRootSessionsCommand({}));
    expect((await iam.send(list)).EnabledFeatures).to.deep.equal(['RootCredentialsManagement']);
    expect(
      await code(
        fixture
          .clients(await asIvan(fixture))
          .iam()
          .send(list),
      ),
    ).to.equal('AccessDenied');
  });

  it('is nothing to an account of no organization', async () => {
    const outsider = fixture.clients(fixture.keys('stranger', 'mallory')).iam();
    expect(await code(outsider.send(new ListOrganizationsFeaturesCommand({})))).to.equal(
      'OrganizationNotFoundException',
    );
  });

  describe('AssumeRoot', () => {
    const assume = (sts: STSClient, more: object = {}): Promise<{ Credentials?: unknown }> =>
      sts.send(new AssumeRootCommand({ TargetPrincipal: ARCHIVE, TaskPolicyArn: AUDIT, ...more }));
    beforeEach(async () => {
      await trustIam();
      await fixture.clients(keys).iam().send(new EnableOrganizationsRootSessionsCommand({}));
    });

    it('gives a session of the root user that may its task and nothing else', async () => {
      const { Credentials: issued } = await fixture
        .clients(keys)
        .sts()
        .send(new AssumeRootCommand({ TargetPrincipal: `arn:aws:iam::${ARCHIVE}:root`, TaskPolicyArn: AUDIT }));
      expect(issued?.Expiration?.getTime()).to.equal(fixture.clock.now() + 900_000);
      const session = {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken ?? '',
      };
      const clients = fixture.clients(session);
      expect(await clients.sts().send(new GetCallerIdentityCommand({}))).to.include({
        Account: ARCHIVE,
        Arn: `arn:aws:iam::${ARCHIVE}:root`,
      });
      // A guardrail against root users binds the session too.
      const summary = new GetAccountSummaryCommand({});
      expect((await refusal(clients.iam().send(summary))).message).to.include('service control policy');
      await fixture
        .clients(keys)
        .organizations()
        .send(
          new DisablePolicyTypeCommand({ RootId: fixture.organization.rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }),
        );
      expect((await clients.iam().send(summary)).SummaryMap).to.include({
        AccountAccessKeysPresent: 0,
      });
      for (const call of [new ListUsersCommand({}), new ListRolesCommand({})])
        expect(await code(clients.iam().send(call as ListUsersCommand))).to.equal('AccessDenied');
    });

    it('is decided on the policies of its caller', async () => {
      expect(await code(assume(fixture.clients(await asIvan(fixture)).sts()))).to.equal('AccessDenied');
    });

    for (const [what, overlay] of [
      ['its task', { StringNotEquals: { 'sts:TaskPolicyArn': task('S3UnlockBucketPolicy').arn } }],
      ['the account', { StringEquals: { 'aws:ResourceAccount': ARCHIVE } }],
    ] as const)
      it(`is decided on ${what}`, async () => {
        fixture = twinFixture(
          landingZone(
            `identityCenter: { permissionSets: { Investigator: { policies: { all: { All: { Effect: Allow, Action: "*", Resource: "*" }, No: { Effect: Deny, Action: "sts:AssumeRoot", Resource: "*", Condition: ${JSON.stringify(overlay)} } } } } } }`,
          ),
        );
        keys = await administrator(fixture);
        await trustIam();
        await fixture.clients(keys).iam().send(new EnableOrganizationsRootSessionsCommand({}));
        const ivan = fixture.clients(await asIvan(fixture)).sts();
        expect(await code(assume(ivan))).to.equal('AccessDenied');
        const other =
          what === 'its task' ? { TaskPolicyArn: task('S3UnlockBucketPolicy') } : { TargetPrincipal: id('webshop-1') };
        expect(await assume(ivan, other)).to.have.property('Credentials');
      });
    const id = (name: string): string => fixture.organization.accounts[name]?.id ?? '';

    it('is refused where it is switched off, to other accounts, and for targets that are no active members', async () => {
      const sts = fixture.clients(keys).sts();
      for (const TargetPrincipal of [MANAGEMENT, '999900009999', id('old-datalake')])
        expect(await code(assume(sts, { TargetPrincipal })), TargetPrincipal).to.equal('AccessDenied');
      expect(
        await code(assume(fixture.clients(await inArchive(fixture)).sts(), { TargetPrincipal: id('webshop-1') })),
      ).to.equal('AccessDenied');
      await fixture.clients(keys).iam().send(new DisableOrganizationsRootSessionsCommand({}));
      expect(await code(assume(sts))).to.equal('AccessDenied');
    });

    it('takes the tasks of AWS, fifteen minutes, and accounts', async () => {
      const sts = fixture.clients(keys).sts();
      for (const more of [
        { TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
        { TaskPolicyArn: task('toString') },
        { DurationSeconds: 901 },
        { TargetPrincipal: 'webshop-1' },
      ])
        expect(await code(assume(sts, more)), JSON.stringify(more)).to.equal('ValidationError');
      expect(await assume(sts, { DurationSeconds: 60 })).to.have.property('Credentials');
    });
  });
});

describe('what an organization has none of', () => {
  const fixture = twinFixture(
    landingZone(allBut('organizations:DescribeResourcePolicy', 'organizations:ListHandshakesForOrganization')),
  );
  const calls = [
    () => new DescribeResourcePolicyCommand({}) as ListHandshakesForOrganizationCommand,
    () => new ListHandshakesForOrganizationCommand({}),
  ];

  it('is said to readers: no resource policy, no handshakes', async () => {
    const client = fixture.clients(await administrator(fixture)).organizations();
    expect(await code(client.send(new DescribeResourcePolicyCommand({})))).to.equal('ResourcePolicyNotFoundException');
    expect((await client.send(new ListHandshakesForOrganizationCommand({}))).Handshakes).to.deep.equal([]);
    const filtered = { Filter: { ActionType: 'NONSENSE' as 'INVITE' } };
    expect(await code(client.send(new ListHandshakesForOrganizationCommand(filtered)))).to.equal(
      'InvalidInputException',
    );
    const paged = { NextToken: 'nonsense' };
    expect(await code(client.send(new ListHandshakesForOrganizationCommand(paged)))).to.equal('InvalidInputException');
  });

  it('is said to nobody else', async () => {
    for (const credentials of [await asIvan(fixture), await inArchive(fixture)])
      for (const call of calls)
        expect(await code(fixture.clients(credentials).organizations().send(call()))).to.equal('AccessDeniedException');
    for (const call of calls)
      expect(await code(fixture.clients(fixture.keys('stranger', 'mallory')).organizations().send(call()))).to.equal(
        'AWSOrganizationsNotInUseException',
      );
  });
});
