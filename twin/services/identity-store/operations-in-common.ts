/** What operations of the Identity Store have in common: permissions on its resources, the store, people and groups. */
import { administersOnly } from '../../access/identity-center-administration.js';
import type { TwinPerson, TwinPersonGroup } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import { page } from '../shared/paging.js';
import type { PageInput, PageRules } from '../shared/paging.js';

/** Input of every operation. */
export interface OnStore {
  IdentityStoreId: string;
}

/** A member of a group; only people are. */
export interface MemberId {
  UserId?: string;
}

/** Types of resources of the service (service authorization reference, "AWS Identity Store"). */
type ResourceType =
  'Identitystore' | 'User' | 'Group' | 'GroupMembership' | 'AllUsers' | 'AllGroups' | 'AllGroupMemberships';

/** Input with everything that an operation's resources are found by. */
interface ResourceInput extends OnStore {
  UserId?: string;
  GroupId?: string;
  MembershipId?: string;
  MemberId?: MemberId;
}

/** An operation that needs its permission on each of these resources. */
export function onStore<Input extends OnStore>(
  name: string,
  resources: readonly ResourceType[],
  run: (input: Input, context: OperationContext) => unknown,
): AnyOperation {
  return operation<Input, unknown>({
    name,
    permissions: (input, context) =>
      resources.map((type) => ({ action: `identitystore:${name}`, resource: resourceOf(type, input, context) })),
    run: (input, context) => {
      administersOnly(context, input.IdentityStoreId === context.state.identityCenter.identityStoreId);
      return run(input, context);
    },
  });
}

function resourceOf(type: ResourceType, input: ResourceInput, { state }: OperationContext): string {
  const membership = state.identityCenter.memberships.get(input.MembershipId ?? '');
  const names: Record<ResourceType, string> = {
    Identitystore: `:${state.organization.managementAccountId}:identitystore/${input.IdentityStoreId}`,
    User: `::user/${input.UserId ?? input.MemberId?.UserId ?? membership?.personId ?? ''}`,
    Group: `::group/${input.GroupId ?? membership?.groupId ?? ''}`,
    GroupMembership: `::membership/${input.MembershipId ?? ''}`,
    AllUsers: '::user/*',
    AllGroups: '::group/*',
    AllGroupMemberships: '::membership/*',
  };
  return `arn:${state.partition}:identitystore:${names[type]}`;
}

/** Throws `ResourceNotFoundException`. */
export function personOf({ state }: OperationContext, id: string | undefined): TwinPerson {
  const person = state.identityCenter.people.get(id ?? '');
  if (!person) throw notFound('USER', id);
  return person;
}

/** Throws `ResourceNotFoundException`. */
export function groupOf({ state }: OperationContext, id: string): TwinPersonGroup {
  const group = state.identityCenter.groups.get(id);
  if (!group) throw notFound('GROUP', id);
  return group;
}

export function notFound(type: 'USER' | 'GROUP' | 'GROUP_MEMBERSHIP', id?: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${type} not found.`, 404, {
    ResourceType: type,
    ...(id === undefined ? {} : { ResourceId: id }),
  });
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409);
}

/** Pages of this service hold at most 100 (API reference of the Identity Store, `MaxResults`). */
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

/** Another way than its id to name a person or a group. */
export interface AlternateIdentifier {
  ExternalId?: unknown;
  UniqueAttribute?: { AttributePath: string; AttributeValue: unknown };
}

/** The attribute that identifies; `undefined` for an id of an external directory, which nothing here has. */
export function uniqueAttribute(
  { UniqueAttribute: attribute }: AlternateIdentifier,
  allowed: readonly string[],
): { path: string; value: string } | undefined {
  if (!attribute) return undefined;
  const path = attribute.AttributePath.toLowerCase();
  if (!allowed.some((name) => name.toLowerCase() === path))
    throw new AwsError(
      'ValidationError',
      `The attribute path ${attribute.AttributePath} does not identify anything: use ${allowed.join(' or ')}.`,
    );
  return { path, value: String(attribute.AttributeValue).toLowerCase() };
}
