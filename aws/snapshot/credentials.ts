/** Reads what a user signs in with: password, active access keys, MFA devices. */
import {
  GetLoginProfileCommand,
  ListMFADevicesCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { User } from '../../organization/model.js';
import { everyItem, unlessAbsent } from './port.js';

/** An access key as IAM lists it. Its id is no secret; its last letters tell it apart from another. */
export interface ReadAccessKey {
  ending: string;
  active: boolean;
  /** ISO 8601. */
  created: string;
}

/** What a user signs in with, as a document holds it, and every access key that there is. */
export interface ReadCredentials {
  user: Pick<User, 'mfa' | 'password' | 'passwordResetRequired' | 'accessKey'>;
  accessKeys: readonly ReadAccessKey[];
}

/** Reads the credentials of one user. Rejects with the SDK's error if AWS refuses. */
export async function readCredentials(iam: IAMClient, userName: string): Promise<ReadCredentials> {
  const devices = await everyItem(
    paginateListMFADevices({ client: iam }, { UserName: userName }),
    ({ MFADevices }) => MFADevices,
  );
  const login = await unlessAbsent(() => iam.send(new GetLoginProfileCommand({ UserName: userName })));
  const keys = await everyItem(
    paginateListAccessKeys({ client: iam }, { UserName: userName }),
    ({ AccessKeyMetadata }) => AccessKeyMetadata,
  );
  return {
    user: {
      mfa: Object.fromEntries(
        devices.map(({ SerialNumber: serial = '' }) => [serial.split('/').at(-1) ?? serial, { kind: kindOf(serial) }]),
      ),
      password: login !== undefined,
      passwordResetRequired: login?.LoginProfile?.PasswordResetRequired === true,
      accessKey: keys.some(({ Status: status }) => status === 'Active'),
    },
    accessKeys: keys.map(({ AccessKeyId: id = '', Status: status, CreateDate: created }) => ({
      ending: id.slice(-4),
      active: status === 'Active',
      created: created?.toISOString() ?? '',
    })),
  };
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
function kindOf(serial: string): User['mfa'][string]['kind'] {
  if (serial.includes(':u2f/')) return 'fido';
  return serial.includes(':mfa/') ? 'virtual' : 'hardware';
}
