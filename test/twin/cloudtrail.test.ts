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
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { administratorOf } from './cloudtrail-administrator.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

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
