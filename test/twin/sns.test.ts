import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-sns';
import type { PublishInput, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { landingZone, quietLandingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:test';

describe('topics', () => {
  let fixture: TwinFixture;
  let sns: SNSClient;
  let sqs: SQSClient;
  let TopicArn: string;
  let QueueUrl: string;
  beforeEach(async () => {
    fixture = twinFixture(quietLandingZone());
    const clients = fixture.clients(fixture.twin.secrets().administrator);
    [sns, sqs] = [clients.sns(), clients.sqs()];
    ({ TopicArn = '' } = await sns.send(
      new CreateTopicCommand({
        Name: 'test',
        Attributes: { DisplayName: 'Test' },
        Tags: [{ Key: 'team', Value: 'security' }],
      }),
    ));
    ({ QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: 'test', Attributes: { VisibilityTimeout: '0' } }),
    ));
    await letTopicsIn(TopicArn);
  });
  const letTopicsIn = async (source: string): Promise<void> => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE_ARN,
      Condition: { ArnEquals: { 'aws:SourceArn': source } },
    };
    await sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) },
      }),
    );
  };
  const subscribe = async (Attributes?: Record<string, string>): Promise<string> =>
    (
      await sns.send(
        new SubscribeCommand({
          TopicArn,
          Protocol: 'sqs',
          Endpoint: QUEUE_ARN,
          Attributes,
          ReturnSubscriptionArn: true,
        }),
      )
    ).SubscriptionArn ?? '';
  const publish = (input: Partial<PublishInput> = {}): Promise<unknown> =>
    sns.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
  /** Texts that arrived within a second. */
  const arrived = async (): Promise<string[]> => {
    fixture.clock.advance(1000);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = '' }) => Body);
  };

  it('deliver to a queue whose policy lets them in, as an envelope', async () => {
    await subscribe();
    await publish({ Subject: 'greeting', MessageAttributes: { kind: { DataType: 'String', StringValue: 'test' } } });
    const [text = '{}', ...others] = await arrived();
    expect(others).to.deep.equal([]);
    const envelope = JSON.parse(text) as Record<string, unknown>;
    expect(envelope).to.deep.include({
      Type: 'Notification',
      TopicArn,
      Subject: 'greeting',
      Message: 'hello',
      Timestamp: '2026-06-01T03:00:00.000Z',
      MessageAttributes: { kind: { Type: 'String', Value: 'test' } },
    });
  });

  it('deliver nothing at once, for nothing is that fast', async () => {
    await subscribe();
    await publish();
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).to.deep.equal([]);
    expect(await arrived()).to.have.length(1);
  });

  it('deliver the bare message where that is asked for', async () => {
    await subscribe({ RawMessageDelivery: 'true' });
    await publish();
    expect(await arrived()).to.deep.equal(['hello']);
  });

  it('deliver nothing to a queue whose key is that of AWS, which no service may use', async () => {
    await subscribe();
    const encrypt = (KmsMasterKeyId: string): Promise<unknown> =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { KmsMasterKeyId } }));
    await encrypt('alias/aws/sqs');
    await publish();
    expect(await arrived()).to.deep.equal([]);
    await encrypt('');
    await publish();
    expect(await arrived()).to.have.length(1);
  });

  it('deliver nothing to a queue that lets another topic in', async () => {
    await letTopicsIn(`${TopicArn}-2`);
    await subscribe();
    await publish();
    expect(await arrived()).to.deep.equal([]);
  });

  it('deliver what the filter policy of the subscription lets through', async () => {
    const SubscriptionArn = await subscribe({ RawMessageDelivery: 'true', FilterPolicy: '{"kind":["drill"]}' });
    await publish();
    await publish({ MessageAttributes: { kind: { DataType: 'String', StringValue: 'other' } } });
    expect(await arrived()).to.deep.equal([]);
    await publish({ MessageAttributes: { kind: { DataType: 'String', StringValue: 'drill' } } });
    expect(await arrived()).to.deep.equal(['hello']);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    const set = (AttributeName: string, AttributeValue: string): Promise<unknown> =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await set('FilterPolicyScope', 'MessageBody');
    await set('FilterPolicy', '{"detail":{"kind":["drill"]}}');
    await publish({ Message: '{"detail":{"kind":"other"}}' });
    expect(await arrived()).to.deep.equal([]);
    await publish({ Message: '{"detail":{"kind":"drill"}}' });
    expect(await arrived()).to.have.length(1);
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).to.include({
      FilterPolicyScope: 'MessageBody',
      RawMessageDelivery: 'true',
      PendingConfirmation: 'false',
    });
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await publish({ Message: '{"detail":{"kind":"drill"}}' });
    expect(await arrived(), 'only what came before').to.have.length(1);
  });

  it('ask a person to confirm, and deliver nothing before', async () => {
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'security@example.com' }),
    );
    expect(SubscriptionArn).to.equal('pending confirmation');
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).to.include({
      SubscriptionsPending: '1',
      SubscriptionsConfirmed: '0',
      Owner: '111122223333',
      DisplayName: 'Test',
    });
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions?.map((shown) => [shown.SubscriptionArn, shown.Endpoint])).to.deep.equal([
      ['PendingConfirmation', 'security@example.com'],
    ]);
    expect(await refusal(sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'wrong' })))).to.have.property(
      'code',
      'InvalidParameterException',
    );
  });

  it('confirm the queue of another account by the token that it was sent', async () => {
    // mallory may use both; the topic lets it, and subscribes a queue that is not its own.
    const statements = 'QueuesAndTopics: { Effect: Allow, Action: ["sns:*", "sqs:*"], Resource: "*" }';
    const { clients, keys, clock, twin } = twinFixture(
      landingZone(`outsiders: { stranger: { users: { mallory: { policies: { own: { ${statements} } } } } } }`),
    );
    const stranger = clients(keys('stranger', 'mallory')).sns();
    const [owner, queue] = [clients(twin.secrets().administrator).sns(), clients(twin.secrets().administrator).sqs()];
    const { TopicArn: shared = '' } = await owner.send(new CreateTopicCommand({ Name: 'shared' }));
    const everybody = (service: string, resource: string): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: `${service}:*`, Resource: resource }],
      });
    expect(
      await refusal(stranger.send(new SubscribeCommand({ TopicArn: shared, Protocol: 'sqs', Endpoint: QUEUE_ARN }))),
      'in the words of SNS',
    ).to.have.property('code', 'AuthorizationErrorException');
    await owner.send(
      new SetTopicAttributesCommand({
        TopicArn: shared,
        AttributeName: 'Policy',
        AttributeValue: everybody('sns', shared),
      }),
    );
    const { QueueUrl: url = '' } = await queue.send(
      new CreateQueueCommand({ QueueName: 'test', Attributes: { Policy: everybody('sqs', QUEUE_ARN) } }),
    );
    expect(
      (await stranger.send(new SubscribeCommand({ TopicArn: shared, Protocol: 'sqs', Endpoint: QUEUE_ARN })))
        .SubscriptionArn,
    ).to.equal('pending confirmation');
    await owner.send(new PublishCommand({ TopicArn: shared, Message: 'too early' }));
    clock.advance(1000);
    const [asked, ...others] =
      (await queue.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }))).Messages ?? [];
    expect(others).to.deep.equal([]);
    const { Type, Token } = JSON.parse(asked?.Body ?? '{}') as { Type: string; Token: string };
    expect(Type).to.equal('SubscriptionConfirmation');
    await owner.send(new ConfirmSubscriptionCommand({ TopicArn: shared, Token }));
    await owner.send(new PublishCommand({ TopicArn: shared, Message: 'in time' }));
    clock.advance(1000);
    const { Messages: [message] = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl: url }));
    expect(JSON.parse(message?.Body ?? '{}')).to.include({ Message: 'in time' });
  });

  it('carry tags, and are listed until they are deleted', async () => {
    await sns.send(new TagResourceCommand({ ResourceArn: TopicArn, Tags: [{ Key: 'site', Value: 'two' }] }));
    await sns.send(new UntagResourceCommand({ ResourceArn: TopicArn, TagKeys: ['team'] }));
    expect((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags).to.deep.equal([
      { Key: 'site', Value: 'two' },
    ]);
    await subscribe();
    expect(
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.map(({ Endpoint }) => Endpoint),
    ).to.deep.equal([QUEUE_ARN]);
    expect((await sns.send(new ListTopicsCommand({}))).Topics).to.deep.equal([{ TopicArn }]);
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    expect((await sns.send(new ListTopicsCommand({}))).Topics ?? []).to.deep.equal([]);
    expect(await refusal(publish())).to.include({ code: 'NotFoundException', status: 404 });
  });

  it('refuse what AWS refuses', async () => {
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['a name', () => sns.send(new CreateTopicCommand({ Name: 'no spaces' }))],
      [
        'an attribute',
        () => sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Colour', AttributeValue: 'red' })),
      ],
      [
        'a policy',
        () =>
          sns.send(
            new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue: '{"Statement":[]}' }),
          ),
      ],
      ['a protocol', () => sns.send(new SubscribeCommand({ TopicArn, Protocol: 'pigeon', Endpoint: 'x' }))],
      ['an endpoint', () => sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'nobody' }))],
      ['a filter policy', () => subscribe({ FilterPolicy: '{"kind":"drill"}' })],
      ['a nested filter policy for attributes', () => subscribe({ FilterPolicy: '{"a":{"b":["c"]}}' })],
      ['an empty message', () => publish({ Message: '' })],
      ['a subject of two lines', () => publish({ Subject: 'a\nb' })],
      ['an ARN', () => sns.send(new GetTopicAttributesCommand({ TopicArn: 'nonsense' }))],
    ];
    for (const [what, call] of refused)
      expect(await refusal(call()), what).to.include({ code: 'InvalidParameterException', status: 400 });
    expect(
      (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions ?? [],
      'what was refused is not there',
    ).to.deep.equal([]);
  });
});
