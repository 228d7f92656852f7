/** Users. */
import { operation } from '../operation.js';
import type { TwinUser } from './model.js';
import { onEntity, userOf } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { showBoundary, showTags } from './show.js';

type UserInput = PageInput & { UserName?: string };

function show(user: TwinUser): Record<string, unknown> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...(user.passwordLastUsedAt === undefined ? {} : { PasswordLastUsed: new Date(user.passwordLastUsedAt) }),
  };
}

export const userOperations = [
  operation<UserInput, unknown>({
    name: 'GetUser',
    permissions: onEntity('GetUser', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      return { User: { ...show(user), Tags: showTags(user.tags), ...showBoundary(user) } };
    },
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListUsers',
    run: (input, { caller }) => {
      const { items, ...rest } = page([...caller.account.users.values()].filter((user) => user.path.startsWith(input.PathPrefix ?? '/')), input);
      return { Users: items.map(show), ...rest };
    },
  }),
  operation<UserInput, unknown>({
    name: 'ListUserTags',
    permissions: onEntity('ListUserTags', 'user'),
    run: (input, context) => {
      const { items, ...rest } = page(showTags(userOf(context, input.UserName).tags), input);
      return { Tags: items, ...rest };
    },
  }),
];
