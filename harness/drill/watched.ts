/** What watches the management account, read before anything starts: the plan counts its messages, and each alarm must be quiet. */
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { readMonitoring } from '../../aws/snapshot/monitoring/index.js';
import type { SnapshotPort } from '../../aws/snapshot/port.js';
import { ALIAS_COOKIE_REGIONS } from '../../monitoring/index.js';
import type { Organization } from '../../organization/model.js';
import type { WatchedAccount } from '../monitoring/alarm-chain.js';
import type { DrillFile } from '../configuration/drill-file.js';

export interface Watched extends WatchedAccount {
  /** Names of alarms that were not OK. */
  notQuiet: string[];
}

/** Regions where a use can be recorded or a message can pass. */
export function watchedRegions(
  { homeRegion, partition }: Pick<Organization, 'homeRegion' | 'partition'>,
  { monitoring }: Pick<DrillFile, 'monitoring'>,
): string[] {
  const { receipts, regions = [] } = monitoring ?? {};
  return [
    ...new Set([
      homeRegion,
      ...(partition === 'aws' ? ['us-east-1', ...ALIAS_COOKIE_REGIONS] : []),
      ...regions,
      ...(receipts ? [receipts.region] : []),
    ]),
  ];
}

/** The same, and the Regions to which the document says that events are forwarded: there the rules are that tell people. */
export function readRegions(organization: Organization, file: Pick<DrillFile, 'monitoring'>): string[] {
  const rules = Object.values(organization.accounts[organization.management]?.monitoring.eventRules ?? {});
  const forwarded = rules.flatMap(({ regions, targets }) => [
    ...regions,
    ...Object.values(targets).flatMap(({ arn }) => /^arn:[^:]*:events:([a-z0-9-]+):/.exec(arn)?.[1] ?? []),
  ]);
  return [...new Set([...watchedRegions(organization, file), ...forwarded])];
}

/** Reads it. What is refused is left out: the rules of readiness say so. */
export async function readWatched(
  port: SnapshotPort,
  account: { id: string; name: string },
  partition: string,
  regions: readonly string[],
): Promise<Watched> {
  const monitoring = await readMonitoring({ port, account, unread: [] }, regions);
  const notQuiet = await ringing(monitoring, (region) => port.clients(account.id, region));
  return { accountId: account.id, partition, monitoring, notQuiet };
}

/** Names of the alarms that are ringing now. */
export async function ringing(
  { alarms }: Pick<Watched['monitoring'], 'alarms'>,
  clientsIn: (region: string) => ReturnType<SnapshotPort['clients']>,
): Promise<string[]> {
  const found: string[] = [];
  for (const region of new Set(Object.values(alarms).map((alarm) => alarm.region))) {
    const names = Object.entries(alarms).flatMap(([key, alarm]) =>
      alarm.region === region ? [key.split('@')[0] ?? key] : [],
    );
    found.push(...(await alarmsNotOk(await clientsIn(region), names)));
  }
  return found;
}

/** Which of these alarms are ringing or without data. */
export async function alarmsNotOk(
  clients: Awaited<ReturnType<SnapshotPort['clients']>>,
  names: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  // A hundred names are the most that one call takes.
  for (let start = 0; start < names.length; start += 100) {
    const { MetricAlarms: alarms = [] } = await clients
      .cloudwatch()
      .send(new DescribeAlarmsCommand({ AlarmNames: names.slice(start, start + 100) }));
    found.push(...alarms.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName = '' }) => AlarmName));
  }
  return found;
}
