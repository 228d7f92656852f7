import { DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Credentials } from '../../aws/signer.js';
import { createDueQueue } from '../../twin/delivery/due-queue.js';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const MINUTE = 60_000;
const management = '111122223333';

interface Arrival {
  kind: 'event' | 'alarm';
  /** Milliseconds after the beginning. */
  after: number;
  body: {
    detail?: { userIdentity?: { userName?: string; type?: string }; errorCode?: string };
    region?: string;
    NewStateValue?: string;
  };
}

/** A user breaks the glass, or fails to: without MFA. */
async function use(
  fixture: TwinFixture,
  { account = 'payments-1', region = 'eu-west-1', mfa = true, user = 'break-glass-1' } = {},
): Promise<void> {
  const sts = fixture.clients(fixture.keys('management', user), region).sts();
  const { serialNumber: SerialNumber, code: TokenCode } = mfa
    ? fixture.mfa('management', user)
    : { serialNumber: undefined, code: undefined };
  const call = sts.send(
    new AssumeRoleCommand({ RoleArn: fixture.roleArn(account), RoleSessionName: 'drill', SerialNumber, TokenCode }),
  );
  if (mfa) await call;
  else expect(await refusal(call)).to.have.property('code', 'AccessDenied');
}

/** What the receipt queue was sent so far. */
async function arrivals(fixture: TwinFixture, start: number): Promise<Arrival[]> {
  const administrator = fixture.twin.secrets().administrator;
  const sqs = fixture.clients(administrator).sqs();
  const QueueUrl = `http://twin.invalid/${management}/break-glass-receipts`;
  const found: Arrival[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 43_200,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (Messages.length === 0) return found;
    for (const { Body = '{}', Attributes } of Messages) {
      const body = JSON.parse((JSON.parse(Body) as { Message: string }).Message) as Arrival['body'];
      found.push({
        kind: body.NewStateValue === undefined ? 'event' : 'alarm',
        after: Number(Attributes?.SentTimestamp) - start,
        body,
      });
    }
  }
}

/** Everything that arrives within half an hour of one use. */
async function afterUse(fixture: TwinFixture, options: Parameters<typeof use>[1] = {}): Promise<Arrival[]> {
  const start = fixture.clock.now();
  await use(fixture, options);
  fixture.clock.advance(30 * MINUTE);
  return arrivals(fixture, start);
}

const kinds = (found: readonly Arrival[]): string[] => found.map(({ kind }) => kind).sort();

describe('use of break glass is noticed', () => {
  it('within seconds over the event rule, and within minutes over trail, filter and alarm', async () => {
    const fixture = twinFixture();
    const found = await afterUse(fixture);
    expect(kinds(found)).to.deep.equal(['alarm', 'event']);
    const [event, alarm] = [found.find(({ kind }) => kind === 'event'), found.find(({ kind }) => kind === 'alarm')];
    expect(event?.after).to.be.within(1_000, 25_000);
    expect(alarm?.after).to.be.within(2 * MINUTE, 10 * MINUTE);
    expect(event?.body.detail?.userIdentity).to.include({ type: 'IAMUser', userName: 'break-glass-1' });
    expect(alarm?.body).to.include({ NewStateValue: 'ALARM' });
  });

  it('when it fails as well', async () => {
    const found = await afterUse(twinFixture(), { mfa: false });
    expect(kinds(found)).to.deep.equal(['alarm', 'event']);
    expect(found.find(({ kind }) => kind === 'event')?.body.detail).to.include({ errorCode: 'AccessDenied' });
  });

  it('whoever tries, and nobody who does something else', async () => {
    const fixture = twinFixture();
    expect(kinds(await afterUse(fixture, { user: 'deployment', mfa: false }))).to.deep.equal(['alarm', 'event']);
    await fixture.clients(fixture.twin.secrets().administrator).iam().send(new ListUsersCommand({}));
    fixture.clock.advance(30 * MINUTE);
    // The alarm returned to OK meanwhile, and says so to nobody.
    expect(await arrivals(fixture, 0)).to.deep.equal([]);
  });

  it('in every Region that has a rule, and in no other over the event path', async () => {
    expect(kinds(await afterUse(twinFixture(), { region: 'ap-southeast-2' }))).to.deep.equal(['alarm', 'event']);
    expect(kinds(await afterUse(twinFixture(), { region: 'eu-west-3' })), 'the trail is in every Region').to.deep.equal(
      ['alarm'],
    );
  });

  it('once by an alarm that is ringing, and again after it has gone quiet', async () => {
    const fixture = twinFixture();
    const start = fixture.clock.now();
    for (let count = 0; count < 3; count++) {
      await use(fixture);
      fixture.clock.advance(30_000);
    }
    fixture.clock.advance(30 * MINUTE);
    const found = await arrivals(fixture, start);
    expect(found.filter(({ kind }) => kind === 'event')).to.have.length(3);
    const cloudwatch = fixture.clients(fixture.twin.secrets().administrator).cloudwatch();
    const history = async (): Promise<(string | undefined)[]> =>
      (
        (
          await cloudwatch.send(
            new DescribeAlarmHistoryCommand({ AlarmName: 'break-glass-used', HistoryItemType: 'StateUpdate' }),
          )
        ).AlarmHistoryItems ?? []
      ).map(({ HistorySummary }) => HistorySummary);
    const rang = (await history()).filter((summary) => summary === 'Alarm updated from OK to ALARM').length;
    expect(
      found.filter(({ kind }) => kind === 'alarm'),
      'one message for each time that it rang',
    ).to.have.length(rang);
    expect((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue).to.equal('OK');
    await use(fixture);
    fixture.clock.advance(30 * MINUTE);
    expect(kinds(await arrivals(fixture, start))).to.deep.equal(['alarm', 'event']);
  });

  it('by the account that was entered too, but not by name', async () => {
    const overlay = `
accounts:
  payments-1:
    monitoring:
      eventRules:
        by-name: { regions: [eu-west-1], pattern: { source: [aws.sts], detail: { userIdentity: { userName: [break-glass-1] } } }, targets: { queue: { arn: "arn:aws:sqs:eu-west-1:<self>:by-name" } } }
        by-account: { regions: [eu-west-1], pattern: { source: [aws.sts], detail: { eventName: [AssumeRole], userIdentity: { accountId: ["<management>"] } } }, targets: { queue: { arn: "arn:aws:sqs:eu-west-1:<self>:by-account" } } }
      queues:
        by-name: { regions: [eu-west-1], policy: &open { Events: { Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: "sqs:SendMessage", Resource: "*" } } }
        by-account: { regions: [eu-west-1], policy: *open }`;
    const fixture = twinFixture(landingZone(overlay));
    const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', 'break-glass-1');
    const { Credentials: session } = await fixture
      .clients(fixture.keys('management', 'break-glass-1'))
      .sts()
      .send(
        new AssumeRoleCommand({
          RoleArn: fixture.roleArn('payments-1'),
          RoleSessionName: 'drill',
          SerialNumber,
          TokenCode,
        }),
      );
    const entered: Credentials = {
      accessKeyId: session?.AccessKeyId ?? '',
      secretAccessKey: session?.SecretAccessKey ?? '',
      sessionToken: session?.SessionToken ?? '',
    };
    fixture.clock.advance(MINUTE);
    const received = async (queue: string): Promise<number> =>
      (
        await fixture
          .clients(entered)
          .sqs()
          .send(
            new ReceiveMessageCommand({
              QueueUrl: `http://x/${fixture.organization.accounts['payments-1']?.id ?? ''}/${queue}`,
            }),
          )
      ).Messages?.length ?? 0;
    expect([await received('by-name'), await received('by-account')]).to.deep.equal([0, 1]);
  });
});

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

describe('deliveries are laws of the clock', () => {
  it('one jump and many small steps give the same messages at the same times', async () => {
    const play = async (steps: readonly number[]): Promise<unknown> => {
      const fixture = twinFixture();
      const start = fixture.clock.now();
      await use(fixture);
      for (const step of steps) {
        fixture.clock.advance(step);
        // Any request lets the twin work off what is due; this one is refused and leaves no record.
        fixture.twin.dispatch({ method: 'GET', target: '/', headers: {}, body: new Uint8Array(0) });
      }
      fixture.clock.advance(start + 30 * MINUTE - fixture.clock.now());
      return (await arrivals(fixture, start)).map(({ kind, after, body }) => ({ kind, after, body }));
    };
    const jump = await play([]);
    expect(jump).to.have.length(2);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: MINUTE }), { minLength: 1, maxLength: 25 }),
        async (steps) => void expect(await play(steps)).to.deep.equal(jump),
      ),
      { seed: 11, numRuns: 15 },
    );
  });

  it('who watches changes nothing about what is watched: the same keys, tokens and request ids', async () => {
    const session = async (fixture: TwinFixture): Promise<unknown> => {
      await use(fixture);
      const { serialNumber: SerialNumber, code: TokenCode } = fixture.mfa('management', 'break-glass-2');
      const { Credentials, $metadata } = await fixture
        .clients(fixture.keys('management', 'break-glass-2'))
        .sts()
        .send(
          new AssumeRoleCommand({
            RoleArn: fixture.roleArn('webshop-1'),
            RoleSessionName: 'drill',
            SerialNumber,
            TokenCode,
          }),
        );
      return { ...Credentials, request: $metadata.requestId };
    };
    const unwatched = landingZone('accounts: { management: { monitoring: null } }');
    expect(await session(twinFixture())).to.deep.equal(await session(twinFixture(unwatched)));
  });

  it('what is due is done in the order of time, and of being added', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.option(fc.nat(5))), { maxLength: 40 }),
        fc.array(fc.nat(30), { maxLength: 5 }),
        (dues, stops) => {
          const queue = createDueQueue();
          const done: { at: number; order: number }[] = [];
          let order = 0;
          const add = (at: number, then: number | null): void => {
            const own = order++;
            queue.add(at, (now) => {
              done.push({ at: now, order: own });
              if (then !== null) add(now + then, null);
            });
          };
          for (const [at, then] of dues) add(at, then);
          for (const stop of [...stops].sort((left, right) => left - right)) {
            queue.settle(stop);
            if (done.some(({ at }) => at > stop)) return false;
          }
          queue.settle(100);
          const sorted = [...done].sort((left, right) => left.at - right.at || left.order - right.order);
          return done.length === order && JSON.stringify(done) === JSON.stringify(sorted);
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});
