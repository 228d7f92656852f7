/** Deploys where calls are recorded: log groups with their metric filters, and trails. */
import {
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { CreateTrailCommandInput } from '@aws-sdk/client-cloudtrail';
import {
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup, Trail } from '../../organization/monitoring-model.js';
import type { Clients } from '../clients.js';
import { same } from './deployment.js';
import type { RegionSite } from './monitoring.js';

/** Log groups of one Region by name. */
export async function deployLogGroups(
  { deployment, clients, where, region }: RegionSite,
  wanted: Readonly<Record<string, LogGroup>>,
  existing: Readonly<Record<string, LogGroup>>,
): Promise<void> {
  const client = clients.logs();
  for (const [logGroupName, { retentionDays, metricFilters }] of Object.entries(wanted)) {
    const old = existing[logGroupName];
    if (
      !old &&
      !(await deployment.change(where, `create the log group ${logGroupName} in ${region}`, () =>
        client.send(new CreateLogGroupCommand({ logGroupName })),
      ))
    )
      continue;
    if (retentionDays !== undefined && retentionDays !== old?.retentionDays)
      await deployment.change(where, `set the retention of the log group ${logGroupName}`, () =>
        client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: retentionDays })),
      );
    for (const [filterName, filter] of Object.entries(metricFilters)) {
      if (same(old?.metricFilters[filterName], filter)) continue;
      const metricTransformations = [
        { metricName: filter.metric, metricNamespace: filter.namespace, metricValue: filter.value },
      ];
      await deployment.change(where, `put the metric filter ${filterName} in ${region}`, () =>
        client.send(
          new PutMetricFilterCommand({
            logGroupName,
            filterName,
            filterPattern: filter.pattern,
            metricTransformations,
          }),
        ),
      );
    }
    for (const filterName of Object.keys(old?.metricFilters ?? {}))
      if (!metricFilters[filterName])
        await deployment.change(where, `delete the metric filter ${filterName} in ${region}`, () =>
          client.send(new DeleteMetricFilterCommand({ logGroupName, filterName })),
        );
  }
}

/** Trails of one home Region by name. */
export async function deployTrails(
  { deployment, clients, where, region, accountId, partition }: RegionSite,
  wanted: Readonly<Record<string, Trail>>,
  existing: Readonly<Record<string, Trail>>,
): Promise<void> {
  const client = clients.cloudtrail();
  for (const [name, trail] of Object.entries(wanted)) {
    const old = existing[name];
    const { logging, records, logGroup } = trail;
    // CloudTrail writes to log groups through a role that is named and not looked at here: the document knows none.
    const logs =
      logGroup === undefined
        ? {}
        : {
            CloudWatchLogsLogGroupArn: `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`,
            CloudWatchLogsRoleArn: `arn:${partition}:iam::${accountId}:role/cloudtrail-to-logs`,
          };
    const settings = {
      Name: name,
      IsMultiRegionTrail: trail.multiRegion,
      IncludeGlobalServiceEvents: trail.globalServiceEvents,
      EnableLogFileValidation: trail.fileValidation,
      IsOrganizationTrail: trail.organization,
      ...logs,
    };
    if (
      !old &&
      !(await deployment.change(where, `create the trail ${name} in ${region}`, () =>
        createTrail(clients, { ...settings, S3BucketName: `trail-${accountId}` }),
      ))
    )
      continue;
    if (old && !same({ ...old, logging, records }, trail))
      await deployment.change(where, `update the trail ${name}`, () =>
        client.send(new UpdateTrailCommand({ CloudWatchLogsLogGroupArn: '', ...settings })),
      );
    if (records !== (old?.records ?? 'All')) {
      const EventSelectors = [
        { IncludeManagementEvents: records !== 'None', ReadWriteType: records === 'None' ? ('All' as const) : records },
      ];
      await deployment.change(where, `set what the trail ${name} records`, () =>
        client.send(new PutEventSelectorsCommand({ TrailName: name, EventSelectors })),
      );
    }
    if (logging && old?.logging !== true)
      await deployment.change(where, `start the trail ${name}`, () =>
        client.send(new StartLoggingCommand({ Name: name })),
      );
    if (!logging && old?.logging === true)
      await deployment.change(where, `stop the trail ${name}`, () =>
        client.send(new StopLoggingCommand({ Name: name })),
      );
  }
}

/** A trail writes to a bucket that must be there. The document knows none, and not every emulator asks for it. */
async function createTrail(clients: Clients, input: CreateTrailCommandInput & { S3BucketName: string }): Promise<void> {
  const create = (): Promise<unknown> => clients.cloudtrail().send(new CreateTrailCommand(input));
  try {
    await create();
  } catch (error) {
    if ((error as { name?: string }).name !== 'S3BucketDoesNotExistException') throw error;
    await clients.buckets().create(input.S3BucketName);
    await create();
  }
}
