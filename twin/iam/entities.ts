/** Finding users, roles and policies for IAM operations, with IAM's own errors. */
import type { PolicyDocument } from '../../iam/index.js';
import { AwsError } from '../aws-error.js';
import { awsManagedPolicy } from '../aws-managed-policies.js';
import type { OperationContext, RequiredPermission } from '../operation.js';
import type { TwinRole, TwinUser } from '../state.js';

/** IAM shows policy documents percent-encoded (RFC 3986). */
export function encodeDocument(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document)).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The role of the caller's account. Throws `NoSuchEntity`. */
export function roleOf({ caller }: OperationContext, name: string): TwinRole {
  const role = caller.account.roles.get(name);
  if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  return role;
}

/** The user of the caller's account; the caller itself without a name. Throws `NoSuchEntity`. */
export function userOf({ caller }: OperationContext, name: string | undefined): TwinUser {
  if (name === undefined) {
    if (caller.kind === 'user') return caller.user;
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  const user = caller.account.users.get(name);
  if (!user) throw new AwsError('NoSuchEntity', `The user with name ${name} cannot be found.`, 404);
  return user;
}

/** A permission on a role or user. One that does not exist is asked about by its name without a path: no path is known. */
export function onEntity(operationName: string, kind: 'role' | 'user', name: (input: { RoleName?: string; UserName?: string }, context: OperationContext) => string) {
  return (input: unknown, context: OperationContext): RequiredPermission[] => {
    const { caller, state } = context;
    const entityName = name(input as { RoleName?: string; UserName?: string }, context);
    const entity = kind === 'role' ? caller.account.roles.get(entityName) : caller.account.users.get(entityName);
    return [{ action: `iam:${operationName}`, resource: entity?.arn ?? `arn:${state.partition}:iam::${caller.account.id}:${kind}/${entityName}` }];
  };
}

/** A managed policy of the caller's account or of AWS. Throws `NoSuchEntity`. */
export function policyOf({ caller }: OperationContext, arn: string): { arn: string; name: string; id: string; document: PolicyDocument } {
  const own = caller.account.policies.get(arn);
  if (own) return own;
  const document = awsManagedPolicy(arn);
  if (!document) throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
  const name = arn.split('/').at(-1) ?? '';
  return { arn, name, id: `ANPA${name.toUpperCase().replaceAll(/[^A-Z2-7]/g, '').padEnd(17, 'A').slice(0, 17)}`, document };
}
