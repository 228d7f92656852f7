/** Finding users, groups, roles and policies for IAM operations, with IAM's own errors, and asking permission on them. */
import { AwsError } from '../aws-error.js';
import { awsManagedDetails } from '../aws-managed-policies.js';
import type { OperationContext, RequiredPermission } from '../operation.js';
import type { TwinAccount } from '../state.js';
import type { TwinEntity, TwinGroup, TwinManagedPolicy, TwinRole, TwinUser } from './model.js';

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
  const maps: { [Each in EntityKind]: Map<string, KindOf[Each]> } = { user: account.users, group: account.groups, role: account.roles };
  return maps[kind];
}

/** The entity of that name in the caller's account; the calling user itself without a name. Throws `NoSuchEntity`. */
export function entityOf<Kind extends EntityKind>({ caller }: OperationContext, kind: Kind, name: string | undefined): KindOf[Kind] {
  if (name === undefined && caller.kind !== 'user') throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
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

/**
 * A permission on the user, group or role that an input names. One that does not exist is asked about by its name without
 * a path: no path is known.
 */
export function onEntity(operationName: string, kind: EntityKind) {
  return (input: unknown, context: OperationContext): RequiredPermission[] => {
    const { caller, state } = context;
    const name = (input as EntityInput)[NAME_MEMBERS[kind]] ?? (kind === 'user' && caller.kind === 'user' ? caller.user.name : '');
    const entity = entitiesOf(caller.account, kind).get(name);
    const resource = entity?.arn ?? `arn:${state.partition}:iam::${caller.account.id}:${kind}/${name}`;
    return [{ action: `iam:${operationName}`, resource, ...(entity ? { context: entityKeys(entity) } : {}) }];
  };
}

/** Context keys that an existing entity brings (service authorization reference, IAM: resource types and condition keys). */
function entityKeys(entity: TwinEntity & { permissionsBoundary?: string }): Record<string, string> {
  const tags = [...entity.tags].flatMap(([key, value]) => [[`aws:ResourceTag/${key}`, value], [`iam:ResourceTag/${key}`, value]]);
  return {
    ...(Object.fromEntries(tags) as Record<string, string>),
    ...(entity.permissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': entity.permissionsBoundary }),
  };
}

/** A managed policy of the caller's account or of AWS. Throws `NoSuchEntity`. */
export function policyOf({ caller }: OperationContext, arn: string): TwinManagedPolicy {
  const policy = caller.account.policies.get(arn) ?? awsManagedDetails(arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  return policy;
}
