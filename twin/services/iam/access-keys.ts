/** Access keys of users. */
import { accessKeyIdOf, secretAccessKey } from '../../../base/ids.js';
import type { AccessKey, TwinUser } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTime } from './api-shapes.js';
import { noSuchEntity, userOf } from './entities.js';
import { checkOneOf, checkQuota } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';

interface UserInput {
  UserName?: string;
}

type KeyInput = UserInput & { AccessKeyId: string };

/** Keys of a user in the caller's account, oldest first. */
export function keysOf({ state, caller }: OperationContext, user: TwinUser): AccessKey[] {
  return [...state.accessKeys.values()].filter(
    (key) => key.accountId === caller.account.id && key.userName === user.name,
  );
}

/** A key of the user that is named, or of the caller. Throws `NoSuchEntity`. */
function keyOf(context: OperationContext, { UserName, AccessKeyId }: KeyInput): AccessKey {
  const key = keysOf(context, userOf(context, UserName)).find(({ accessKeyId }) => accessKeyId === AccessKeyId);
  if (!key) throw noSuchKey(AccessKeyId);
  return key;
}

function noSuchKey(id: string): Error {
  return noSuchEntity(`The Access Key with id ${id} cannot be found.`);
}

export const accessKeyOperations = [
  operation<PageInput & UserInput, unknown>({
    name: 'ListAccessKeys',
    permissions: onEntity('ListAccessKeys', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page(keysOf(context, user), input);
      return {
        AccessKeyMetadata: items.map((key) => ({
          UserName: user.name,
          AccessKeyId: key.accessKeyId,
          Status: key.active ? 'Active' : 'Inactive',
          CreateDate: showTime(key.createdAt),
        })),
        ...rest,
      };
    },
  }),
  operation<{ AccessKeyId: string }, unknown>({
    name: 'GetAccessKeyLastUsed',
    permissions: ({ AccessKeyId }, context) => {
      const { userName } = context.state.accessKeys.get(AccessKeyId) ?? {};
      return userName === undefined
        ? [{ action: 'iam:GetAccessKeyLastUsed', resource: '*' }]
        : onEntity('GetAccessKeyLastUsed', 'user')({ UserName: userName }, context);
    },
    run: ({ AccessKeyId }, { state, caller }) => {
      const key = state.accessKeys.get(AccessKeyId);
      if (key?.accountId !== caller.account.id) throw noSuchKey(AccessKeyId);
      const { lastUsed } = key;
      const used = lastUsed
        ? { LastUsedDate: showTime(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region }
        : { ServiceName: 'N/A', Region: 'N/A' };
      return { UserName: key.userName, AccessKeyLastUsed: used };
    },
  }),
  operation<UserInput, unknown>({
    name: 'CreateAccessKey',
    permissions: onEntity('CreateAccessKey', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      checkQuota(keysOf(context, user).length, 'AccessKeysPerUser', QUOTAS.accessKeysOfUser);
      const key = {
        accessKeyId: accessKeyIdOf(context.caller.account.id, context.random),
        secretAccessKey: secretAccessKey(context.random),
        accountId: context.caller.account.id,
        userName: user.name,
        active: true,
        createdAt: context.clock.now(),
      };
      context.state.accessKeys.set(key.accessKeyId, key);
      return {
        AccessKey: {
          UserName: user.name,
          AccessKeyId: key.accessKeyId,
          Status: 'Active',
          SecretAccessKey: key.secretAccessKey,
          CreateDate: showTime(key.createdAt),
        },
      };
    },
  }),
  operation<KeyInput & { Status: string }, unknown>({
    name: 'UpdateAccessKey',
    permissions: onEntity('UpdateAccessKey', 'user'),
    run: (input, context) => {
      checkOneOf('status', input.Status, ['Active', 'Inactive', 'Expired']);
      keyOf(context, input).active = input.Status === 'Active';
      return {};
    },
  }),
  operation<KeyInput, unknown>({
    name: 'DeleteAccessKey',
    permissions: onEntity('DeleteAccessKey', 'user'),
    run: (input, context) => {
      context.state.accessKeys.delete(keyOf(context, input).accessKeyId);
      return {};
    },
  }),
];
