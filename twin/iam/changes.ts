/** Changes that guardrails forbid: they exist so far as to be allowed or denied, and are then made. */
import { uniqueId } from '../../base/ids.js';
import { AwsError } from '../aws-error.js';
import { managedPolicy } from '../lookup.js';
import { operation } from '../operation.js';
import type { OperationContext, RequiredPermission } from '../operation.js';
import { onEntity, roleOf } from './entities.js';

const onRole = (name: string): ReturnType<typeof onEntity> => onEntity(name, 'role');

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
        ...(PermissionsBoundary === undefined ? {} : { permissionsBoundary: PermissionsBoundary }),
      };
      account.users.set(UserName, user);
      return { User: { Path, UserName, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) } };
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
