/** A use of the role as CloudTrail would record it, and how it is put where such records come: the event bus, and a log group. */
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { notImplemented } from '../../aws/missing-operations.js';
import type { Clients } from '../../aws/clients.js';
import { uuid } from '../../base/ids.js';
import { systemRandom } from '../../base/random.js';
import { apiCallRecords, eventBridgeEvent } from '../../monitoring/index.js';
import type { CloudTrailEvent } from '../../monitoring/index.js';
import type { Organization } from '../../organization/model.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { Remote } from './remote.js';
import type { Maker } from './removals.js';
import { removal } from './undoers.js';

/** A hop into the management account as CloudTrail would record it. */
export function useRecord(
  { clock }: Remote,
  organization: Organization,
  { breakGlass }: DrillFile,
  region: string,
): CloudTrailEvent {
  const account = organization.accounts[organization.management];
  const [userName = ''] = breakGlass.users;
  const arn = `arn:${organization.partition}:iam::${account?.id ?? ''}:user${account?.users[userName]?.path ?? '/'}${userName}`;
  const caller = {
    kind: 'user',
    accountId: account?.id ?? '',
    userId: 'AIDADRILLDRILLDRILL22',
    userName,
    arn,
  } as const;
  const [record] = apiCallRecords(
    {
      service: 'sts',
      operation: 'AssumeRole',
      region,
      at: clock.now(),
      caller,
      sourceIp: '127.0.0.1',
      userAgent: 'breakglass-drill',
      requestId: uuid(systemRandom),
      input: {
        RoleArn: `arn:${organization.partition}:iam::${account?.id ?? ''}:role${breakGlass.role}`,
        RoleSessionName: 'delivery',
      },
      output: {},
      resourceAccount: account?.id ?? '',
    },
    () => uuid(systemRandom),
  );
  if (!record) throw new RangeError('a hop has a record');
  return record;
}

/** Puts it on the default bus; how it was refused, if it is not taken. */
export async function putEvent(clients: Clients, record: CloudTrailEvent): Promise<string | undefined> {
  const { source, 'detail-type': DetailType } = eventBridgeEvent(record);
  try {
    const { Entries: [taken] = [] } = await clients
      .events()
      .send(new PutEventsCommand({ Entries: [{ Source: source, DetailType, Detail: JSON.stringify(record) }] }));
    return taken?.ErrorCode;
  } catch (error) {
    const absent = notImplemented(error);
    if (absent === undefined) throw error;
    return absent;
  }
}

/** A log group of the trail, and where it is. */
export interface Trail {
  clients: Clients;
  account: string;
  region: string;
  logGroup: string;
}

/** Puts it into a stream of its own in the log group, which is taken away with what else was made. */
export async function putRecord(
  { clock }: Remote,
  { clients, account, region, logGroup }: Trail,
  record: CloudTrailEvent,
  { make }: Maker,
): Promise<void> {
  const client = clients.logs();
  const name = `breakglass-drill-${record.eventID}`;
  const stream = { logGroupName: logGroup, logStreamName: name };
  await make(
    `the stream ${name} of the log group ${logGroup}`,
    removal('log-stream', { account, region, name }, { group: logGroup }),
    () => client.send(new CreateLogStreamCommand(stream)),
  );
  await client.send(
    new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: clock.now(), message: JSON.stringify(record) }] }),
  );
}
