/** Reads where calls are recorded: trails, log groups and their metric filters, of one Region. */
import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { AdvancedEventSelector, EventSelector, Trail as ReadTrail } from '@aws-sdk/client-cloudtrail';
import { paginateDescribeLogGroups, paginateDescribeMetricFilters } from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup, Trail } from '../../../organization/monitoring-model.js';
import type { Clients } from '../../clients.js';
import { everyItem } from '../port.js';

/** Trails whose home is the Region, by name. `logGroup` is a name in the same account and Region. */
export async function readTrails(clients: Clients, region: string): Promise<Record<string, Trail>> {
  const client = clients.cloudtrail();
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: false }));
  const found: Record<string, Trail> = {};
  for (const trail of trailList.filter(({ HomeRegion }) => HomeRegion === region)) {
    const { IsLogging: logging = false } = await client.send(new GetTrailStatusCommand({ Name: trail.TrailARN ?? '' }));
    const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: trail.TrailARN ?? '' }));
    const logGroup = logGroupOf(trail);
    found[trail.Name ?? ''] = {
      region,
      organization: trail.IsOrganizationTrail === true,
      multiRegion: trail.IsMultiRegionTrail === true,
      globalServiceEvents: trail.IncludeGlobalServiceEvents === true,
      logging,
      records: recorded(selectors.EventSelectors, selectors.AdvancedEventSelectors),
      ...(logGroup === undefined ? {} : { logGroup }),
      fileValidation: trail.LogFileValidationEnabled === true,
    };
  }
  return found;
}

/** `arn:…:log-group:NAME:*` of the trail's own account and Region; another account's is no group that we could look into. */
function logGroupOf({ CloudWatchLogsLogGroupArn: arn, TrailARN: trailArn = '' }: ReadTrail): string | undefined {
  const [, region, account, name] = /^arn:[\w-]+:logs:([^:]+):(\d+):log-group:([^:]+)/.exec(arn ?? '') ?? [];
  const [, , , trailRegion, trailAccount] = trailArn.split(':');
  return region === trailRegion && account === trailAccount ? name : undefined;
}

/** Which management events the selectors let through together (CloudTrail user guide, "Logging management events"). */
function recorded(
  selectors: readonly EventSelector[] = [],
  advanced: readonly AdvancedEventSelector[] = [],
): Trail['records'] {
  // A trail that was never given any records all of them (CloudTrail API reference, PutEventSelectors); AWS shows that as a selector.
  if (selectors.length + advanced.length === 0) return 'All';
  const kinds = [
    ...selectors
      .filter(({ IncludeManagementEvents }) => IncludeManagementEvents === true)
      .map(({ ReadWriteType }) => ReadWriteType ?? 'All'),
    ...advanced
      .filter((selector) => valueOf(selector, 'eventCategory') === 'Management')
      .map((selector) => ({ true: 'ReadOnly', false: 'WriteOnly' })[valueOf(selector, 'readOnly') ?? ''] ?? 'All'),
  ];
  const [reads, writes] = [kinds.some((kind) => kind !== 'WriteOnly'), kinds.some((kind) => kind !== 'ReadOnly')];
  if (reads && writes) return 'All';
  return reads ? 'ReadOnly' : writes ? 'WriteOnly' : 'None';
}

function valueOf({ FieldSelectors: fields = [] }: AdvancedEventSelector, field: string): string | undefined {
  return fields.find(({ Field }) => Field === field)?.Equals?.[0];
}

/** Log groups of the Region with their metric filters, by name. */
export async function readLogGroups(clients: Clients, region: string): Promise<Record<string, LogGroup>> {
  const client = clients.logs();
  const groups = await everyItem(paginateDescribeLogGroups({ client }, {}), ({ logGroups }) => logGroups);
  const filters = await everyItem(paginateDescribeMetricFilters({ client }, {}), ({ metricFilters }) => metricFilters);
  const found = Object.fromEntries(
    groups.map(({ logGroupName: name = '', retentionInDays: days }): [string, LogGroup] => [
      name,
      { region, ...(days === undefined ? {} : { retentionDays: days }), metricFilters: {} },
    ]),
  );
  for (const {
    logGroupName: group = '',
    filterName: name = '',
    filterPattern: pattern = '',
    metricTransformations: [metric] = [],
  } of filters) {
    const holder = found[group];
    if (holder)
      holder.metricFilters[name] = {
        pattern,
        namespace: metric?.metricNamespace ?? '',
        metric: metric?.metricName ?? '',
        value: metric?.metricValue ?? '',
      };
  }
  return found;
}
