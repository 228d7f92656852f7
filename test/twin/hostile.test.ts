import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { SimulateCustomPolicyCommand } from '@aws-sdk/client-iam';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { movableClock } from '../../base/clock.js';
import { refusal, twinFixture } from './fixture.js';
import { playHostile } from './hostile/play.js';
import { serveHostile } from './hostile/world.js';

describe('hostile requests', () => {
  it('are answered with an error of AWS, at once, without a secret; npm run hostile sends 100,000', async () => {
    const { target, close } = await serveHostile(movableClock());
    try {
      const { problem, statuses } = await playHostile(target, { seed: '1', count: 2000 });
      expect(problem).to.equal(undefined);
      expect([...statuses.keys()]).to.include.members([200, 400, 403, 405, 413, 501]);
    } finally {
      await close();
    }
  });

  it('leave records without their parameters if they are large', async () => {
    const fixture = twinFixture();
    const clients = fixture.clients(fixture.twin.secrets().administrator, 'us-east-1');
    const document = (length: number): string =>
      JSON.stringify({ Statement: { Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::${'x'.repeat(length)}` } });
    for (const length of [10, 110_000])
      await clients
        .iam()
        .send(new SimulateCustomPolicyCommand({ PolicyInputList: [document(length)], ActionNames: ['s3:GetObject'] }));
    fixture.clock.advance(3_600_000);
    const { Events = [] } = await clients.cloudtrail().send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'SimulateCustomPolicy' }],
      }),
    );
    const sizes = Events.map(({ CloudTrailEvent: text = '' }) => text.length);
    expect(sizes).to.have.length(2);
    expect(Math.max(...sizes)).to.be.below(5000);
    expect(
      Events.filter(({ CloudTrailEvent: text = '' }) => text.includes('arn:aws:s3:::xxx')),
      'the small one has them',
    ).to.have.length(1);
  });

  it('signed for a Region that cannot be are refused', async () => {
    const fixture = twinFixture();
    const topics = (region: string): Promise<unknown> =>
      fixture.clients(fixture.twin.secrets().administrator, region).sns().send(new ListTopicsCommand({}));
    for (const region of ['eu-central-2', 'us-gov-west-1', 'ap-southeast-7'])
      expect(await topics(region)).to.have.property('Topics');
    expect(await refusal(topics('mars-north-1'))).to.deep.include({
      code: 'SignatureDoesNotMatch',
      message: 'Credential should be scoped to a valid region.',
      status: 403,
    });
  });
});
