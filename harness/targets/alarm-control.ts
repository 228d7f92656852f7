/**
 * Whether an emulator turns any record into an alarm at all: one of the drill's own, whose filter takes everything. Where it never
 * rings, an alarm of the organization that does not ring shows nothing.
 */
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../../aws/clients.js';
import type { Clock } from '../../base/clock.js';
import { uuid } from '../../base/ids.js';
import { systemRandom } from '../../base/random.js';
import type { Maker } from './removals.js';
import { removal } from './undoers.js';
import type { Place } from './undoers.js';

/** An alarm that must ring. */
export interface AlarmControl {
  /** True if it rang by now. */
  rang(): Promise<boolean>;
}

/** Makes it and puts a record in; names are new, so that two drills at once do not disturb each other. */
export async function startAlarmControl(
  clients: Clients,
  clock: Clock,
  at: Omit<Place, 'name'>,
  { make }: Maker,
): Promise<AlarmControl> {
  const name = `breakglass-drill-control-${uuid(systemRandom)}`;
  const [logs, cloudwatch] = [clients.logs(), clients.cloudwatch()];
  await make(`the log group ${name}`, removal('log-group', { ...at, name }), () =>
    logs.send(new CreateLogGroupCommand({ logGroupName: name })),
  );
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: name,
      filterName: name,
      filterPattern: '',
      metricTransformations: [{ metricName: name, metricNamespace: name, metricValue: '1' }],
    }),
  );
  const alarm = {
    AlarmName: name,
    Namespace: name,
    MetricName: name,
    Statistic: 'Sum',
    Period: 10,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  } as const;
  await make(`the alarm ${name}`, removal('alarm', { ...at, name }), () =>
    cloudwatch.send(new PutMetricAlarmCommand(alarm)),
  );
  await logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName: name }));
  await logs.send(
    new PutLogEventsCommand({
      logGroupName: name,
      logStreamName: name,
      logEvents: [{ timestamp: clock.now(), message: '{}' }],
    }),
  );
  let seen = false;
  return {
    rang: async () => {
      const { MetricAlarms: [described] = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name] }),
      );
      seen ||= described?.StateValue === 'ALARM';
      return seen;
    },
  };
}
