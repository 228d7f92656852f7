/** Deploys what users sign in with. What is made is kept for whoever drills: nobody can read it again. */
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeleteAccessKeyCommand,
  DeleteLoginProfileCommand,
  DeleteVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  UpdateAccessKeyCommand,
  UpdateLoginProfileCommand,
  paginateListAccessKeys,
  paginateListMFADevices,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { TOTP } from 'otpauth';
import type { Clock } from '../../base/clock.js';
import { hardwareTokenSeed, hardwareTokenSerial } from '../../base/hardware-token.js';
import { secretAccessKey } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { OtherCredential, User } from '../../organization/model.js';
import { notImplemented } from '../missing-operations.js';
import { OTHER_KINDS } from '../snapshot/credential-kinds.js';
import { asDocumented, readCredentials, withoutUse } from '../snapshot/credentials.js';
import type { ReadKind } from '../snapshot/credentials.js';
import { withFreshCode } from '../fresh-code.js';
import { everyItem, unlessAbsent } from '../snapshot/port.js';
import { toldOnce } from '../told-once.js';
import type { Transport } from '../transport.js';
import { isWayFault } from '../way-faults.js';
import type { Deployment } from './deployment.js';

/** Credentials that a deployment made of one user. */
export interface MadeCredentials {
  accessKeyId?: string;
  secretAccessKey?: string;
  mfaSerial?: string;
  mfaSeed?: string;
}

/** Where one user's credentials are deployed. */
export interface UserSite {
  deployment: Deployment;
  iam: IAMClient;
  where: string;
  accountId: string;
  partition: string;
  name: string;
  user: User;
  /** The target's clock: codes are of its time. */
  clock: Clock;
  random: Random;
  transport: Pick<Transport, 'again'>;
  /** What was made of this user, and is kept as soon as it is made. */
  made: MadeCredentials;
}

const STEP = 30_000;

/** Makes password, access key and MFA devices those of the document. */
export async function deployCredentials(site: UserSite): Promise<void> {
  const existing = asDocumented(await readCredentials(site.iam, site.name, unlessNotThere, withoutUse));
  await deployPassword(site, existing);
  await deployAccessKey(site, existing.accessKey);
  await deployDevices(
    site,
    Object.values(existing.mfa).map(({ kind }) => kind),
  );
  await deployOtherCredentials(site, existing.otherCredentials);
}

/** Few emulators have all that single services take. */
const unlessNotThere: ReadKind = async (kind, read) => {
  try {
    return await read();
  } catch (error) {
    if (OTHER_KINDS[kind] !== undefined && notImplemented(error) !== undefined) return [];
    throw error;
  }
};

/** Of those that one service takes IAM makes the secret itself; whoever holds the other half of a key or certificate uploads it. */
async function deployOtherCredentials(
  { deployment, iam, where, name, user }: UserSite,
  existing: User['otherCredentials'],
): Promise<void> {
  const left = Object.values(existing).map(kindAndService);
  for (const [called, credential] of Object.entries(user.otherCredentials)) {
    const there = left.indexOf(kindAndService(credential));
    if (there >= 0) left.splice(there, 1);
    else if (credential.kind === 'service-specific')
      await deployment.change(where, `create the credential ${called} of the user ${name}`, () =>
        iam.send(new CreateServiceSpecificCredentialCommand({ UserName: name, ServiceName: credential.service })),
      );
    else
      deployment.leaveOut(
        where,
        `${credential.kind} ${called} of the user ${name}`,
        'whoever holds its private key uploads it',
      );
  }
  if (left.length > 0)
    deployment.leaveOut(
      where,
      `${left.length} more credentials of the user ${name}`,
      'credentials that the document does not name are left as they are',
    );
}

function kindAndService(credential: OtherCredential): string {
  return credential.kind === 'service-specific' ? `${credential.kind} ${credential.service}` : credential.kind;
}

async function deployPassword(
  { deployment, iam, where, name, user, random }: UserSite,
  existing: Pick<User, 'password' | 'passwordResetRequired'>,
): Promise<void> {
  const PasswordResetRequired = user.passwordResetRequired;
  if (user.password && !existing.password) {
    const Password = `${secretAccessKey(random.derive(`password ${where} ${name}`))}-aA1`;
    await deployment.change(where, `give the user ${name} a password`, () =>
      iam.send(new CreateLoginProfileCommand({ UserName: name, Password, PasswordResetRequired })),
    );
  } else if (!user.password && existing.password) {
    await deployment.change(where, `take the password of the user ${name} away`, () =>
      iam.send(new DeleteLoginProfileCommand({ UserName: name })),
    );
  } else if (user.password && existing.passwordResetRequired !== PasswordResetRequired) {
    await deployment.change(where, `say whether the user ${name} must choose a new password`, () =>
      iam.send(new UpdateLoginProfileCommand({ UserName: name, PasswordResetRequired })),
    );
  }
}

async function deployAccessKey({ deployment, iam, where, name, user, made }: UserSite, active: boolean): Promise<void> {
  const activeKeys = async (): Promise<string[]> => {
    const keys = await everyItem(
      paginateListAccessKeys({ client: iam }, { UserName: name }),
      ({ AccessKeyMetadata }) => AccessKeyMetadata,
    );
    return keys.filter(({ Status }) => Status === 'Active').flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
  };
  if (user.accessKey && !active) {
    await deployment.change(where, `create an access key of the user ${name}`, async () => {
      const { AccessKey: key } = await toldOnce(
        () => iam.send(new CreateAccessKeyCommand({ UserName: name })),
        // There was none: the one that is there now is the one whose secret was lost.
        async () => {
          for (const AccessKeyId of await activeKeys())
            await unlessAbsent(() => iam.send(new DeleteAccessKeyCommand({ UserName: name, AccessKeyId })));
        },
      );
      Object.assign(made, { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' });
    });
  }
  if (!user.accessKey && active) {
    for (const AccessKeyId of await activeKeys())
      await deployment.change(where, `deactivate an access key of the user ${name}`, () =>
        iam.send(new UpdateAccessKeyCommand({ UserName: name, AccessKeyId, Status: 'Inactive' })),
      );
  }
}

/** As many devices of each kind as the document names; the first that shows codes is what a drill uses. */
async function deployDevices(site: UserSite, existing: readonly string[]): Promise<void> {
  const { deployment, where, name, user } = site;
  const left = [...existing];
  for (const [device, { kind }] of Object.entries(user.mfa)) {
    const there = left.indexOf(kind);
    if (there >= 0) left.splice(there, 1);
    else if (kind === 'fido')
      deployment.leaveOut(
        where,
        `security key ${device} of the user ${name}`,
        'AWS registers FIDO security keys in the console alone',
      );
    else
      await deployment.change(where, `enable the MFA device ${device} of the user ${name}`, () =>
        deployDevice(site, device, kind),
      );
  }
  if (left.length > 0)
    deployment.leaveOut(
      where,
      `${left.length} more MFA devices of the user ${name}`,
      'devices that the document does not name are left as they are',
    );
}

interface Device {
  serial: string;
  seed: string;
}

async function deployDevice(site: UserSite, device: string, kind: 'virtual' | 'hardware'): Promise<void> {
  const { accountId, name, made } = site;
  const label = `${name}-${device}`;
  const enabled =
    kind === 'hardware'
      ? await enable(site, token(`${accountId}/${name}/${device}`))
      : await toldOnce(
          async () => enable(site, await virtualDevice(site.iam, label)),
          () => removeDevice(site, label),
        );
  if (made.mfaSeed === undefined) Object.assign(made, { mfaSerial: enabled.serial, mfaSeed: enabled.seed });
}

/** Shows two codes that follow each other, as EnableMFADevice asks for them. */
async function enable({ iam, name, clock, transport }: UserSite, { serial, seed }: Device): Promise<Device> {
  const totp = new TOTP({ secret: seed, algorithm: 'SHA1', digits: 6, period: STEP / 1000 });
  // The code before this one and this one.
  const codes = (): string[] => [-1, 0].map((step) => totp.generate({ timestamp: clock.now() + step * STEP }));
  const isEnabled = async (): Promise<boolean> => {
    const listed = await everyItem(
      paginateListMFADevices({ client: iam }, { UserName: name }),
      ({ MFADevices }) => MFADevices,
    );
    return listed.some(({ SerialNumber }) => SerialNumber === serial);
  };
  await withFreshCode(transport, {
    first: codes(),
    // Codes work once: the next two are others.
    next: async () => {
      await clock.sleep(2 * STEP);
      return codes();
    },
    send: async ([AuthenticationCode1, AuthenticationCode2]) => {
      const input = { UserName: name, SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 };
      try {
        await iam.send(new EnableMFADeviceCommand(input));
      } catch (error) {
        if (!isWayFault(error) || !(await isEnabled())) throw error;
      }
    },
  });
  return { serial, seed };
}

/** Its seed was lost, or nobody could enable it. AWS deletes none that a user has (IAM API reference, DeleteVirtualMFADevice). */
async function removeDevice({ iam, partition, accountId }: UserSite, label: string): Promise<void> {
  const SerialNumber = `arn:${partition}:iam::${accountId}:mfa/${label}`;
  await unlessAbsent(() => iam.send(new DeleteVirtualMFADeviceCommand({ SerialNumber })));
}

function token(label: string): Device {
  const serial = hardwareTokenSerial(label);
  return { serial, seed: hardwareTokenSeed(serial) };
}

async function virtualDevice(iam: IAMClient, name: string): Promise<Device> {
  const { VirtualMFADevice: device } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }),
  );
  const text = Buffer.from(device?.Base32StringSeed ?? []).toString('utf8');
  // Not every emulator gives a seed in base32; those that do not ask for no right code either.
  const seed = /^[A-Z2-7]+=*$/.test(text) ? text : 'A'.repeat(32);
  return { serial: device?.SerialNumber ?? '', seed };
}
