/** Amazon Simple Queue Service: standard queues. */
import * as schemas from '@aws-sdk/client-sqs';
import type { RequiredPermission } from '../../access/request.js';
import { requestTagKeys, untagKeys } from '../../access/tag-context-keys.js';
import type { TwinQueue } from '../../state/queues.js';
import { regionAt } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import { awsJson } from '../../wire/json.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn, ownRegion } from '../shared/own-region.js';
import { page } from '../shared/paging.js';
import type { Service } from '../shared/service.js';
import { attributesOf, checkSame, QUIET, setAttributes } from './attributes.js';
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
      if (known) checkSame(known, attributes, now);
      else setAttributes(made, attributes, context.state);
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
      const unknown = names.find((name) => name !== 'All' && !QUIET.has(name) && all[name] === undefined);
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
      setAttributes(queue, input.Attributes, context.state);
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
