/** Members that ordinary clients send, and what they change. That they are kept is a law (held.test.ts). */
import {
  DescribeAlarmHistoryCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutLogGroupDeletionProtectionCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTopicCommand, PublishCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Clients } from '../../aws/clients.js';
import { quietLandingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

describe('members that ordinary clients send', () => {
  let fixture: TwinFixture;
  let clients: Clients;
  beforeEach(() => {
    fixture = twinFixture(quietLandingZone());
    clients = fixture.clients(fixture.twin.secrets().administrator);
  });

  it('protect a log group from deletion, until somebody takes that away', async () => {
    const logs = clients.logs();
    const group = { logGroupName: 'kept' };
    await logs.send(new CreateLogGroupCommand({ ...group, deletionProtectionEnabled: true }));
    expect(await refusal(logs.send(new DeleteLogGroupCommand(group)))).to.have.property('code', 'ValidationException');
    const open = { logGroupIdentifier: 'kept', deletionProtectionEnabled: false };
    await logs.send(new PutLogGroupDeletionProtectionCommand(open));
    await logs.send(new DeleteLogGroupCommand(group));
  });

  it('put a log group into a class that has no metric filters', async () => {
    const logs = clients.logs();
    const filter = {
      filterName: 'f',
      filterPattern: '',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    };
    for (const logGroupClass of ['STANDARD', 'INFREQUENT_ACCESS'] as const)
      await logs.send(new CreateLogGroupCommand({ logGroupName: logGroupClass, logGroupClass }));
    await logs.send(new PutMetricFilterCommand({ ...filter, logGroupName: 'STANDARD' }));
    expect(
      await refusal(logs.send(new PutMetricFilterCommand({ ...filter, logGroupName: 'INFREQUENT_ACCESS' }))),
    ).to.have.property('code', 'InvalidOperationException');
  });

  it('must be right in messages of several protocols, and a group is named in printable characters', async () => {
    const { TopicArn } = await clients.sns().send(new CreateTopicCommand({ Name: 'test' }));
    const publish = async (more: object): Promise<string> =>
      (await refusal(clients.sns().send(new PublishCommand({ TopicArn, Message: 'plain', ...more })))).message;
    expect(await publish({ MessageStructure: 'json' })).to.match(/failed to parse/);
    expect(await publish({ MessageStructure: 'json', Message: '{"sqs":"only"}' })).to.match(/No default entry/);
    expect(await publish({ MessageStructure: 'xml' })).to.match(/MessageStructure/);
    expect(await publish({ MessageGroupId: 'a b' })).to.match(/MessageGroupId/);
    expect(await publish({ MessageDeduplicationId: 'once' })).to.match(/not valid for this topic type/);
    const { QueueUrl } = await clients.sqs().send(new CreateQueueCommand({ QueueName: 'test' }));
    const send = async (more: object): Promise<string> =>
      (await refusal(clients.sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'plain', ...more })))).message;
    expect(await send({ MessageDeduplicationId: 'once' })).to.match(/not valid for this queue type/);
    expect(await send({ MessageGroupId: '' })).to.match(/MessageGroupId/);
    const attribute = { DataType: 'String', StringValue: 'v' };
    expect(await send({ MessageSystemAttributes: { Other: attribute } })).to.match(/Other/);
  });

  it('give the alarm that mutes its time before actions start', async () => {
    const cloudwatch = clients.cloudwatch();
    const plain = {
      MetricName: 'm',
      Namespace: 'n',
      Statistic: 'Sum' as const,
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold' as const,
      TreatMissingData: 'ignore',
    };
    for (const AlarmName of ['cause', 'mute'])
      await cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...plain }));
    await cloudwatch.send(
      new PutCompositeAlarmCommand({
        AlarmName: 'both',
        AlarmRule: 'ALARM(cause)',
        AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:nobody'],
        ActionsSuppressor: 'mute',
        ActionsSuppressorWaitPeriod: 120,
        ActionsSuppressorExtensionPeriod: 60,
      }),
    );
    const actions = async (): Promise<number> => {
      const { AlarmHistoryItems: items = [] } = await cloudwatch.send(
        new DescribeAlarmHistoryCommand({ AlarmTypes: ['CompositeAlarm'], HistoryItemType: 'Action' }),
      );
      return items.length;
    };
    const set = (AlarmName: string, StateValue: 'ALARM' | 'OK'): Promise<unknown> =>
      cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));
    await set('cause', 'ALARM');
    fixture.clock.advance(110_000);
    expect(await actions()).to.equal(0);
    fixture.clock.advance(60_000);
    expect(await actions()).to.equal(1);
    await set('cause', 'OK');
    await set('cause', 'ALARM');
    fixture.clock.advance(60_000);
    await set('mute', 'ALARM');
    fixture.clock.advance(600_000);
    expect(await actions(), 'muted within its time').to.equal(1);
  });
});
