/** Reads the records about break glass back: from the log group of the organization trail, or else from the event history. */
import { paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clients } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import type { Monitoring } from '../../../organization/monitoring-model.js';
import { describeError } from '../../../base/errors.js';
import { parseRecord } from '../../monitoring/seen-record.js';
import type { LoggedRecord, SeenRecord } from '../../monitoring/seen-record.js';
import { watchedRegions } from '../../drill/watched.js';

/** What was read; `unread` says why nothing was. */
export interface TrailReading {
  /** Where from, in words. */
  from: string;
  records: LoggedRecord[];
  /** True if records of every account are there, and not of the management account's callers alone. */
  whole: boolean;
  unread?: string;
}

/** Records about break glass from `since` on. Never rejects but when the drill is stopped. */
export async function readTrail(context: DrillContext, monitoring: Monitoring, since: number): Promise<TrailReading> {
  const place = logGroupOf(monitoring);
  try {
    return place
      ? { from: `log group "${place.name}"`, whole: true, records: await readLogGroup(context, place, since) }
      : {
          from: 'the event history of the management account',
          whole: false,
          records: await readHistory(context, since),
        };
  } catch (error) {
    context.signal.throwIfAborted();
    return {
      from: place ? `log group "${place.name}"` : 'the event history',
      whole: false,
      records: [],
      unread: describeError(error),
    };
  }
}

/** The log group of an organization trail that is logging. */
function logGroupOf({ trails }: Monitoring): { name: string; region: string } | undefined {
  const [found] = Object.values(trails).filter(
    ({ organization, logging, logGroup }) => organization && logging && logGroup !== undefined,
  );
  return found?.logGroup === undefined ? undefined : { name: found.logGroup, region: found.region };
}

async function readLogGroup(
  context: DrillContext,
  { name, region }: { name: string; region: string },
  since: number,
): Promise<LoggedRecord[]> {
  const management = context.inventory.managementAccountId;
  const client = clients(context, 'reading', await context.reader(management), region).logs();
  const records: LoggedRecord[] = [];
  for await (const { events = [] } of paginateFilterLogEvents(
    { client },
    { logGroupName: name, startTime: since, filterPattern: aboutBreakGlass(context) },
  )) {
    for (const { message = '', ingestionTime } of events) {
      const record = parseRecord(message);
      if (record && isBreakGlass(context, record))
        records.push({ ...record, ...(ingestionTime === undefined ? {} : { loggedAt: ingestionTime }) });
    }
  }
  return records;
}

/** Hops into the role and acts of its sessions, and whatever the users do: in the pattern language of CloudWatch Logs. */
function aboutBreakGlass({ file, breakGlassUsers }: DrillContext): string {
  const { role, users } = file.breakGlass;
  const terms = [
    `($.requestParameters.roleArn = "*:role${role}")`,
    `($.userIdentity.sessionContext.sessionIssuer.arn = "*:role${role}")`,
    ...users.map((user) => `($.userIdentity.userName = "${user}")`),
    ...[...breakGlassUsers.values()].map(({ id }) => `($.userIdentity.principalId = "${id}")`),
  ];
  return `{ ${terms.join(' || ')} }`;
}

/** Without a log group: what the users themselves did in each Region, which AWS keeps for ninety days without any trail. */
async function readHistory(context: DrillContext, since: number): Promise<LoggedRecord[]> {
  const reader = await context.reader(context.inventory.managementAccountId);
  const records: LoggedRecord[] = [];
  for (const region of watchedRegions(context.organization, context.file)) {
    const client = clients(context, 'reading', reader, region).cloudtrail();
    for (const AttributeValue of context.file.breakGlass.users) {
      for await (const { Events = [] } of paginateLookupEvents(
        { client },
        { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue }], StartTime: new Date(since) },
      )) {
        for (const { CloudTrailEvent = '' } of Events) {
          const record = parseRecord(CloudTrailEvent);
          if (record && isBreakGlass(context, record)) records.push(record);
        }
      }
    }
  }
  return records;
}

/** Whether a record is about break glass: who acted, or what was asked for. A user of the same name in another account is somebody else. */
function isBreakGlass(
  { file, inventory, breakGlassUsers }: Pick<DrillContext, 'file' | 'inventory' | 'breakGlassUsers'>,
  { who, roleArn }: SeenRecord,
): boolean {
  const { role, users } = file.breakGlass;
  const isRole = (arn: string | undefined): boolean => arn?.endsWith(`:role${role}`) === true;
  const isUser = who.account === inventory.managementAccountId && users.includes(who.userName ?? '');
  return (
    isUser ||
    isRole(roleArn) ||
    isRole(who.roleArn) ||
    [...breakGlassUsers.values()].some(({ id }) => id === who.principalId)
  );
}
