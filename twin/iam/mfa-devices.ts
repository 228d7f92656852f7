/** MFA devices. */
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import { checkOneOf } from './checks.js';
import { onEntity, userOf } from './entities.js';
import type { VirtualMfaDevice } from './model.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';

function showVirtual({ serialNumber, userName }: VirtualMfaDevice, { caller }: OperationContext): Record<string, unknown> {
  const user = userName === undefined ? undefined : caller.account.users.get(userName);
  if (!user) return { SerialNumber: serialNumber };
  const enabledAt = user.mfaDevices.get(serialNumber)?.enabledAt;
  return {
    SerialNumber: serialNumber,
    ...(enabledAt === undefined ? {} : { EnableDate: new Date(enabledAt) }),
    User: { Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) },
  };
}

export const mfaDeviceOperations = [
  operation<PageInput & { UserName?: string }, unknown>({
    name: 'ListMFADevices',
    permissions: onEntity('ListMFADevices', 'user'),
    run: (input, context) => {
      const user = userOf(context, input.UserName);
      const { items, ...rest } = page([...user.mfaDevices.values()], input);
      return { MFADevices: items.map((device) => ({ UserName: user.name, SerialNumber: device.serialNumber, EnableDate: new Date(device.enabledAt) })), ...rest };
    },
  }),
  operation<PageInput & { AssignmentStatus?: 'Assigned' | 'Unassigned' | 'Any' }, unknown>({
    name: 'ListVirtualMFADevices',
    run: (input, context) => {
      const { AssignmentStatus: wanted = 'Any' } = input;
      checkOneOf('assignmentStatus', wanted, ['Assigned', 'Unassigned', 'Any']);
      const devices = [...context.caller.account.virtualMfaDevices.values()].filter(({ userName }) => wanted === 'Any' || (userName !== undefined) === (wanted === 'Assigned'));
      const { items, ...rest } = page(devices, input);
      return { VirtualMFADevices: items.map((device) => showVirtual(device, context)), ...rest };
    },
  }),
];
