/** Whether a service can send to an encrypted topic or queue (SNS developer guide, "Enabling compatibility between event sources from AWS services and encrypted topics"). */
import type { TwinTopic } from '../state/monitoring.js';
import type { TwinQueue } from '../state/queues.js';
import type { TwinKey } from '../state/resources.js';
import type { TwinState } from '../state/twin-state.js';
import { serviceMay } from './service-access.js';

/** The key of AWS, whose policy lets principals of the account use it and no service. */
const AWS_MANAGED_KEY = /(^|[:/])alias\/aws\/(sns|sqs)$/;

/** A topic, or a queue with its key. */
type Encrypted = Pick<TwinTopic, 'kmsKey' | 'region' | 'accountId'>;

/** What a service needs of a key to publish. */
const NEEDED = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** True if the topic is not encrypted, or if the policy of its key lets the service use it. A key that is not in the twin is taken to. */
export function mayEncrypt(
  state: TwinState,
  topic: Encrypted,
  source: { service: string; arn: string; accountId: string },
  now: number,
): boolean {
  if (topic.kmsKey === undefined) return true;
  if (AWS_MANAGED_KEY.test(topic.kmsKey)) return false;
  const key = keyOf(state, topic);
  if (!key) return true;
  // A key that waits for its deletion encrypts nothing any more.
  if (key.deletionAt !== undefined && key.deletionAt > now) return false;
  const resource = { arn: key.arn, accountId: key.accountId, policy: key.policy.document };
  return NEEDED.every((action) =>
    serviceMay(state, {
      service: source.service,
      action,
      resource,
      sourceArn: source.arn,
      sourceAccount: source.accountId,
    }),
  );
}

/** A topic names its key by id, ARN, alias or ARN of an alias. */
function keyOf(state: TwinState, { kmsKey = '', region, accountId }: Encrypted): TwinKey | undefined {
  const { keys, keyAliases } = state.resources;
  const arn = kmsKey.startsWith('arn:')
    ? kmsKey
    : `arn:${state.partition}:kms:${region}:${accountId}:${kmsKey.startsWith('alias/') ? kmsKey : `key/${kmsKey}`}`;
  return keys.get(keyAliases.get(arn)?.keyArn ?? arn);
}

/** A queue as far as its key is asked for. */
export function withKey({ region, accountId, attributes }: TwinQueue): Encrypted {
  const kmsKey = attributes.get('KmsMasterKeyId');
  return { region, accountId, ...(kmsKey === undefined ? {} : { kmsKey }) };
}
