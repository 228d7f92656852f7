/** Reads what users are known by: passwords, MFA devices, access keys, and what single services take. Each kind is a call of its own. */
import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListMFADevicesCommand,
  ListServiceSpecificCredentialsCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
} from '@aws-sdk/client-iam';
import type { IAMClient, ServiceSpecificCredentialMetadata } from '@aws-sdk/client-iam';
import type { OtherCredential, User } from '../../organization/model.js';
import { CREDENTIAL_KINDS, OTHER_KINDS } from './credential-kinds.js';
import type { CredentialKind, ReadCredential } from './credential-kinds.js';
import { everyItem, unlessAbsent } from './port.js';

/** How one kind of credentials is read: what comes of a refusal is for the caller to say. */
export type ReadKind = (kind: CredentialKind, read: () => Promise<ReadCredential[]>) => Promise<ReadCredential[]>;

/** How the last use of a credential is read; the whole of a refusal is that nobody knows it. */
export type ReadUse = (read: () => Promise<Date | undefined>) => Promise<{ lastUsed?: string }>;

/** Everything that a user is known by. */
export async function readCredentials(
  iam: IAMClient,
  userName: string,
  eachKind: ReadKind,
  lastUse: ReadUse,
): Promise<ReadCredential[]> {
  const found: ReadCredential[] = [];
  for (const kind of Object.keys(CREDENTIAL_KINDS) as CredentialKind[])
    found.push(...(await eachKind(kind, () => READS[kind](iam, userName, lastUse))));
  return found;
}

/** The last use of nothing is asked for: for whoever compares what is there. */
export const withoutUse: ReadUse = () => Promise.resolve({});

const READS: Readonly<
  Record<CredentialKind, (iam: IAMClient, UserName: string, lastUse: ReadUse) => Promise<ReadCredential[]>>
> = {
  password: async (iam, UserName, lastUse) => {
    const login = (await unlessAbsent(() => iam.send(new GetLoginProfileCommand({ UserName }))))?.LoginProfile;
    if (!login) return [];
    const used = await lastUse(async () => (await iam.send(new GetUserCommand({ UserName }))).User?.PasswordLastUsed);
    const reset = login.PasswordResetRequired === true ? { of: RESET_REQUIRED } : {};
    return [{ kind: 'password', called: '', active: true, created: instant(login.CreateDate), ...reset, ...used }];
  },
  'MFA device': async (iam, UserName) =>
    (await everyItem(paginateListMFADevices({ client: iam }, { UserName }), ({ MFADevices }) => MFADevices)).map(
      ({ SerialNumber: called = '', EnableDate: created }) => ({
        kind: 'MFA device',
        called,
        of: deviceKind(called),
        active: true,
        created: instant(created),
      }),
    ),
  'access key': async (iam, UserName, lastUse) => {
    const keys = await everyItem(
      paginateListAccessKeys({ client: iam }, { UserName }),
      ({ AccessKeyMetadata }) => AccessKeyMetadata,
    );
    const found: ReadCredential[] = [];
    for (const { AccessKeyId, Status, CreateDate } of keys) {
      const used = await lastUse(
        async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed?.LastUsedDate,
      );
      found.push({ ...listed('access key', AccessKeyId, Status, CreateDate), ...used });
    }
    return found;
  },
  'signing certificate': async (iam, UserName) =>
    (
      await everyItem(
        paginateListSigningCertificates({ client: iam }, { UserName }),
        ({ Certificates }) => Certificates,
      )
    ).map(({ CertificateId: id, Status, UploadDate }) => listed('signing certificate', id, Status, UploadDate)),
  'SSH public key': async (iam, UserName) =>
    (
      await everyItem(paginateListSSHPublicKeys({ client: iam }, { UserName }), ({ SSHPublicKeys }) => SSHPublicKeys)
    ).map(({ SSHPublicKeyId: id, Status, UploadDate }) => listed('SSH public key', id, Status, UploadDate)),
  'service-specific credential': async (iam, UserName) =>
    (await serviceSpecific(iam, UserName)).map(
      ({ ServiceSpecificCredentialId: id, ServiceName, Status, CreateDate }) => ({
        ...listed('service-specific credential', id, Status, CreateDate),
        of: ServiceName ?? '',
      }),
    ),
};

/** What a password has in `of` that is to be changed at the next sign-in. */
const RESET_REQUIRED = 'to be changed';

/** The SDK has no pages for this list. */
async function serviceSpecific(iam: IAMClient, UserName: string): Promise<ServiceSpecificCredentialMetadata[]> {
  const all: ServiceSpecificCredentialMetadata[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.send(new ListServiceSpecificCredentialsCommand({ UserName, Marker }));
    all.push(...(page.ServiceSpecificCredentials ?? []));
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return all;
}

function listed(kind: CredentialKind, id = '', status?: string, created?: Date): ReadCredential {
  return { kind, called: id.slice(-4), active: status === 'Active', created: instant(created) };
}

function instant(date: Date | undefined): string {
  return date?.toISOString() ?? '';
}

/** What a document says of them: only what is active counts. */
export function asDocumented(
  credentials: readonly ReadCredential[],
): Pick<User, 'mfa' | 'password' | 'passwordResetRequired' | 'accessKey' | 'otherCredentials'> {
  const active = credentials.filter((one) => one.active);
  const ofKind = (kind: CredentialKind): ReadCredential[] => active.filter((one) => one.kind === kind);
  return {
    mfa: Object.fromEntries(
      ofKind('MFA device').map(({ called, of }) => [
        called.split('/').at(-1) ?? called,
        { kind: of as User['mfa'][string]['kind'] },
      ]),
    ),
    password: ofKind('password').length > 0,
    passwordResetRequired: ofKind('password').some(({ of }) => of === RESET_REQUIRED),
    accessKey: ofKind('access key').length > 0,
    otherCredentials: Object.fromEntries(active.flatMap((one) => otherCredential(one))),
  };
}

function otherCredential({ kind, called, of: service = '' }: ReadCredential): [string, OtherCredential][] {
  const other = OTHER_KINDS[kind];
  if (other === undefined) return [];
  return [[`${other}-${called}`, other === 'service-specific' ? { kind: other, service } : { kind: other }]];
}

/** Whether a user has a password for the console. Rejects with the SDK's error if AWS refuses. */
export async function hasPassword(iam: IAMClient, userName: string): Promise<boolean> {
  return (await unlessAbsent(() => iam.send(new GetLoginProfileCommand({ UserName: userName })))) !== undefined;
}

/** Whether a user has an MFA device. Rejects likewise. */
export async function hasMfaDevice(iam: IAMClient, userName: string): Promise<boolean> {
  const { MFADevices: devices = [] } = await iam.send(new ListMFADevicesCommand({ UserName: userName }));
  return devices.length > 0;
}

/** A serial number tells the kind of the device (IAM API reference, MFADevice): a hardware token's is no ARN. */
function deviceKind(serial: string): User['mfa'][string]['kind'] {
  if (serial.includes(':u2f/')) return 'fido';
  return serial.includes(':mfa/') ? 'virtual' : 'hardware';
}
