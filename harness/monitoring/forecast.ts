/** How many messages a drill causes at most, by topic and kind of subscriber: people should know before their telephones ring. Pure. */
import { apiCallRecords } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import type { Topic } from '../../organization/monitoring-model.js';
import type { PlannedMessages } from '../../reports/plan.js';
import { watchingAlarms } from './alarm-chain.js';
import type { WatchedAccount } from './alarm-chain.js';
import { reachedTargets } from './event-chain.js';

/** A hop that stands for all. */
export interface ForecastHop {
  roleArn: string;
  user: { name: string; arn: string; id: string };
}

/** The messages of `hops` hops over rules, one each, and of as many episodes of each alarm as there are scenarios. */
export function forecastMessages(
  watched: WatchedAccount,
  regions: readonly string[],
  hop: ForecastHop,
  hops: number,
  scenarios: number,
): PlannedMessages[] {
  const planned: PlannedMessages[] = [];
  const add = (path: PlannedMessages['path'], topicArn: string, atMost: number): void => {
    for (const [kind, count] of subscribers(watched, topicArn)) {
      const known = planned.find(
        (entry) => entry.path === path && entry.topic === topicArn && entry.subscriber === kind,
      );
      if (known) known.atMost += atMost * count;
      else planned.push({ path, topic: topicArn, subscriber: kind, atMost: atMost * count });
    }
  };
  // Each Region in turn: of the rest the first ones get one more.
  regions.forEach((region, index) => {
    const share = Math.floor(hops / regions.length) + (index < hops % regions.length ? 1 : 0);
    const [record] = recordsOf(watched, region, hop);
    for (const { arn } of record ? reachedTargets(watched, record) : []) add('events', arn, share);
  });
  const [region = ''] = regions;
  for (const { name, region: home } of watchingAlarms(watched, recordsOf(watched, region, hop))) {
    const alarm = Object.entries(watched.monitoring.alarms).find(
      ([key, { region: its }]) => key.split('@')[0] === name && its === home,
    )?.[1];
    for (const arn of alarm?.actionsEnabled ? alarm.actions : []) add('logs', arn, scenarios);
  }
  return planned;
}

/** Messages for people: whoever reads a queue is a program. */
export function messagesForPeople(planned: readonly PlannedMessages[]): number {
  return planned
    .filter(({ subscriber }) => subscriber !== 'sqs' && subscriber !== 'lambda')
    .reduce((sum, { atMost }) => sum + atMost, 0);
}

function subscribers({ accountId, monitoring }: WatchedAccount, topicArn: string): Map<string, number> {
  const [, , service, region = '', account, name] = topicArn.split(':');
  const topic: Topic | undefined =
    service === 'sns' && account === accountId
      ? Object.entries(monitoring.topics).find(
          ([key, { regions }]) => key.split('@')[0] === name && regions.includes(region),
        )?.[1]
      : undefined;
  const counts = new Map<string, number>();
  for (const { protocol, confirmed } of Object.values(topic?.subscriptions ?? {}))
    if (confirmed) counts.set(protocol, (counts.get(protocol) ?? 0) + 1);
  return counts;
}

function recordsOf({ accountId }: WatchedAccount, region: string, { roleArn, user }: ForecastHop): CloudTrailEvent[] {
  const caller = {
    kind: 'user' as const,
    accountId,
    userId: user.id,
    userName: user.name,
    arn: user.arn,
    session: { issuedAt: 0, mfa: true },
  };
  const call = {
    service: 'sts',
    operation: 'AssumeRole',
    region,
    at: 0,
    caller,
    sourceIp: '192.0.2.1',
    userAgent: 'drill',
    requestId: 'forecast',
    input: { RoleArn: roleArn, RoleSessionName: 'drill' },
    resourceAccount: roleArn.split(':')[4] ?? '',
  };
  return apiCallRecords(call, () => 'forecast');
}
