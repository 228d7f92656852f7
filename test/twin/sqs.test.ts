import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { landingZone } from '../landing-zone.js';
import { refusal, twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

const SECOND = 1000;

describe('queues', () => {
  let fixture: TwinFixture;
  let sqs: SQSClient;
  let QueueUrl: string;
  beforeEach(async () => {
    fixture = twinFixture();
    sqs = fixture.clients(fixture.twin.secrets().administrator).sqs();
    ({ QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({
        QueueName: 'test',
        Attributes: { VisibilityTimeout: '20' },
        tags: { team: 'security' },
      }),
    ));
  });
  const send = (MessageBody: string, DelaySeconds?: number): Promise<unknown> =>
    sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
  const receive = async (
    input: Partial<{ MaxNumberOfMessages: number; VisibilityTimeout: number }> = {},
  ): Promise<Message[]> =>
    (
      await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          WaitTimeSeconds: 20,
          ...input,
        }),
      )
    ).Messages ?? [];
  const bodies = async (): Promise<(string | undefined)[]> => (await receive()).map(({ Body }) => Body);

  it('are reached below the address of the client, are found by name, and are created again without harm', async () => {
    expect(QueueUrl).to.equal('http://twin.invalid/111122223333/test');
    expect(await sqs.send(new GetQueueUrlCommand({ QueueName: 'test' }))).to.include({ QueueUrl });
    expect(
      await sqs.send(new CreateQueueCommand({ QueueName: 'test', Attributes: { VisibilityTimeout: '20' } })),
    ).to.include({ QueueUrl });
    expect(
      await refusal(sqs.send(new CreateQueueCommand({ QueueName: 'test', Attributes: { VisibilityTimeout: '21' } }))),
    ).to.have.property('code', 'QueueNameExists');
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'te' }))).QueueUrls).to.deep.equal([QueueUrl]);
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'x' }))).QueueUrls ?? []).to.deep.equal([]);
  });

  it('hide a message that somebody received, on the clock of the twin, until it is deleted', async () => {
    const sentAt = fixture.clock.now();
    await send('first');
    fixture.clock.advance(1234);
    const [message] = await receive();
    expect(message?.Body).to.equal('first');
    expect(message?.Attributes).to.include({
      SentTimestamp: String(sentAt),
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: String(sentAt + 1234),
      SenderId: '111122223333',
    });
    expect(await receive(), 'hidden').to.deep.equal([]);
    fixture.clock.advance(20 * SECOND - 1);
    expect(await receive(), 'still hidden').to.deep.equal([]);
    fixture.clock.advance(1);
    const [again] = await receive();
    expect(again?.Attributes?.ApproximateReceiveCount).to.equal('2');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    fixture.clock.advance(20 * SECOND);
    const [third] = await receive();
    expect(third?.Body, 'an old receipt deletes nothing').to.equal('first');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third?.ReceiptHandle }));
    fixture.clock.advance(20 * SECOND);
    expect(await receive()).to.deep.equal([]);
  });

  it('hand out at most as many as asked for, oldest first, and delay those that were sent with a delay', async () => {
    for (const body of ['a', 'b', 'c']) await send(body);
    await send('late', 5);
    expect((await receive({ MaxNumberOfMessages: 2 })).map(({ Body }) => Body)).to.deep.equal(['a', 'b']);
    expect(await bodies()).to.deep.equal(['c']);
    const { Attributes: attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(attributes).to.include({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '3',
      ApproximateNumberOfMessagesDelayed: '1',
      QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:test',
    });
    fixture.clock.advance(5 * SECOND);
    expect(await bodies()).to.deep.equal(['late']);
  });

  it('keep and show each attribute of a standard queue, and refuse what none is', async () => {
    const all = async (): Promise<Record<string, string>> =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};
    const set = (Attributes: Record<string, string>): Promise<unknown> =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    expect(await all())
      .to.include({ SqsManagedSseEnabled: 'true' })
      .and.not.have.any.keys('KmsMasterKeyId', 'RedrivePolicy');
    const { Attributes: none } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy', 'KmsMasterKeyId', 'FifoQueue'] }),
    );
    expect(none ?? {}).to.deep.equal({});
    await set({ SqsManagedSseEnabled: 'false' });
    expect(await all()).to.include({ SqsManagedSseEnabled: 'false' });
    await set({ KmsMasterKeyId: 'alias/aws/sqs', KmsDataKeyReusePeriodSeconds: '60' });
    expect(await all()).to.include({
      KmsMasterKeyId: 'alias/aws/sqs',
      KmsDataKeyReusePeriodSeconds: '60',
      SqsManagedSseEnabled: 'false',
    });
    await set({ KmsMasterKeyId: '', RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    expect(await all())
      .to.include({ RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' })
      .and.not.have.key('KmsMasterKeyId');
    for (const [attributes, code] of [
      [{ SqsManagedSseEnabled: 'yes' }, 'InvalidAttributeValue'],
      [{ KmsDataKeyReusePeriodSeconds: '59' }, 'InvalidAttributeValue'],
      [{ RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' }, 'InvalidAttributeValue'],
      [{ RedrivePolicy: '{"maxReceiveCount":1}' }, 'InvalidParameterValue'],
      [{ FifoQueue: 'true' }, 'InvalidAttributeName'],
      [{ constructor: 'x' }, 'InvalidAttributeName'],
    ] as const)
      expect(await refusal(set(attributes)), JSON.stringify(attributes)).to.have.property('code', code);
  });

  it('hand what was received too often to their dead-letter queue, if that lets them', async () => {
    const { QueueUrl: deadUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
    const redrive = (deadLetterTargetArn: string, maxReceiveCount: number | string = 2): Promise<unknown> =>
      sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl,
          Attributes: { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) },
        }),
      );
    const arn = 'arn:aws:sqs:eu-west-1:111122223333:dead';
    const allow = (policy: object): Promise<unknown> =>
      sqs.send(
        new SetQueueAttributesCommand({
          QueueUrl: deadUrl,
          Attributes: { RedriveAllowPolicy: JSON.stringify(policy) },
        }),
      );
    await allow({ redrivePermission: 'byQueue', sourceQueueArns: [`${arn}-other`] });
    expect((await refusal(redrive(arn))).message).to.include('does not allow');
    await allow({ redrivePermission: 'byQueue', sourceQueueArns: ['arn:aws:sqs:eu-west-1:111122223333:test'] });
    expect((await refusal(redrive(`${arn}-none`))).message).to.include('does not exist');
    expect((await refusal(redrive(arn, 1001))).message).to.include('from 1 to 1000');
    await redrive(arn, '2');
    await send('poison');
    const seen: number[] = [];
    for (let round = 0; round < 3; round++) {
      seen.push((await receive()).length);
      fixture.clock.advance(20 * SECOND);
    }
    expect(seen).to.deep.equal([1, 1, 0]);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: deadUrl }));
    expect(Messages.map(({ Body }) => Body)).to.deep.equal(['poison']);
  });

  it('show a message again when its reader gives it back', async () => {
    await send('x');
    const [{ ReceiptHandle } = { ReceiptHandle: '' }] = await receive();
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await bodies()).to.deep.equal(['x']);
    expect(
      await refusal(sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))),
    ).to.have.property('code', 'MessageNotInflight');
  });

  it('forget what is older than they keep, and what was purged, once a minute', async () => {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { MessageRetentionPeriod: '60' } }));
    await send('old');
    fixture.clock.advance(60 * SECOND);
    expect(await bodies()).to.deep.equal([]);
    await send('x');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await bodies()).to.deep.equal([]);
    expect(await refusal(sqs.send(new PurgeQueueCommand({ QueueUrl })))).to.have.property(
      'code',
      'PurgeQueueInProgress',
    );
    fixture.clock.advance(60 * SECOND);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  });

  it('delete several at once and say which receipts are none', async () => {
    for (const body of ['a', 'b']) await send(body);
    const [first] = await receive();
    const Entries = [
      { Id: '1', ReceiptHandle: first?.ReceiptHandle },
      { Id: '2', ReceiptHandle: 'nonsense' },
    ];
    const { Successful, Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(Successful).to.deep.equal([{ Id: '1' }]);
    expect(Failed?.map(({ Id, Code }) => ({ Id, Code }))).to.deep.equal([{ Id: '2', Code: 'ReceiptHandleIsInvalid' }]);
    expect(await refusal(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [] })))).to.have.property(
      'code',
      'EmptyBatchRequest',
    );
  });

  it('carry tags', async () => {
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { site: 'two' } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team'] }));
    expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).to.deep.equal({ site: 'two' });
  });

  it('refuse what AWS refuses, by the names of both of its protocols', async () => {
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['QueueDoesNotExist', () => sqs.send(new ReceiveMessageCommand({ QueueUrl: QueueUrl.replace('test', 'other') }))],
      ['InvalidAddress', () => sqs.send(new ReceiveMessageCommand({ QueueUrl: 'nonsense' }))],
      ['InvalidParameterValue', () => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 }))],
      ['InvalidParameterValue', () => sqs.send(new CreateQueueCommand({ QueueName: 'no spaces' }))],
      [
        'InvalidAttributeName',
        () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { QueueArn: 'x' } })),
      ],
      [
        'InvalidAttributeValue',
        () => sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '43201' } })),
      ],
      [
        'InvalidAttributeValue',
        () =>
          sqs.send(
            new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '{"Statement":[{"Effect":"Allow"}]}' } }),
          ),
      ],
      ['ReceiptHandleIsInvalid', () => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' }))],
    ];
    for (const [code, call] of refused) expect(await refusal(call()), code).to.include({ code, status: 400 });
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    const error = await send('x').catch((caught: unknown) => caught as Error & { Code?: string; Error?: unknown });
    // The header `x-amzn-query-error` brings the code of the old protocol.
    expect(error).to.deep.include({
      name: 'QueueDoesNotExist',
      Error: {
        Type: 'Sender',
        Code: 'AWS.SimpleQueueService.NonExistentQueue',
        Message: 'The specified queue does not exist.',
      },
    });
  });

  it('let another account in by their policy, and not without it', async () => {
    const overlay =
      'outsiders: { stranger: { users: { mallory: { policies: { queues: { SendAnywhere: { Effect: Allow, Action: "sqs:SendMessage", Resource: "*" } } } } } } }';
    fixture = twinFixture(landingZone(overlay));
    sqs = fixture.clients(fixture.twin.secrets().administrator).sqs();
    await sqs.send(new CreateQueueCommand({ QueueName: 'test' }));
    const mallory = fixture.clients(fixture.keys('stranger', 'mallory')).sqs();
    const call = (): Promise<unknown> => mallory.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    expect(await refusal(call())).to.have.property('code', 'AccessDenied');
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '999900001111' },
          Action: 'sqs:SendMessage',
          Resource: 'arn:aws:sqs:eu-west-1:111122223333:test',
        },
      ],
    };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: JSON.stringify(policy) } }));
    await call();
    expect(await bodies()).to.deep.equal(['x']);
  });
});
