import { CreateUserCommand, GetRoleCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateOrganizationalUnitCommand, MoveAccountCommand, TagResourceCommand } from '@aws-sdk/client-organizations';
import { CreateTopicCommand, ListTopicsCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { only, check } from './context-keys/check.js';
import type { Row } from './context-keys/check.js';
import { administrator, allowed, assumeSubject, callers, document, openWorld } from './context-keys/world.js';
import type { Condition, World } from './context-keys/world.js';

describe('context keys of calls', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  describe('of tags', () => {
    /** What the role may is decided where a condition holds. */
    const asSubject = async (
      action: string[],
      call: (session: Awaited<ReturnType<typeof assumeSubject>>, number: number) => Promise<unknown>,
    ): Promise<(condition: Condition) => Promise<boolean>> => {
      const session = await assumeSubject(world);
      let number = 0;
      return async (Condition) => {
        await administrator(world, 'member')
          .iam()
          .send(
            new PutRolePolicyCommand({
              RoleName: 'Subject',
              PolicyName: 'test',
              PolicyDocument: document({ Effect: 'Allow', Action: action, Resource: '*', Condition }),
            }),
          );
        return allowed(call(session, number++));
      };
    };
    const TAGS = [{ Key: 'team', Value: 'blue' }];

    it('that a new user, queue or topic is to have', async () => {
      const rows: Row[] = [
        ['aws:RequestTag/team', 'blue'],
        ['aws:TagKeys', 'team', 'ForAllValues:StringEquals'],
        ['aws:RequestTag/stage', undefined],
      ];
      const user = await asSubject(['iam:CreateUser', 'iam:TagUser'], (session, number) =>
        world
          .clients(session)
          .iam()
          .send(new CreateUserCommand({ UserName: `new-${number}`, Tags: TAGS })),
      );
      const queue = await asSubject(['sqs:CreateQueue', 'sqs:TagQueue'], (session, number) =>
        world
          .clients(session)
          .sqs()
          .send(new CreateQueueCommand({ QueueName: `new-${number}`, tags: { team: 'blue' } })),
      );
      const topic = await asSubject(['sns:CreateTopic', 'sns:TagResource'], (session, number) =>
        world
          .clients(session)
          .sns()
          .send(new CreateTopicCommand({ Name: `new-${number}`, Tags: TAGS })),
      );
      for (const allowedWhere of [user, queue, topic]) for (const row of rows) await check(row, allowedWhere);
    });

    it('need the permission to tag', async () => {
      const queue = await asSubject(['sqs:CreateQueue', 'sns:CreateTopic', 'iam:CreateUser'], (session) =>
        world
          .clients(session)
          .sqs()
          .send(new CreateQueueCommand({ QueueName: 'new', tags: { team: 'blue' } })),
      );
      expect(await queue({})).to.equal(false);
      const topic = await asSubject(['sqs:CreateQueue', 'sns:CreateTopic'], (session) =>
        world
          .clients(session)
          .sns()
          .send(new CreateTopicCommand({ Name: 'new', Tags: TAGS })),
      );
      expect(await topic({})).to.equal(false);
    });

    it('that a resource has, and those that are put upon it or taken away', async () => {
      const { QueueUrl } = await administrator(world, 'member')
        .sqs()
        .send(new CreateQueueCommand({ QueueName: 'tagged', tags: { team: 'blue' } }));
      const find = await asSubject(['sqs:GetQueueUrl'], (session) =>
        world
          .clients(session)
          .sqs()
          .send(new GetQueueUrlCommand({ QueueName: 'tagged' })),
      );
      for (const row of [
        ['aws:ResourceTag/team', 'blue'],
        ['aws:ResourceTag/stage', undefined],
        ['aws:TagKeys', undefined],
      ] as Row[])
        await check(row, find);
      const put = await asSubject(['sqs:TagQueue'], (session) =>
        world
          .clients(session)
          .sqs()
          .send(new TagQueueCommand({ QueueUrl, Tags: { shift: 'night' } })),
      );
      for (const row of [
        ['aws:RequestTag/shift', 'night'],
        ['aws:ResourceTag/team', 'blue'],
      ] as Row[])
        await check(row, put);
      const take = await asSubject(['sqs:UntagQueue'], (session) =>
        world
          .clients(session)
          .sqs()
          .send(new UntagQueueCommand({ QueueUrl, TagKeys: ['shift'] })),
      );
      for (const row of [
        ['aws:TagKeys', 'shift', 'ForAnyValue:StringEquals'],
        ['aws:RequestTag/shift', undefined],
      ] as Row[])
        await check(row, take);
      const role = await asSubject(['iam:GetRole'], (session) =>
        world
          .clients(session)
          .iam()
          .send(new GetRoleCommand({ RoleName: 'Subject' })),
      );
      for (const row of [
        ['aws:ResourceTag/stage', 'production'],
        ['iam:ResourceTag/stage', 'production'],
      ] as Row[])
        await check(row, role);
    });
  });

  it('of an AWS service that delivers: where it comes from, and nothing of a principal', async () => {
    const [sns, sqs] = [administrator(world).sns(), administrator(world).sqs()];
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'test' }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'test' }));
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:test';
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue }));
    const deliveredWhere = async (Condition: Condition): Promise<boolean> => {
      const Policy = document({
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition,
      });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy, VisibilityTimeout: '43200' } }));
      await sns.send(new PublishCommand({ TopicArn, Message: 'test' }));
      world.clock.advance(5000);
      return ((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).length > 0;
    };
    const path = `o-contextkey/${world.organization.rootId}/`;
    const rows: Row[] = [
      ['aws:SourceArn', TopicArn, 'ArnEquals'],
      ['aws:SourceAccount', '111122223333'],
      ['aws:SourceOrgID', 'o-contextkey'],
      ['aws:SourceOrgPaths', path, 'ForAnyValue:StringEquals'],
      ['aws:PrincipalIsAWSService', 'true', 'Bool'],
      ['aws:PrincipalServiceName', 'sns.amazonaws.com'],
      ['aws:ResourceAccount', '111122223333'],
      ['aws:ResourceOrgPaths', path, 'ForAnyValue:StringEquals'],
      ...[
        'aws:PrincipalArn',
        'aws:PrincipalAccount',
        'aws:PrincipalOrgID',
        'aws:username',
        'aws:MultiFactorAuthPresent',
        'aws:TokenIssueTime',
        'aws:SourceIp',
        'aws:SourceVpc',
      ].map((key): Row => [key, undefined]),
    ];
    for (const row of rows) await check(row, deliveredWhere);
  });

  it('follow time, place and the organization: age of MFA, Region, path', async () => {
    const { key, mfaSession, role } = callers;
    const session = await mfaSession.credentials(world);
    await mfaSession.allowWhere(world, only('NumericLessThan', 'aws:MultiFactorAuthAge', '3600'));
    expect(await mfaSession.mayAct(world, session), 'young').to.equal(true);
    world.clock.advance(3_500_000);
    expect(await mfaSession.mayAct(world, session), 'old').to.equal(false);
    await key.allowWhere(world, only('StringEquals', 'aws:RequestedRegion', 'eu-central-1'));
    const inRegion = (region: string): Promise<boolean> =>
      allowed(world.clients(world.keys('management', 'alice'), region).sns().send(new ListTopicsCommand({})));
    expect([await inRegion('eu-central-1'), await inRegion('eu-west-1')]).to.deep.equal([true, false]);
    const inside = await assumeSubject(world);
    await role.allowWhere(
      world,
      only(
        'ForAnyValue:StringLike',
        'aws:PrincipalOrgPaths',
        `o-contextkey/*/${world.organization.ous['Production']?.id ?? ''}/`,
      ),
    );
    expect(await role.mayAct(world, inside), 'in its OU').to.equal(true);
    const move = {
      AccountId: '222233334444',
      SourceParentId: world.organization.ous['Production']?.id,
      DestinationParentId: world.organization.ous['Workloads']?.id,
    };
    await administrator(world).organizations().send(new MoveAccountCommand(move));
    expect(await role.mayAct(world, inside), 'moved').to.equal(false);
  });

  it('of Organizations tell the tags of a request', async () => {
    const organizations = administrator(world).organizations();
    const parent = world.organization.ous['Workloads']?.id;
    const guarded = world.clients(world.keys('management', 'alice')).organizations();
    const statement = {
      Effect: 'Allow',
      Action: ['organizations:CreateOrganizationalUnit', 'organizations:TagResource'],
      Resource: '*',
      Condition: only('StringEquals', 'aws:RequestTag/team', 'blue'),
    };
    await administrator(world)
      .iam()
      .send(new PutUserPolicyCommand({ UserName: 'alice', PolicyName: 'tags', PolicyDocument: document(statement) }));
    const create = (value: string): Promise<boolean> =>
      allowed(
        guarded.send(
          new CreateOrganizationalUnitCommand({
            ParentId: parent,
            Name: `new-${value}`,
            Tags: [{ Key: 'team', Value: value }],
          }),
        ),
      );
    expect([await create('blue'), await create('red')]).to.deep.equal([true, false]);
    expect(
      await allowed(
        guarded.send(new TagResourceCommand({ ResourceId: parent, Tags: [{ Key: 'team', Value: 'red' }] })),
      ),
    ).to.equal(false);
    expect(
      await allowed(
        organizations.send(new TagResourceCommand({ ResourceId: parent, Tags: [{ Key: 'team', Value: 'red' }] })),
      ),
    ).to.equal(true);
  });
});
