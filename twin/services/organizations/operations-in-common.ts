/** What operations of Organizations have in common: who may call them, ARNs and permissions of their resources, errors, pages. */
import type { RequiredPermission } from '../../access/request.js';
import { resourceTagKeys } from '../../access/tag-context-keys.js';
import { isInOrganization } from '../../state/organization-tree.js';
import type { GuardrailType, TwinGuardrail, TwinUnit } from '../../state/organization.js';
import type { TwinAccount, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { page } from '../shared/paging.js';
import type { PageInput, PageRules } from '../shared/paging.js';

/** Throws unless the call comes from the management account, whatever IAM allows elsewhere. */
export function managementOnly(context: OperationContext): void {
  memberOnly(context);
  if (context.caller.account.id !== context.state.organization.managementAccountId) throw accessDenied();
}

/** The same for operations that read: delegated administrators of any service may call them too. */
export function readersOnly(context: OperationContext): void {
  if (context.state.organization.delegatedAdministrators.has(context.caller.account.id)) return;
  managementOnly(context);
}

/** Throws `AWSOrganizationsNotInUseException` for an account of no organization. */
export function memberOnly({ caller }: OperationContext): void {
  if (!isInOrganization(caller.account))
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
}

function accessDenied(): AwsError {
  return new AwsError('AccessDenied', "You don't have permissions to access this resource.", 403);
}

/** An error with a reason: what was asked for is not valid. */
export function invalidInput(reason: string, message: string): AwsError {
  return new AwsError('InvalidInputException', message, 400, { Reason: reason });
}

/** An error with a reason: a rule of organizations stands in the way. */
export function violates(reason: string, message: string): AwsError {
  return new AwsError('ConstraintViolationException', message, 400, { Reason: reason });
}

/** Pages hold at most 20 (Organizations API reference, `MaxResults`). */
const RULES: PageRules = {
  usual: 20,
  most: 20,
  refuse: (what) =>
    what === 'token'
      ? invalidInput('INVALID_PAGINATION_TOKEN', 'You specified an invalid pagination token.')
      : invalidInput('MAX_VALUE_EXCEEDED', 'MaxResults is from 1 to 20.'),
};

/** One page of a list. Throws `InvalidInputException`. */
export function pageOf<T>(items: readonly T[], input: PageInput): { items: T[]; NextToken?: string } {
  return page(items, input, RULES);
}

/** Members and the management account. */
export function members(state: TwinState): TwinAccount[] {
  return [...state.accounts.values()].filter(isInOrganization);
}

/** An account of the organization. Throws `AccountNotFoundException`. */
export function accountOf(state: TwinState, id: string): TwinAccount {
  const account = state.accounts.get(id);
  if (!account || !isInOrganization(account))
    throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
  return account;
}

/** Throws `OrganizationalUnitNotFoundException`. */
export function unitOf(state: TwinState, id: string): TwinUnit {
  const unit = state.ous.get(id);
  if (!unit)
    throw new AwsError(
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    );
  return unit;
}

/** Throws `PolicyNotFoundException`. */
export function policyOf(state: TwinState, id: string): TwinGuardrail {
  const policy = state.guardrails.get(id);
  if (!policy)
    throw new AwsError('PolicyNotFoundException', "We can't find a policy with the PolicyId that you specified.");
  return policy;
}

/** True for the id of the root or of an OU. */
export function isParent(state: TwinState, id: string): boolean {
  return id === state.organization.rootId || state.ous.has(id);
}

/** Throws `ParentNotFoundException`. */
export function checkParent(state: TwinState, id: string): void {
  if (!isParent(state, id)) throw new AwsError('ParentNotFoundException', "You specified a parent that doesn't exist.");
}

/** Throws `TargetNotFoundException` unless the id is that of a root, OU or account of the organization. */
export function checkTarget(state: TwinState, id: string): void {
  if (!state.guardrailTargets.has(id))
    throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.");
}

/** ARN of something that belongs to the organization. */
export function arnOf({ partition, organization }: TwinState, resource: string): string {
  return `arn:${partition}:organizations::${organization.managementAccountId}:${resource}`;
}

/** ARN of an account, OU, root or policy by its id (service authorization reference, "AWS Organizations"). */
export function resourceArn(state: TwinState, id: string): string {
  const { id: organizationId } = state.organization;
  if (/^\d{12}$/.test(id)) return arnOf(state, `account/${organizationId}/${id}`);
  if (id.startsWith('ou-')) return arnOf(state, `ou/${organizationId}/${id}`);
  if (id.startsWith('r-')) return arnOf(state, `root/${organizationId}/${id}`);
  // Of a policy that does not exist no type is known.
  return state.guardrails.get(id)?.arn ?? arnOf(state, `policy/${organizationId}/service_control_policy/${id}`);
}

/** The permission of an operation on each of the resources with these ids, with the tags of each and further context keys. */
export function permissionsOn(
  operation: string,
  ids: readonly string[],
  { state }: OperationContext,
  context: RequiredPermission['context'] = {},
): RequiredPermission[] {
  return ids.map((id) => ({
    action: `organizations:${operation}`,
    resource: resourceArn(state, id),
    context: { ...context, ...resourceTagKeys(state.organization.tags.get(id)) },
  }));
}

const KEPT: readonly string[] = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];

/** The type of guardrail. Throws `NotImplemented` for types of policies that decide no access, which the twin does not keep. */
export function guardrailType(type: string): GuardrailType {
  if (!KEPT.includes(type))
    throw new AwsError('NotImplemented', `The embedded organization keeps no policies of type ${type}.`, 501);
  return type as GuardrailType;
}
