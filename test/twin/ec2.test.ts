import { DecodeAuthorizationMessageCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import { administrator, enter, portalToken } from './identity-center.js';

describe('dry runs of EC2', () => {
  const lock =
    'serviceControlPolicies: { region-lock: { statements: { DenyOtherRegions: { NotAction: ["iam:*", "sts:*"], Condition: { StringNotEquals: { "aws:RequestedRegion": [eu-west-1] } } } } } }';
  const fixture = twinFixture(landingZone(lock));
  const signer = createSigner('twin.invalid', wallClock);
  let keys: Credentials;
  let inProduction: Credentials;
  before(async () => {
    keys = await administrator(fixture);
    const id = fixture.organization.accounts['webshop-1']?.id ?? '';
    inProduction = await enter(fixture, await portalToken(fixture, 'erin'), id, 'Administrator');
  });
  const call = async (
    credentials: Credentials,
    action: string,
    parameters: Record<string, string> = {},
    region = 'eu-west-1',
  ): Promise<{ status: number; text: string }> => {
    const answer = fixture.twin.dispatch(
      await signer.query({ service: 'ec2', version: '2016-11-15', action, parameters }, region, credentials),
    );
    return { status: answer.statusCode, text: Buffer.from(answer.body).toString('utf8') };
  };
  const dry = { DryRun: 'true' };

  it('would succeed where nothing forbids them, and nothing is made', async () => {
    const { status, text } = await call(keys, 'CreateInternetGateway', dry);
    expect(status).to.equal(412);
    expect(text).to.match(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<Response><Errors><Error><Code>DryRunOperation<\/Code><Message>Request would have succeeded, but DryRun flag is set\.<\/Message><\/Error><\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
    expect(await call(keys, 'CreateVpc', { CidrBlock: '10.0.0.0/16' })).to.have.property('status', 501);
  });

  it('are refused in a Region that is locked, with the reason in the open and encoded', async () => {
    expect(await call(inProduction, 'CreateInternetGateway', dry)).to.have.property('status', 412);
    const { status, text } = await call(inProduction, 'CreateInternetGateway', dry, 'us-east-1');
    expect(status).to.equal(403);
    expect(text)
      .to.include('<Code>UnauthorizedOperation</Code>')
      .and.include('ec2:CreateInternetGateway on resource: arn:aws:ec2:us-east-1:')
      .and.include('with an explicit deny in a service control policy');
    const [, encoded = ''] = /Encoded authorization failure message: ([\w-]+)</.exec(text) ?? [];
    const sts = fixture.clients(keys).sts();
    expect((await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: encoded }))).DecodedMessage)
      .to.include('"allowed":false')
      .and.include('service control policy');
    expect(
      await refusal(sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'nonsense' }))),
    ).to.have.property('code', 'InvalidAuthorizationMessageException');
  });

  it('see of an instance what policies ask for', async () => {
    const instance = {
      ...dry,
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: '1',
      MaxCount: '1',
    };
    const old = await call(inProduction, 'RunInstances', instance);
    expect([
      old.status,
      old.text.includes('require-instance-metadata') || old.text.includes('service control policy'),
    ]).to.deep.equal([403, true]);
    expect(
      await call(inProduction, 'RunInstances', { ...instance, 'MetadataOptions.HttpTokens': 'required' }),
    ).to.have.property('status', 412);
    expect((await call(keys, 'RunInstances', dry)).text, 'without the number of instances').to.include(
      'ValidationError',
    );
  });

  it('know Regions, and nobody in one that was not opted in to', async () => {
    const { text } = await call(keys, 'DescribeRegions', { 'RegionName.1': 'eu-west-1', 'RegionName.2': 'me-south-1' });
    expect(text).to.include('<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>');
    expect(text).to.include(
      '<regionInfo><item><regionName>eu-west-1</regionName><regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint><optInStatus>opt-in-not-required</optInStatus></item><item><regionName>me-south-1',
    );
    expect((await call(keys, 'DescribeRegions', {})).text).to.not.include('not-opted-in');
    expect((await call(keys, 'DescribeRegions', { AllRegions: 'true' })).text).to.include('not-opted-in');
    expect(await call(keys, 'DescribeRegions', {}, 'me-south-1')).to.satisfy(
      ({ status, text: answer }: { status: number; text: string }) =>
        status === 401 && answer.includes('<Code>AuthFailure</Code>'),
    );
  });
});
