import { EnableMFADeviceCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand, ConfirmSubscriptionCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateOrganizationCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { createClients } from '../../aws/clients.js';
import { hardwareTokenSeed, hardwareTokenSerial } from '../../base/hardware-token.js';
import { emptyWorld } from '../aws/deploying.js';
import { refusal, twinFixture } from './fixture.js';

describe('what makes the twin deployable', () => {
  it('knows the seeds of hardware tokens by their serial numbers, each token once', async () => {
    const fixture = twinFixture();
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    const SerialNumber = hardwareTokenSerial('one');
    const totp = new TOTP({ secret: hardwareTokenSeed(SerialNumber), period: 30, digits: 6 });
    const [AuthenticationCode1, AuthenticationCode2] = [-1, 0].map((step) =>
      totp.generate({ timestamp: fixture.clock.now() + step * 30_000 }),
    );
    const enable = (UserName: string, first = AuthenticationCode1): Promise<unknown> =>
      iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, AuthenticationCode1: first, AuthenticationCode2 }));
    expect(await refusal(enable('deployment', '000000'))).to.have.property(
      'code',
      'InvalidAuthenticationCodeException',
    );
    await enable('deployment');
    expect(
      (await iam.send(new ListMFADevicesCommand({ UserName: 'deployment' }))).MFADevices?.map(
        (device) => device.SerialNumber,
      ),
    ).to.include(SerialNumber);
    expect(await refusal(enable('break-glass-1'))).to.have.property('code', 'EntityAlreadyExistsException');
  });

  it('shows what a mailbox was sent, so that a client can confirm', async () => {
    const fixture = twinFixture();
    const sns = fixture.clients(fixture.twin.secrets().administrator).sns();
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'mails' }));
    const { SubscriptionArn = '' } = await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com', ReturnSubscriptionArn: true }),
    );
    const look = async (arn: string): Promise<{ status: number; content: Record<string, unknown> }> => {
      const { statusCode, body } = await fixture.transport.send({
        method: 'GET',
        target: `/_aws/sns/subscription-tokens/${arn}`,
        headers: {},
        body: new Uint8Array(0),
      });
      return { status: statusCode, content: JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown> };
    };
    const { content } = await look(SubscriptionArn);
    expect(content).to.have.property('subscription_arn', SubscriptionArn);
    expect(
      await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: String(content['subscription_token']) })),
    ).to.have.property('SubscriptionArn', SubscriptionArn);
    expect(await look(`${SubscriptionArn}0`)).to.have.property('status', 404);
    expect(await look('%')).to.have.property('status', 404);
  });

  it('has Identity Center in the Region of whoever made the organization', async () => {
    const { twin, options } = emptyWorld('eu-central-1');
    const clients = (region: string): ReturnType<typeof createClients> =>
      createClients({ ...options, region }, twin.secrets().administrator);
    await clients('eu-central-1').organizations().send(new CreateOrganizationCommand({}));
    const instances = async (region: string): Promise<number> =>
      (await clients(region).ssoAdmin().send(new ListInstancesCommand({}))).Instances?.length ?? 0;
    expect([await instances('eu-central-1'), await instances('us-east-1')]).to.deep.equal([1, 0]);
  });
});
