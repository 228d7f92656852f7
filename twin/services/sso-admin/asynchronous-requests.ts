/**
 * Requests whose outcome is asked for later. AWS answers IN_PROGRESS and finishes after a moment; here the effect is there
 * at once, so that a clock that stands still keeps nobody waiting, and whoever asks next finds it finished.
 */
import { uuid } from '../../../base/ids.js';
import type { TwinCenterRequest } from '../../state/identity-center.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { notFound, onInstance, pageOf } from './operations-in-common.js';
import type { OnInstance } from './operations-in-common.js';
import { checkOneOf } from './text-constraints.js';

const STATUSES = ['IN_PROGRESS', 'FAILED', 'SUCCEEDED'];

/** Remembers a request and gives its status object as it is answered at first. */
export function accept(
  { state, random, clock }: OperationContext,
  details: Omit<TwinCenterRequest, 'id' | 'createdAt'>,
): Record<string, unknown> {
  const request = { ...details, id: uuid(random), createdAt: clock.now() };
  state.identityCenter.requests.set(request.id, request);
  return { ...show(request), Status: 'IN_PROGRESS', FailureReason: undefined };
}

function show(request: TwinCenterRequest): Record<string, unknown> {
  const { id, createdAt, permissionSetArn, accountId, assignment, failure } = request;
  return {
    Status: statusOf(request),
    RequestId: id,
    FailureReason: failure,
    PermissionSetArn: permissionSetArn,
    CreatedDate: new Date(createdAt),
    ...(assignment
      ? {
          TargetId: accountId,
          TargetType: 'AWS_ACCOUNT',
          PrincipalType: assignment.principalType,
          PrincipalId: assignment.principalId,
        }
      : { AccountId: accountId }),
  };
}

function statusOf({ failure }: TwinCenterRequest): string {
  return failure === undefined ? 'SUCCEEDED' : 'FAILED';
}

/** What a kind of request is called in operations and members. */
interface Naming {
  kind: TwinCenterRequest['kind'];
  describe: string;
  /** Member of the describing input that names the request. */
  id: string;
  list: string;
  /** Members of the two outputs. */
  one: string;
  many: string;
}

const NAMINGS: readonly Naming[] = [
  {
    kind: 'assignment creation',
    describe: 'DescribeAccountAssignmentCreationStatus',
    id: 'AccountAssignmentCreationRequestId',
    list: 'ListAccountAssignmentCreationStatus',
    one: 'AccountAssignmentCreationStatus',
    many: 'AccountAssignmentsCreationStatus',
  },
  {
    kind: 'assignment deletion',
    describe: 'DescribeAccountAssignmentDeletionStatus',
    id: 'AccountAssignmentDeletionRequestId',
    list: 'ListAccountAssignmentDeletionStatus',
    one: 'AccountAssignmentDeletionStatus',
    many: 'AccountAssignmentsDeletionStatus',
  },
  {
    kind: 'provisioning',
    describe: 'DescribePermissionSetProvisioningStatus',
    id: 'ProvisionPermissionSetRequestId',
    list: 'ListPermissionSetProvisioningStatus',
    one: 'PermissionSetProvisioningStatus',
    many: 'PermissionSetsProvisioningStatus',
  },
];

function operationsOf({ kind, describe, id, list, one, many }: Naming): AnyOperation[] {
  return [
    onInstance<OnInstance & Readonly<Record<string, unknown>>>(describe, ['Instance'], (input, { state }) => {
      const request = state.identityCenter.requests.get(String(input[id]));
      if (request?.kind !== kind) throw notFound(`Request ${String(input[id])} could not be found.`);
      return { [one]: show(request) };
    }),
    onInstance<OnInstance & PageInput & { Filter?: { Status?: string } }>(list, ['Instance'], (input, { state }) => {
      const wanted = input.Filter?.Status;
      checkOneOf(wanted, 'filter.status', STATUSES);
      const found = [...state.identityCenter.requests.values()].filter(
        (request) => request.kind === kind && (wanted === undefined || statusOf(request) === wanted),
      );
      const { items, ...rest } = pageOf(
        found.map(({ id: RequestId, ...request }) => ({
          RequestId,
          Status: statusOf({ id: RequestId, ...request }),
          CreatedDate: new Date(request.createdAt),
        })),
        input,
      );
      return { [many]: items, ...rest };
    }),
  ];
}

export const requestOperations = NAMINGS.flatMap(operationsOf);
