/** Reading users and what belongs to them. */
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import type { TwinUser } from '../state.js';
import { encodeDocument, onEntity, userOf } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

type UserInput = PageInput & { UserName?: string };

const byUserName = (name: string): ReturnType<typeof onEntity> =>
  onEntity(name, 'user', ({ UserName }, { caller }) => UserName ?? (caller.kind === 'user' ? caller.user.name : ''));

function show(user: TwinUser): Record<string, unknown> {
  return { Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) };
}

export const userOperations = [
  operation<UserInput, unknown>({
    name: 'GetUser',
    permissions: byUserName('GetUser'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      const boundary = user.permissionsBoundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: user.permissionsBoundary } };
      return { User: { ...show(user), Tags: [...user.tags].map(([Key, Value]) => ({ Key, Value })), ...boundary } };
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
    name: 'ListUserPolicies',
    permissions: byUserName('ListUserPolicies'),
    run: (input, context) => {
      const { items, ...rest } = page([...userOf(context, input.UserName).inlinePolicies.keys()], input);
      return { PolicyNames: items, ...rest };
    },
  }),
  operation<UserInput & { PolicyName: string }, unknown>({
    name: 'GetUserPolicy',
    permissions: byUserName('GetUserPolicy'),
    run: ({ UserName, PolicyName }, context) => {
      const document = userOf(context, UserName).inlinePolicies.get(PolicyName);
      if (!document) throw new AwsError('NoSuchEntity', `The user policy with name ${PolicyName} cannot be found.`, 404);
      return { UserName, PolicyName, PolicyDocument: encodeDocument(document) };
    },
  }),
  operation<UserInput, unknown>({
    name: 'ListAttachedUserPolicies',
    permissions: byUserName('ListAttachedUserPolicies'),
    run: (input, context) => {
      const { items, ...rest } = page([...userOf(context, input.UserName).attachedPolicies], input);
      return { AttachedPolicies: items.map((arn) => ({ PolicyArn: arn, PolicyName: arn.split('/').at(-1) })), ...rest };
    },
  }),
  operation<UserInput, unknown>({
    name: 'ListMFADevices',
    permissions: byUserName('ListMFADevices'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page([...user.mfaDevices.values()], input);
      return { MFADevices: items.map((device) => ({ UserName: user.name, SerialNumber: device.serialNumber, EnableDate: new Date(device.enabledAt) })), ...rest };
    },
  }),
  operation<UserInput, unknown>({
    name: 'ListAccessKeys',
    permissions: byUserName('ListAccessKeys'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const keys = [...context.state.accessKeys.values()].filter((key) => key.accountId === context.caller.account.id && key.userName === user.name);
      const { items, ...rest } = page(keys, input);
      return {
        AccessKeyMetadata: items.map((key) => ({ UserName: user.name, AccessKeyId: key.accessKeyId, Status: key.active ? 'Active' : 'Inactive', CreateDate: new Date(key.createdAt) })),
        ...rest,
      };
    },
  }),
];
