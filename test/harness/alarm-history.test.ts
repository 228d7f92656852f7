import { DescribeAlarmsCommand, PutMetricDataCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { whyForbidden } from '../../aws/forbidden.js';
import type { DrillContext } from '../../harness/drill/context.js';
import { readAlarmHistory } from '../../harness/questions/alarms/alarm-history.js';
import type { AlarmHistory } from '../../harness/monitoring/judge.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import type { ObservedCall } from '../../aws/guard.js';
import { playDrill } from '../drill.js';
import { shippedLandingZone } from '../landing-zone.js';
import { twinFixture } from '../twin/fixture.js';
import type { TwinFixture } from '../twin/fixture.js';

const MINUTE = 60_000;
const alarm = {
  name: 'break-glass-used',
  arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:break-glass-used',
  region: 'eu-west-1',
  namespace: 'BreakGlass',
  metric: 'uses',
};

/** As much of a drill as reads the history of an alarm. */
function history(fixture: TwinFixture, since: number): Promise<AlarmHistory> {
  const context: Partial<DrillContext> = {
    inventory: { organizationId: '', managementAccountId: '111122223333', inScope: [], leftOut: [] },
    reader: () => Promise.resolve(fixture.twin.secrets().administrator),
    connection: () => ({ transport: fixture.transport, endpoint: 'http://twin.invalid', region: 'eu-west-1' }),
    target: { clock: fixture.clock } as unknown as DrillContext['target'],
  };
  return readAlarmHistory(context as DrillContext, [alarm], since);
}

describe('the history of an alarm', () => {
  it('tells when it rang, what the metric counted, and that it is quiet again', async () => {
    const fixture = twinFixture();
    const since = fixture.clock.now();
    const cloudwatch = fixture.clients(fixture.twin.secrets().administrator).cloudwatch();
    fixture.clock.advance(MINUTE / 2);
    await cloudwatch.send(
      new PutMetricDataCommand({ Namespace: 'BreakGlass', MetricData: [{ MetricName: 'uses', Value: 1 }] }),
    );
    fixture.clock.advance(MINUTE);
    const ringing = await history(fixture, since);
    expect([ringing.episodes.length, ringing.episodes[0]?.end, ringing.ringing]).to.deep.equal([
      1,
      undefined,
      ['break-glass-used'],
    ]);
    expect(ringing.counted).to.deep.equal([Math.floor(since / MINUTE) * MINUTE]);
    fixture.clock.advance(10 * MINUTE);
    const quiet = await history(fixture, since);
    expect([quiet.episodes.length, quiet.ringing]).to.deep.equal([1, []]);
    expect(quiet.episodes[0]?.end).to.be.greaterThan(quiet.episodes[0]?.start ?? Infinity);
  });

  it('has no ringing that somebody set by hand', async () => {
    const fixture = twinFixture();
    const since = fixture.clock.now();
    const cloudwatch = fixture.clients(fixture.twin.secrets().administrator).cloudwatch();
    await cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: alarm.name, StateValue: 'ALARM', StateReason: 'testing' }),
    );
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [alarm.name] }));
    expect(MetricAlarms?.[0]?.StateValue).to.equal('ALARM');
    expect((await history(fixture, since)).episodes).to.deep.equal([]);
    fixture.clock.advance(10 * MINUTE);
    expect((await history(fixture, since)).episodes).to.deep.equal([]);
  });

  it('tells of actions that failed', async () => {
    const fixture = twinFixture(
      shippedLandingZone(
        'accounts: { management: { monitoring: { alarms: { break-glass-used: { actions: ["arn:aws:sns:eu-west-1:<self>:gone"] } } } } }',
      ),
    );
    const since = fixture.clock.now();
    await fixture
      .clients(fixture.twin.secrets().administrator)
      .cloudwatch()
      .send(new PutMetricDataCommand({ Namespace: 'BreakGlass', MetricData: [{ MetricName: 'uses', Value: 1 }] }));
    fixture.clock.advance(5 * MINUTE);
    expect((await history(fixture, since)).failedActions).to.deep.equal([
      'Failed to execute action arn:aws:sns:eu-west-1:111122223333:gone',
    ]);
  });
});

describe('a drill leaves what watches as it is', () => {
  const WRITES = /^(?!(Describe|Get|List|Filter|Lookup|Receive|Test))/;

  // Guardrails are tested with calls about things that are not there, which some services answer with success: these scenarios send none.
  const scenarios = ['readiness', 'identity-provider-failure', 'identity-center-outage', 'team-loss'];

  it('sends no change that succeeds to any of it, but for taking messages off the receipt queue', async () => {
    const changed: string[] = [];
    const openTarget: typeof embeddedTarget = (organization, random) => {
      const target = embeddedTarget(organization, random);
      const watch = ({ service, operation, statusCode = 0 }: ObservedCall): void => {
        if (
          ['cloudtrail', 'monitoring', 'logs', 'events', 'sns', 'sqs'].includes(service) &&
          WRITES.test(operation) &&
          statusCode === 200
        )
          changed.push(`${service}:${operation}`);
      };
      return {
        ...target,
        connect: (purpose, guard) =>
          target.connect(purpose, { ...guard, observe: (call) => (watch(call), guard.observe(call)) }),
      };
    };
    await playDrill(
      [
        'accounts: { management: { monitoring: { eventRules: { break-glass-assumed: { state: DISABLED } }, alarms: { break-glass-used: { actionsEnabled: false } } } } }',
      ],
      { scenarios },
      { openTarget },
    );
    expect([...new Set(changed)]).to.deep.equal(['sqs:DeleteMessageBatch']);
  });

  it('and cannot set an alarm by hand', () => {
    expect(whyForbidden({ service: 'monitoring', operation: 'SetAlarmState' })).to.not.equal(undefined);
  });
});
