/** What operations of SSO Admin have in common: permissions on their resources, the instance, the permission set. */
import { administersOnly, managementOnly } from '../../access/identity-center-administration.js';
import type { RequiredPermission } from '../../access/request.js';
import type { TwinPermissionSet } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import { page } from '../shared/paging.js';
import type { PageInput, PageRules } from '../shared/paging.js';

/** Input of an operation of an instance. */
export interface OnInstance {
  InstanceArn: string;
}

/** Input of an operation of a permission set. */
export interface OnPermissionSet extends OnInstance {
  PermissionSetArn: string;
}

/** Types of resources of the service (service authorization reference, "AWS IAM Identity Center"). */
type ResourceType = 'Account' | 'Instance' | 'PermissionSet';

/** Input with everything that an operation's resources are found by. */
interface ResourceInput extends OnInstance {
  PermissionSetArn?: string;
  AccountId?: string;
  TargetId?: string;
}

/** An operation of an instance that needs its permission on each of these resources. */
export function onInstance<Input extends OnInstance>(
  name: string,
  resources: readonly ResourceType[],
  run: (input: Input, context: OperationContext) => unknown,
): AnyOperation {
  return operation<Input, unknown>({
    name,
    permissions: (input, context) => resources.flatMap((type) => permissionOn(name, type, input, context)),
    run: (input, context) => {
      administersOnly(context, input.InstanceArn === context.state.identityCenter.instanceArn);
      return run(input, context);
    },
  });
}

/** An operation of a permission set; it is found first. */
export function onPermissionSet<Input extends OnPermissionSet>(
  name: string,
  run: (set: TwinPermissionSet, input: Input, context: OperationContext) => unknown,
  resources: readonly ResourceType[] = ['Instance', 'PermissionSet'],
): AnyOperation {
  return onInstance<Input>(name, resources, (input, context) =>
    run(findPermissionSet(context, input.PermissionSetArn), input, context),
  );
}

/** An operation that changes a permission set: what accounts have of it is older from then on. */
export function changingPermissionSet<Input extends OnPermissionSet>(
  name: string,
  change: (set: TwinPermissionSet, input: Input, context: OperationContext) => void,
): AnyOperation {
  return onPermissionSet<Input>(name, (set, input, context) => {
    if (set.provisioned.has(context.state.organization.managementAccountId)) managementOnly(context);
    change(set, input, context);
    set.revision++;
    return {};
  });
}

/** Throws `ResourceNotFoundException`. */
function findPermissionSet({ state }: OperationContext, arn: string): TwinPermissionSet {
  const set = state.identityCenter.permissionSets.get(arn);
  if (!set) throw notFound(`Permission set with ARN ${arn} could not be found.`);
  return set;
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

/** Pages of this service hold at most 100 (API reference of IAM Identity Center, `MaxResults`). */
const RULES: PageRules = {
  usual: 100,
  most: 100,
  refuse: (what) =>
    new AwsError(
      'ValidationError',
      what === 'token' ? 'The NextToken is not valid.' : 'MaxResults must be from 1 to 100.',
    ),
};

/** One page of a list. Throws `ValidationException`. */
export function pageOf<T>(items: readonly T[], input: PageInput): { items: T[]; NextToken?: string } {
  return page(items, input, RULES);
}

/** Context keys of tags that a request brings. */
export function requestTags(
  tags: readonly { Key: string; Value: string }[] | undefined,
): Record<string, string | readonly string[]> {
  if (!tags || tags.length === 0) return {};
  return {
    'aws:TagKeys': tags.map(({ Key }) => Key),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

function permissionOn(
  name: string,
  type: ResourceType,
  input: ResourceInput,
  { state }: OperationContext,
): RequiredPermission[] {
  const action = `sso:${name}`;
  if (type === 'Instance') return [{ action, resource: input.InstanceArn }];
  if (type === 'Account') {
    const id = input.AccountId ?? input.TargetId;
    return id === undefined ? [] : [{ action, resource: `arn:${state.partition}:sso:::account/${id}` }];
  }
  const arn = input.PermissionSetArn ?? '';
  const tags = state.identityCenter.permissionSets.get(arn)?.tags ?? [];
  return [
    {
      action,
      resource: arn,
      context: Object.fromEntries([...tags].map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    },
  ];
}
