/** Amazon Simple Queue Service: standard queues. */
import * as schemas from '@aws-sdk/client-sqs';
import type { RequiredPermission } from '../../access/request.js';
import { readResourcePolicy } from '../../access/resource-policy.js';
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import type { TwinQueue } from '../../state/monitoring.js';
import { expire, NUMERIC_ATTRIBUTES } from '../../state/queues.js';
import { regionAt } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import { awsJson } from '../../wire/json.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { page } from '../shared/paging.js';
import type { Service } from '../shared/service.js';
import { messageOperations } from './messages.js';
import { onQueue, queueOf, queueUrl } from './queue.js';
import type { QueueInput } from './queue.js';

/** A queue can be purged once a minute (SQS API reference, PurgeQueue). */
const PURGE_PAUSE = 60_000;
const MOST_LISTED = 1000;

interface CreateInput {
  QueueName: string;
  Attributes?: Record<string, string>;
  tags?: Record<string, string>;
}

/** With tags the permission to tag is needed too (SQS API reference, CreateQueue). */
const onNewQueue = ({ QueueName: name, tags = {} }: CreateInput, context: OperationContext): RequiredPermission[] => {
  const keys = requestTagKeys(Object.entries(tags));
  return ['CreateQueue', ...(Object.keys(tags).length > 0 ? ['TagQueue'] : [])].map((action) => ({
    action: `sqs:${action}`,
    resource: ownArn(context, 'sqs', name),
    context: keys,
  }));
};

const queueOperations = [
  operation<CreateInput, unknown>({
    name: 'CreateQueue',
    permissions: onNewQueue,
    run: ({ QueueName: name, Attributes: attributes = {}, tags = {} }, context) => {
      if (name.endsWith('.fifo'))
        throw new AwsError('NotImplemented', 'The embedded organization has no FIFO queues.', 501);
      if (!/^[\w-]{1,80}$/.test(name))
        throw new AwsError(
          'InvalidParameterValue',
          'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
        );
      const { queues, accountId, region } = ownRegion(context);
      const known = queues.get(name);
      const now = context.clock.now();
      const made: TwinQueue = known ?? {
        name,
        arn: ownArn(context, 'sqs', name),
        accountId,
        region,
        createdAt: now,
        changedAt: now,
        attributes: new Map(),
        messages: [],
        tags: new Map(Object.entries(tags)),
      };
      if (known) checkSame(known, attributes, context);
      else setAttributes(made, attributes);
      queues.set(name, made);
      return { QueueUrl: queueUrl(context, made) };
    },
  }),
  operation<QueueInput, unknown>({
    name: 'DeleteQueue',
    permissions: onQueue('DeleteQueue'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      regionAt(context.state, queue.accountId, queue.region).queues.delete(queue.name);
      return {};
    },
  }),
  operation<{ QueueName: string; QueueOwnerAWSAccountId?: string }, unknown>({
    name: 'GetQueueUrl',
    permissions: ({ QueueName: name, QueueOwnerAWSAccountId: owner }, context) =>
      onQueue('GetQueueUrl')({ QueueUrl: `/${owner ?? context.caller.account.id}/${name}` }, context),
    run: ({ QueueName: name, QueueOwnerAWSAccountId: owner }, context) => ({
      QueueUrl: queueUrl(context, queueOf(context, { QueueUrl: `/${owner ?? context.caller.account.id}/${name}` })),
    }),
  }),
  operation<{ QueueNamePrefix?: string; NextToken?: string; MaxResults?: number }, unknown>({
    name: 'ListQueues',
    run: ({ QueueNamePrefix: prefix = '', NextToken: token, MaxResults: most }, context) => {
      const refuse = (what: 'token' | 'number'): AwsError =>
        new AwsError(
          'InvalidParameterValue',
          what === 'token'
            ? 'Invalid or expired next token.'
            : `MaxResults must be an integer between 1 and ${MOST_LISTED}.`,
        );
      const found = [...ownRegion(context).queues.values()].filter(({ name }) => name.startsWith(prefix));
      const { items, ...rest } = page(
        found,
        { NextToken: token, MaxResults: most },
        { usual: MOST_LISTED, most: MOST_LISTED, refuse },
      );
      return {
        ...(items.length === 0 ? {} : { QueueUrls: items.map((queue) => queueUrl(context, queue)) }),
        ...(most === undefined ? {} : rest),
      };
    },
  }),
  operation<QueueInput & { AttributeNames?: readonly string[] }, unknown>({
    name: 'GetQueueAttributes',
    permissions: onQueue('GetQueueAttributes'),
    run: (input, context) => {
      const all = attributesOf(queueOf(context, input), context.clock.now());
      const { AttributeNames: names = [] } = input;
      const unknown = names.find((name) => name !== 'All' && name !== 'Policy' && all[name] === undefined);
      if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
      const shown = Object.entries(all).filter(([name]) => names.includes('All') || names.includes(name));
      return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
    },
  }),
  operation<QueueInput & { Attributes: Record<string, string> }, unknown>({
    name: 'SetQueueAttributes',
    permissions: onQueue('SetQueueAttributes'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      setAttributes(queue, input.Attributes);
      queue.changedAt = context.clock.now();
      return {};
    },
  }),
  operation<QueueInput, unknown>({
    name: 'PurgeQueue',
    permissions: onQueue('PurgeQueue'),
    run: (input, context) => {
      const queue = queueOf(context, input);
      const now = context.clock.now();
      if (queue.purgedAt !== undefined && now - queue.purgedAt < PURGE_PAUSE) {
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
          403,
        );
      }
      queue.purgedAt = now;
      queue.messages = [];
      return {};
    },
  }),
  operation<QueueInput, unknown>({
    name: 'ListQueueTags',
    permissions: onQueue('ListQueueTags'),
    run: (input, context) => ({ Tags: Object.fromEntries(queueOf(context, input).tags) }),
  }),
  operation<QueueInput & { Tags: Record<string, string> }, unknown>({
    name: 'TagQueue',
    permissions: onQueue('TagQueue', ({ Tags }) => requestTagKeys(Object.entries(Tags))),
    run: (input, context) => {
      const { tags } = queueOf(context, input);
      for (const [key, value] of Object.entries(input.Tags)) tags.set(key, value);
      return {};
    },
  }),
  operation<QueueInput & { TagKeys: readonly string[] }, unknown>({
    name: 'UntagQueue',
    permissions: onQueue('UntagQueue', ({ TagKeys }) => untagKeys(TagKeys)),
    run: (input, context) => {
      const { tags } = queueOf(context, input);
      for (const key of input.TagKeys) tags.delete(key);
      return {};
    },
  }),
];

export const sqs: Service = {
  id: 'sqs',
  protocols: [awsJson('1.0', 'AmazonSQS')],
  permissionPrefix: 'sqs',
  schemas,
  operations: [...queueOperations, ...messageOperations],
};

/** Throws unless every attribute is one that can be set to that value; changes nothing before. */
function setAttributes(queue: TwinQueue, attributes: Readonly<Record<string, string>>): void {
  const policy = attributes['Policy'];
  const document =
    policy === undefined || policy === ''
      ? undefined
      : readResourcePolicy(policy, new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.'));
  for (const [name, value] of Object.entries(attributes)) {
    const range = NUMERIC_ATTRIBUTES.get(name);
    if (name !== 'Policy' && !range) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (range && (!/^\d{1,9}$/.test(value) || Number(value) < range[0] || Number(value) > range[1]))
      throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
  }
  if (policy === '') delete queue.policy;
  else if (document) queue.policy = document;
  for (const [name, value] of Object.entries(attributes)) if (name !== 'Policy') queue.attributes.set(name, value);
}

/** Creating a queue that is there is no error if nothing differs. */
function checkSame(queue: TwinQueue, attributes: Readonly<Record<string, string>>, { clock }: OperationContext): void {
  const all = attributesOf(queue, clock.now());
  const different = Object.entries(attributes).find(([name, value]) => all[name] !== value);
  if (different)
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${different[0]}`,
    );
}

function attributesOf(queue: TwinQueue, now: number): Record<string, string> {
  expire(queue, now);
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives }) => receives === 0);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.changedAt / 1000)),
    ...Object.fromEntries(
      [...NUMERIC_ATTRIBUTES].map(([name, [, , usual]]) => [name, queue.attributes.get(name) ?? String(usual)]),
    ),
    ...(queue.policy ? { Policy: JSON.stringify(queue.policy) } : {}),
  };
}
