/** Console passwords of users. */
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import { noSuchEntity, onEntity, userOf } from './entities.js';
import type { LoginProfile, TwinUser } from './model.js';

interface ProfileInput {
  UserName?: string;
}

function show(user: TwinUser, { createdAt, resetRequired }: LoginProfile): Record<string, unknown> {
  return { LoginProfile: { UserName: user.name, CreateDate: new Date(createdAt), PasswordResetRequired: resetRequired } };
}

export const loginProfileOperations = [
  operation<ProfileInput, unknown>({
    name: 'GetLoginProfile',
    permissions: onEntity('GetLoginProfile', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      if (!user.loginProfile) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
      return show(user, user.loginProfile);
    },
  }),
  operation<ProfileInput & { PasswordResetRequired?: boolean }, unknown>({
    name: 'CreateLoginProfile',
    permissions: onEntity('CreateLoginProfile', 'user'),
    run: ({ UserName, PasswordResetRequired = false }, context) => {
      const user = userOf(context, UserName);
      if (user.loginProfile) throw new AwsError('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`, 409);
      const now = context.clock.now();
      user.loginProfile = { createdAt: now, changedAt: now, resetRequired: PasswordResetRequired };
      return show(user, user.loginProfile);
    },
  }),
];
