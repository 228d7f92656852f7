/** Permissions that IAM operations ask for (service authorization reference, AWS Identity and Access Management). */
import type { RequiredPermission } from '../../access/request.js';
import type { TwinEntity } from '../../state/iam.js';
import type { OperationContext } from '../shared/operation.js';
import { entitiesOf, NAME_MEMBERS } from './entities.js';
import type { EntityInput, EntityKind } from './entities.js';
import type { Tag } from './input-checks.js';

type Keys = Readonly<Record<string, string | readonly string[]>>;

/** `arn:…:iam::ACCOUNT:` of the caller's account. */
export function iamArn({ caller, state }: OperationContext, resource: string): string {
  return `arn:${state.partition}:iam::${caller.account.id}:${resource}`;
}

/** Keys of the tags that a request carries. */
export function requestTagKeys(tags: readonly Tag[] = []): Keys {
  if (tags.length === 0) return {};
  return {
    'aws:TagKeys': tags.map(({ Key }) => Key),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

/** Keys of the tags that a resource has. */
export function resourceTagKeys(tags: ReadonlyMap<string, string>): Keys {
  return Object.fromEntries(
    [...tags].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

/**
 * A permission on the user, group or role that an input names; `more` tells further context keys. One that does not exist is
 * asked about by its name without a path: no path is known.
 */
export function onEntity<Input extends EntityInput>(
  operationName: string,
  kind: EntityKind,
  more: (input: Input) => Keys = () => ({}),
) {
  return (input: Input, context: OperationContext): RequiredPermission[] => {
    const { caller } = context;
    const name = input[NAME_MEMBERS[kind]] ?? (kind === 'user' && caller.kind === 'user' ? caller.user.name : '');
    const entity = entitiesOf(caller.account, kind).get(name);
    const resource = entity?.arn ?? iamArn(context, `${kind}/${name}`);
    return [
      { action: `iam:${operationName}`, resource, context: { ...(entity ? entityKeys(entity) : {}), ...more(input) } },
    ];
  };
}

/** What a new user, role or policy is to be. */
interface NewInput {
  Path?: string;
  PermissionsBoundary?: string;
  Tags?: readonly Tag[];
}

/** Permission to make something; with tags, permission to tag it too (IAM user guide, "Tags for IAM resources"). */
export function onNew<Input extends NewInput>(noun: string, arn: (input: Input, context: OperationContext) => string) {
  return (input: Input, context: OperationContext): RequiredPermission[] => {
    const { PermissionsBoundary: boundary, Tags: tags = [] } = input;
    const resource = arn(input, context);
    const keys = {
      ...requestTagKeys(tags),
      ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    };
    const actions = [`iam:Create${noun}`, ...(tags.length > 0 ? [`iam:Tag${noun}`] : [])];
    return actions.map((action) => ({ action, resource, context: keys }));
  };
}

function entityKeys(entity: TwinEntity & { permissionsBoundary?: string }): Keys {
  return {
    ...resourceTagKeys(entity.tags),
    ...(entity.permissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': entity.permissionsBoundary }),
  };
}
