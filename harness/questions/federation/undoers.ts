/** How the containment of federated sessions is taken back: what was there is put back, and what was not is deleted. */
import { DeleteRolePolicyCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteInlinePolicyFromPermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { Clock } from '../../../base/clock.js';
import type { Undoers } from '../../drill/change.js';

/** Between two looks at a provisioning request; milliseconds on the clock of the target. */
const POLL = 2000;

/** Undoers of containment. */
export const containmentUndoers: Undoers = {
  'permission-set-policy': async (
    { account = '', region, instanceArn = '', permissionSetArn = '', before = '' },
    port,
  ) => {
    const admin = (await port.breakGlass(account, region)).ssoAdmin();
    const key = { InstanceArn: instanceArn, PermissionSetArn: permissionSetArn };
    const current = async (): Promise<string | undefined> =>
      admin.send(new GetInlinePolicyForPermissionSetCommand(key)).then(
        ({ InlinePolicy: policy = '' }) => policy,
        (error: unknown) => (unlessGone(error), undefined),
      );
    const restored =
      before === ''
        ? admin.send(new DeleteInlinePolicyFromPermissionSetCommand(key))
        : admin.send(new PutInlinePolicyToPermissionSetCommand({ ...key, InlinePolicy: before }));
    await restored.catch(unlessGone);
    await provision(admin, port.clock(), { instanceArn, permissionSetArn }).catch(unlessGone);
    // `undefined`: the permission set itself is gone.
    if (((await current()) ?? before) !== before)
      throw new Error('the inline policy of the permission set is not what it was');
  },
  'role-policy': async ({ account = '', role = '', policy = '' }, port) => {
    const iam = (await port.breakGlass(account)).iam();
    const key = { RoleName: role, PolicyName: policy };
    await iam.send(new DeleteRolePolicyCommand(key)).catch(unlessGone);
    const left = await iam.send(new GetRolePolicyCommand(key)).then(
      () => true,
      (error: unknown) => (unlessGone(error), false),
    );
    if (left) throw new Error(`the role still has the policy ${policy}`);
  },
};

/** Brings a permission set, as it is now, into every account that has it. Rejects if that fails. */
export async function provision(
  admin: SSOAdminClient,
  clock: Clock,
  { instanceArn, permissionSetArn }: { instanceArn: string; permissionSetArn: string },
): Promise<void> {
  const asked = {
    InstanceArn: instanceArn,
    PermissionSetArn: permissionSetArn,
    TargetType: 'ALL_PROVISIONED_ACCOUNTS',
  } as const;
  const { PermissionSetProvisioningStatus: request } = await admin.send(new ProvisionPermissionSetCommand(asked));
  for (let state = request?.Status; state === 'IN_PROGRESS';) {
    await clock.sleep(POLL);
    const looked = { InstanceArn: instanceArn, ProvisionPermissionSetRequestId: request?.RequestId };
    const { PermissionSetProvisioningStatus: status } = await admin.send(
      new DescribePermissionSetProvisioningStatusCommand(looked),
    );
    state = status?.Status;
    if (state === 'FAILED') throw new Error(status?.FailureReason ?? 'the permission set could not be provisioned');
  }
}

/** What is not there is as undone as what was deleted. */
function unlessGone(error: unknown): void {
  if (!/NoSuchEntity|ResourceNotFound/.test((error as { name?: string }).name ?? '')) throw error;
}
