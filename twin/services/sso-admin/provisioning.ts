/** What accounts have of permission sets, and bringing it up to date. */
import { managementOnly } from '../../access/identity-center-administration.js';
import type { TwinPermissionSet } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { provisioningFailure } from './assignments.js';
import { accept } from './asynchronous-requests.js';
import { hexadecimal } from './ids.js';
import { notFound, onInstance, onPermissionSet, pageOf } from './operations-in-common.js';
import type { OnInstance, OnPermissionSet } from './operations-in-common.js';
import { provision } from './reserved-roles.js';
import { checkOneOf } from './text-constraints.js';

const [LATEST, OLDER] = ['LATEST_PERMISSION_SET_PROVISIONED', 'LATEST_PERMISSION_SET_NOT_PROVISIONED'];

interface StatusInput extends PageInput {
  ProvisioningStatus?: string;
}

function hasStatus(set: TwinPermissionSet, accountId: string, wanted: string | undefined): boolean {
  const provisioned = set.provisioned.get(accountId);
  return (
    provisioned !== undefined &&
    (wanted === undefined || wanted === (provisioned.revision === set.revision ? LATEST : OLDER))
  );
}

interface ProvisionInput extends OnPermissionSet {
  TargetId?: string;
  TargetType: string;
}

function targetsOf(set: TwinPermissionSet, { TargetId, TargetType }: ProvisionInput): string[] {
  checkOneOf(TargetType, 'targetType', ['AWS_ACCOUNT', 'ALL_PROVISIONED_ACCOUNTS']);
  if (TargetType === 'ALL_PROVISIONED_ACCOUNTS') return [...set.provisioned.keys()];
  if (TargetId === undefined)
    throw new AwsError('ValidationError', 'TargetId is needed for the target type AWS_ACCOUNT.');
  if (!set.provisioned.has(TargetId)) throw notFound(`The permission set is not provisioned in account ${TargetId}.`);
  return [TargetId];
}

function provisionAgain(set: TwinPermissionSet, input: ProvisionInput, context: OperationContext): unknown {
  const { state, random, clock } = context;
  const targets = targetsOf(set, input);
  if (targets.includes(state.organization.managementAccountId)) managementOnly(context);
  let failure: string | undefined;
  for (const id of targets) {
    const account = state.accounts.get(id);
    const reason = account ? provisioningFailure(context, account, set) : `Account ${id} could not be found.`;
    if (account && reason === undefined)
      provision(state, account, set, { now: clock.now(), random, suffix: hexadecimal(8, random) });
    failure ??= reason;
  }
  const accountId = input.TargetId ?? state.organization.managementAccountId;
  return {
    PermissionSetProvisioningStatus: accept(context, {
      kind: 'provisioning',
      permissionSetArn: set.arn,
      accountId,
      ...(failure === undefined ? {} : { failure }),
    }),
  };
}

export const provisioningOperations = [
  onPermissionSet<ProvisionInput>('ProvisionPermissionSet', provisionAgain, ['Account', 'Instance', 'PermissionSet']),
  onInstance<OnInstance & StatusInput & { AccountId: string }>(
    'ListPermissionSetsProvisionedToAccount',
    ['Account', 'Instance'],
    (input, { state }) => {
      checkOneOf(input.ProvisioningStatus, 'provisioningStatus', [LATEST, OLDER]);
      const found = [...state.identityCenter.permissionSets.values()].filter((set) =>
        hasStatus(set, input.AccountId, input.ProvisioningStatus),
      );
      const { items, ...rest } = pageOf(
        found.map(({ arn }) => arn),
        input,
      );
      return { PermissionSets: items, ...rest };
    },
  ),
  onPermissionSet<OnPermissionSet & StatusInput>('ListAccountsForProvisionedPermissionSet', (set, input) => {
    checkOneOf(input.ProvisioningStatus, 'provisioningStatus', [LATEST, OLDER]);
    const { items, ...rest } = pageOf(
      [...set.provisioned.keys()].filter((id) => hasStatus(set, id, input.ProvisioningStatus)),
      input,
    );
    return { AccountIds: items, ...rest };
  }),
];
