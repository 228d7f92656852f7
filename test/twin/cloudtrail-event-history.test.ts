import { LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import { administratorOf } from './cloudtrail-administrator.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const DAY = 86_400_000;

/** By then every record is in the event history. */
const LATER = 10 * 60_000;

describe('the event history', () => {
  let fixture: TwinFixture;
  beforeEach(() => (fixture = twinFixture()));
  const history = (region = 'eu-west-1'): CloudTrailClient =>
    fixture.clients(fixture.twin.secrets().administrator, region).cloudtrail();
  const lookUp = async (
    key?: 'EventName' | 'Username' | 'ReadOnly' | 'EventSource' | 'EventId' | 'ResourceName',
    value = '',
    region?: string,
  ): Promise<Event[]> => {
    const { Events = [] } = await history(region).send(
      new LookupEventsCommand({ LookupAttributes: key ? [{ AttributeKey: key, AttributeValue: value }] : undefined }),
    );
    return Events;
  };
  const record = ({ CloudTrailEvent: text = '{}' }: Event): CloudTrailEvent => JSON.parse(text) as CloudTrailEvent;

  it('shows what users did and what they were refused, newest first, after some minutes, without any trail', async () => {
    const sts = fixture.clients(fixture.keys('management', 'break-glass-1')).sts();
    const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', 'break-glass-1');
    const role = { RoleArn: fixture.roleArn('payments-1'), RoleSessionName: 'test' };
    await sts.send(new AssumeRoleCommand({ ...role, SerialNumber, TokenCode }));
    fixture.clock.advance(1000);
    await refusal(sts.send(new AssumeRoleCommand(role)));
    expect(await lookUp('EventName', 'AssumeRole'), 'not at once').to.deep.equal([]);
    fixture.clock.advance(LATER);
    const [refused, taken, ...others] = await lookUp('EventName', 'AssumeRole');
    expect(others).to.deep.equal([]);
    expect(taken).to.deep.include({
      Username: 'break-glass-1',
      EventSource: 'sts.amazonaws.com',
      ReadOnly: 'true',
      Resources: [{ ResourceType: 'AWS::IAM::Role', ResourceName: role.RoleArn }],
    });
    expect(record(taken ?? {})).to.deep.include({
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      eventType: 'AwsApiCall',
    });
    expect(record(taken ?? {}).userIdentity).to.include({ type: 'IAMUser', userName: 'break-glass-1' });
    expect(record(refused ?? {}))
      .to.include({ errorCode: 'AccessDenied' })
      .and.to.have.nested.property('requestParameters.roleArn', role.RoleArn);
    for (const secret of fixture.twin.issuedSecrets()) expect(JSON.stringify([taken, refused])).to.not.include(secret);
    for (const [key, value] of [
      ['Username', 'break-glass-1'],
      ['EventId', taken?.EventId],
      ['ResourceName', role.RoleArn],
    ] as const)
      expect(await lookUp(key, value), key).to.not.deep.equal([]);
    expect(await lookUp('EventName', 'AssumeRole', 'us-east-1'), 'another Region').to.deep.equal([]);
  });

  it('has a copy of a successful entry in the account that was entered, without the name of who came', async () => {
    const { sessionToken, accessKeyId, secretAccessKey } = await administratorOf(fixture, 'payments-1');
    fixture.clock.advance(LATER);
    const { Events = [] } = await fixture
      .clients({ accessKeyId, secretAccessKey, sessionToken })
      .cloudtrail()
      .send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }),
      );
    const [own] = await lookUp('EventName', 'AssumeRole');
    expect(Events).to.have.length(1);
    const copy = record(Events[0] ?? {});
    expect(copy.userIdentity).to.have.property('type', 'AWSAccount');
    expect(copy.userIdentity).to.not.have.property('userName');
    expect(copy.sharedEventID)
      .to.be.a('string')
      .and.equal(record(own ?? {}).sharedEventID);
    expect(copy.eventID).to.not.equal(own?.EventId);
  });

  it('is ninety days long, comes in pages and within times', async () => {
    const sts = fixture.clients(fixture.keys('management', 'deployment')).sts();
    const start = fixture.clock.now();
    for (let index = 0; index < 5; index++) {
      await sts.send(new GetCallerIdentityCommand({}));
      fixture.clock.advance(1000);
    }
    fixture.clock.advance(LATER);
    const sizes: number[] = [];
    for await (const page of paginateLookupEvents(
      { client: history(), pageSize: 2 },
      {
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'GetCallerIdentity' }],
        StartTime: new Date(start + 1000),
        EndTime: new Date(start + 3000),
      },
    ))
      sizes.push(page.Events?.length ?? 0);
    expect(sizes).to.deep.equal([2, 1]);
    fixture.clock.advance(90 * DAY);
    expect(await lookUp('EventName', 'GetCallerIdentity')).to.deep.equal([]);
    expect(
      await refusal(history().send(new LookupEventsCommand({ StartTime: new Date(2), EndTime: new Date(1) }))),
    ).to.have.property('code', 'InvalidTimeRangeException');
    expect(await refusal(history().send(new LookupEventsCommand({ MaxResults: 51 })))).to.have.property(
      'code',
      'InvalidMaxResultsException',
    );
  });

  it('records global services in us-east-1, wherever they were called from', async () => {
    const { ListUsersCommand } = await import('@aws-sdk/client-iam');
    await fixture.clients(fixture.twin.secrets().administrator, 'eu-west-1').iam().send(new ListUsersCommand({}));
    fixture.clock.advance(LATER);
    expect(await lookUp('EventName', 'ListUsers', 'us-east-1')).to.have.length(1);
    expect(await lookUp('EventName', 'ListUsers')).to.deep.equal([]);
  });
});
