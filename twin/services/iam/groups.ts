/** Groups and their members. */
import { uniqueId } from '../../../base/ids.js';
import type { TwinGroup, TwinUser } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTime, showUser } from './api-shapes.js';
import { checkNew, deleteConflict, entityOf, noSuchEntity, userOf } from './entities.js';
import { checkName, checkPath, checkQuota } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, onEntity } from './permissions.js';
import { QUOTAS } from './quotas.js';

const LONGEST_NAME = 128;

interface MemberInput {
  GroupName: string;
  UserName: string;
}

function show(group: TwinGroup): Record<string, unknown> {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: showTime(group.createdAt),
  };
}

function membersOf({ caller }: OperationContext, group: TwinGroup): TwinUser[] {
  return [...caller.account.users.values()].filter(({ groups }) => groups.has(group.name));
}

const arnOf = (name: string, path: string, context: OperationContext): string => iamArn(context, `group${path}${name}`);

export const groupOperations = [
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListGroups',
    run: (input, { caller }) => {
      const { items, ...rest } = page(
        [...caller.account.groups.values()].filter((group) => group.path.startsWith(input.PathPrefix ?? '/')),
        input,
      );
      return { Groups: items.map(show), ...rest };
    },
  }),
  operation<PageInput & { GroupName: string }, unknown>({
    name: 'GetGroup',
    permissions: onEntity('GetGroup', 'group'),
    run: (input, context) => {
      const group = entityOf(context, 'group', input.GroupName);
      const { items, ...rest } = page(membersOf(context, group), input);
      return { Group: show(group), Users: items.map(showUser), ...rest };
    },
  }),
  operation<PageInput & { UserName: string }, unknown>({
    name: 'ListGroupsForUser',
    permissions: onEntity('ListGroupsForUser', 'user'),
    run: (input, context) => {
      const names = userOf(context, input.UserName).groups;
      const { items, ...rest } = page(
        [...context.caller.account.groups.values()].filter(({ name }) => names.has(name)),
        input,
      );
      return { Groups: items.map(show), ...rest };
    },
  }),
  operation<{ GroupName: string; Path?: string }, unknown>({
    name: 'CreateGroup',
    permissions: ({ GroupName, Path = '/' }, context) => [
      { action: 'iam:CreateGroup', resource: arnOf(GroupName, Path, context) },
    ],
    run: ({ GroupName, Path = '/' }, context) => {
      checkName('groupName', GroupName, LONGEST_NAME);
      checkPath(Path);
      checkNew(context, 'group', GroupName);
      const { groups } = context.caller.account;
      checkQuota(groups.size, 'GroupsPerAccount', QUOTAS.groups);
      const group: TwinGroup = {
        name: GroupName,
        path: Path,
        arn: arnOf(GroupName, Path, context),
        id: uniqueId('AGPA', context.random),
        createdAt: context.clock.now(),
        inlinePolicies: new Map(),
        attachedPolicies: new Set(),
        tags: new Map(),
      };
      groups.set(GroupName, group);
      return { Group: show(group) };
    },
  }),
  operation<{ GroupName: string; NewGroupName?: string; NewPath?: string }, unknown>({
    name: 'UpdateGroup',
    permissions: onEntity('UpdateGroup', 'group'),
    run: (input, context) => {
      const group = entityOf(context, 'group', input.GroupName);
      const { NewGroupName: name = group.name, NewPath: path = group.path } = input;
      checkName('newGroupName', name, LONGEST_NAME);
      checkPath(path);
      if (name.toLowerCase() !== group.name.toLowerCase()) checkNew(context, 'group', name);
      const { groups } = context.caller.account;
      for (const user of membersOf(context, group)) {
        user.groups.delete(group.name);
        user.groups.add(name);
      }
      groups.delete(group.name);
      groups.set(name, Object.assign(group, { name, path, arn: arnOf(name, path, context) }));
      return {};
    },
  }),
  operation<{ GroupName: string }, unknown>({
    name: 'DeleteGroup',
    permissions: onEntity('DeleteGroup', 'group'),
    run: ({ GroupName }, context) => {
      const group = entityOf(context, 'group', GroupName);
      if (membersOf(context, group).length > 0)
        throw deleteConflict('Cannot delete entity, must remove users from group first.');
      if (group.attachedPolicies.size > 0)
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      if (group.inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
      context.caller.account.groups.delete(GroupName);
      return {};
    },
  }),
  operation<MemberInput, unknown>({
    name: 'AddUserToGroup',
    permissions: onEntity('AddUserToGroup', 'group'),
    run: ({ GroupName, UserName }, context) => {
      const { name } = entityOf(context, 'group', GroupName);
      const { groups } = userOf(context, UserName);
      if (!groups.has(name)) checkQuota(groups.size, 'GroupsPerUser', QUOTAS.groupsOfUser);
      groups.add(name);
      return {};
    },
  }),
  operation<MemberInput, unknown>({
    name: 'RemoveUserFromGroup',
    permissions: onEntity('RemoveUserFromGroup', 'group'),
    run: ({ GroupName, UserName }, context) => {
      const { name } = entityOf(context, 'group', GroupName);
      if (!userOf(context, UserName).groups.delete(name))
        throw noSuchEntity(`User ${UserName} not in group ${GroupName}`);
      return {};
    },
  }),
];
