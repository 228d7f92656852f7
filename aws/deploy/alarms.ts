/** Deploys what turns a record into a message: alarms over a metric, and event rules. */
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { Alarm, EventRule } from '../../organization/monitoring-model.js';
import { ruleNameInAws } from '../../organization/monitoring-names.js';
import { same } from './deployment.js';
import type { RegionSite } from './monitoring.js';

/** Alarms of one Region by name. */
export async function deployAlarms(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, Alarm>>,
  existing: Readonly<Record<string, Alarm>>,
): Promise<void> {
  for (const [AlarmName, alarm] of Object.entries(wanted)) {
    if (same(existing[AlarmName], alarm)) continue;
    const command = new PutMetricAlarmCommand({
      AlarmName,
      Namespace: alarm.namespace,
      MetricName: alarm.metric,
      Statistic: alarm.statistic,
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      Threshold: alarm.threshold,
      ComparisonOperator: alarm.comparison,
      TreatMissingData: alarm.missingData,
      ActionsEnabled: alarm.actionsEnabled,
      AlarmActions: alarm.actions,
    });
    await deployment.change(where, `put the alarm ${AlarmName} in ${region}`, () => clients.cloudwatch().send(command));
  }
}

/** Event rules of one Region by name, with `<region>` spelt out. */
export async function deployEventRules(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, EventRule>>,
  existing: Readonly<Record<string, EventRule>>,
): Promise<void> {
  const client = clients.events();
  const buses = new Set(['default', ...Object.values(existing).map(({ bus }) => bus)]);
  for (const [name, { bus, state, pattern, targets }] of Object.entries(wanted)) {
    const EventBusName = bus;
    const old = existing[name];
    const Name = ruleNameInAws(name, { bus, regions: [region] });
    if (!buses.has(bus))
      await deployment.change(where, `create the event bus ${bus} in ${region}`, () =>
        client.send(new CreateEventBusCommand({ Name: bus })),
      );
    buses.add(bus);
    if (!same([old?.pattern, old?.state], [pattern, state])) {
      const made = await deployment.change(where, `put the event rule ${Name} in ${region}`, () =>
        client.send(new PutRuleCommand({ Name, EventBusName, State: state, EventPattern: JSON.stringify(pattern) })),
      );
      if (!made && !old) continue;
    }
    for (const [Id, { arn }] of Object.entries(targets))
      if (old?.targets[Id]?.arn !== arn)
        await deployment.change(where, `put the target ${Id} of the event rule ${Name} in ${region}`, () =>
          client.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [{ Id, Arn: arn }] })),
        );
    for (const Id of Object.keys(old?.targets ?? {}))
      if (!targets[Id])
        await deployment.change(where, `remove the target ${Id} of the event rule ${Name} in ${region}`, () =>
          client.send(new RemoveTargetsCommand({ Rule: Name, EventBusName, Ids: [Id] })),
        );
  }
}
