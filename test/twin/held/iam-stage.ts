/** What is made in IAM before each row. */
import { X509Certificate } from 'node:crypto';
import { TOTP } from 'otpauth';
import { of } from './law.js';
import type { Seen, Value } from './law.js';

export const { call, row } = of('iam');

export const ACCOUNT = '111122223333';
export const arn = (rest: string): string => `arn:aws:iam::${ACCOUNT}:${rest}`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
export const policy = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
export const TRUST = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  });
export const Tags = [{ Key: 'team', Value: 'red' }];
export const READS = arn('policy/p/reads');
export const LIMITS = arn('policy/limits');
export const DEVICE = arn('mfa/phone');

export const deviceCodes = ({ answers, fixture }: Seen, operation: string): Value => {
  const { VirtualMFADevice } = answers['CreateVirtualMFADevice'] as {
    VirtualMFADevice: { Base32StringSeed: Uint8Array };
  };
  const secret = Buffer.from(VirtualMFADevice.Base32StringSeed).toString('utf8');
  const code = (step: number): string =>
    new TOTP({ secret, period: 30, digits: 6 }).generate({ timestamp: fixture.clock.now() + step * 30_000 });
  const [first, second] = operation === 'EnableMFADevice' ? [-1, 0] : [0, 1];
  return {
    UserName: 'ann',
    SerialNumber: DEVICE,
    AuthenticationCode1: code(first),
    AuthenticationCode2: code(second),
  };
};

export const ownDevice = ({ fixture }: Seen, step = 0): { serialNumber: string; code: string } =>
  fixture.mfa('management', 'break-glass-1', step);
export const metadata = ({ answers }: Seen): string =>
  (answers['GetSAMLProvider'] as { SAMLMetadataDocument: string }).SAMLMetadataDocument;

/** The certificate of the identity provider serves as one of a user, its key as one for SSH. */
export const CERTIFICATE = (seen: Seen): string => {
  const [, body = ''] = /X509Certificate>([^<]+)</.exec(metadata(seen)) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${body.trim()}\n-----END CERTIFICATE-----`;
};
export const PUBLIC_KEY = (seen: Seen): string =>
  new X509Certificate(CERTIFICATE(seen)).publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Ids of what was made last. */
export const otherCredentials = ({
  answers,
}: Seen): Record<'certificate' | 'sshKey' | 'ofOneService' | 'job', string> => {
  const { Certificate } = answers['UploadSigningCertificate'] as { Certificate: { CertificateId: string } };
  const { SSHPublicKey } = answers['UploadSSHPublicKey'] as { SSHPublicKey: { SSHPublicKeyId: string } };
  const { ServiceSpecificCredential } = answers['CreateServiceSpecificCredential'] as {
    ServiceSpecificCredential: { ServiceSpecificCredentialId: string };
  };
  const { JobId } = answers['GenerateServiceLastAccessedDetails'] as { JobId: string };
  return {
    certificate: Certificate.CertificateId,
    sshKey: SSHPublicKey.SSHPublicKeyId,
    ofOneService: ServiceSpecificCredential.ServiceSpecificCredentialId,
    job: JobId,
  };
};

export const firstKey = ({ answers }: Seen): string =>
  (answers['CreateAccessKey'] as { AccessKey: { AccessKeyId: string } }).AccessKey.AccessKeyId;

export const stage = [
  call('CreateUser', { UserName: 'ann', Path: '/p/' }),
  call('CreateUser', { UserName: 'bob' }),
  call('CreateGroup', { GroupName: 'staff', Path: '/p/' }),
  call('CreateGroup', { GroupName: 'other' }),
  call('AddUserToGroup', { GroupName: 'staff', UserName: 'ann' }),
  call('CreateRole', { RoleName: 'clerk', Path: '/p/', AssumeRolePolicyDocument: TRUST(ACCOUNT) }),
  call('CreateRole', { RoleName: 'porter', AssumeRolePolicyDocument: TRUST(ACCOUNT) }),
  call('CreatePolicy', { PolicyName: 'reads', Path: '/p/', PolicyDocument: policy('s3:Get*') }),
  call('CreatePolicy', { PolicyName: 'other', PolicyDocument: policy('s3:List*') }),
  call('CreatePolicy', { PolicyName: 'idle', Path: '/p/', PolicyDocument: policy('s3:List*') }),
  call('CreatePolicy', { PolicyName: 'limits', PolicyDocument: policy('*') }),
  call('CreatePolicyVersion', { PolicyArn: READS, PolicyDocument: policy('s3:*') }),
  ...['User', 'Group', 'Role'].flatMap((kind) => {
    const who = { [`${kind}Name`]: { User: 'ann', Group: 'staff', Role: 'clerk' }[kind] };
    return [
      call(`Attach${kind}Policy`, { ...who, PolicyArn: READS }),
      call(`Attach${kind}Policy`, { ...who, PolicyArn: ADMINISTRATOR }),
      call(`Put${kind}Policy`, { ...who, PolicyName: 'own', PolicyDocument: policy('sqs:*') }),
    ];
  }),
  call('PutUserPermissionsBoundary', { UserName: 'ann', PermissionsBoundary: LIMITS }),
  call('PutRolePermissionsBoundary', { RoleName: 'clerk', PermissionsBoundary: LIMITS }),
  call('CreateInstanceProfile', { InstanceProfileName: 'web', Path: '/p/' }),
  call('CreateInstanceProfile', { InstanceProfileName: 'idle' }),
  call('AddRoleToInstanceProfile', { InstanceProfileName: 'web', RoleName: 'clerk' }),
  call('CreateVirtualMFADevice', { VirtualMFADeviceName: 'phone' }),
  call('CreateLoginProfile', { UserName: 'ann', Password: 'Long enough 1!', PasswordResetRequired: false }),
  call('CreateAccessKey', { UserName: 'ann' }),
  call('ListSAMLProviders'),
  call('GetSAMLProvider', ({ answers }) => {
    const { SAMLProviderList } = answers['ListSAMLProviders'] as { SAMLProviderList: { Arn: string }[] };
    return { SAMLProviderArn: SAMLProviderList[0]?.Arn };
  }),
  call('CreateSAMLProvider', (seen) => ({ Name: 'idp', SAMLMetadataDocument: metadata(seen) })),
  call('UploadSigningCertificate', (seen) => ({ UserName: 'ann', CertificateBody: CERTIFICATE(seen) })),
  call('UploadSSHPublicKey', (seen) => ({ UserName: 'ann', SSHPublicKeyBody: PUBLIC_KEY(seen) })),
  call('CreateServiceSpecificCredential', { UserName: 'ann', ServiceName: 'codecommit.amazonaws.com' }),
  call('GenerateServiceLastAccessedDetails', { Arn: arn('user/p/ann') }),
  call('CreateAccountAlias', { AccountAlias: 'of-ours' }),
  call('UpdateAccountPasswordPolicy', { MinimumPasswordLength: 12 }),
  call('GenerateCredentialReport'),
  ...[
    call('TagUser', { UserName: 'ann', Tags }),
    call('TagRole', { RoleName: 'clerk', Tags }),
    call('TagPolicy', { PolicyArn: READS, Tags }),
    call('TagInstanceProfile', { InstanceProfileName: 'web', Tags }),
    call('TagSAMLProvider', { SAMLProviderArn: arn('saml-provider/idp'), Tags }),
    call('TagMFADevice', { SerialNumber: DEVICE, Tags }),
  ],
];
