import { GetAccountSummaryCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import {
  AssumeRoleCommand,
  DecodeAuthorizationMessageCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts';
import type { GetFederationTokenCommandInput } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { Credentials } from '../../aws/signer.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { taken, withMfa } from './sts-calls.js';

const ACCOUNT = '111122223333';
const CONTENT = `
accounts:
  management:
    users:
      deployment:
        policies:
          federate:
            Federate: { Effect: Allow, Action: ["sts:GetFederationToken", "sts:TagSession"], Resource: "arn:aws:sts::*:federated-user/*", Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": team } } }
            Read: { Effect: Allow, Action: "organizations:DescribeOrganization", Resource: "*" }
`;
const read = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['organizations:*', 'iam:*', 'sts:*'], Resource: '*' },
});

describe('GetFederationToken', () => {
  const fixture = twinFixture(landingZone(CONTENT));
  const sts = fixture.clients(fixture.keys('management', 'deployment')).sts();
  const federate = async (more: Partial<GetFederationTokenCommandInput> = {}): Promise<Credentials> =>
    taken(await sts.send(new GetFederationTokenCommand({ Name: 'guest', ...more })));

  it('tells how much of a session its policies and tags take, if it has any', async () => {
    const size = async (more: Partial<GetFederationTokenCommandInput>): Promise<number | undefined> =>
      (await sts.send(new GetFederationTokenCommand({ Name: 'guest', ...more }))).PackedPolicySize;
    expect(await size({})).to.equal(undefined);
    const [small = 0, larger = 0] = [
      await size({ Policy: read }),
      await size({ Policy: read, Tags: [{ Key: 'team', Value: 'red' }] }),
    ];
    expect(small).to.be.within(1, 50);
    expect(larger).to.be.within(small + 1, 50);
  });

  it('gives what both the user and the session policy allow, and without a session policy nothing', async () => {
    const describe = async (more: Partial<GetFederationTokenCommandInput>): Promise<unknown> =>
      fixture
        .clients(await federate(more))
        .organizations()
        .send(new DescribeOrganizationCommand({}));
    await describe({ Policy: read });
    expect(await refusal(describe({}))).to.have.property('code', 'AccessDeniedException');
    const narrow = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'organizations:ListRoots', Resource: '*' },
    });
    expect((await refusal(describe({ Policy: narrow }))).message).to.include('no session policy allows');
  });

  it('is no way into IAM or STS, but for asking who one is', async () => {
    const clients = fixture.clients(await federate({ Policy: read }));
    expect(await clients.sts().send(new GetCallerIdentityCommand({}))).to.deep.include({
      UserId: `${ACCOUNT}:guest`,
      Arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
    });
    expect(await refusal(clients.iam().send(new ListUsersCommand({})))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    expect(
      await refusal(
        clients.sts().send(new AssumeRoleCommand({ RoleArn: fixture.roleArn('payments-1'), RoleSessionName: 'xx' })),
      ),
    ).to.have.property('code', 'InvalidClientTokenId');
    expect(await refusal(clients.sts().send(new GetSessionTokenCommand({})))).to.have.property('code', 'AccessDenied');
  });

  it('needs long-term credentials, permission for it and for tags, and a name', async () => {
    await federate({ Tags: [{ Key: 'team', Value: 'blue' }] });
    const asks: readonly (readonly [() => Promise<unknown>, string])[] = [
      [() => federate({ Name: 'x' }), 'ValidationError'],
      [() => federate({ Name: 'a b' }), 'ValidationError'],
      [() => federate({ DurationSeconds: 129_601 }), 'ValidationError'],
      [() => federate({ Tags: [{ Key: 'other', Value: 'x' }] }), 'AccessDenied'],
      [
        () =>
          fixture
            .clients(fixture.keys('management', 'break-glass-1'))
            .sts()
            .send(new GetFederationTokenCommand({ Name: 'guest' })),
        'AccessDenied',
      ],
      [
        async () =>
          fixture
            .clients(await withMfa(fixture, 'deployment'))
            .sts()
            .send(new GetFederationTokenCommand({ Name: 'guest' })),
        'AccessDenied',
      ],
    ];
    for (const [ask, code] of asks) expect(await refusal(ask()), ask.toString()).to.have.property('code', code);
  });
});

describe('sessions of the root user', () => {
  it('are the root user, without IAM because there was no MFA, and assume no role', async () => {
    const fixture = twinFixture();
    const session = taken(
      await fixture.clients(fixture.twin.secrets().administrator).sts().send(new GetSessionTokenCommand({})),
    );
    const clients = fixture.clients(session);
    expect(await clients.sts().send(new GetCallerIdentityCommand({}))).to.have.property(
      'Arn',
      `arn:aws:iam::${ACCOUNT}:root`,
    );
    await clients.organizations().send(new DescribeOrganizationCommand({}));
    expect(await refusal(clients.iam().send(new GetAccountSummaryCommand({})))).to.have.property(
      'code',
      'InvalidClientTokenId',
    );
    expect(
      (
        await refusal(
          clients.sts().send(new AssumeRoleCommand({ RoleArn: fixture.roleArn('payments-1'), RoleSessionName: 'xx' })),
        )
      ).message,
    ).to.equal('Roles may not be assumed by root accounts.');
  });
});

describe('what STS tells of keys and messages', () => {
  it('is the account of any key, and nothing of a message that it did not encode', async () => {
    const fixture = twinFixture();
    const sts = fixture.clients(fixture.twin.secrets().administrator).sts();
    const mallory = fixture.keys('stranger', 'mallory');
    expect(await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: mallory.accessKeyId }))).to.have.property(
      'Account',
      '999900001111',
    );
    const session = await withMfa(fixture);
    expect(await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: session.accessKeyId }))).to.have.property(
      'Account',
      ACCOUNT,
    );
    expect(
      await refusal(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }))),
    ).to.have.property('code', 'ValidationError');
    expect(await refusal(sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'abc' })))).to.have.property(
      'code',
      'InvalidAuthorizationMessageException',
    );
  });
});
