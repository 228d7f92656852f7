import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient, Target } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:test';
const EventPattern = '{"source":["test"],"detail":{"kind":["drill"]}}';

describe('event buses', () => {
  let fixture: TwinFixture;
  let events: EventBridgeClient;
  let sqs: SQSClient;
  let QueueUrl: string;
  beforeEach(async () => {
    fixture = twinFixture();
    const clients = fixture.clients(fixture.twin.secrets().administrator);
    [events, sqs] = [clients.events(), clients.sqs()];
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: QUEUE_ARN,
        },
      ],
    });
    ({ QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'test', Attributes: { Policy, VisibilityTimeout: '43200' } }),
    ));
    await events.send(new PutRuleCommand({ Name: 'drills', EventPattern }));
  });
  const target = (Targets: Target[], Rule = 'drills', EventBusName?: string): Promise<unknown> =>
    events.send(new PutTargetsCommand({ Rule, Targets, EventBusName }));
  const put = async (Detail = '{"kind":"drill","who":"me"}', EventBusName?: string): Promise<void> =>
    void (await events.send(
      new PutEventsCommand({ Entries: [{ Source: 'test', DetailType: 'Test', Detail, EventBusName }] }),
    ));
  const arrived = async (): Promise<unknown[]> => {
    fixture.clock.advance(5000);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
  };

  it('hand what matches a rule to its targets, and nothing else', async () => {
    await target([{ Id: 'queue', Arn: QUEUE_ARN }]);
    await put('{"kind":"other"}');
    await put();
    const [event, ...others] = (await arrived()) as Record<string, unknown>[];
    expect(others).to.deep.equal([]);
    expect(event).to.deep.include({
      source: 'test',
      'detail-type': 'Test',
      account: '111122223333',
      region: 'eu-west-1',
      time: '2026-06-01T03:00:00Z',
      detail: { kind: 'drill', who: 'me' },
    });
    await events.send(new DisableRuleCommand({ Name: 'drills' }));
    await put();
    expect(await arrived(), 'disabled').to.deep.equal([]);
    await events.send(new EnableRuleCommand({ Name: 'drills' }));
    await events.send(new RemoveTargetsCommand({ Rule: 'drills', Ids: ['queue'] }));
    await put();
    expect(await arrived(), 'no target').to.deep.equal([]);
  });

  it('give a target the constant, the part or the text that it asks for', async () => {
    await target([
      { Id: 'constant', Arn: QUEUE_ARN, Input: '{"constant":true}' },
      { Id: 'part', Arn: QUEUE_ARN, InputPath: '$.detail.who' },
      { Id: 'nothing', Arn: QUEUE_ARN, InputPath: '$.detail.nothing' },
      {
        Id: 'text',
        Arn: QUEUE_ARN,
        InputTransformer: {
          InputPathsMap: { who: '$.detail.who', none: '$.none' },
          InputTemplate: '{"who":"<who>","none":"<none>"}',
        },
      },
    ]);
    await put();
    expect(await arrived()).to.have.deep.members([{ constant: true }, 'me', { who: 'me', none: '' }]);
  });

  it('send nothing to a queue whose key is that of AWS, which no service may use', async () => {
    await target([{ Id: 'queue', Arn: QUEUE_ARN }]);
    const encrypt = (KmsMasterKeyId: string): Promise<unknown> =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { KmsMasterKeyId } }));
    await encrypt('alias/aws/sqs');
    await put();
    expect(await arrived()).to.deep.equal([]);
    await encrypt('');
    await put();
    expect(await arrived()).to.have.length(1);
  });

  it('refuse inputs that cannot be filled', async () => {
    const asking = (more: object): ReturnType<typeof refusal> =>
      refusal(target([{ Id: 'queue', Arn: QUEUE_ARN, ...more }]));
    const transformed = (InputTemplate: string, InputPathsMap = {}): ReturnType<typeof refusal> =>
      asking({ InputTransformer: { InputPathsMap, InputTemplate } });
    expect(await transformed('"x <other>"', { who: '$.detail' })).to.deep.include({
      code: 'ValidationException',
      message: 'InputTemplate for target queue contains invalid placeholder other.',
    });
    expect((await transformed('"x"', { 'aws.events.rule-name': '$.id' })).message).to.include('reserved name');
    expect((await asking({ Input: '{}', InputPath: '$.id' })).message).to.equal(
      'Only one of Input, InputPath, or InputTransformer must be provided for target queue.',
    );
  });

  it('forward to a bus in another Region once, and to another account whose bus lets it', async () => {
    const member = fixture.organization.accounts['payments-1']?.id ?? '';
    await events.send(new CreateEventBusCommand({ Name: 'other' }));
    const other = (await events.send(new DescribeEventBusCommand({ Name: 'other' }))).Arn ?? '';
    await target([
      { Id: 'bus', Arn: other },
      { Id: 'member', Arn: `arn:aws:events:eu-west-1:${member}:event-bus/default` },
    ]);
    await events.send(new PutRuleCommand({ Name: 'second', EventPattern, EventBusName: 'other' }));
    await target(
      [
        { Id: 'queue', Arn: QUEUE_ARN },
        { Id: 'back', Arn: 'arn:aws:events:eu-west-1:111122223333:event-bus/default' },
      ],
      'second',
      'other',
    );
    await put();
    expect(await arrived()).to.have.length(1);
    await events.send(
      new PutPermissionCommand({
        EventBusName: 'other',
        Action: 'events:PutEvents',
        Principal: member,
        StatementId: 'member',
      }),
    );
    const { Policy = '{}' } = await events.send(new DescribeEventBusCommand({ Name: 'other' }));
    expect(JSON.parse(Policy)).to.have.nested.property('Statement[0].Principal.AWS', `arn:aws:iam::${member}:root`);
    expect((await events.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Name }) => Name)).to.deep.equal([
      'default',
      'other',
    ]);
  });

  it('bury in the dead-letter queue of the target what it does not take, at once and without trying again', async () => {
    const dead = (Id: string, Arn: string): Target => ({
      Id,
      Arn,
      DeadLetterConfig: { Arn: QUEUE_ARN },
      RetryPolicy: { MaximumRetryAttempts: 185 },
    });
    await target([
      dead('gone', 'arn:aws:sqs:eu-west-1:111122223333:gone'),
      dead('topic', 'arn:aws:sns:eu-west-1:111122223333:gone'),
      { Id: 'lost', Arn: 'arn:aws:sqs:eu-west-1:111122223333:gone' },
    ]);
    await sqs.send(new CreateQueueCommand({ QueueName: 'closed' }));
    await target([dead('closed', 'arn:aws:sqs:eu-west-1:111122223333:closed')]);
    await put();
    fixture.clock.advance(5000);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    const buried = Messages.map(({ Body = '{}', MessageAttributes: attributes }) => [
      (JSON.parse(Body) as { source: string }).source,
      attributes?.['TARGET_ARN']?.StringValue?.split(':').slice(2).join(':'),
      attributes?.['ERROR_CODE']?.StringValue,
    ]);
    expect(buried.sort()).to.deep.equal([
      ['test', 'sns:eu-west-1:111122223333:gone', 'NO_RESOURCE'],
      ['test', 'sqs:eu-west-1:111122223333:closed', 'NO_PERMISSIONS'],
      ['test', 'sqs:eu-west-1:111122223333:gone', 'NO_RESOURCE'],
    ]);
  });

  it('show rules and targets', async () => {
    await target([{ Id: 'queue', Arn: QUEUE_ARN }]);
    expect(await events.send(new DescribeRuleCommand({ Name: 'drills' }))).to.deep.include({
      Name: 'drills',
      Arn: 'arn:aws:events:eu-west-1:111122223333:rule/drills',
      EventPattern,
      State: 'ENABLED',
      EventBusName: 'default',
    });
    expect(
      (await events.send(new ListRulesCommand({ NamePrefix: 'dr' }))).Rules?.map(({ Name }) => Name),
    ).to.deep.equal(['drills']);
    expect((await events.send(new ListTargetsByRuleCommand({ Rule: 'drills' }))).Targets).to.deep.equal([
      { Id: 'queue', Arn: QUEUE_ARN },
    ]);
    expect((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: QUEUE_ARN }))).RuleNames).to.deep.equal([
      'drills',
    ]);
    expect((await refusal(events.send(new DeleteRuleCommand({ Name: 'drills' })))).message).to.equal(
      "Rule can't be deleted since it has targets.",
    );
    await events.send(new RemoveTargetsCommand({ Rule: 'drills', Ids: ['queue'] }));
    for (let index = 0; index < 2; index++) await events.send(new DeleteRuleCommand({ Name: 'drills' }));
    expect(await refusal(events.send(new DescribeRuleCommand({ Name: 'drills' })))).to.deep.include({
      code: 'ResourceNotFoundException',
      message: 'Rule drills does not exist on EventBus default.',
    });
  });

  it('test patterns', async () => {
    const Event = JSON.stringify({
      id: '1',
      account: '1',
      source: 'test',
      time: '2026-06-01T03:00:00Z',
      region: 'eu-west-1',
      resources: [],
      'detail-type': 'Test',
      detail: { kind: 'drill' },
    });
    expect((await events.send(new TestEventPatternCommand({ EventPattern, Event }))).Result).to.equal(true);
    expect(
      (await events.send(new TestEventPatternCommand({ EventPattern: '{"source":["x"]}', Event }))).Result,
    ).to.equal(false);
    expect(
      (await refusal(events.send(new TestEventPatternCommand({ EventPattern, Event: '{"id":"1"}' })))).message,
    ).to.include('Missing: account');
  });

  it('refuse what AWS refuses', async () => {
    expect(
      await refusal(events.send(new PutRuleCommand({ Name: 'x', EventPattern: '{"source":"test"}' }))),
    ).to.have.property('code', 'InvalidEventPatternException');
    expect((await refusal(events.send(new PutRuleCommand({ Name: 'x' })))).message).to.equal(
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    );
    expect(
      await refusal(events.send(new PutRuleCommand({ Name: 'x', EventPattern, EventBusName: 'none' }))),
    ).to.deep.include({ code: 'ResourceNotFoundException', message: 'Event bus none does not exist.' });
    expect(await refusal(target([{ Id: 'a b', Arn: QUEUE_ARN }]))).to.have.property('code', 'ValidationException');
    expect(
      await refusal(target(Array.from({ length: 6 }, (_, index) => ({ Id: `${index}`, Arn: QUEUE_ARN })))),
    ).to.have.property('code', 'LimitExceededException');
    const { Entries, FailedEntryCount } = await events.send(
      new PutEventsCommand({
        Entries: [
          { Source: 'aws.sts', DetailType: 'x', Detail: '{}' },
          { Source: 'x', DetailType: 'x', Detail: '[' },
          { Source: 'x' },
          { Source: 'x', DetailType: 'x', Detail: '{}' },
        ],
      }),
    );
    expect(FailedEntryCount).to.equal(3);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).to.deep.equal([
      'NotAuthorizedForSourceException',
      'MalformedDetail',
      'InvalidArgument',
      undefined,
    ]);
  });
});
