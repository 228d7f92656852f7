/** Attributes of standard queues (SQS API reference, SetQueueAttributes): which there are, what they may be, and how they are shown. */
import { readResourcePolicy } from '../../access/resource-policy.js';
import { arnParts } from '../../state/arn.js';
import type { TwinQueue } from '../../state/queues.js';
import { expire, findQueue, NUMERIC_ATTRIBUTES, redriveOf } from '../../state/queues.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';

/** Names that GetQueueAttributes takes although the queue may have no such attribute. */
export const QUIET: ReadonlySet<string> = new Set([
  ...['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'],
  ...['FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'],
]);

const REUSE_SECONDS = { least: 60, most: 86_400, usual: '300' };
const MOST_RECEIVES = 1000;

/** What an attribute must be; throws what it is not. An empty text takes one away that can be taken away. */
const CHECKS: Readonly<Record<string, (value: string, queue: TwinQueue, state: TwinState) => void>> = {
  SqsManagedSseEnabled: (value) => {
    if (value !== 'true' && value !== 'false') throw wrong('SqsManagedSseEnabled');
  },
  KmsMasterKeyId: (value) => {
    if (value.length > 2048) throw wrong('KmsMasterKeyId');
  },
  KmsDataKeyReusePeriodSeconds: (value) => {
    if (!/^\d{1,6}$/.test(value) || Number(value) < REUSE_SECONDS.least || Number(value) > REUSE_SECONDS.most)
      throw wrong('KmsDataKeyReusePeriodSeconds');
  },
  RedrivePolicy: (value, queue, state) => {
    if (value !== '') checkRedrive(value, queue, state);
  },
  RedriveAllowPolicy: (value) => {
    if (value !== '') checkRedriveAllow(value);
  },
};

/** Throws unless every attribute is one that can be set to that value; changes nothing before. */
export function setAttributes(queue: TwinQueue, attributes: Readonly<Record<string, string>>, state: TwinState): void {
  const policy = attributes['Policy'];
  const document =
    policy === undefined || policy === ''
      ? undefined
      : readResourcePolicy(policy, new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.'));
  for (const [name, value] of Object.entries(attributes)) {
    const range = NUMERIC_ATTRIBUTES.get(name);
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
    if (name !== 'Policy' && !range && !check) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    if (range && (!/^\d{1,9}$/.test(value) || Number(value) < range[0] || Number(value) > range[1])) throw wrong(name);
    check?.(value, queue, state);
  }
  if (policy === '') delete queue.policy;
  else if (document) queue.policy = document;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'Policy') continue;
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
}

function wrong(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

function refusedRedrive(value: string, reason: string): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    `Value ${value} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
  );
}

/** The dead-letter queue is one of the same account and Region that lets this queue use it (SQS developer guide, "Using dead-letter queues"). */
function checkRedrive(value: string, queue: TwinQueue, state: TwinState): void {
  const redrive = redriveOf(value);
  if (!redrive || redrive.maxReceiveCount < 1 || redrive.maxReceiveCount > MOST_RECEIVES)
    throw refusedRedrive(value, 'It names deadLetterTargetArn, and maxReceiveCount from 1 to 1000.');
  const { accountId, region, resource } = arnParts(redrive.deadLetterTargetArn);
  if (accountId !== queue.accountId || region !== queue.region)
    throw refusedRedrive(value, 'Dead-letter queue must be in the same account and Region.');
  const target = findQueue(state, accountId, region, resource);
  if (!target) throw refusedRedrive(value, 'Dead letter target does not exist.');
  const { redrivePermission = 'allowAll', sourceQueueArns = [] } = (parsed(
    target.attributes.get('RedriveAllowPolicy'),
  ) ?? {}) as { redrivePermission?: string; sourceQueueArns?: readonly string[] };
  if (redrivePermission === 'denyAll' || (redrivePermission === 'byQueue' && !sourceQueueArns.includes(queue.arn)))
    throw refusedRedrive(value, 'Dead letter target does not allow this queue.');
}

function checkRedriveAllow(value: string): void {
  const { redrivePermission: permission, sourceQueueArns: arns } = (parsed(value) ?? {}) as Record<string, unknown>;
  const known = permission === 'allowAll' || permission === 'denyAll' || permission === 'byQueue';
  if (!known || (permission === 'byQueue') !== Array.isArray(arns)) throw wrong('RedriveAllowPolicy');
}

function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Creating a queue that is there is no error if nothing differs. */
export function checkSame(queue: TwinQueue, attributes: Readonly<Record<string, string>>, now: number): void {
  const all = attributesOf(queue, now);
  const different = Object.entries(attributes).find(([name, value]) => all[name] !== value);
  if (different)
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${different[0]}`,
    );
}

/** Every attribute, as it is shown. */
export function attributesOf(queue: TwinQueue, now: number): Record<string, string> {
  expire(queue, now);
  const hidden = queue.messages.filter(({ visibleAt }) => visibleAt > now);
  const delayed = hidden.filter(({ receives }) => receives === 0);
  const hasKey = queue.attributes.has('KmsMasterKeyId');
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(queue.messages.length - hidden.length),
    ApproximateNumberOfMessagesNotVisible: String(hidden.length - delayed.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.changedAt / 1000)),
    // Queues are encrypted by SQS itself unless somebody says otherwise.
    SqsManagedSseEnabled: String(!hasKey),
    ...(hasKey ? { KmsDataKeyReusePeriodSeconds: REUSE_SECONDS.usual } : {}),
    ...Object.fromEntries([...NUMERIC_ATTRIBUTES].map(([name, [, , usual]]) => [name, String(usual)])),
    ...Object.fromEntries(queue.attributes),
    ...(hasKey ? { SqsManagedSseEnabled: 'false' } : {}),
    ...(queue.policy ? { Policy: JSON.stringify(queue.policy) } : {}),
  };
}
