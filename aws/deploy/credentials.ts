/** Deploys what users sign in with. What is made is kept for whoever drills: nobody can read it again. */
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  DeleteLoginProfileCommand,
  EnableMFADeviceCommand,
  UpdateAccessKeyCommand,
  UpdateLoginProfileCommand,
  paginateListAccessKeys,
} from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import { TOTP } from 'otpauth';
import type { Clock } from '../../base/clock.js';
import { hardwareTokenSeed, hardwareTokenSerial } from '../../base/hardware-token.js';
import { secretAccessKey } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { OtherCredential, User } from '../../organization/model.js';
import { lacksOperation } from '../missing-operations.js';
import { OTHER_KINDS } from '../snapshot/credential-kinds.js';
import { asDocumented, readCredentials, withoutUse } from '../snapshot/credentials.js';
import type { ReadKind } from '../snapshot/credentials.js';
import { everyItem } from '../snapshot/port.js';
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
  name: string;
  user: User;
  /** The target's clock: codes are of its time. */
  clock: Clock;
  random: Random;
}

const STEP = 30_000;

/** Makes password, access key and MFA devices those of the document, and returns what was made. */
export async function deployCredentials(site: UserSite): Promise<MadeCredentials> {
  const existing = asDocumented(await readCredentials(site.iam, site.name, unlessNotThere, withoutUse));
  await deployPassword(site, existing);
  const key = await deployAccessKey(site, existing.accessKey);
  const device = await deployDevices(
    site,
    Object.values(existing.mfa).map(({ kind }) => kind),
  );
  await deployOtherCredentials(site, existing.otherCredentials);
  return { ...key, ...device };
}

/** Few emulators have all that single services take. */
const unlessNotThere: ReadKind = async (kind, read) => {
  try {
    return await read();
  } catch (error) {
    if (OTHER_KINDS[kind] !== undefined && lacksOperation(error)) return [];
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

async function deployAccessKey(
  { deployment, iam, where, name, user }: UserSite,
  active: boolean,
): Promise<MadeCredentials> {
  const made: MadeCredentials = {};
  if (user.accessKey && !active) {
    await deployment.change(where, `create an access key of the user ${name}`, async () => {
      const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
      Object.assign(made, { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' });
    });
  }
  if (!user.accessKey && active) {
    for (const { AccessKeyId, Status } of await everyItem(
      paginateListAccessKeys({ client: iam }, { UserName: name }),
      ({ AccessKeyMetadata }) => AccessKeyMetadata,
    )) {
      if (Status === 'Active')
        await deployment.change(where, `deactivate an access key of the user ${name}`, () =>
          iam.send(new UpdateAccessKeyCommand({ UserName: name, AccessKeyId, Status: 'Inactive' })),
        );
    }
  }
  return made;
}

/** As many devices of each kind as the document names; the first that shows codes is what a drill uses. */
async function deployDevices(site: UserSite, existing: readonly string[]): Promise<MadeCredentials> {
  const { deployment, where, name, user } = site;
  const left = [...existing];
  let first: MadeCredentials = {};
  for (const [device, { kind }] of Object.entries(user.mfa)) {
    const there = left.indexOf(kind);
    if (there >= 0) left.splice(there, 1);
    else if (kind === 'fido')
      deployment.leaveOut(
        where,
        `security key ${device} of the user ${name}`,
        'AWS registers FIDO security keys in the console alone',
      );
    else {
      const made = await deployDevice(site, device, kind);
      if (first.mfaSeed === undefined) first = made;
    }
  }
  if (left.length > 0)
    deployment.leaveOut(
      where,
      `${left.length} more MFA devices of the user ${name}`,
      'devices that the document does not name are left as they are',
    );
  return first;
}

async function deployDevice(
  { deployment, iam, where, accountId, name, clock }: UserSite,
  device: string,
  kind: 'virtual' | 'hardware',
): Promise<MadeCredentials> {
  const made: MadeCredentials = {};
  await deployment.change(where, `enable the MFA device ${device} of the user ${name}`, async () => {
    const { serial, seed } =
      kind === 'hardware' ? token(`${accountId}/${name}/${device}`) : await virtualDevice(iam, `${name}-${device}`);
    const totp = new TOTP({ secret: seed, algorithm: 'SHA1', digits: 6, period: STEP / 1000 });
    // The code before this one and this one: two that follow each other, as EnableMFADevice asks for them.
    const [AuthenticationCode1, AuthenticationCode2] = [-1, 0].map((step) =>
      totp.generate({ timestamp: clock.now() + step * STEP }),
    );
    await iam.send(
      new EnableMFADeviceCommand({ UserName: name, SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 }),
    );
    Object.assign(made, { mfaSerial: serial, mfaSeed: seed });
  });
  return made;
}

function token(label: string): { serial: string; seed: string } {
  const serial = hardwareTokenSerial(label);
  return { serial, seed: hardwareTokenSeed(serial) };
}

async function virtualDevice(iam: IAMClient, name: string): Promise<{ serial: string; seed: string }> {
  const { VirtualMFADevice: device } = await iam.send(
    new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }),
  );
  const text = Buffer.from(device?.Base32StringSeed ?? []).toString('utf8');
  // Not every emulator gives a seed in base32; those that do not ask for no right code either.
  const seed = /^[A-Z2-7]+=*$/.test(text) ? text : 'A'.repeat(32);
  return { serial: device?.SerialNumber ?? '', seed };
}
