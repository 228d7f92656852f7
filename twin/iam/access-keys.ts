/** Access keys of users. */
import { secretAccessKey, uniqueId } from '../../base/ids.js';
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import { noSuchEntity, onEntity, userOf } from './entities.js';
import type { AccessKey, TwinUser } from './model.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

interface KeyInput {
  UserName?: string;
}

/** Keys of a user in the caller's account, oldest first. */
export function keysOf({ state, caller }: OperationContext, user: TwinUser): AccessKey[] {
  return [...state.accessKeys.values()].filter((key) => key.accountId === caller.account.id && key.userName === user.name);
}

export const accessKeyOperations = [
  operation<PageInput & KeyInput, unknown>({
    name: 'ListAccessKeys',
    permissions: onEntity('ListAccessKeys', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page(keysOf(context, user), input);
      return {
        AccessKeyMetadata: items.map((key) => ({ UserName: user.name, AccessKeyId: key.accessKeyId, Status: key.active ? 'Active' : 'Inactive', CreateDate: new Date(key.createdAt) })),
        ...rest,
      };
    },
  }),
  operation<{ AccessKeyId: string }, unknown>({
    name: 'GetAccessKeyLastUsed',
    run: ({ AccessKeyId }, { state, caller }) => {
      const key = state.accessKeys.get(AccessKeyId);
      if (key?.accountId !== caller.account.id) throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
      const { lastUsed } = key;
      const used = lastUsed ? { LastUsedDate: new Date(lastUsed.at), ServiceName: lastUsed.service, Region: lastUsed.region } : { ServiceName: 'N/A', Region: 'N/A' };
      return { UserName: key.userName, AccessKeyLastUsed: used };
    },
  }),
  operation<KeyInput, unknown>({
    name: 'CreateAccessKey',
    permissions: onEntity('CreateAccessKey', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      const key = { accessKeyId: uniqueId('AKIA', context.random), secretAccessKey: secretAccessKey(context.random), accountId: context.caller.account.id, userName: user.name, active: true, createdAt: context.clock.now() };
      context.state.accessKeys.set(key.accessKeyId, key);
      return { AccessKey: { UserName: user.name, AccessKeyId: key.accessKeyId, Status: 'Active', SecretAccessKey: key.secretAccessKey, CreateDate: new Date(key.createdAt) } };
    },
  }),
];
