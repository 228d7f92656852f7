/** AWS Security Token Service. */
import * as schemas from '@aws-sdk/client-sts';
import { AwsError } from '../aws-error.js';
import { operation } from '../operation.js';
import { awsQuery } from '../wire/query.js';
import type { Service } from '../wire/service.js';
import { assumeRole } from './assume-role.js';
import { checkDuration, credentialsOf, issueSession } from './issue.js';
import { verifyMfa } from './mfa.js';
import type { MfaInput } from './mfa.js';

/** Sessions of IAM users last twelve hours unless asked otherwise, and thirty-six at most. */
const DEFAULT_SECONDS = 43_200;
const MAXIMUM_SECONDS = 129_600;

/** Needs no permission and cannot be denied; role sessions cannot call it (STS API reference, GetSessionToken). */
const getSessionToken = operation<MfaInput & { DurationSeconds?: number }, unknown>({
  name: 'GetSessionToken',
  permissions: () => [],
  run: (input, context) => {
    const { caller } = context;
    if (caller.kind === 'root') throw new AwsError('NotImplemented', 'The embedded organization makes no sessions of root users.', 501);
    if (caller.kind !== 'user' || caller.session) throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    const seconds = input.DurationSeconds ?? DEFAULT_SECONDS;
    checkDuration(seconds, MAXIMUM_SECONDS);
    const mfaPresent = verifyMfa(input, context);
    const session = issueSession(context, seconds, {
      accountId: caller.account.id,
      kind: 'session-token',
      userName: caller.user.name,
      userId: caller.user.id,
      mfaPresent,
      ...(mfaPresent ? { mfaAt: context.clock.now() } : {}),
    });
    return { Credentials: credentialsOf(session) };
  },
});

const getCallerIdentity = operation<unknown, unknown>({
  name: 'GetCallerIdentity',
  permissions: () => [],
  run: (_input, { caller }) => ({
    UserId: caller.kind === 'user' ? caller.user.id : caller.kind === 'root' ? caller.account.id : `${caller.role.id}:${caller.session.sessionName ?? ''}`,
    Account: caller.account.id,
    Arn: caller.arn,
  }),
});

export const sts: Service = {
  id: 'sts',
  protocols: [awsQuery('2011-06-15', 'https://sts.amazonaws.com/doc/2011-06-15/')],
  permissionPrefix: 'sts',
  schemas,
  operations: [assumeRole, getSessionToken, getCallerIdentity],
};
