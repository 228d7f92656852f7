/** Queues of requests: their URLs, and who may do what with them. */
import type { RequiredPermission } from '../../access/request.js';
import { resourcePolicy } from '../../access/resource-policy.js';
import { resourceTagKeys } from '../../access/tag-context-keys.js';
import type { TwinQueue } from '../../state/queues.js';
import { findQueue } from '../../state/queues.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';

export interface QueueInput {
  QueueUrl: string;
}

/** Where a queue is reached: below the address at which the client reached the twin. */
export function queueUrl({ host }: OperationContext, queue: Pick<TwinQueue, 'accountId' | 'name'>): string {
  return `http://${host}/${queue.accountId}/${queue.name}`;
}

/** Account and name that a queue's URL ends with. Throws `InvalidAddress` for a text that is no such URL. */
function addressOf(url: string): { accountId: string; name: string } {
  const [, accountId, name] = /\/(\d{12})\/([\w-]{1,80}(?:\.fifo)?)$/.exec(url) ?? [];
  if (accountId === undefined || name === undefined)
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
  return { accountId, name };
}

/** The queue of that URL. Throws `QueueDoesNotExist`. */
export function queueOf({ state, region }: OperationContext, { QueueUrl: url }: QueueInput): TwinQueue {
  const { accountId, name } = addressOf(url);
  const queue = findQueue(state, accountId, region, name);
  if (!queue) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** `sqs:<action>` on the queue of the URL, which may be another account's; `more` tells further context keys. */
export function onQueue<Input extends QueueInput>(
  action: string,
  more: (input: Input) => RequiredPermission['context'] = () => ({}),
): (input: Input, context: OperationContext) => RequiredPermission[] {
  return (input, { state, region }) => {
    const { accountId, name } = addressOf(input.QueueUrl);
    const arn = `arn:${state.partition}:sqs:${region}:${accountId}:${name}`;
    const queue = findQueue(state, accountId, region, name);
    return [
      {
        action: `sqs:${action}`,
        resource: arn,
        resourceAccount: accountId,
        context: { ...resourceTagKeys(queue?.tags), ...more(input) },
        ...resourcePolicy(arn, queue?.policy),
      },
    ];
  };
}
