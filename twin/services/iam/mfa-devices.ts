/** MFA devices: virtual ones are made; they and hardware tokens are enabled with two codes in a row and taken away again; security keys are only listed. */
import { hardwareTokenSeed, isHardwareToken } from '../../../base/hardware-token.js';
import { base32Secret } from '../../../base/ids.js';
import { acceptPair } from '../../access/mfa-codes.js';
import type { MfaDevice, TwinUser, VirtualMfaDevice } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showTags, showTime, showUser } from './api-shapes.js';
import { deleteConflict, noSuchEntity, userOf } from './entities.js';
import { checkName, checkOneOf, checkPath, checkQuota, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, onEntity, requestTagKeys } from './permissions.js';
import { pictureOf } from './png.js';
import { QUOTAS } from './quotas.js';

/** AWS's seeds have 64 characters. */
const SEED_BYTES = 40;

interface CreateInput {
  VirtualMFADeviceName: string;
  Path?: string;
  Tags?: readonly Tag[];
}

interface DeviceInput {
  UserName?: string;
  SerialNumber: string;
}

type CodesInput = DeviceInput & { AuthenticationCode1: string; AuthenticationCode2: string };

const serialOf = ({ VirtualMFADeviceName: name, Path: path = '/' }: CreateInput, context: OperationContext): string =>
  iamArn(context, `mfa${path}${name}`);

export const mfaDeviceOperations = [
  operation<PageInput & { UserName?: string }, unknown>({
    name: 'ListMFADevices',
    permissions: onEntity('ListMFADevices', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page([...user.mfaDevices.values()], input);
      return {
        MFADevices: items.map((device) => ({
          UserName: user.name,
          SerialNumber: device.serialNumber,
          EnableDate: showTime(device.enabledAt),
        })),
        ...rest,
      };
    },
  }),
  operation<DeviceInput, unknown>({
    name: 'GetMFADevice',
    permissions: onEntity('GetMFADevice', 'user'),
    run: ({ UserName, SerialNumber }, context) => {
      const user = userOf(context, UserName);
      const device = deviceOf(user, SerialNumber);
      return { UserName: user.name, SerialNumber: device.serialNumber, EnableDate: showTime(device.enabledAt) };
    },
  }),
  operation<PageInput & { AssignmentStatus?: 'Assigned' | 'Unassigned' | 'Any' }, unknown>({
    name: 'ListVirtualMFADevices',
    run: (input, context) => {
      const { AssignmentStatus: wanted = 'Any' } = input;
      checkOneOf('assignmentStatus', wanted, ['Assigned', 'Unassigned', 'Any']);
      const devices = [...context.caller.account.virtualMfaDevices.values()].filter(
        ({ userName }) => wanted === 'Any' || (userName !== undefined) === (wanted === 'Assigned'),
      );
      const { items, ...rest } = page(devices, input);
      return { VirtualMFADevices: items.map((device) => showVirtual(device, context)), ...rest };
    },
  }),
  operation<CreateInput, unknown>({
    name: 'CreateVirtualMFADevice',
    permissions: (input, context) => [
      { action: 'iam:CreateVirtualMFADevice', resource: serialOf(input, context), context: requestTagKeys(input.Tags) },
    ],
    run: (input, context) => {
      checkName('virtualMFADeviceName', input.VirtualMFADeviceName, 226);
      checkPath(input.Path ?? '/');
      const tags = withTags(new Map(), input.Tags ?? []);
      const { account } = context.caller;
      const serialNumber = serialOf(input, context);
      if (account.virtualMfaDevices.has(serialNumber)) throw alreadyExists();
      checkQuota(account.virtualMfaDevices.size, 'VirtualMFADevicesPerAccount', QUOTAS.users);
      const seed = base32Secret(SEED_BYTES, context.random);
      account.virtualMfaDevices.set(serialNumber, { serialNumber, seed, tags });
      const uri = `otpauth://totp/${encodeURIComponent(`${input.VirtualMFADeviceName}@${account.alias ?? account.id}`)}?secret=${seed}`;
      return {
        VirtualMFADevice: {
          SerialNumber: serialNumber,
          Base32StringSeed: new Uint8Array(Buffer.from(seed, 'ascii')),
          QRCodePNG: pictureOf(uri),
          Tags: showTags(tags),
        },
      };
    },
  }),
  operation<CodesInput, unknown>({
    name: 'EnableMFADevice',
    permissions: onEntity('EnableMFADevice', 'user'),
    run: ({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, context) => {
      const user = userOf(context, UserName);
      const virtual = isHardwareToken(SerialNumber) ? undefined : virtualOf(context, SerialNumber);
      if (virtual ? virtual.userName !== undefined : isTaken(context, SerialNumber)) throw alreadyExists();
      checkQuota(user.mfaDevices.size, 'MFADevicesPerUser', QUOTAS.mfaDevicesOfUser);
      const made = virtual
        ? ({ kind: 'virtual', seed: virtual.seed } as const)
        : ({ kind: 'hardware', seed: hardwareTokenSeed(SerialNumber) } as const);
      const device: MfaDevice = {
        serialNumber: SerialNumber,
        ...made,
        enabledAt: context.clock.now(),
        usedSteps: new Set(),
      };
      checkPair(device, AuthenticationCode1, AuthenticationCode2, context);
      user.mfaDevices.set(SerialNumber, device);
      if (virtual) virtual.userName = user.name;
      return {};
    },
  }),
  operation<CodesInput, unknown>({
    name: 'ResyncMFADevice',
    permissions: onEntity('ResyncMFADevice', 'user'),
    run: ({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, context) => {
      checkPair(deviceOf(userOf(context, UserName), SerialNumber), AuthenticationCode1, AuthenticationCode2, context);
      return {};
    },
  }),
  operation<DeviceInput, unknown>({
    name: 'DeactivateMFADevice',
    permissions: onEntity('DeactivateMFADevice', 'user'),
    run: ({ UserName, SerialNumber }, context) => {
      const user = userOf(context, UserName);
      user.mfaDevices.delete(deviceOf(user, SerialNumber).serialNumber);
      delete context.caller.account.virtualMfaDevices.get(SerialNumber)?.userName;
      return {};
    },
  }),
  operation<{ SerialNumber: string }, unknown>({
    name: 'DeleteVirtualMFADevice',
    permissions: ({ SerialNumber }) => [{ action: 'iam:DeleteVirtualMFADevice', resource: SerialNumber }],
    run: ({ SerialNumber }, context) => {
      if (virtualOf(context, SerialNumber).userName !== undefined)
        throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.');
      context.caller.account.virtualMfaDevices.delete(SerialNumber);
      return {};
    },
  }),
];

/** A virtual device of the caller's account. Throws `NoSuchEntity`. */
function virtualOf({ caller }: OperationContext, serialNumber: string): VirtualMfaDevice {
  const device = caller.account.virtualMfaDevices.get(serialNumber);
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serialNumber} doesn't exist.`);
  return device;
}

/** A hardware token belongs to one user, in whatever account. */
function isTaken({ state }: OperationContext, serialNumber: string): boolean {
  return [...state.accounts.values()].some(({ users }) =>
    [...users.values()].some(({ mfaDevices }) => mfaDevices.has(serialNumber)),
  );
}

function deviceOf(user: TwinUser, serialNumber: string): MfaDevice {
  const device = user.mfaDevices.get(serialNumber);
  if (!device)
    throw noSuchEntity(`MFA Device with serial number ${serialNumber} does not exist for user ${user.name}.`);
  return device;
}

function checkPair(device: MfaDevice, first: string, second: string, { clock }: OperationContext): void {
  if (!acceptPair(device, [first, second], clock.now()))
    throw new AwsError('InvalidAuthenticationCode', 'Authentication code for device is not valid.', 403);
}

function alreadyExists(): AwsError {
  return new AwsError('EntityAlreadyExists', 'MFADevice entity at the same path and name already exists.', 409);
}

function showVirtual(
  { serialNumber, userName }: VirtualMfaDevice,
  { caller }: OperationContext,
): Record<string, unknown> {
  const user = userName === undefined ? undefined : caller.account.users.get(userName);
  if (!user) return { SerialNumber: serialNumber };
  const enabledAt = user.mfaDevices.get(serialNumber)?.enabledAt;
  return {
    SerialNumber: serialNumber,
    ...(enabledAt === undefined ? {} : { EnableDate: showTime(enabledAt) }),
    User: showUser(user),
  };
}
