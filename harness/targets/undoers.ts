/** How things that a drill made at an emulated organization are taken away, each by its name: data, and one function a kind. */
import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteLogGroupCommand, DeleteLogStreamCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { DeletePolicyCommand, DetachPolicyCommand, paginateListPolicies } from '@aws-sdk/client-organizations';
import { DeleteTopicCommand, ListSubscriptionsByTopicCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { Clients } from '../../aws/clients.js';
import { callsOf } from '../../aws/snapshot/calls.js';
import type { Undo, Undoer, Undoers } from '../drill/change.js';

/** Where something is, and what it is called. */
export interface Place {
  account: string;
  region: string;
  name: string;
}

type Remove = (clients: Clients, parameters: Readonly<Record<string, string>>) => Promise<unknown>;

/** Undoers of what is made by the administrator of an emulated organization. */
export const targetUndoers: Undoers = {
  'iam-role': removing((clients, { name = '' }) => clients.iam().send(new DeleteRoleCommand({ RoleName: name }))),
  'iam-user': removing(removeUser),
  'service-control-policy': removing(removePolicy),
  'log-group': removing((clients, { name = '' }) =>
    clients.logs().send(new DeleteLogGroupCommand({ logGroupName: name })),
  ),
  'log-stream': removing((clients, { group = '', name = '' }) =>
    clients.logs().send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName: name })),
  ),
  alarm: removing((clients, { name = '' }) =>
    clients.cloudwatch().send(new DeleteAlarmsCommand({ AlarmNames: [name] })),
  ),
  'event-rule': removing(async (clients, { name = '' }) => {
    await unlessGone(clients.events().send(new RemoveTargetsCommand({ Rule: name, Ids: ['queue'] })));
    await clients.events().send(new DeleteRuleCommand({ Name: name }));
  }),
  queue: removing(async (clients, { name = '' }) => {
    const { QueueUrl } = await clients.sqs().send(new GetQueueUrlCommand({ QueueName: name }));
    await clients.sqs().send(new DeleteQueueCommand({ QueueUrl }));
  }),
  topic: removing(removeTopic),
  container: ({ name = '' }, port) => port.removeContainer(name),
};

/** Calls by which each kind is taken away: a drill declares them before it makes such a thing. */
const callsOfKind: Readonly<Record<string, readonly string[]>> = {
  'iam-role': ['iam:DeleteRole'],
  'iam-user': callsOf('iam', 'DeleteAccessKey DeleteUser DeleteUserPolicy ListAccessKeys'),
  'service-control-policy': callsOf('organizations', 'DeletePolicy DetachPolicy ListPolicies'),
  'log-group': ['logs:DeleteLogGroup'],
  'log-stream': ['logs:DeleteLogStream'],
  alarm: ['monitoring:DeleteAlarms'],
  'event-rule': callsOf('events', 'DeleteRule RemoveTargets'),
  queue: callsOf('sqs', 'DeleteQueue GetQueueUrl'),
  topic: callsOf('sns', 'DeleteTopic ListSubscriptionsByTopic Unsubscribe'),
};

/** Calls that take away things of these kinds. */
export function removalCalls(...kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => callsOfKind[kind] ?? []);
}

/** An undo of one of these kinds. */
export function removal(
  kind: keyof typeof targetUndoers & string,
  { account, region, name }: Place,
  more: Readonly<Record<string, string>> = {},
): Undo {
  return { kind, parameters: { account, region, name, ...more } };
}

function removing(remove: Remove): Undoer {
  return async (parameters, port) => {
    const { account = '', region } = parameters;
    await unlessGone(remove(await port.administrator(account, region), parameters));
  };
}

/** What is not there is as undone as what was deleted. A policy of a type that is not enabled is attached nowhere. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    const { name = '' } = error as { name?: string };
    if (!/NoSuchEntity|NotFound|NotAttached|NonExistent|DoesNotExist|PolicyTypeNotEnabled/i.test(name)) throw error;
  });
}

async function removeUser(clients: Clients, { name = '' }: Readonly<Record<string, string>>): Promise<void> {
  const iam = clients.iam();
  const { AccessKeyMetadata: keys = [] } = await iam.send(new ListAccessKeysCommand({ UserName: name }));
  for (const { AccessKeyId } of keys)
    await unlessGone(iam.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId })));
  await unlessGone(iam.send(new DeleteUserPolicyCommand({ UserName: name, PolicyName: 'probe' })));
  await iam.send(new DeleteUserCommand({ UserName: name }));
}

/** Its id is given when it is made, so it is looked for by its name. */
async function removePolicy(
  clients: Clients,
  { name = '', attachedTo = '' }: Readonly<Record<string, string>>,
): Promise<void> {
  const organizations = clients.organizations();
  for await (const { Policies: policies = [] } of paginateListPolicies(
    { client: organizations },
    { Filter: 'SERVICE_CONTROL_POLICY' },
  )) {
    for (const { Id: PolicyId } of policies.filter((policy) => policy.Name === name)) {
      await unlessGone(organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: attachedTo })));
      await organizations.send(new DeletePolicyCommand({ PolicyId }));
    }
  }
}

/** Not every target takes subscriptions away with their topic, as AWS does. */
async function removeTopic(clients: Clients, { arn = '' }: Readonly<Record<string, string>>): Promise<void> {
  const sns = clients.sns();
  const { Subscriptions: subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn }));
  for (const { SubscriptionArn } of subscriptions)
    if (SubscriptionArn?.startsWith('arn:') === true)
      await unlessGone(sns.send(new UnsubscribeCommand({ SubscriptionArn })));
  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
}
