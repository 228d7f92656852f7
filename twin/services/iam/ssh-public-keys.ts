/** SSH public keys of users, by which CodeCommit knows them. */
import { uniqueId } from '../../../base/ids.js';
import type { TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import { showTime } from './api-shapes.js';
import { userOf } from './entities.js';
import { checkQuota } from './input-checks.js';
import { changes, credentialOf, credentialsOf, statusOf } from './other-credentials.js';
import type { Of } from './other-credentials.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { onEntity } from './permissions.js';
import { asPem, asSshKey, fingerprintOf } from './public-keys.js';
import { QUOTAS } from './quotas.js';

interface UserInput {
  UserName?: string;
}

/** In the form that it was uploaded in, or in the one that is asked for. */
function showKey(user: TwinUser, one: Of<'ssh-public-key'>, encoding: 'SSH' | 'PEM'): Record<string, unknown> {
  return {
    UserName: user.name,
    SSHPublicKeyId: one.id,
    Fingerprint: fingerprintOf(one.body()),
    SSHPublicKeyBody: encoding === 'PEM' ? asPem(one.body()) : one.body(),
    Status: statusOf(one),
    UploadDate: showTime(one.createdAt),
  };
}

type SshKeyInput = { UserName: string; SSHPublicKeyId: string; Encoding: 'SSH' | 'PEM' };

export const sshPublicKeyOperations = [
  operation<PageInput & UserInput, unknown>({
    name: 'ListSSHPublicKeys',
    permissions: onEntity('ListSSHPublicKeys', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page(credentialsOf(user, 'ssh-public-key'), input);
      return {
        SSHPublicKeys: items.map((one) => ({
          UserName: user.name,
          SSHPublicKeyId: one.id,
          Status: statusOf(one),
          UploadDate: showTime(one.createdAt),
        })),
        ...rest,
      };
    },
  }),
  operation<SshKeyInput, unknown>({
    name: 'GetSSHPublicKey',
    permissions: onEntity('GetSSHPublicKey', 'user'),
    run: ({ UserName, SSHPublicKeyId, Encoding }, context) => {
      if (!['SSH', 'PEM'].includes(Encoding))
        throw new AwsError('UnrecognizedPublicKeyEncoding', 'Encoding must be SSH or PEM.');
      const found = credentialOf(context, UserName, 'ssh-public-key', SSHPublicKeyId);
      return { SSHPublicKey: showKey(userOf(context, UserName), found, Encoding) };
    },
  }),
  operation<{ UserName: string; SSHPublicKeyBody: string }, unknown>({
    name: 'UploadSSHPublicKey',
    permissions: onEntity('UploadSSHPublicKey', 'user'),
    run: ({ UserName, SSHPublicKeyBody }, context) => {
      const user = userOf(context, UserName);
      const key = asSshKey(SSHPublicKeyBody);
      if (key === undefined)
        throw new AwsError(
          'InvalidPublicKey',
          'The public key is not an RSA key of 2048 bits or more in ssh-rsa or PEM form.',
        );
      const own = credentialsOf(user, 'ssh-public-key');
      if (own.some(({ body }) => fingerprintOf(body()) === fingerprintOf(key)))
        throw new AwsError('DuplicateSSHPublicKey', `The SSH public key is already associated with user ${UserName}.`);
      checkQuota(own.length, 'SSHPublicKeysPerUser', QUOTAS.sshPublicKeysOfUser);
      const made: Of<'ssh-public-key'> = {
        kind: 'ssh-public-key',
        id: uniqueId('APKA', context.random),
        active: true,
        createdAt: context.clock.now(),
        body: () => key,
      };
      user.otherCredentials.set(made.id, made);
      return { SSHPublicKey: showKey(user, made, SSHPublicKeyBody.trim().startsWith('ssh-rsa ') ? 'SSH' : 'PEM') };
    },
  }),
  ...changes('ssh-public-key', 'SSHPublicKey', 'SSHPublicKeyId'),
];
