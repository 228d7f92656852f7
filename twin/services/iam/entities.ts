/** Finding users, groups, roles and policies for IAM operations, with IAM's own errors. */
import { awsManagedDetails } from '../../access/aws-managed-policies.js';
import { managedPolicy } from '../../access/policies-in-effect.js';
import type { TwinGroup, TwinManagedPolicy, TwinRole, TwinUser } from '../../state/iam.js';
import type { TwinAccount } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';

/** The three kinds of entities that carry policies. */
export type EntityKind = 'user' | 'group' | 'role';

interface KindOf {
  user: TwinUser;
  group: TwinGroup;
  role: TwinRole;
}

/** Member of an input that names an entity of a kind. */
export const NAME_MEMBERS = { user: 'UserName', group: 'GroupName', role: 'RoleName' } as const;

/** An error of IAM for something that does not exist. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}

/** The entities of a kind in an account, by name. */
export function entitiesOf<Kind extends EntityKind>(account: TwinAccount, kind: Kind): Map<string, KindOf[Kind]> {
  const maps: { [Each in EntityKind]: Map<string, KindOf[Each]> } = {
    user: account.users,
    group: account.groups,
    role: account.roles,
  };
  return maps[kind];
}

/** The entity of that name in the caller's account; the calling user itself without a name. Throws `NoSuchEntity`. */
export function entityOf<Kind extends EntityKind>(
  { caller }: OperationContext,
  kind: Kind,
  name: string | undefined,
): KindOf[Kind] {
  if (name === undefined && caller.kind !== 'user')
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
  const wanted = name ?? (caller.kind === 'user' ? caller.user.name : '');
  const entity = entitiesOf(caller.account, kind).get(wanted);
  if (!entity) throw noSuchEntity(`The ${kind} with name ${wanted} cannot be found.`);
  return entity;
}

/** The role of the caller's account. Throws `NoSuchEntity`. */
export function roleOf(context: OperationContext, name: string): TwinRole {
  return entityOf(context, 'role', name);
}

/** The user of the caller's account; the caller itself without a name. Throws `NoSuchEntity`. */
export function userOf(context: OperationContext, name: string | undefined): TwinUser {
  return entityOf(context, 'user', name);
}

/** What names an entity in an input. */
export type EntityInput = Partial<Record<(typeof NAME_MEMBERS)[EntityKind], string>>;

/** The same, to be changed. Throws `UnmodifiableEntity` for roles that AWS alone may change. */
export function changeable<Kind extends EntityKind>(
  context: OperationContext,
  kind: Kind,
  name: string | undefined,
): KindOf[Kind] {
  const entity = entityOf(context, kind, name);
  if (kind === 'role' && /^\/aws-(reserved|service-role)\//.test(entity.path)) {
    throw new AwsError(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${entity.name}' - this role is only modifiable by AWS`,
    );
  }
  return entity;
}

/** Throws `EntityAlreadyExists` if the account has an entity of that name, in whatever case. */
export function checkNew({ caller }: OperationContext, kind: EntityKind, name: string): void {
  const label = { user: 'User', group: 'Group', role: 'Role' }[kind];
  const taken = [...entitiesOf(caller.account, kind).keys()].some(
    (other) => other.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw new AwsError('EntityAlreadyExists', `${label} with name ${name} already exists.`, 409);
}

/** An error of IAM for something that other things still hang on. */
export function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}

/** The ARN of a policy that can be a permissions boundary. Throws `NoSuchEntity`. */
export function boundaryArn({ caller }: OperationContext, arn: string): string {
  if (managedPolicy(caller.account, arn).length === 0)
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

/** A managed policy of the caller's account or of AWS. Throws `NoSuchEntity`. */
export function policyOf({ caller }: OperationContext, arn: string): TwinManagedPolicy {
  const policy = caller.account.policies.get(arn) ?? awsManagedDetails(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}
