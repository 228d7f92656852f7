/** Writing and reading log events (CloudWatch Logs API reference). */
import { compileMetricFilter } from '../../../monitoring/index.js';
import { append } from '../../delivery/log-groups.js';
import type { TwinLogEvent, TwinLogGroup, TwinLogStream } from '../../state/monitoring.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { ownRegion } from '../shared/own-region.js';
import { invalidParameter, kept, logGroupOf, onLogGroup, pageOf } from './log-group.js';
import type { LogGroupInput, Paged } from './log-group.js';
import { checkedPattern } from './metric-filters.js';

interface ReadInput extends LogGroupInput, Paged {
  startTime?: number;
  endTime?: number;
}

interface FilterInput extends ReadInput {
  startFromHead?: boolean;
  logStreamNames?: readonly string[];
  logStreamNamePrefix?: string;
  filterPattern?: string;
}

const PAGE = 10_000;
/** Events may be this old and this far ahead (PutLogEvents). */
const OLDEST = 14 * 86_400_000;
const NEWEST = 2 * 3_600_000;

/** Before it nothing is read from its end (API reference, FilterLogEvents). */
const FIRST_BACKWARDS = Date.UTC(2024, 0, 1);

export const eventOperations = [
  operation<
    { logGroupName: string; logStreamName: string; logEvents: readonly { timestamp: number; message: string }[] },
    unknown
  >({
    name: 'PutLogEvents',
    recorded: false,
    permissions: onLogGroup('PutLogEvents'),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      const stream = streamNamed(group, input.logStreamName);
      const { logEvents: events } = input;
      if (events.length === 0)
        throw invalidParameter(
          "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have length greater than or equal to 1",
        );
      if (events.some(({ timestamp }, index) => index > 0 && timestamp < (events[index - 1]?.timestamp ?? 0))) {
        throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
      }
      const now = context.clock.now();
      const taken = events.filter(({ timestamp }) => timestamp > now - OLDEST && timestamp < now + NEWEST);
      for (const { timestamp: at, message: content } of taken)
        append(context.delivery, { region: ownRegion(context), group, stream }, { at, content }, now);
      const old = events.filter(({ timestamp }) => timestamp <= now - OLDEST).length;
      const rejected =
        taken.length === events.length
          ? {}
          : {
              rejectedLogEventsInfo: {
                ...(old > 0 ? { tooOldLogEventEndIndex: old } : {}),
                ...(old + taken.length < events.length ? { tooNewLogEventStartIndex: old + taken.length } : {}),
              },
            };
      return { nextSequenceToken: String(stream.events.length), ...rejected };
    },
  }),
  operation<FilterInput, unknown>({
    name: 'FilterLogEvents',
    recorded: false,
    permissions: (input, context) => onLogGroup('FilterLogEvents')(input, context),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      const { logStreamNames: names, logStreamNamePrefix: prefix = '', filterPattern: pattern = '' } = input;
      if (names && input.logStreamNamePrefix !== undefined)
        throw invalidParameter('logStreamNames and logStreamNamePrefix cannot be specified together.');
      const matches = pattern === '' ? (): boolean => true : checkedPattern(() => compileMetricFilter(pattern));
      const streams = [...group.streams.values()].filter(({ name }) =>
        names ? names.includes(name) : name.startsWith(prefix),
      );
      const found = streams.flatMap((stream) =>
        within(kept(group, stream.events, context.clock.now()), input).map((event) => ({ stream, event })),
      );
      found.sort((left, right) => left.event.at - right.event.at);
      if (input.startFromHead === false) {
        if ((input.startTime ?? 0) < FIRST_BACKWARDS)
          throw invalidParameter(
            'startFromHead can be false only with a startTime on or after Jan 1, 2024 00:00:00 UTC.',
          );
        found.reverse();
      }
      const matching = found.filter(({ event }) => matches(event.message()));
      const { items, ...rest } = pageOf(matching, input, PAGE);
      return {
        events: items.map(({ stream, event }) => ({ logStreamName: stream.name, ...show(event), eventId: event.id })),
        searchedLogStreams: [],
        ...rest,
      };
    },
  }),
  operation<ReadInput & { logStreamName: string; startFromHead?: boolean }, unknown>({
    name: 'GetLogEvents',
    recorded: false,
    permissions: (input, context) => onLogGroup('GetLogEvents')(input, context),
    run: (input, context) => {
      const group = logGroupOf(context, input);
      const events = within(kept(group, streamNamed(group, input.logStreamName).events, context.clock.now()), input);
      const size = input.limit ?? PAGE;
      if (!Number.isInteger(size) || size < 1 || size > PAGE)
        throw invalidParameter(`The limit is a number from 1 to ${PAGE}.`);
      const [start, end] = pageAround(events.length, input.nextToken, size, input.startFromHead === true);
      return {
        events: events.slice(start, end).map(show),
        nextForwardToken: `f/${end}`,
        nextBackwardToken: `b/${start}`,
      };
    },
  }),
];

function streamNamed(group: TwinLogGroup, name: string): TwinLogStream {
  const stream = group.streams.get(name);
  if (!stream) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

/** From `startTime` up to, and for FilterLogEvents and GetLogEvents alike, before `endTime`. */
function within(
  events: readonly TwinLogEvent[],
  { startTime = 0, endTime = Number.MAX_SAFE_INTEGER }: ReadInput,
): TwinLogEvent[] {
  return events.filter(({ at }) => at >= startTime && at < endTime);
}

function show(event: TwinLogEvent): Record<string, unknown> {
  return { timestamp: event.at, message: event.message(), ingestionTime: event.ingestedAt };
}

/** A stream is read in both directions; a page that is empty answers with the token that it was asked with. */
function pageAround(
  length: number,
  token: string | undefined,
  size: number,
  fromHead: boolean,
): [start: number, end: number] {
  const [, direction, position] = /^([fb])\/(\d{1,12})$/.exec(token ?? '') ?? [];
  if (token !== undefined && direction === undefined) throw invalidParameter('The specified nextToken is invalid.');
  if (direction === undefined) return fromHead ? [0, Math.min(size, length)] : [Math.max(0, length - size), length];
  const at = Math.min(Number(position), length);
  return direction === 'f' ? [at, Math.min(length, at + size)] : [Math.max(0, at - size), at];
}
