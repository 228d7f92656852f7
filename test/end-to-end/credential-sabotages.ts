/** Credentials that somebody makes, or takes away, by calls of the public API. */
import { generateKeyPairSync } from 'node:crypto';
import {
  CreateServiceSpecificCredentialCommand,
  DeleteSSHPublicKeyCommand,
  DeleteServiceSpecificCredentialCommand,
  ListAccessKeysCommand,
  ListSSHPublicKeysCommand,
  ListServiceSpecificCredentialsCommand,
  UpdateAccessKeyCommand,
  UpdateServiceSpecificCredentialCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import type { Hands, Sabotage } from './drift-sabotages.js';

export const credentialSabotages: readonly Sabotage[] = [
  {
    title: 'an SSH public key of a user that the document has',
    make: ({ iam }) =>
      iam.send(new UploadSSHPublicKeyCommand({ UserName: 'deployment', SSHPublicKeyBody: sshPublicKey() })),
    undo: async ({ iam }) => {
      const { SSHPublicKeys: [key] = [] } = await iam.send(new ListSSHPublicKeysCommand({ UserName: 'deployment' }));
      await iam.send(
        new DeleteSSHPublicKeyCommand({ UserName: 'deployment', SSHPublicKeyId: key?.SSHPublicKeyId ?? '' }),
      );
    },
    expects: [['BG_NOT_IN_DOCUMENT', /^an SSH public key of user "deployment" \(….{4}, made .{10}\) is there/]],
  },
  {
    title: 'a key for Bedrock of a break-glass user',
    make: ({ iam }) =>
      iam.send(
        new CreateServiceSpecificCredentialCommand({ UserName: 'break-glass-1', ServiceName: 'bedrock.amazonaws.com' }),
      ),
    undo: (hands) => withoutServiceCredential(hands, 'break-glass-1'),
    expects: [['BG_CREDENTIAL_OF_OTHER_KIND', /^user "break-glass-1" has a service-specific credential for bedrock/]],
  },
  {
    title: 'a credential for CodeCommit that is inactive',
    make: async ({ iam }) => {
      const { ServiceSpecificCredential: made } = await iam.send(
        new CreateServiceSpecificCredentialCommand({
          UserName: 'break-glass-1',
          ServiceName: 'codecommit.amazonaws.com',
        }),
      );
      await iam.send(
        new UpdateServiceSpecificCredentialCommand({
          UserName: 'break-glass-1',
          ServiceSpecificCredentialId: made?.ServiceSpecificCredentialId,
          Status: 'Inactive',
        }),
      );
    },
    undo: (hands) => withoutServiceCredential(hands, 'break-glass-1'),
    expects: [],
  },
  {
    title: 'an access key that was made inactive',
    make: (hands) => setKey(hands, 'robot', 'Inactive'),
    undo: (hands) => setKey(hands, 'robot', 'Active'),
    expects: [
      [
        'BG_NOT_AS_DOCUMENT',
        /^an access key of user "robot" is not as the document has it: it is inactive \(….{4}, made .{10}\)$/,
      ],
    ],
  },
];

function sshPublicKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString();
}

async function withoutServiceCredential({ iam }: Hands, UserName: string): Promise<void> {
  const { ServiceSpecificCredentials: [one] = [] } = await iam.send(
    new ListServiceSpecificCredentialsCommand({ UserName }),
  );
  await iam.send(
    new DeleteServiceSpecificCredentialCommand({
      UserName,
      ServiceSpecificCredentialId: one?.ServiceSpecificCredentialId,
    }),
  );
}

async function setKey({ iam }: Hands, UserName: string, Status: 'Active' | 'Inactive'): Promise<void> {
  const { AccessKeyMetadata: [key] = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
  await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: key?.AccessKeyId, Status }));
}
