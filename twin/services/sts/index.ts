/** AWS Security Token Service. */
import * as schemas from '@aws-sdk/client-sts';
import { userIdOf } from '../../access/caller.js';
import { AwsError } from '../../wire/aws-error.js';
import { awsQuery } from '../../wire/query.js';
import { operation } from '../shared/operation.js';
import type { Service } from '../shared/service.js';
import { assumeRoleWithSaml } from './assume-role-with-saml.js';
import { assumeRole } from './assume-role.js';
import { assumeRoot } from './assume-root.js';
import { decodeAuthorizationMessage } from './decode-authorization-message.js';
import { getFederationToken, getSessionToken } from './user-sessions.js';

const getCallerIdentity = operation<unknown, unknown>({
  name: 'GetCallerIdentity',
  permissions: () => [],
  run: (_input, { caller }) => ({ UserId: userIdOf(caller), Account: caller.account.id, Arn: caller.arn }),
});

/** Tells the account of any key, whoever asks (STS API reference, GetAccessKeyInfo). */
const getAccessKeyInfo = operation<{ AccessKeyId: string }, unknown>({
  name: 'GetAccessKeyInfo',
  run: ({ AccessKeyId: id }, { state }) => {
    const key = state.accessKeys.get(id) ?? state.sessions.get(id);
    if (!key)
      throw new AwsError(
        'ValidationError',
        `1 validation error detected: Value '${id}' at 'accessKeyId' failed to satisfy constraint: the key does not exist`,
      );
    return { Account: key.accountId };
  },
});

export const sts: Service = {
  id: 'sts',
  protocols: [awsQuery('2011-06-15', 'https://sts.amazonaws.com/doc/2011-06-15/')],
  permissionPrefix: 'sts',
  schemas,
  operations: [
    assumeRole,
    assumeRoleWithSaml,
    assumeRoot,
    getSessionToken,
    getFederationToken,
    getCallerIdentity,
    getAccessKeyInfo,
    decodeAuthorizationMessage,
  ],
};
