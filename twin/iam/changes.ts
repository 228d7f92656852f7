/** Changes that guardrails forbid: they exist so far as to be allowed or denied, and are then made. */
import { secretAccessKey, uniqueId } from '../../base/ids.js';
import { AwsError } from '../aws-error.js';
import { managedPolicy } from '../lookup.js';
import { operation } from '../operation.js';
import type { OperationContext, RequiredPermission } from '../operation.js';
import { onEntity, roleOf, userOf } from './entities.js';

const onRole = (name: string): ReturnType<typeof onEntity> => onEntity(name, 'role', ({ RoleName = '' }) => RoleName);

/** A user who need not exist: the caller itself without a name. */
const onUser = (name: string): ReturnType<typeof onEntity> => onEntity(name, 'user', ({ UserName }, { caller }) => UserName ?? (caller.kind === 'user' ? caller.user.name : ''));

interface CreateUserInput {
  UserName: string;
  Path?: string;
  PermissionsBoundary?: string;
}

function newUserArn({ UserName, Path = '/' }: CreateUserInput, { state, caller }: OperationContext): string {
  return `arn:${state.partition}:iam::${caller.account.id}:user${Path}${UserName}`;
}

export const changeOperations = [
  operation<CreateUserInput, unknown>({
    name: 'CreateUser',
    permissions: (input, context): RequiredPermission[] => [
      {
        action: 'iam:CreateUser',
        resource: newUserArn(input, context),
        ...(input.PermissionsBoundary === undefined ? {} : { context: { 'iam:PermissionsBoundary': input.PermissionsBoundary } }),
      },
    ],
    run: (input, context) => {
      const { account } = context.caller;
      const { UserName, Path = '/', PermissionsBoundary } = input;
      if (!/^[\w+=,.@-]{1,64}$/.test(UserName) || !/^\/([\w+=,.@-]+\/)*$/.test(Path)) throw new AwsError('ValidationError', 'The specified value for userName or path is invalid.');
      if (PermissionsBoundary !== undefined && managedPolicy(account, PermissionsBoundary).length === 0) {
        throw new AwsError('NoSuchEntity', `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`, 404);
      }
      if ([...account.users.keys()].some((name) => name.toLowerCase() === UserName.toLowerCase())) {
        throw new AwsError('EntityAlreadyExists', `User with name ${UserName} already exists.`, 409);
      }
      const user = {
        name: UserName,
        path: Path,
        arn: newUserArn(input, context),
        id: uniqueId('AIDA', context.random),
        createdAt: context.clock.now(),
        inlinePolicies: new Map(),
        attachedPolicies: new Set<string>(),
        tags: new Map<string, string>(),
        groups: new Set<string>(),
        mfaDevices: new Map(),
        password: false,
        ...(PermissionsBoundary === undefined ? {} : { permissionsBoundary: PermissionsBoundary }),
      };
      account.users.set(UserName, user);
      return { User: { Path, UserName, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) } };
    },
  }),
  operation<{ UserName?: string }, unknown>({
    name: 'CreateAccessKey',
    permissions: onUser('CreateAccessKey'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      const key = { accessKeyId: uniqueId('AKIA', context.random), secretAccessKey: secretAccessKey(context.random), accountId: context.caller.account.id, userName: user.name, active: true, createdAt: context.clock.now() };
      context.state.accessKeys.set(key.accessKeyId, key);
      return { AccessKey: { UserName: user.name, AccessKeyId: key.accessKeyId, Status: 'Active', SecretAccessKey: key.secretAccessKey, CreateDate: new Date(key.createdAt) } };
    },
  }),
  operation<{ UserName?: string }, unknown>({
    name: 'CreateLoginProfile',
    permissions: onUser('CreateLoginProfile'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      if (user.password) throw new AwsError('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`, 409);
      user.password = true;
      return { LoginProfile: { UserName: user.name, CreateDate: new Date(context.clock.now()), PasswordResetRequired: false } };
    },
  }),
  operation<{ SAMLProviderArn: string }, unknown>({
    name: 'DeleteSAMLProvider',
    permissions: ({ SAMLProviderArn }) => [{ action: 'iam:DeleteSAMLProvider', resource: SAMLProviderArn }],
    run: ({ SAMLProviderArn }) => {
      throw new AwsError('NoSuchEntity', `Manifest not found for arn ${SAMLProviderArn}`, 404);
    },
  }),
  operation<{ RoleName: string; PolicyName: string }, unknown>({
    name: 'DeleteRolePolicy',
    permissions: onRole('DeleteRolePolicy'),
    run: ({ RoleName, PolicyName }, context) => {
      if (!roleOf(context, RoleName).inlinePolicies.delete(PolicyName)) throw new AwsError('NoSuchEntity', `The role policy with name ${PolicyName} cannot be found.`, 404);
      return {};
    },
  }),
  operation<{ RoleName: string; PolicyArn: string }, unknown>({
    name: 'DetachRolePolicy',
    permissions: onRole('DetachRolePolicy'),
    run: ({ RoleName, PolicyArn }, context) => {
      if (!roleOf(context, RoleName).attachedPolicies.delete(PolicyArn)) throw new AwsError('NoSuchEntity', `Policy ${PolicyArn} was not found.`, 404);
      return {};
    },
  }),
];
