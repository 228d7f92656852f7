/** What every way to assume a role has in common. */
import type { TwinAccount, TwinRole, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { checkDuration } from './issue-session.js';

const DEFAULT_SECONDS = 3600;
const MAXIMUM_SECONDS = 43_200;
const ROLE_ARN_CHARACTERS = 2048;

/** Throws `ValidationError` for a text that is no ARN of a role. */
export function checkRoleArn(arn: string): void {
  if (arn.length > ROLE_ARN_CHARACTERS || !/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(arn))
    throw new AwsError('ValidationError', `${arn} is invalid`);
}

/** The role of that ARN, in an account that is ACTIVE. */
export function findRole(state: TwinState, arn: string): { account: TwinAccount; role: TwinRole } | undefined {
  const account = state.accounts.get(arn.split(':')[4] ?? '');
  const role = account?.roles.get(arn.split('/').at(-1) ?? '');
  return account?.state === 'ACTIVE' && role?.arn === arn ? { account, role } : undefined;
}

/** Seconds that a session of a role lasts, an hour unless asked otherwise. Throws `ValidationError` for more than the role allows. */
export function checkRoleDuration(asked: number | undefined, role: TwinRole): number {
  const seconds = asked ?? DEFAULT_SECONDS;
  checkDuration(seconds, MAXIMUM_SECONDS);
  if (seconds > role.maxSessionSeconds)
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  return seconds;
}

/** `AssumedRoleUser` of an answer. */
export function assumedRoleUser(
  { partition }: TwinState,
  account: TwinAccount,
  role: TwinRole,
  sessionName: string,
): { AssumedRoleId: string; Arn: string } {
  return {
    AssumedRoleId: `${role.id}:${sessionName}`,
    Arn: `arn:${partition}:sts::${account.id}:assumed-role/${role.name}/${sessionName}`,
  };
}

/** Keys of the tags of the role that is asked for. */
export function roleTagKeys(role: TwinRole): Record<string, string> {
  return Object.fromEntries(
    [...role.tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}
