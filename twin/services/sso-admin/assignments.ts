/** Account assignments: the first one of a set in an account makes its role there, the last one takes it away. */
import { managementOnly } from '../../access/identity-center-administration.js';
import { assignmentKey } from '../../state/identity-center.js';
import type { TwinAssignment, TwinPermissionSet } from '../../state/identity-center.js';
import { isInOrganization } from '../../state/organization-tree.js';
import type { TwinAccount } from '../../state/twin-state.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { accept } from './asynchronous-requests.js';
import { hexadecimal } from './ids.js';
import { notFound, onInstance, onPermissionSet, pageOf } from './operations-in-common.js';
import type { OnInstance, OnPermissionSet } from './operations-in-common.js';
import { missingPolicies, provision, withdraw } from './reserved-roles.js';
import { checkOneOf } from './text-constraints.js';

interface AssignmentInput extends OnPermissionSet {
  TargetId: string;
  TargetType: string;
  PrincipalType: TwinAssignment['principalType'];
  PrincipalId: string;
}

const PRINCIPAL_TYPES = ['USER', 'GROUP'];

function assignmentOf({
  TargetId,
  TargetType,
  PermissionSetArn,
  PrincipalType,
  PrincipalId,
}: AssignmentInput): TwinAssignment {
  checkOneOf(TargetType, 'targetType', ['AWS_ACCOUNT']);
  checkOneOf(PrincipalType, 'principalType', PRINCIPAL_TYPES);
  return {
    accountId: TargetId,
    permissionSetArn: PermissionSetArn,
    principalType: PrincipalType,
    principalId: PrincipalId,
  };
}

/** The account of the organization. Throws `ResourceNotFoundException`, or refuses a delegated administrator. */
function accountOf(context: OperationContext, id: string): TwinAccount {
  const account = context.state.accounts.get(id);
  if (!account || !isInOrganization(account)) throw notFound(`Account ${id} could not be found in the organization.`);
  if (id === context.state.organization.managementAccountId) managementOnly(context);
  return account;
}

function checkPrincipal({ state }: OperationContext, { principalType, principalId }: TwinAssignment): void {
  const { people, groups } = state.identityCenter;
  const known = principalType === 'USER' ? people.has(principalId) : groups.has(principalId);
  if (!known) throw notFound(`${principalType} with id ${principalId} could not be found in the identity store.`);
}

/** Why the set's role cannot be made or updated in the account; `undefined` if it can. */
export function provisioningFailure(
  { state }: OperationContext,
  account: TwinAccount,
  set: TwinPermissionSet,
): string | undefined {
  if (account.state !== 'ACTIVE') return `Account ${account.id} is not active.`;
  const [missing] = missingPolicies(state, account, set);
  return missing === undefined ? undefined : `Received a 404 status error: Not supported policy ${missing}.`;
}

function create(set: TwinPermissionSet, input: AssignmentInput, context: OperationContext): unknown {
  const { state, random, clock } = context;
  const assignment = assignmentOf(input);
  const account = accountOf(context, assignment.accountId);
  checkPrincipal(context, assignment);
  const provisioned = set.provisioned.has(account.id);
  const failure = provisioned ? undefined : provisioningFailure(context, account, set);
  if (failure === undefined) {
    // A set that is there already stays as it is there: only ProvisionPermissionSet brings it up to date.
    if (!provisioned) provision(state, account, set, { now: clock.now(), random, suffix: hexadecimal(8, random) });
    state.identityCenter.assignments.set(assignmentKey(assignment), assignment);
  }
  const request = {
    kind: 'assignment creation' as const,
    permissionSetArn: set.arn,
    accountId: account.id,
    assignment,
  };
  return {
    AccountAssignmentCreationStatus: accept(context, { ...request, ...(failure === undefined ? {} : { failure }) }),
  };
}

function remove(set: TwinPermissionSet, input: AssignmentInput, context: OperationContext): unknown {
  const { assignments } = context.state.identityCenter;
  const assignment = assignmentOf(input);
  const account = accountOf(context, assignment.accountId);
  if (!assignments.delete(assignmentKey(assignment))) throw notFound('The account assignment could not be found.');
  const left = [...assignments.values()].some(
    ({ accountId, permissionSetArn }) => accountId === account.id && permissionSetArn === set.arn,
  );
  if (!left) withdraw(account, set);
  return {
    AccountAssignmentDeletionStatus: accept(context, {
      kind: 'assignment deletion',
      permissionSetArn: set.arn,
      accountId: account.id,
      assignment,
    }),
  };
}

function show({ accountId, permissionSetArn, principalType, principalId }: TwinAssignment): Record<string, unknown> {
  return {
    AccountId: accountId,
    PermissionSetArn: permissionSetArn,
    PrincipalType: principalType,
    PrincipalId: principalId,
  };
}

interface ForPrincipalInput extends OnInstance, PageInput {
  PrincipalType: TwinAssignment['principalType'];
  PrincipalId: string;
  Filter?: { AccountId?: string };
}

/** What a principal is assigned; of a person, what its groups are assigned as well. */
function forPrincipal(
  { PrincipalType, PrincipalId, Filter, ...paging }: ForPrincipalInput,
  { state }: OperationContext,
): unknown {
  checkOneOf(PrincipalType, 'principalType', PRINCIPAL_TYPES);
  const { assignments, memberships } = state.identityCenter;
  const groups = new Set(
    [...memberships.values()]
      .filter(({ personId }) => PrincipalType === 'USER' && personId === PrincipalId)
      .map(({ groupId }) => groupId),
  );
  const found = [...assignments.values()].filter(({ accountId, principalType, principalId }) => {
    if (Filter?.AccountId !== undefined && Filter.AccountId !== accountId) return false;
    return principalType === PrincipalType ? principalId === PrincipalId : groups.has(principalId);
  });
  const { items, ...rest } = pageOf(found.map(show), paging);
  return { AccountAssignments: items, ...rest };
}

export const assignmentOperations = [
  onPermissionSet<AssignmentInput>('CreateAccountAssignment', create, ['Account', 'Instance', 'PermissionSet']),
  onPermissionSet<AssignmentInput>('DeleteAccountAssignment', remove, ['Account', 'Instance', 'PermissionSet']),
  onPermissionSet<OnPermissionSet & PageInput & { AccountId: string }>(
    'ListAccountAssignments',
    (set, input, { state }) => {
      const found = [...state.identityCenter.assignments.values()].filter(
        ({ accountId, permissionSetArn }) => accountId === input.AccountId && permissionSetArn === set.arn,
      );
      const { items, ...rest } = pageOf(found.map(show), input);
      return { AccountAssignments: items, ...rest };
    },
    ['Account', 'Instance', 'PermissionSet'],
  ),
  onInstance<ForPrincipalInput>('ListAccountAssignmentsForPrincipal', ['Instance'], forPrincipal),
];
