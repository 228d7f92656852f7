/** Console passwords of users. */
import type { LoginProfile, TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTime } from './api-shapes.js';
import { noSuchEntity, userOf } from './entities.js';
import { checkPassword, passwordHash } from './passwords.js';
import { onEntity } from './permissions.js';

interface UserInput {
  UserName?: string;
}

type PasswordInput = UserInput & { Password?: string; PasswordResetRequired?: boolean };

function show(user: TwinUser, { createdAt, resetRequired }: LoginProfile): Record<string, unknown> {
  return {
    LoginProfile: { UserName: user.name, CreateDate: showTime(createdAt), PasswordResetRequired: resetRequired },
  };
}

function profileOf(user: TwinUser): LoginProfile {
  if (!user.loginProfile) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  return user.loginProfile;
}

export const loginProfileOperations = [
  operation<UserInput, unknown>({
    name: 'GetLoginProfile',
    permissions: onEntity('GetLoginProfile', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      return show(user, profileOf(user));
    },
  }),
  operation<PasswordInput, unknown>({
    name: 'CreateLoginProfile',
    permissions: onEntity('CreateLoginProfile', 'user'),
    run: ({ UserName, Password: password, PasswordResetRequired = false }, context) => {
      const user = userOf(context, UserName);
      if (user.loginProfile)
        throw new AwsError('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`, 409);
      const now = context.clock.now();
      user.loginProfile = {
        createdAt: now,
        changedAt: now,
        resetRequired: PasswordResetRequired,
        ...hashed(user, password, context),
      };
      return show(user, user.loginProfile);
    },
  }),
  operation<PasswordInput, unknown>({
    name: 'UpdateLoginProfile',
    permissions: onEntity('UpdateLoginProfile', 'user'),
    run: ({ UserName, Password: password, PasswordResetRequired }, context) => {
      const user = userOf(context, UserName);
      const profile = profileOf(user);
      const changed =
        password === undefined ? {} : { changedAt: context.clock.now(), ...hashed(user, password, context) };
      user.loginProfile = { ...profile, ...changed, resetRequired: PasswordResetRequired ?? profile.resetRequired };
      return {};
    },
  }),
  operation<UserInput, unknown>({
    name: 'DeleteLoginProfile',
    permissions: onEntity('DeleteLoginProfile', 'user'),
    run: ({ UserName }, context) => {
      const user = userOf(context, UserName);
      profileOf(user);
      delete user.loginProfile;
      return {};
    },
  }),
  operation<UserInput & { OldPassword: string; NewPassword: string }, unknown>({
    name: 'ChangePassword',
    permissions: onEntity('ChangePassword', 'user'),
    run: ({ OldPassword, NewPassword }, context) => {
      const { caller } = context;
      if (caller.kind !== 'user') throw new AwsError('InvalidUserType', 'Only IAM Users can change their own password');
      const profile = profileOf(caller.user);
      if (profile.passwordHash !== passwordHash(caller.user, OldPassword))
        throw new AwsError('AccessDenied', 'The old password was incorrect.', 403);
      caller.user.loginProfile = {
        ...profile,
        ...hashed(caller.user, NewPassword, context),
        changedAt: context.clock.now(),
        resetRequired: false,
      };
      return {};
    },
  }),
];

/** A password, if one is given, as it is kept. Throws `PasswordPolicyViolation`. */
function hashed(user: TwinUser, password: string | undefined, { caller }: OperationContext): { passwordHash?: string } {
  if (password === undefined) return {};
  checkPassword(password, caller.account.passwordPolicy);
  return { passwordHash: passwordHash(user, password) };
}
