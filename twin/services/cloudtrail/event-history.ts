/** CloudTrail's event history: ninety days of management events of an account in a Region, without any trail (API reference, LookupEvents). */
import type { CloudTrailEvent } from '../../../monitoring/index.js';
import { HISTORY_LENGTH } from '../../delivery/records.js';
import type { RecordedEvent } from '../../state/monitoring.js';
import { regionKey } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { page } from '../shared/paging.js';

interface LookupInput {
  LookupAttributes?: readonly { AttributeKey: string; AttributeValue: string }[];
  StartTime?: Date;
  EndTime?: Date;
  MaxResults?: number;
  NextToken?: string;
  /** Management events, unless it asks for those of CloudTrail Insights, of which there are none. */
  EventCategory?: string;
}

const MOST_AT_ONCE = 50;

export const lookupEvents = operation<LookupInput, unknown>({
  name: 'LookupEvents',
  run: (input, { state, caller, region, clock }) => {
    const { StartTime: start, EndTime: end, LookupAttributes: attributes = [] } = input;
    if (start && end && start > end)
      throw new AwsError('InvalidTimeRangeException', 'The start time is after the end time.');
    if (attributes.length > 1)
      throw new AwsError('InvalidLookupAttributesException', 'You can only specify one lookup attribute.');
    const now = clock.now();
    const isShown = (event: RecordedEvent): boolean =>
      input.EventCategory !== 'insight' &&
      event.visibleAt <= now &&
      event.at > now - HISTORY_LENGTH &&
      event.at >= (start?.getTime() ?? 0) &&
      event.at <= (end?.getTime() ?? now);
    const matches =
      attributes.map(({ AttributeKey: key, AttributeValue: value }) => matcher(key, value))[0] ?? ((): boolean => true);
    const found = (state.monitoring.history.get(regionKey(caller.account.id, region))?.events ?? [])
      .filter((event) => isShown(event) && matches(event))
      .reverse();
    const { items, ...rest } = page(found, input, { usual: MOST_AT_ONCE, most: MOST_AT_ONCE, refuse });
    return { Events: items.map(show), ...rest };
  },
});

function refuse(what: 'token' | 'number'): AwsError {
  return what === 'token'
    ? new AwsError('InvalidNextTokenException', 'The next token is not valid.')
    : new AwsError('InvalidMaxResultsException', `The maximum of results is a number from 1 to ${MOST_AT_ONCE}.`);
}

/** What the cheap facts decide comes without writing the record out. */
function matcher(key: string, value: string): (event: RecordedEvent) => boolean {
  switch (key) {
    case 'EventName':
      return ({ eventName }) => eventName === value;
    case 'EventSource':
      return ({ eventSource }) => eventSource === value;
    case 'ReadOnly':
      return ({ readOnly }) => String(readOnly) === value;
    case 'EventId':
      return (event) => event.record().eventID === value;
    case 'Username':
      return (event) => userName(event.record()) === value;
    case 'AccessKeyId':
      return (event) => event.record().userIdentity.accessKeyId === value;
    case 'ResourceName':
      return (event) =>
        event.record().resources?.some(({ ARN: arn }) => arn === value || arn.split('/').at(-1) === value) ?? false;
    case 'ResourceType':
      return (event) => event.record().resources?.some(({ type }) => type === value) ?? false;
    default:
      throw new AwsError('InvalidLookupAttributesException', `${key} is not a lookup attribute.`);
  }
}

function show(event: RecordedEvent): Record<string, unknown> {
  const record = event.record();
  const { accessKeyId } = record.userIdentity;
  const name = userName(record);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    EventTime: new Date(event.at),
    EventSource: record.eventSource,
    ...(accessKeyId === undefined ? {} : { AccessKeyId: accessKeyId }),
    ...(name === undefined ? {} : { Username: name }),
    Resources: (record.resources ?? []).map(({ type, ARN: arn }) => ({ ResourceType: type, ResourceName: arn })),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** The user, or the session of a role. */
function userName({ userIdentity: { type, userName: name, principalId } }: CloudTrailEvent): string | undefined {
  if (type === 'Root') return 'root';
  return name ?? (type === 'AssumedRole' ? principalId?.split(':')[1] : undefined);
}
