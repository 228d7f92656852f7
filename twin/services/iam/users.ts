/** Users. */
import { uniqueId } from '../../../base/ids.js';
import type { TwinUser } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { keysOf } from './access-keys.js';
import { showBoundary, showTags, showTime, showUser } from './api-shapes.js';
import { boundaryArn, changeable, checkNew, deleteConflict, userOf } from './entities.js';
import { checkName, checkPath, checkQuota, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, onEntity, onNew } from './permissions.js';
import { QUOTAS } from './quotas.js';

const LONGEST_NAME = 64;
/** Root users are as old as their accounts, whose age no document tells. */
const BEFORE_EVERYTHING = Date.UTC(2020, 0);

interface CreateUserInput {
  UserName: string;
  Path?: string;
  PermissionsBoundary?: string;
  Tags?: readonly Tag[];
}

interface UpdateUserInput {
  UserName: string;
  NewPath?: string;
  NewUserName?: string;
}

const arnOf = (name: string, path: string, context: OperationContext): string => iamArn(context, `user${path}${name}`);

export const userOperations = [
  operation<{ UserName?: string }, unknown>({
    name: 'GetUser',
    permissions: onEntity('GetUser', 'user'),
    run: ({ UserName }, context) => {
      const { account, arn, kind } = context.caller;
      if (UserName === undefined && kind === 'root')
        return {
          User: {
            Path: '/',
            UserName: account.name,
            UserId: account.id,
            Arn: arn,
            CreateDate: showTime(BEFORE_EVERYTHING),
          },
        };
      const user = userOf(context, UserName);
      return { User: { ...showUser(user), Tags: showTags(user.tags), ...showBoundary(user) } };
    },
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListUsers',
    run: (input, { caller }) => {
      const { items, ...rest } = page(
        [...caller.account.users.values()].filter((user) => user.path.startsWith(input.PathPrefix ?? '/')),
        input,
      );
      return { Users: items.map(showUser), ...rest };
    },
  }),
  operation<CreateUserInput, unknown>({
    name: 'CreateUser',
    permissions: onNew('User', ({ UserName, Path = '/' }, context) => arnOf(UserName, Path, context)),
    run: (input, context) => {
      const { UserName, Path = '/', PermissionsBoundary: boundary, Tags = [] } = input;
      checkName('userName', UserName, LONGEST_NAME);
      checkPath(Path);
      const tags = withTags(new Map(), Tags);
      const permissionsBoundary = boundary === undefined ? {} : { permissionsBoundary: boundaryArn(context, boundary) };
      checkNew(context, 'user', UserName);
      const { users } = context.caller.account;
      checkQuota(users.size, 'UsersPerAccount', QUOTAS.users);
      const user: TwinUser = {
        name: UserName,
        path: Path,
        arn: arnOf(UserName, Path, context),
        id: uniqueId('AIDA', context.random),
        createdAt: context.clock.now(),
        inlinePolicies: new Map(),
        attachedPolicies: new Set(),
        tags,
        groups: new Set(),
        mfaDevices: new Map(),
        otherCredentials: new Map(),
        ...permissionsBoundary,
      };
      users.set(UserName, user);
      return { User: { ...showUser(user), Tags: showTags(tags), ...showBoundary(user) } };
    },
  }),
  operation<UpdateUserInput, unknown>({
    name: 'UpdateUser',
    permissions: (input, context) => {
      const old = onEntity('UpdateUser', 'user')(input, context);
      const { path = '/' } = context.caller.account.users.get(input.UserName) ?? {};
      return [
        ...old,
        {
          action: 'iam:UpdateUser',
          resource: arnOf(input.NewUserName ?? input.UserName, input.NewPath ?? path, context),
        },
      ];
    },
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { NewUserName: name = user.name, NewPath: path = user.path } = input;
      checkName('newUserName', name, LONGEST_NAME);
      checkPath(path);
      if (name.toLowerCase() !== user.name.toLowerCase()) checkNew(context, 'user', name);
      rename(user, name, path, context);
      return {};
    },
  }),
  operation<{ UserName: string }, unknown>({
    name: 'DeleteUser',
    permissions: onEntity('DeleteUser', 'user'),
    run: ({ UserName }, context) => {
      const user = changeable(context, 'user', UserName);
      const left = whatIsLeft(user, context);
      if (left !== undefined) throw deleteConflict(`Cannot delete entity, must ${left} first.`);
      context.caller.account.users.delete(UserName);
      return {};
    },
  }),
];

const OTHER_WORDS = {
  'signing-certificate': 'delete signing certificate',
  'ssh-public-key': 'delete SSH public key',
  'service-specific': 'delete service specific credential',
} as const;

/** What must be taken away before a user can be deleted (IAM API reference, DeleteUser); the order is not documented. */
function whatIsLeft(user: TwinUser, context: OperationContext): string | undefined {
  if (keysOf(context, user).length > 0) return 'delete access keys';
  if (user.loginProfile) return 'delete login profile';
  if (user.mfaDevices.size > 0) return 'delete MFA device';
  const [other] = user.otherCredentials.values();
  if (other) return OTHER_WORDS[other.kind];
  if (user.attachedPolicies.size > 0) return 'detach all policies';
  if (user.inlinePolicies.size > 0) return 'delete policies';
  return user.groups.size > 0 ? 'remove users from group' : undefined;
}

/** A renamed user keeps its unique id, and with it everything that it has and that trusts it. */
function rename(user: TwinUser, name: string, path: string, context: OperationContext): void {
  const { state, caller } = context;
  const { account } = caller;
  for (const key of keysOf(context, user)) key.userName = name;
  for (const session of state.sessions.values()) if (session.userId === user.id) session.userName = name;
  for (const device of account.virtualMfaDevices.values()) if (device.userName === user.name) device.userName = name;
  account.users.delete(user.name);
  Object.assign(user, { name, path, arn: arnOf(name, path, context) });
  account.users.set(name, user);
}
