/** Groups. */
import { operation } from '../operation.js';
import { entityOf, onEntity, userOf } from './entities.js';
import type { TwinGroup } from './model.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

function show(group: TwinGroup): Record<string, unknown> {
  return { Path: group.path, GroupName: group.name, GroupId: group.id, Arn: group.arn, CreateDate: new Date(group.createdAt) };
}

export const groupOperations = [
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListGroups',
    run: (input, { caller }) => {
      const { items, ...rest } = page([...caller.account.groups.values()].filter((group) => group.path.startsWith(input.PathPrefix ?? '/')), input);
      return { Groups: items.map(show), ...rest };
    },
  }),
  operation<PageInput & { GroupName: string }, unknown>({
    name: 'GetGroup',
    permissions: onEntity('GetGroup', 'group'),
    run: (input, context) => {
      const group = entityOf(context, 'group', input.GroupName);
      const members = [...context.caller.account.users.values()].filter(({ groups }) => groups.has(group.name));
      const { items, ...rest } = page(members, input);
      return { Group: show(group), Users: items.map((user) => ({ Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) })), ...rest };
    },
  }),
  operation<PageInput & { UserName: string }, unknown>({
    name: 'ListGroupsForUser',
    permissions: onEntity('ListGroupsForUser', 'user'),
    run: (input, context) => {
      const names = userOf(context, input.UserName).groups;
      const { items, ...rest } = page([...context.caller.account.groups.values()].filter(({ name }) => names.has(name)), input);
      return { Groups: items.map(show), ...rest };
    },
  }),
];
