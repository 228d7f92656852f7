/** What IAM is given about credentials that single services take, and about when services were last used. */
import { call, row, arn, CERTIFICATE, otherCredentials, PUBLIC_KEY } from './iam-stage.js';
import type { Row } from './law.js';

const UserName = 'ann';
const BEDROCK = 'bedrock.amazonaws.com';
const CODECOMMIT = 'codecommit.amazonaws.com';

const certificates: Row[] = [
  row('ListSigningCertificates', { UserName }),
  row('UploadSigningCertificate', (seen) => ({ UserName: 'bob', CertificateBody: CERTIFICATE(seen) }), {
    // A certificate belongs to one user alone.
    before: [
      call('DeleteSigningCertificate', (seen) => ({ UserName, CertificateId: otherCredentials(seen).certificate })),
    ],
    read: [call('ListSigningCertificates', { UserName: 'bob' })],
  }),
  row(
    'UpdateSigningCertificate',
    (seen) => ({ UserName, CertificateId: otherCredentials(seen).certificate, Status: 'Inactive' }),
    { read: [call('ListSigningCertificates', { UserName })] },
  ),
  row('DeleteSigningCertificate', (seen) => ({ UserName, CertificateId: otherCredentials(seen).certificate })),
];

const sshKeys: Row[] = [
  row('ListSSHPublicKeys', { UserName }),
  row('GetSSHPublicKey', (seen) => ({ UserName, SSHPublicKeyId: otherCredentials(seen).sshKey, Encoding: 'PEM' }), {
    instead: { Encoding: 'SSH' },
  }),
  row('UploadSSHPublicKey', (seen) => ({ UserName: 'bob', SSHPublicKeyBody: PUBLIC_KEY(seen) }), {
    read: [
      call('GetSSHPublicKey', (seen) => ({
        UserName: 'bob',
        SSHPublicKeyId: otherCredentials(seen).sshKey,
        Encoding: 'PEM',
      })),
    ],
    instead: { SSHPublicKeyBody: 'ssh-rsa AAAA' },
  }),
  row(
    'UpdateSSHPublicKey',
    (seen) => ({ UserName, SSHPublicKeyId: otherCredentials(seen).sshKey, Status: 'Inactive' }),
    { read: [call('ListSSHPublicKeys', { UserName })] },
  ),
  row('DeleteSSHPublicKey', (seen) => ({ UserName, SSHPublicKeyId: otherCredentials(seen).sshKey })),
];

const ofOneService: Row[] = [
  row('ListServiceSpecificCredentials', { UserName, ServiceName: CODECOMMIT }),
  row('ListServiceSpecificCredentials', { AllUsers: true, ServiceName: CODECOMMIT }),
  row(
    'CreateServiceSpecificCredential',
    { UserName: 'bob', ServiceName: BEDROCK, CredentialAgeDays: 5 },
    {
      read: [call('ListServiceSpecificCredentials', { UserName: 'bob' })],
      acts: ['CredentialAgeDays'],
      instead: { ServiceName: 'logs.amazonaws.com' },
    },
  ),
  row('ResetServiceSpecificCredential', (seen) => ({
    UserName,
    ServiceSpecificCredentialId: otherCredentials(seen).ofOneService,
  })),
  row(
    'UpdateServiceSpecificCredential',
    (seen) => ({
      UserName,
      ServiceSpecificCredentialId: otherCredentials(seen).ofOneService,
      Status: 'Inactive',
    }),
    { read: [call('ListServiceSpecificCredentials', { UserName })] },
  ),
  row('DeleteServiceSpecificCredential', (seen) => ({
    UserName,
    ServiceSpecificCredentialId: otherCredentials(seen).ofOneService,
  })),
];

const lastUse: Row[] = [
  row(
    'GenerateServiceLastAccessedDetails',
    { Arn: arn('user/p/ann'), Granularity: 'SERVICE_LEVEL' },
    {
      read: [call('GetServiceLastAccessedDetails', (seen) => ({ JobId: otherCredentials(seen).job }))],
      acts: ['Arn'],
      instead: { Arn: arn('user/bob'), Granularity: 'ACTION_LEVEL' },
    },
  ),
  row('GetServiceLastAccessedDetails', (seen) => ({ JobId: otherCredentials(seen).job })),
];

export const credentials: readonly Row[] = [...certificates, ...sshKeys, ...ofOneService, ...lastUse];
