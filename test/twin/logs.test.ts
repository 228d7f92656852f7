import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const stream = { logGroupName: 'test', logStreamName: 'one' };
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('log groups', () => {
  let fixture: TwinFixture;
  let logs: CloudWatchLogsClient;
  let cloudwatch: CloudWatchClient;
  beforeEach(async () => {
    fixture = twinFixture();
    const clients = fixture.clients(fixture.twin.secrets().administrator);
    [logs, cloudwatch] = [clients.logs(), clients.cloudwatch()];
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'test' }));
    await logs.send(new CreateLogStreamCommand(stream));
  });
  const put = (...messages: string[]): Promise<unknown> =>
    logs.send(
      new PutLogEventsCommand({
        ...stream,
        logEvents: messages.map((message) => ({ message, timestamp: fixture.clock.now() })),
      }),
    );
  const found = async (filterPattern?: string): Promise<(string | undefined)[]> =>
    ((await logs.send(new FilterLogEventsCommand({ logGroupName: 'test', filterPattern }))).events ?? []).map(
      ({ message }) => message,
    );
  const filter = (filterPattern: string, metricValue = '1', defaultValue?: number): Promise<unknown> =>
    logs.send(
      new PutMetricFilterCommand({
        logGroupName: 'test',
        filterName: 'drills',
        filterPattern,
        metricTransformations: [{ metricNamespace: 'Test', metricName: 'Drills', metricValue, defaultValue }],
      }),
    );
  const sum = async (): Promise<number | undefined> => {
    const range = {
      StartTime: new Date(fixture.clock.now() - MINUTE),
      EndTime: new Date(fixture.clock.now() + MINUTE),
      Period: 60,
    };
    return (
      await cloudwatch.send(
        new GetMetricStatisticsCommand({ Namespace: 'Test', MetricName: 'Drills', ...range, Statistics: ['Sum'] }),
      )
    ).Datapoints?.[0]?.Sum;
  };

  it('keep events and find them by pattern, page by page', async () => {
    await put('{"kind":"drill"}', '{"kind":"other"}', 'plain drill');
    expect(await found()).to.have.length(3);
    expect(await found('{ $.kind = "drill" }')).to.deep.equal(['{"kind":"drill"}']);
    expect(await found('drill')).to.deep.equal(['{"kind":"drill"}', 'plain drill']);
    const pages: number[] = [];
    for await (const page of paginateFilterLogEvents({ client: logs, pageSize: 2 }, { logGroupName: 'test' }))
      pages.push(page.events?.length ?? 0);
    expect(pages).to.deep.equal([2, 1]);
  });

  it('are read from either end', async () => {
    await put('a', 'b', 'c');
    const read = async (input: {
      startFromHead?: boolean;
      limit?: number;
      nextToken?: string;
    }): Promise<[string, string | undefined, string | undefined]> => {
      const {
        events = [],
        nextForwardToken,
        nextBackwardToken,
      } = await logs.send(new GetLogEventsCommand({ ...stream, ...input }));
      return [events.map(({ message }) => message).join(''), nextForwardToken, nextBackwardToken];
    };
    const [last, forward, backward] = await read({ limit: 2 });
    expect(last).to.equal('bc');
    expect((await read({ limit: 2, nextToken: backward }))[0]).to.equal('a');
    expect((await read({ nextToken: forward }))[0]).to.equal('');
    expect((await read({ startFromHead: true, limit: 2 }))[0]).to.equal('ab');
  });

  it('forget what is older than their retention', async () => {
    await put('old');
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: 'test', retentionInDays: 1 }));
    fixture.clock.advance(DAY + 1);
    expect(await found()).to.deep.equal([]);
    expect((await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'te' }))).logGroups?.[0]).to.include({
      logGroupName: 'test',
      retentionInDays: 1,
      arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:test:*',
    });
  });

  it('refuse events out of order and leave out those of another time', async () => {
    const at = fixture.clock.now();
    const send = (...timestamps: number[]): Promise<{ rejectedLogEventsInfo?: unknown }> =>
      logs.send(
        new PutLogEventsCommand({
          ...stream,
          logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp) })),
        }),
      );
    expect((await refusal(send(at, at - 1))).message).to.include('chronological order');
    expect((await send(at - 15 * DAY, at, at + DAY)).rejectedLogEventsInfo).to.deep.equal({
      tooOldLogEventEndIndex: 1,
      tooNewLogEventStartIndex: 2,
    });
    expect(await found()).to.deep.equal([String(at)]);
  });

  it('turn what matches a metric filter into a metric, from then on', async () => {
    await put('{"kind":"drill","size":7}');
    await filter('{ $.kind = "drill" }', '$.size');
    expect(await sum()).to.equal(undefined);
    await put(
      '{"kind":"drill","size":3}',
      '{"kind":"drill","size":4}',
      '{"kind":"other","size":5}',
      '{"kind":"drill"}',
    );
    expect(await sum()).to.equal(7);
    await filter('{ $.kind = "drill" }', '1', 0);
    await put('{"kind":"drill"}');
    expect(await sum()).to.equal(8);
    const { metricFilters } = await logs.send(
      new DescribeMetricFiltersCommand({ metricNamespace: 'Test', metricName: 'Drills' }),
    );
    expect(
      metricFilters?.map(({ filterName, logGroupName, metricTransformations }) => ({
        filterName,
        logGroupName,
        value: metricTransformations?.[0]?.defaultValue,
      })),
    ).to.deep.equal([{ filterName: 'drills', logGroupName: 'test', value: 0 }]);
    await logs.send(new DeleteMetricFilterCommand({ logGroupName: 'test', filterName: 'drills' }));
    await put('{"kind":"drill"}');
    expect(await sum()).to.equal(8);
  });

  it('test patterns without keeping anything', async () => {
    const { matches } = await logs.send(
      new TestMetricFilterCommand({
        filterPattern: '[ip, ..., status=5*]',
        logEventMessages: ['1.2.3.4 GET 200', '1.2.3.4 GET 500'],
      }),
    );
    expect(
      matches?.map(({ eventNumber, extractedValues }) => ({ eventNumber, ip: extractedValues?.['$ip'] })),
    ).to.deep.equal([{ eventNumber: 2, ip: '1.2.3.4' }]);
  });

  it('lose a stream that is deleted, with its events', async () => {
    await logs.send(new CreateLogStreamCommand({ ...stream, logStreamName: 'another' }));
    await put('x');
    await logs.send(new DeleteLogStreamCommand(stream));
    expect(
      (await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'test' }))).logStreams?.map(
        ({ logStreamName }) => logStreamName,
      ),
    ).to.deep.equal(['another']);
    expect(await found()).to.deep.equal([]);
  });

  it('list their streams', async () => {
    await logs.send(new CreateLogStreamCommand({ ...stream, logStreamName: 'another' }));
    await put('x');
    const names = async (orderBy?: 'LastEventTime', descending?: boolean): Promise<unknown> =>
      (await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'test', orderBy, descending }))).logStreams?.map(
        ({ logStreamName }) => logStreamName,
      );
    expect(await names()).to.deep.equal(['another', 'one']);
    expect(await names('LastEventTime', true)).to.deep.equal(['one', 'another']);
    expect(
      (
        await logs.send(
          new DescribeLogStreamsCommand({ logGroupIdentifier: 'arn:aws:logs:eu-west-1:111122223333:log-group:test:*' }),
        )
      ).logStreams,
    ).to.have.length(2);
  });

  it('refuse what AWS refuses', async () => {
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['ResourceAlreadyExistsException', () => logs.send(new CreateLogGroupCommand({ logGroupName: 'test' }))],
      ['ResourceAlreadyExistsException', () => logs.send(new CreateLogStreamCommand(stream))],
      ['InvalidParameterException', () => logs.send(new CreateLogGroupCommand({ logGroupName: 'no spaces' }))],
      [
        'InvalidParameterException',
        () => logs.send(new PutRetentionPolicyCommand({ logGroupName: 'test', retentionInDays: 2 })),
      ],
      ['InvalidParameterException', () => filter('{ $.kind = }')],
      ['InvalidParameterException', () => filter('drill', 'many')],
      [
        'InvalidParameterException',
        () => logs.send(new FilterLogEventsCommand({ logGroupName: 'test', filterPattern: '{' })),
      ],
      [
        'ResourceNotFoundException',
        () => logs.send(new DeleteMetricFilterCommand({ logGroupName: 'test', filterName: 'none' })),
      ],
      ['ResourceNotFoundException', () => logs.send(new DeleteLogStreamCommand({ ...stream, logStreamName: 'none' }))],
      [
        'ResourceNotFoundException',
        () => logs.send(new PutLogEventsCommand({ ...stream, logStreamName: 'none', logEvents: [] })),
      ],
    ];
    for (const [code, call] of refused) expect(await refusal(call()), code).to.include({ code, status: 400 });
    await logs.send(new DeleteLogGroupCommand({ logGroupName: 'test' }));
    expect(await refusal(put('x'))).to.include({
      code: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
  });
});
