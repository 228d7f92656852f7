/** Event buses and events of clients' own (EventBridge API reference). */
import { isoTime } from '../../../base/clock.js';
import { uuid } from '../../../base/ids.js';
import { parseJsonText } from '../../../base/json-text.js';
import { compileEventPattern } from '../../../monitoring/index.js';
import { readResourcePolicy } from '../../access/resource-policy.js';
import { putOnBus } from '../../delivery/event-buses.js';
import type { BusSettings, TwinEventBus } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { tagMap } from '../shared/tagging.js';
import type { Tag } from '../shared/tagging.js';
import { busOf, checkedPattern, invalid, onBus, pageOf } from './event-bus.js';
import type { Paged } from './event-bus.js';

interface Entry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  Time?: Date;
  Resources?: readonly string[];
  EventBusName?: string;
}

interface PermissionInput {
  EventBusName?: string;
  Action?: string;
  Principal?: string;
  StatementId?: string;
  Condition?: { Type: string; Key: string; Value: string };
  Policy?: string;
}

const MOST_ENTRIES = 10;

export const busOperations = [
  operation<{ Name?: string }, unknown>({
    name: 'DescribeEventBus',
    permissions: ({ Name: name }, context) => [onBus('DescribeEventBus', name, context)],
    run: ({ Name: name }, context) => {
      const bus = busOf(context, name);
      return { ...show(bus), ...bus.settings };
    },
  }),
  operation<Paged & { NamePrefix?: string }, unknown>({
    name: 'ListEventBuses',
    run: (input, context) => {
      const buses = [...ownRegion(context).buses.values()].filter(({ name }) =>
        name.startsWith(input.NamePrefix ?? ''),
      );
      const { items, ...rest } = pageOf(buses, input);
      return { EventBuses: items.map(show), ...rest };
    },
  }),
  operation<BusSettings & { Name: string; Tags?: readonly Tag[] }, unknown>({
    name: 'CreateEventBus',
    permissions: ({ Name: name }, context) => [onBus('CreateEventBus', name, context)],
    run: ({ Name: name, Tags: tags, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig }, context) => {
      const { buses } = ownRegion(context);
      if (!/^[.\-\w]{1,256}$/.test(name)) throw invalid(`Value '${name}' at 'name' is not the name of an event bus.`);
      if (buses.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      const arn = ownArn(context, 'events', `event-bus/${name}`);
      const settings = {
        ...(Description === undefined ? {} : { Description }),
        ...(KmsKeyIdentifier === undefined ? {} : { KmsKeyIdentifier }),
        ...(DeadLetterConfig === undefined ? {} : { DeadLetterConfig }),
        ...(LogConfig === undefined ? {} : { LogConfig }),
      };
      buses.set(name, {
        name,
        arn,
        rules: new Map(),
        createdAt: context.clock.now(),
        tags: tagMap(tags),
        settings,
      });
      return { EventBusArn: arn, ...settings };
    },
  }),
  operation<PermissionInput, unknown>({
    name: 'PutPermission',
    permissions: ({ EventBusName: name }, context) => [onBus('PutPermission', name, context)],
    run: (input, context) => {
      const bus = busOf(context, input.EventBusName);
      const text = input.Policy ?? JSON.stringify(withStatement(bus, input, context));
      bus.policy = readResourcePolicy(text, invalid('The policy is not valid.'));
      return {};
    },
  }),
  operation<{ Entries: readonly Entry[] }, unknown>({
    name: 'PutEvents',
    recorded: false,
    permissions: ({ Entries: entries }, context) =>
      [...new Set(entries.map(({ EventBusName: name }) => name))].map((name) => onBus('PutEvents', name, context)),
    run: ({ Entries: entries }, context) => {
      if (entries.length === 0 || entries.length > MOST_ENTRIES)
        throw invalid(
          `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length from 1 to ${MOST_ENTRIES}`,
        );
      const results = entries.map((entry) => put(entry, context));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  }),
  operation<{ EventPattern: string; Event: string }, unknown>({
    name: 'TestEventPattern',
    run: ({ EventPattern: pattern, Event: text }) => {
      const matches = checkedPattern(() => compileEventPattern(pattern));
      const event = parsed(text);
      const needed = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
      const missing = needed.filter((name) => event?.[name] === undefined);
      if (!event || missing.length > 0)
        throw invalid(
          `Parameter Event is not valid. ${event ? `Missing: ${missing.join(', ')}.` : 'It is not a JSON object.'}`,
        );
      return { Result: matches(parseJsonText(text)) };
    },
  }),
];

/** One event; what is wrong with it is told in its place. */
function put(
  { Source: source, DetailType: type, Detail: text, Time: time, Resources: resources = [], EventBusName: name }: Entry,
  context: OperationContext,
): Record<string, string> {
  const refuse = (ErrorCode: string, ErrorMessage: string): Record<string, string> => ({ ErrorCode, ErrorMessage });
  if (source === undefined || type === undefined || text === undefined)
    return refuse(
      'InvalidArgument',
      'Parameter Source, DetailType or Detail is not valid. Reason: it is a required argument.',
    );
  if (source.startsWith('aws.'))
    return refuse('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`);
  const detail = parsed(text);
  if (!detail) return refuse('MalformedDetail', 'Detail is malformed.');
  const { caller, region, clock, delivery } = context;
  const id = uuid(delivery.random);
  const now = clock.now();
  const event = {
    version: '0' as const,
    id,
    'detail-type': type,
    source,
    account: caller.account.id,
    time: isoTime(time?.getTime() ?? now).replace(/\.\d{3}/, ''),
    region,
    resources: [...resources],
    detail,
  };
  putOnBus(delivery, busOf(context, name), event, now);
  return { EventId: id };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The policy of the bus with one more statement, or with another in the place of the one of that id. */
function withStatement(
  bus: TwinEventBus,
  { Action: action, Principal: principal, StatementId: sid, Condition: condition }: PermissionInput,
  { state }: OperationContext,
): unknown {
  if (action !== 'events:PutEvents' || principal === undefined || sid === undefined || !/^(\*|\d{12})$/.test(principal))
    throw invalid('Action, Principal and StatementId must be specified.');
  const others = [bus.policy?.Statement ?? []].flat().filter((statement) => statement.Sid !== sid);
  const statement = {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: `arn:${state.partition}:iam::${principal}:root` },
    Action: action,
    Resource: bus.arn,
    ...(condition ? { Condition: { [condition.Type]: { [condition.Key]: condition.Value } } } : {}),
  };
  return { Version: '2012-10-17', Statement: [...others, statement] };
}

function show({ name, arn, policy, createdAt, settings: { Description } }: TwinEventBus): Record<string, unknown> {
  return {
    Name: name,
    Arn: arn,
    ...(Description === undefined ? {} : { Description }),
    ...(policy ? { Policy: JSON.stringify(policy) } : {}),
    CreationTime: new Date(createdAt),
  };
}
