/** Log groups and their streams (CloudWatch Logs API reference). */
import { streamOf } from '../../delivery/log-groups.js';
import { serviceMay } from '../../delivery/service-access.js';
import type { TwinLogGroup, TwinLogStream } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { invalidParameter, kept, logGroupOf, onLogGroup, pageOf } from './log-group.js';
import type { LogGroupInput, Paged } from './log-group.js';

interface GroupsInput extends Paged {
  logGroupNamePrefix?: string;
  logGroupNamePattern?: string;
  logGroupClass?: string;
  logGroupIdentifiers?: readonly string[];
}

interface CreateInput {
  logGroupName: string;
  kmsKeyId?: string;
  logGroupClass?: string;
  deletionProtectionEnabled?: boolean;
  tags?: Record<string, string>;
}

/** PutRetentionPolicy, retentionInDays. */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const CLASSES = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'];

export const groupOperations = [
  operation<GroupsInput, unknown>({
    name: 'DescribeLogGroups',
    permissions: (_input, context) => [
      { action: 'logs:DescribeLogGroups', resource: ownArn(context, 'logs', 'log-group::log-stream:') },
    ],
    run: (input, context) => {
      const {
        logGroupNamePrefix: prefix = '',
        logGroupNamePattern: pattern = '',
        logGroupIdentifiers: identifiers = [],
      } = input;
      const groups = [...ownRegion(context).logGroups.values()].filter(
        (group) =>
          group.name.startsWith(prefix) &&
          group.name.toLowerCase().includes(pattern.toLowerCase()) &&
          (input.logGroupClass ?? classOf(group)) === classOf(group) &&
          (identifiers.length === 0 || identifiers.some((one) => one === group.name || one === group.arn)),
      );
      const { items, ...rest } = pageOf(groups, input);
      return { logGroups: items.map(showGroup), ...rest };
    },
  }),
  operation<CreateInput, unknown>({
    name: 'CreateLogGroup',
    permissions: onLogGroup('CreateLogGroup'),
    run: ({ logGroupName: name, kmsKeyId: kmsKey, logGroupClass, deletionProtectionEnabled, tags = {} }, context) => {
      const { logGroups } = ownRegion(context);
      if (!/^[.\-_/#\w]{1,512}$/.test(name))
        throw invalidParameter(
          `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
        );
      if (logGroups.has(name))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      if (logGroupClass !== undefined && !CLASSES.includes(logGroupClass))
        throw invalidParameter(`The log group class is one of ${CLASSES.join(', ')}.`);
      const arn = ownArn(context, 'logs', `log-group:${name}`);
      if (kmsKey !== undefined && !mayUse(kmsKey, arn, context))
        throw invalidParameter(`The specified KMS key does not exist or is not allowed to be used with Arn '${arn}'`);
      logGroups.set(name, {
        name,
        arn,
        createdAt: context.clock.now(),
        ...(kmsKey === undefined ? {} : { kmsKey }),
        ...(logGroupClass === undefined ? {} : { class: logGroupClass }),
        ...(deletionProtectionEnabled === undefined ? {} : { isProtected: deletionProtectionEnabled }),
        streams: new Map(),
        metricFilters: new Map(),
        tags: new Map(Object.entries(tags)),
      });
      return {};
    },
  }),
  operation<{ logGroupName: string }, unknown>({
    name: 'DeleteLogGroup',
    permissions: onLogGroup('DeleteLogGroup'),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      if (group.isProtected === true)
        throw new AwsError(
          'ValidationException',
          'The log group has deletion protection enabled. Disable it before you delete the log group.',
        );
      ownRegion(context).logGroups.delete(group.name);
      return {};
    },
  }),
  operation<{ logGroupIdentifier: string; deletionProtectionEnabled: boolean }, unknown>({
    name: 'PutLogGroupDeletionProtection',
    permissions: onLogGroup('PutLogGroupDeletionProtection'),
    run: (input, context) => {
      logGroupOf(context, input).isProtected = input.deletionProtectionEnabled;
      return {};
    },
  }),
  operation<{ logGroupName: string; retentionInDays: number }, unknown>({
    name: 'PutRetentionPolicy',
    permissions: onLogGroup('PutRetentionPolicy'),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      if (!RETENTIONS.includes(input.retentionInDays))
        throw invalidParameter(
          `The specified retention period is not valid. Valid values are: ${RETENTIONS.join(', ')}.`,
        );
      group.retentionDays = input.retentionInDays;
      return {};
    },
  }),
  operation<{ logGroupName: string; logStreamName: string }, unknown>({
    name: 'CreateLogStream',
    permissions: onLogGroup('CreateLogStream'),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      if (!/^[^:*]{1,512}$/.test(input.logStreamName))
        throw invalidParameter("A log stream's name has 1 to 512 characters other than ':' and '*'.");
      if (group.streams.has(input.logStreamName))
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      streamOf(group, input.logStreamName, context.clock.now());
      return {};
    },
  }),
  operation<{ logGroupName: string; logStreamName: string }, unknown>({
    name: 'DeleteLogStream',
    permissions: onLogGroup('DeleteLogStream'),
    run: (input, context) => {
      if (!logGroupOf(context, input).streams.delete(input.logStreamName))
        throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
      return {};
    },
  }),
  operation<LogGroupInput & Paged & { logStreamNamePrefix?: string; orderBy?: string; descending?: boolean }, unknown>({
    name: 'DescribeLogStreams',
    permissions: (input, context) => onLogGroup('DescribeLogStreams')(input, context),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      const streams = [...group.streams.values()].filter(({ name }) =>
        name.startsWith(input.logStreamNamePrefix ?? ''),
      );
      const byTime = input.orderBy === 'LastEventTime';
      streams.sort((left, right) =>
        byTime ? (left.events.at(-1)?.at ?? 0) - (right.events.at(-1)?.at ?? 0) : left.name < right.name ? -1 : 1,
      );
      if (input.descending === true) streams.reverse();
      const { items, ...rest } = pageOf(streams, input);
      return { logStreams: items.map((stream) => showStream(group, stream, context.clock.now())), ...rest };
    },
  }),
];

/**
 * True if the key is there and its policy lets CloudWatch Logs use it (CloudWatch Logs user guide, "Encrypt log data in CloudWatch
 * Logs using AWS Key Management Service").
 */
function mayUse(kmsKey: string, arn: string, { state, caller, region, clock }: OperationContext): boolean {
  const key = state.resources.keys.get(kmsKey);
  if (!key || (key.deletionAt !== undefined && key.deletionAt > clock.now())) return false;
  const resource = { arn: key.arn, accountId: key.accountId, policy: key.policy.document };
  return ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'].every((action) =>
    serviceMay(state, {
      service: `logs.${region}.amazonaws.com`,
      action,
      resource,
      sourceArn: arn,
      sourceAccount: caller.account.id,
      context: { 'kms:EncryptionContext:aws:logs:arn': arn },
    }),
  );
}

function classOf(group: TwinLogGroup): string {
  return group.class ?? 'STANDARD';
}

function showGroup(group: TwinLogGroup): Record<string, unknown> {
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionDays,
    metricFilterCount: group.metricFilters.size,
    kmsKeyId: group.kmsKey,
    arn: `${group.arn}:*`,
    logGroupArn: group.arn,
    logGroupClass: classOf(group),
    deletionProtectionEnabled: group.isProtected ?? false,
  };
}

function showStream(
  group: TwinLogGroup,
  { name, createdAt, events }: TwinLogStream,
  now: number,
): Record<string, unknown> {
  const left = kept(group, events, now);
  return {
    logStreamName: name,
    creationTime: createdAt,
    firstEventTimestamp: left[0]?.at,
    lastEventTimestamp: left.at(-1)?.at,
    lastIngestionTime: left.at(-1)?.ingestedAt,
    arn: `${group.arn}:log-stream:${name}`,
  };
}
