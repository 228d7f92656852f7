/** Groups of the identity store. */
import { uuid } from '../../../base/ids.js';
import type { TwinPersonGroup } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { applyOperations } from './attribute-changes.js';
import type { AttributeOperation } from './attribute-changes.js';
import { conflict, groupOf, notFound, onStore, pageOf, uniqueAttribute } from './operations-in-common.js';
import type { AlternateIdentifier, OnStore } from './operations-in-common.js';

interface Description {
  DisplayName?: string;
  Description?: string;
}

function show(
  { id, displayName, description, createdAt, updatedAt }: TwinPersonGroup,
  identityStoreId: string,
): Record<string, unknown> {
  return {
    IdentityStoreId: identityStoreId,
    GroupId: id,
    DisplayName: displayName,
    Description: description,
    CreatedAt: new Date(createdAt),
    UpdatedAt: new Date(updatedAt),
  };
}

function described(
  { state }: OperationContext,
  { DisplayName: displayName = '', Description: description }: Description,
  self: string,
): Pick<TwinPersonGroup, 'displayName' | 'description'> {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u3000]{1,1024}$/u.test(displayName))
    throw new AwsError('ValidationError', 'DisplayName is not valid.');
  const alike = [...state.identityCenter.groups.values()].some(
    (other) => other.id !== self && other.displayName.toLowerCase() === displayName.toLowerCase(),
  );
  if (alike) throw conflict('Duplicate GroupDisplayName.');
  return { displayName, description };
}

export const groupOperations = [
  onStore<OnStore & PageInput & { Filters?: readonly { AttributePath: string; AttributeValue: string }[] }>(
    'ListGroups',
    ['AllGroups', 'Identitystore'],
    (input, { state }) => {
      const { groups, identityStoreId } = state.identityCenter;
      const wanted = input.Filters ?? [];
      if (wanted.some(({ AttributePath }) => AttributePath !== 'DisplayName'))
        throw new AwsError('ValidationError', 'Groups are filtered by DisplayName alone.');
      const found = [...groups.values()].filter(({ displayName }) =>
        wanted.every(({ AttributeValue }) => AttributeValue.toLowerCase() === displayName.toLowerCase()),
      );
      const { items, ...rest } = pageOf(found, input);
      return { Groups: items.map((group) => show(group, identityStoreId)), ...rest };
    },
  ),
  onStore<OnStore & { GroupId: string }>(
    'DescribeGroup',
    ['Group', 'Identitystore'],
    ({ GroupId, IdentityStoreId }, context) => show(groupOf(context, GroupId), IdentityStoreId),
  ),
  onStore<OnStore & { AlternateIdentifier: AlternateIdentifier }>(
    'GetGroupId',
    ['AllGroups', 'Identitystore'],
    ({ AlternateIdentifier, IdentityStoreId }, { state }) => {
      const attribute = uniqueAttribute(AlternateIdentifier, ['displayName']);
      const group = [...state.identityCenter.groups.values()].find(
        ({ displayName }) => displayName.toLowerCase() === attribute?.value,
      );
      if (!group) throw notFound('GROUP');
      return { GroupId: group.id, IdentityStoreId };
    },
  ),
  onStore<OnStore & Description>('CreateGroup', ['Identitystore'], (input, context) => {
    const { identityStoreId, groups } = context.state.identityCenter;
    const now = context.clock.now();
    const id = `${identityStoreId.slice(2)}-${uuid(context.random)}`;
    groups.set(id, { id, createdAt: now, updatedAt: now, ...described(context, input, id) });
    return { GroupId: id, IdentityStoreId: identityStoreId };
  }),
  onStore<OnStore & { GroupId: string; Operations: readonly AttributeOperation[] }>(
    'UpdateGroup',
    ['Group', 'Identitystore'],
    ({ GroupId, Operations }, context) => {
      const group = groupOf(context, GroupId);
      const after: Description = applyOperations(
        { DisplayName: group.displayName, Description: group.description },
        Operations,
        ['DisplayName', 'Description'],
      );
      Object.assign(group, described(context, after, group.id), { updatedAt: context.clock.now() });
      return {};
    },
  ),
  onStore<OnStore & { GroupId: string }>(
    'DeleteGroup',
    ['AllGroupMemberships', 'Group', 'Identitystore'],
    ({ GroupId }, context) => {
      const { groups, memberships } = context.state.identityCenter;
      const { id } = groupOf(context, GroupId);
      for (const membership of memberships.values()) if (membership.groupId === id) memberships.delete(membership.id);
      groups.delete(id);
      return {};
    },
  ),
];
