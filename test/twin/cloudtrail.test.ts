import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  ListTrailsCommand,
  LookupEventsCommand,
  paginateLookupEvents,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { CloudTrailClient, Event } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const DAY = 86_400_000;
/** By then every record is in the event history. */
const LATER = 10 * 60_000;
const LOG_GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:trail:*';
const ROLE = 'arn:aws:iam::111122223333:role/trail';

describe('trails', () => {
  let fixture: TwinFixture;
  let cloudtrail: CloudTrailClient;
  beforeEach(async () => {
    fixture = twinFixture();
    cloudtrail = at('eu-west-1');
    await cloudtrail.send(
      new CreateTrailCommand({
        Name: 'main',
        S3BucketName: 'records',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: true,
        TagsList: [{ Key: 'team', Value: 'security' }],
      }),
    );
  });
  const at = (region: string): CloudTrailClient =>
    fixture.clients(fixture.twin.secrets().administrator, region).cloudtrail();
  const member = async (): Promise<CloudTrailClient> => {
    const { sessionToken, accessKeyId, secretAccessKey } = await administratorOf(fixture, 'payments-1');
    return fixture.clients({ accessKeyId, secretAccessKey, sessionToken }).cloudtrail();
  };
  const names = async (client: CloudTrailClient, includeShadowTrails?: boolean): Promise<(string | undefined)[]> =>
    ((await client.send(new DescribeTrailsCommand({ includeShadowTrails }))).trailList ?? []).map(({ Name }) => Name);

  it('are there in every Region and, of the organization, in every account; and change at home only', async () => {
    expect(await names(cloudtrail, false)).to.include('main');
    expect(await names(at('eu-north-1'))).to.include('main');
    expect(await names(at('eu-north-1'), false)).to.not.include('main');
    const inMember = await member();
    expect(await names(inMember)).to.include('main');
    expect(
      await refusal(
        inMember.send(new StopLoggingCommand({ Name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main' })),
      ),
    ).to.have.property('code', 'NotOrganizationMasterAccountException');
    expect(await refusal(at('eu-north-1').send(new StopLoggingCommand({ Name: 'main' })))).to.have.property(
      'code',
      'InvalidHomeRegionException',
    );
    expect((await cloudtrail.send(new ListTrailsCommand({}))).Trails?.map(({ Name }) => Name)).to.include('main');
  });

  it('log from when they are started until they are stopped', async () => {
    const status = (): Promise<{ IsLogging?: boolean; StartLoggingTime?: Date; StopLoggingTime?: Date }> =>
      cloudtrail.send(new GetTrailStatusCommand({ Name: 'main' }));
    expect(await status()).to.include({ IsLogging: false });
    await cloudtrail.send(new StartLoggingCommand({ Name: 'main' }));
    const started = fixture.clock.now();
    fixture.clock.advance(60_000);
    await cloudtrail.send(new StopLoggingCommand({ Name: 'main' }));
    const { IsLogging, StartLoggingTime, StopLoggingTime } = await status();
    expect([IsLogging, StartLoggingTime?.getTime(), StopLoggingTime?.getTime()]).to.deep.equal([
      false,
      started,
      started + 60_000,
    ]);
  });

  it('change what is named and keep the rest; one Region takes the global services away', async () => {
    await refusal(
      cloudtrail.send(
        new UpdateTrailCommand({ Name: 'main', CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: ROLE }),
      ),
    );
    await fixture
      .clients(fixture.twin.secrets().administrator)
      .logs()
      .send(new CreateLogGroupCommand({ logGroupName: 'trail' }));
    expect(
      await refusal(cloudtrail.send(new UpdateTrailCommand({ Name: 'main', CloudWatchLogsLogGroupArn: LOG_GROUP }))),
    ).to.have.property('code', 'InvalidCloudWatchLogsRoleArnException');
    await cloudtrail.send(
      new UpdateTrailCommand({ Name: 'main', CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: ROLE }),
    );
    await cloudtrail.send(new UpdateTrailCommand({ Name: 'main', IsMultiRegionTrail: false }));
    const { Trail } = await cloudtrail.send(new GetTrailCommand({ Name: 'main' }));
    expect(Trail).to.include({
      CloudWatchLogsLogGroupArn: LOG_GROUP,
      S3BucketName: 'records',
      IsMultiRegionTrail: false,
      IncludeGlobalServiceEvents: false,
      IsOrganizationTrail: true,
      HomeRegion: 'eu-west-1',
    });
  });

  it('have selectors, basic or advanced', async () => {
    const selectors = async (): Promise<unknown> => {
      const { EventSelectors, AdvancedEventSelectors } = await cloudtrail.send(
        new GetEventSelectorsCommand({ TrailName: 'main' }),
      );
      return (
        EventSelectors?.map(({ ReadWriteType, IncludeManagementEvents }) => ({
          ReadWriteType,
          IncludeManagementEvents,
        })) ?? AdvancedEventSelectors
      );
    };
    expect(await selectors()).to.deep.equal([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
    await cloudtrail.send(
      new PutEventSelectorsCommand({ TrailName: 'main', EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }),
    );
    expect(await selectors()).to.deep.equal([{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }]);
    const advanced = [
      {
        Name: 'management',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'readOnly', Equals: ['true'] },
        ],
      },
    ];
    await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'main', AdvancedEventSelectors: advanced }));
    expect(await selectors()).to.deep.equal(advanced);
    expect(
      await refusal(cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'main', EventSelectors: [] }))),
    ).to.have.property('code', 'InvalidEventSelectorsException');
  });

  it('carry tags until they are deleted', async () => {
    const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main';
    await cloudtrail.send(new AddTagsCommand({ ResourceId: arn, TagsList: [{ Key: 'site', Value: 'two' }] }));
    expect(
      (await cloudtrail.send(new ListTagsCommand({ ResourceIdList: [arn] }))).ResourceTagList?.[0]?.TagsList,
    ).to.deep.equal([
      { Key: 'team', Value: 'security' },
      { Key: 'site', Value: 'two' },
    ]);
    await cloudtrail.send(new DeleteTrailCommand({ Name: 'main' }));
    expect(await refusal(cloudtrail.send(new GetTrailStatusCommand({ Name: 'main' })))).to.deep.include({
      code: 'TrailNotFoundException',
      message: `Unknown trail: ${arn} for the user: 111122223333`,
    });
  });

  it('are refused for what no trail can be', async () => {
    const refused: readonly (readonly [string, ConstructorParameters<typeof CreateTrailCommand>[0]])[] = [
      ['InvalidTrailNameException', { Name: '-x', S3BucketName: 'records' }],
      ['TrailAlreadyExistsException', { Name: 'main', S3BucketName: 'records' }],
      [
        'InvalidParameterCombinationException',
        { Name: 'other', S3BucketName: 'records', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false },
      ],
      [
        'InvalidCloudWatchLogsLogGroupArnException',
        { Name: 'other', S3BucketName: 'records', CloudWatchLogsLogGroupArn: LOG_GROUP, CloudWatchLogsRoleArn: ROLE },
      ],
    ];
    for (const [code, input] of refused)
      expect(await refusal(cloudtrail.send(new CreateTrailCommand(input)))).to.have.property('code', code);
    expect(
      await refusal(
        (await member()).send(
          new CreateTrailCommand({ Name: 'other', S3BucketName: 'records', IsOrganizationTrail: true }),
        ),
      ),
    ).to.have.property('code', 'NotOrganizationMasterAccountException');
    expect(await names(cloudtrail)).to.not.include('other');
  });
});

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

/** Credentials of the break-glass role in an account. */
async function administratorOf(
  fixture: TwinFixture,
  account: string,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
  const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', 'break-glass-2');
  const { Credentials: session } = await fixture
    .clients(fixture.keys('management', 'break-glass-2'))
    .sts()
    .send(
      new AssumeRoleCommand({ RoleArn: fixture.roleArn(account), RoleSessionName: 'test', SerialNumber, TokenCode }),
    );
  return {
    accessKeyId: session?.AccessKeyId ?? '',
    secretAccessKey: session?.SecretAccessKey ?? '',
    sessionToken: session?.SessionToken ?? '',
  };
}
