/** Finding keys: by id, ARN, alias or ARN of an alias; and what operations on them need. */
import type { RequiredPermission } from '../../access/request.js';
import { resourcePolicy } from '../../access/resource-policy.js';
import type { TwinKey } from '../../state/resources.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn } from '../shared/own-region.js';
import { page } from '../shared/paging.js';

/** ARN of the key that an input names, whether there is one or not. */
function keyArn(context: OperationContext, keyId: string): string {
  const arn = keyId.startsWith('arn:')
    ? keyId
    : keyId.startsWith('alias/')
      ? ownArn(context, 'kms', keyId)
      : ownArn(context, 'kms', `key/${keyId}`);
  return context.state.resources.keyAliases.get(arn)?.keyArn ?? arn;
}

/** The key, unless it is gone by now. */
function findKey(context: OperationContext, keyId: string): TwinKey | undefined {
  const key = context.state.resources.keys.get(keyArn(context, keyId));
  return key && context.clock.now() < (key.deletionAt ?? Infinity) ? key : undefined;
}

/** Throws `NotFoundException`. */
export function keyOf(context: OperationContext, keyId: string): TwinKey {
  const key = findKey(context, keyId);
  if (!key) throw new AwsError('NotFoundException', `Key '${keyArn(context, keyId)}' does not exist`);
  return key;
}

/** The permission of an operation on a key: its policy must allow, even in its own account. */
export function onKey(
  operation: string,
  keyId: string,
  context: OperationContext,
  keys: RequiredPermission['context'] = {},
): RequiredPermission {
  const arn = keyArn(context, keyId);
  const key = findKey(context, keyId);
  const tags = [...(key?.tags ?? [])].map(([name, value]): [string, string] => [`aws:ResourceTag/${name}`, value]);
  return {
    action: `kms:${operation}`,
    resource: arn,
    context: { ...keys, ...Object.fromEntries(tags) },
    ...(key ? { resourceAccount: key.accountId, ...resourcePolicy(arn, key.policy.document) } : {}),
  };
}

export interface MarkerInput {
  Limit?: number;
  Marker?: string;
}

/** One page of a list, with the service's own names (KMS API reference, `Limit`: 1 to 1,000). */
export function pageOf<T>(
  items: readonly T[],
  { Limit, Marker }: MarkerInput,
  usual: number,
): { items: T[]; Truncated: boolean; NextMarker?: string } {
  const refuse = (what: 'token' | 'number'): AwsError =>
    what === 'token'
      ? new AwsError('InvalidMarkerException', 'The marker is not valid.')
      : new AwsError('ValidationError', 'Limit is from 1 to 1000.');
  const asked = {
    ...(Limit === undefined ? {} : { MaxResults: Limit }),
    ...(Marker === undefined ? {} : { NextToken: Marker }),
  };
  const { items: found, NextToken } = page(items, asked, { usual, most: 1000, refuse });
  return {
    items: found,
    Truncated: NextToken !== undefined,
    ...(NextToken === undefined ? {} : { NextMarker: NextToken }),
  };
}
