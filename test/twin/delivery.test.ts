import { DescribeAlarmHistoryCommand, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Credentials } from '../../aws/signer.js';
import { createDueQueue } from '../../twin/delivery/due-queue.js';
import { landingZone } from '../landing-zone.js';
import { MINUTE, use, arrivals, afterUse, kinds } from './break-glass-use.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

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
