/** Topics: making one, finding one in the Region of a request, its policy, who may do what with it. */
import type { PolicyDocument } from '../../../iam/index.js';
import type { RequiredPermission } from '../../access/request.js';
import { resourcePolicy } from '../../access/resource-policy.js';
import { resourceTagKeys } from '../../access/tag-context-keys.js';
import { arnParts } from '../../state/arn.js';
import type { TwinTopic } from '../../state/monitoring.js';
import { regionAt } from '../../state/regions.js';
import { findTopic } from '../../state/topics.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { page } from '../shared/paging.js';

export interface TopicInput {
  TopicArn: string;
}

/** An error as SNS words it. */
export function invalidParameter(reason: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);
}

/** Lists come in pages of a hundred. */
const PAGE = 100;

/** One page of a list. Throws `InvalidParameter` for a token that is none. */
export function pageOf<T>(items: readonly T[], token: string | undefined): { items: T[]; NextToken?: string } {
  return page(items, { NextToken: token }, { usual: PAGE, most: PAGE, refuse: () => invalidParameter('NextToken') });
}

/** The topic of an ARN in the Region of the request. Throws `NotFound`. */
export function topicOf({ state, region }: OperationContext, { TopicArn: arn }: TopicInput): TwinTopic {
  const topic = findTopic(state, arn);
  if (topic?.region !== region) throw new AwsError('NotFound', 'Topic does not exist', 404);
  return topic;
}

/** `sns:<action>` on the topic of the ARN, which may be another account's; `more` are further context keys. Throws `InvalidParameter` for a text that is no ARN of a topic. */
export function onTopic(
  action: string,
  more: RequiredPermission['context'] = {},
): (input: TopicInput, context: OperationContext) => RequiredPermission[] {
  return ({ TopicArn: arn }, { state }) => {
    const { service, accountId, resource } = arnParts(arn);
    if (service !== 'sns' || !/^\d{12}$/.test(accountId) || resource === '') throw invalidParameter('TopicArn');
    const topic = findTopic(state, arn);
    return [
      {
        action: `sns:${action}`,
        resource: arn,
        resourceAccount: accountId,
        context: { ...resourceTagKeys(topic?.tags), ...more },
        ...resourcePolicy(arn, topic?.policy),
      },
    ];
  };
}

/** The policy that a topic has until it is given one: it lets its own account use it (SNS developer guide, "Example cases for Amazon SNS access control"). */
function defaultTopicPolicy(arn: string, accountId: string): PolicyDocument {
  const actions = [
    'GetTopicAttributes',
    'SetTopicAttributes',
    'AddPermission',
    'RemovePermission',
    'DeleteTopic',
    'Subscribe',
    'ListSubscriptionsByTopic',
    'Publish',
  ];
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  };
}

/** A topic without subscriptions. */
export function newTopic(state: TwinState, accountId: string, region: string, name: string): TwinTopic {
  const arn = `arn:${state.partition}:sns:${region}:${accountId}:${name}`;
  const topic: TwinTopic = {
    name,
    arn,
    accountId,
    region,
    policy: defaultTopicPolicy(arn, accountId),
    displayName: '',
    subscriptions: new Map(),
    deletedSubscriptions: 0,
    tags: new Map(),
    attributes: new Map(),
  };
  regionAt(state, accountId, region).topics.set(name, topic);
  return topic;
}
