/** Log groups: finding one, and who may do what with it. */
import type { RequiredPermission } from '../../access/request.js';
import type { TwinLogEvent, TwinLogGroup } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { page } from '../shared/paging.js';

/** Many operations take a name; newer ones also an ARN, under another member. */
export interface LogGroupInput {
  logGroupName?: string;
  logGroupIdentifier?: string;
}

export interface Paged {
  nextToken?: string;
  limit?: number;
}

const DAY = 86_400_000;

/** Name of the log group that an input means; empty if it names none. */
function logGroupName({ logGroupName: name, logGroupIdentifier: identifier }: LogGroupInput): string {
  return name ?? /:log-group:(.+?)(:\*)?$/.exec(identifier ?? '')?.[1] ?? identifier ?? '';
}

/** The log group that an input means. Throws `ResourceNotFoundException`. */
export function logGroupOf(context: OperationContext, input: LogGroupInput): TwinLogGroup {
  const group = ownRegion(context).logGroups.get(logGroupName(input));
  if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

/** `logs:<action>` on the log group, or on one of its streams (service authorization reference, Amazon CloudWatch Logs). */
export function onLogGroup(
  action: string,
): (input: LogGroupInput & { logStreamName?: string }, context: OperationContext) => RequiredPermission[] {
  return (input, context) => {
    const stream = input.logStreamName === undefined ? '' : `:log-stream:${input.logStreamName}`;
    return [
      { action: `logs:${action}`, resource: ownArn(context, 'logs', `log-group:${logGroupName(input)}${stream}`) },
    ];
  };
}

/** Events that the group still keeps. */
export function kept(
  { retentionDays }: TwinLogGroup,
  events: readonly TwinLogEvent[],
  now: number,
): readonly TwinLogEvent[] {
  return retentionDays === undefined ? events : events.filter(({ at }) => at >= now - retentionDays * DAY);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** One page of a list of `most` items at most. Throws `InvalidParameterException` for a token or a limit that is none. */
export function pageOf<T>(
  items: readonly T[],
  { nextToken: token, limit }: Paged,
  most = 50,
): { items: T[]; nextToken?: string } {
  const refuse = (what: 'token' | 'number'): AwsError =>
    invalidParameter(
      what === 'token' ? 'The specified nextToken is invalid.' : `The limit is a number from 1 to ${most}.`,
    );
  const { items: shown, NextToken: next } = page(
    items,
    { NextToken: token, MaxResults: limit },
    { usual: most, most, refuse },
  );
  return { items: shown, ...(next === undefined ? {} : { nextToken: next }) };
}
