import { GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateAliasCommand, CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { MINUTE, management, use, arrivals, afterUse, kinds } from './break-glass-use.js';
import { twinFixture } from './fixture.js';

describe('a link that is cut lets nothing through', () => {
  /** What is changed in the management account, and which of the two ways still works. */
  const cuts: readonly (readonly [title: string, monitoring: string, left: readonly ('event' | 'alarm')[]])[] = [
    ['nothing', '{}', ['alarm', 'event']],
    ['the trail is stopped', '{ trails: { organization-trail: { logging: false } } }', []],
    ['there is no trail', '{ trails: { organization-trail: null } }', []],
    ['the trail takes writing events only', '{ trails: { organization-trail: { records: WriteOnly } } }', []],
    ['the trail takes no management events', '{ trails: { organization-trail: { records: None } } }', []],
    [
      'the trail is in another Region only',
      '{ trails: { organization-trail: { region: eu-central-1, multiRegion: false, logGroup: null } } }',
      [],
    ],
    [
      'the trail is not of the organization: its own account is enough',
      '{ trails: { organization-trail: { organization: false } } }',
      ['alarm', 'event'],
    ],
    ['the trail has no log group', '{ trails: { organization-trail: { logGroup: null } } }', ['event']],
    [
      'the trail takes reading events only',
      '{ trails: { organization-trail: { records: ReadOnly } } }',
      ['alarm', 'event'],
    ],
    [
      'the metric filters are gone',
      '{ logGroups: { organization-trail: { metricFilters: { break-glass-used: null } } } }',
      ['event'],
    ],
    [
      'the metric filter names another role',
      '{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { pattern: "{ $.requestParameters.roleArn = \\"*:role/Other\\" }" } } } } }',
      ['event'],
    ],
    [
      'the metric filter counts into another metric',
      '{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { metric: Other } } } } }',
      ['event'],
    ],
    ['the alarm needs more uses', '{ alarms: { break-glass-used: { threshold: 5 } } }', ['event']],
    ['the alarm does nothing', '{ alarms: { break-glass-used: { actions: [] } } }', ['event']],
    [
      'the actions of the alarm are switched off',
      '{ alarms: { break-glass-used: { actionsEnabled: false } } }',
      ['event'],
    ],
    [
      'the alarm calls a topic that is not there',
      '{ alarms: { break-glass-used: { actions: ["arn:aws:sns:eu-west-1:<self>:gone"] } } }',
      ['event'],
    ],
    [
      'the alarm calls a topic of another Region',
      '{ alarms: { break-glass-used: { actions: ["arn:aws:sns:us-east-1:<self>:break-glass-alarms"] } } }',
      ['event'],
    ],
    ['the alarm has been ringing for ever', '{ alarms: { break-glass-used: { missingData: breaching } } }', ['event']],
    ['the rule is disabled', '{ eventRules: { break-glass-assumed: { state: DISABLED } } }', ['alarm']],
    [
      'the rule sees all management events',
      '{ eventRules: { break-glass-assumed: { state: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS } } }',
      ['alarm', 'event'],
    ],
    ['the rule is on another bus', '{ eventRules: { break-glass-assumed: { bus: other } } }', ['alarm']],
    ['the rule is in other Regions', '{ eventRules: { break-glass-assumed: { regions: [us-east-1] } } }', ['alarm']],
    [
      'the rule names other users',
      '{ eventRules: { break-glass-assumed: { pattern: { detail: { userIdentity: { userName: [somebody] } } } } } }',
      ['alarm'],
    ],
    ['the rule has no target', '{ eventRules: { break-glass-assumed: { targets: { topic: null } } } }', ['alarm']],
    [
      'the target of the rule is gone',
      '{ eventRules: { break-glass-assumed: { targets: { topic: { arn: "arn:aws:sns:<region>:<self>:gone" } } } } }',
      ['alarm'],
    ],
    [
      'the target of the rule is in another Region',
      '{ eventRules: { break-glass-assumed: { targets: { topic: { arn: "arn:aws:sns:us-east-1:<self>:break-glass-alarms" } } } } }',
      ['alarm'],
    ],
    [
      'the topic lets no rule publish',
      '{ topics: { break-glass-alarms: { policy: { PublishAlarms: { Principal: { Service: [cloudwatch.amazonaws.com] } } } } } }',
      ['alarm'],
    ],
    [
      'the topic lets no alarm publish',
      '{ topics: { break-glass-alarms: { policy: { PublishAlarms: { Principal: { Service: [events.amazonaws.com] } } } } } }',
      ['event'],
    ],
    [
      'the topic has the policy of a new one: alarms of its own account may publish, rules may not',
      '{ topics: { break-glass-alarms: { policy: { PublishAlarms: null } } } }',
      ['alarm'],
    ],
    ['the topic is encrypted with the key of AWS', '{ topics: { break-glass-alarms: { kmsKey: alias/aws/sns } } }', []],
    [
      'the topic is encrypted with a key of its own',
      '{ topics: { break-glass-alarms: { kmsKey: alias/alarms } } }',
      ['alarm', 'event'],
    ],
    [
      'the subscription is not confirmed',
      '{ topics: { break-glass-alarms: { subscriptions: { receipts: { confirmed: false } } } } }',
      [],
    ],
    ['the subscription is gone', '{ topics: { break-glass-alarms: { subscriptions: { receipts: null } } } }', []],
    [
      'the subscription filters by an attribute that nobody sends',
      '{ topics: { break-glass-alarms: { subscriptions: { receipts: { filterPolicy: { severity: [high] } } } } } }',
      [],
    ],
    ['the queue lets no topic send', '{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: null } } } }', []],
    [
      'the queue lets another topic send',
      '{ queues: { break-glass-receipts: { policy: { ReceiveAlarms: { Condition: { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:<self>:other" } } } } } } }',
      [],
    ],
  ];
  for (const [title, monitoring, left] of cuts) {
    it(title, async () => {
      const organization =
        monitoring === '{}' ? landingZone() : landingZone(`accounts: { management: { monitoring: ${monitoring} } }`);
      expect(kinds(await afterUse(twinFixture(organization)))).to.deep.equal(left);
    });
  }

  it('the key of the topic lets a service use it, or it does not, or is about to be gone', async () => {
    const keyPolicy = (...services: string[]): string => {
      const owner = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${management}:root` },
        Action: 'kms:*',
        Resource: '*',
      };
      const publishers = {
        Effect: 'Allow',
        Principal: { Service: services },
        Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
        Resource: '*',
      };
      return JSON.stringify({ Version: '2012-10-17', Statement: services.length > 0 ? [owner, publishers] : [owner] });
    };
    const rows: readonly (readonly [string[], boolean, readonly string[]])[] = [
      [[], false, []],
      [['cloudwatch.amazonaws.com'], false, ['alarm']],
      [['events.amazonaws.com'], false, ['event']],
      [['events.amazonaws.com', 'cloudwatch.amazonaws.com'], false, ['alarm', 'event']],
      [['events.amazonaws.com', 'cloudwatch.amazonaws.com'], true, []],
    ];
    for (const [publishers, deleted, left] of rows) {
      const fixture = twinFixture(
        landingZone(
          'accounts: { management: { monitoring: { topics: { break-glass-alarms: { kmsKey: alias/alarms } } } } }',
        ),
      );
      const administrator = fixture.twin.secrets().administrator;
      const { requestHandler } = fixture.clients(administrator).sqs().config;
      const kms = new KMSClient({
        region: 'eu-west-1',
        endpoint: 'http://twin.invalid',
        credentials: administrator,
        maxAttempts: 1,
        requestHandler,
      });
      const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Policy: keyPolicy(...publishers) }));
      await kms.send(new CreateAliasCommand({ AliasName: 'alias/alarms', TargetKeyId: key?.KeyId }));
      if (deleted) await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key?.KeyId, PendingWindowInDays: 7 }));
      expect(kinds(await afterUse(fixture)), publishers.join()).to.deep.equal(left);
    }
  });

  it('the trail is stopped on the way: what was recorded before still arrives, and the stop itself is recorded', async () => {
    const fixture = twinFixture();
    const administrator = fixture.clients(fixture.twin.secrets().administrator);
    const start = fixture.clock.now();
    await use(fixture);
    await administrator.cloudtrail().send(new StopLoggingCommand({ Name: 'organization-trail' }));
    await use(fixture, { user: 'break-glass-2' });
    fixture.clock.advance(30 * MINUTE);
    expect(kinds(await arrivals(fixture, start))).to.deep.equal(['alarm', 'event']);
    const { events = [] } = await administrator
      .logs()
      .send(new FilterLogEventsCommand({ logGroupName: 'organization-trail' }));
    expect(
      events.map(({ message = '{}' }) => (JSON.parse(message) as { eventName: string }).eventName).sort(),
    ).to.deep.equal(['AssumeRole', 'AssumeRole', 'StopLogging']);
  });

  it('the log group is deleted: the trail says that it could not deliver', async () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { management: { monitoring: { logGroups: { organization-trail: null, other: { region: eu-west-1 } } } } }'.replace(
          'logGroups',
          'trails: { organization-trail: { logGroup: other } }, logGroups',
        ),
      ),
    );
    const administrator = fixture.clients(fixture.twin.secrets().administrator);
    const { DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs');
    await administrator.logs().send(new DeleteLogGroupCommand({ logGroupName: 'other' }));
    expect(kinds(await afterUse(fixture))).to.deep.equal(['event']);
    expect(
      (await administrator.cloudtrail().send(new GetTrailStatusCommand({ Name: 'organization-trail' })))
        .LatestCloudWatchLogsDeliveryError,
    ).to.equal('The specified log group does not exist.');
  });
});
