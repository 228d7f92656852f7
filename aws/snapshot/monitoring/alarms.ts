/** Reads what turns a record into a message: alarms over a metric, and event rules, of one Region. */
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { ListEventBusesCommand, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient, Rule } from '@aws-sdk/client-eventbridge';
import { joinedJson } from '../../../base/json-text.js';
import type { Alarm, EventRule } from '../../../organization/monitoring-model.js';
import type { Clients } from '../../clients.js';
import { everyItem } from '../port.js';

/** Alarms over one metric, by name. Composite alarms and alarms over an expression watch no metric of their own. */
export async function readAlarms(clients: Clients, region: string): Promise<Record<string, Alarm>> {
  const alarms = await everyItem(
    paginateDescribeAlarms({ client: clients.cloudwatch() }, { AlarmTypes: ['MetricAlarm'] }),
    ({ MetricAlarms }) => MetricAlarms,
  );
  return Object.fromEntries(
    alarms
      .filter(({ MetricName, Statistic }) => MetricName !== undefined && Statistic !== undefined)
      .map(
        ({ AlarmName: name = '', Namespace: namespace = '', MetricName: metric = '', ...alarm }): [string, Alarm] => [
          name,
          {
            region,
            namespace,
            metric,
            statistic: alarm.Statistic ?? 'Sum',
            periodSeconds: alarm.Period ?? 60,
            evaluationPeriods: alarm.EvaluationPeriods ?? 1,
            datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods ?? 1,
            threshold: alarm.Threshold ?? 0,
            comparison: (alarm.ComparisonOperator ?? 'GreaterThanOrEqualToThreshold') as Alarm['comparison'],
            missingData: (alarm.TreatMissingData ?? 'missing') as Alarm['missingData'],
            actionsEnabled: alarm.ActionsEnabled === true,
            actions: alarm.AlarmActions ?? [],
          },
        ],
      ),
  );
}

/** One Region's rules with an event pattern, by name; one of a bus that is not the default one is called `bus/name`. */
export async function readEventRules(clients: Clients, region: string): Promise<Record<string, EventRule>> {
  const client = clients.events();
  const found: Record<string, EventRule> = {};
  for (const bus of await busesOf(client)) {
    for (const { Name: name = '', EventPattern: pattern, State: state = 'ENABLED' } of await rulesOf(client, bus)) {
      if (pattern === undefined) continue;
      const targets = await targetsOf(client, bus, name);
      found[bus === 'default' ? name : `${bus}/${name}`] = {
        regions: [region],
        bus,
        state,
        pattern: joinedJson(pattern) as Record<string, unknown>,
        targets,
      };
    }
  }
  return found;
}

async function busesOf(client: EventBridgeClient): Promise<string[]> {
  return followTokens(async (NextToken) => {
    const page = await client.send(new ListEventBusesCommand({ NextToken }));
    return { items: (page.EventBuses ?? []).map(({ Name: name = '' }) => name), next: page.NextToken };
  });
}

async function rulesOf(client: EventBridgeClient, bus: string): Promise<Rule[]> {
  return followTokens(async (NextToken) => {
    const page = await client.send(new ListRulesCommand({ EventBusName: bus, NextToken }));
    return { items: page.Rules ?? [], next: page.NextToken };
  });
}

async function targetsOf(client: EventBridgeClient, bus: string, rule: string): Promise<EventRule['targets']> {
  const targets = await followTokens(async (NextToken) => {
    const page = await client.send(new ListTargetsByRuleCommand({ EventBusName: bus, Rule: rule, NextToken }));
    return { items: page.Targets ?? [], next: page.NextToken };
  });
  return Object.fromEntries(targets.map(({ Id: id = '', Arn: arn = '' }) => [id, { arn }]));
}

/** The client of EventBridge has no paginators. */
async function followTokens<T>(
  read: (token: string | undefined) => Promise<{ items: T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await read(token);
    all.push(...items);
    token = next;
  } while (token !== undefined);
  return all;
}
