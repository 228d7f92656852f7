/** Who is in which group. */
import { uuid } from '../../../base/ids.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { conflict, groupOf, notFound, onStore, pageOf, personOf } from './operations-in-common.js';
import type { MemberId, OnStore } from './operations-in-common.js';

interface Membership {
  id: string;
  groupId: string;
  personId: string;
}

function show({ id, groupId, personId }: Membership, identityStoreId: string): Record<string, unknown> {
  return { IdentityStoreId: identityStoreId, MembershipId: id, GroupId: groupId, MemberId: { UserId: personId } };
}

function listed({ state }: OperationContext, input: PageInput, wanted: (membership: Membership) => boolean): unknown {
  const { memberships, identityStoreId } = state.identityCenter;
  const { items, ...rest } = pageOf([...memberships.values()].filter(wanted), input);
  return { GroupMemberships: items.map((membership) => show(membership, identityStoreId)), ...rest };
}

function find({ state }: OperationContext, groupId: string, personId: string): Membership | undefined {
  return [...state.identityCenter.memberships.values()].find(
    (membership) => membership.groupId === groupId && membership.personId === personId,
  );
}

interface OnMember extends OnStore {
  MemberId: MemberId;
}

export const membershipOperations = [
  onStore<OnMember & { GroupId: string }>(
    'CreateGroupMembership',
    ['AllGroupMemberships', 'Group', 'Identitystore', 'User'],
    (input, context) => {
      const { identityStoreId, memberships } = context.state.identityCenter;
      const [group, person] = [groupOf(context, input.GroupId), personOf(context, input.MemberId.UserId)];
      if (find(context, group.id, person.id)) throw conflict('Member and Group relationship already exists.');
      const id = `${identityStoreId.slice(2)}-${uuid(context.random)}`;
      memberships.set(id, { id, groupId: group.id, personId: person.id });
      return { MembershipId: id, IdentityStoreId: identityStoreId };
    },
  ),
  onStore<OnStore & { MembershipId: string }>(
    'DescribeGroupMembership',
    ['Group', 'GroupMembership', 'Identitystore', 'User'],
    ({ MembershipId, IdentityStoreId }, { state }) => {
      const membership = state.identityCenter.memberships.get(MembershipId);
      if (!membership) throw notFound('GROUP_MEMBERSHIP', MembershipId);
      return show(membership, IdentityStoreId);
    },
  ),
  onStore<OnMember & { GroupId: string }>(
    'GetGroupMembershipId',
    ['AllGroupMemberships', 'Group', 'Identitystore', 'User'],
    ({ GroupId, MemberId, IdentityStoreId }, context) => {
      const membership = find(context, groupOf(context, GroupId).id, personOf(context, MemberId.UserId).id);
      if (!membership) throw notFound('GROUP_MEMBERSHIP');
      return { MembershipId: membership.id, IdentityStoreId };
    },
  ),
  onStore<OnStore & PageInput & { GroupId: string }>(
    'ListGroupMemberships',
    ['AllGroupMemberships', 'Group', 'Identitystore'],
    (input, context) => {
      const { id } = groupOf(context, input.GroupId);
      return listed(context, input, ({ groupId }) => groupId === id);
    },
  ),
  onStore<OnMember & PageInput>(
    'ListGroupMembershipsForMember',
    ['AllGroupMemberships', 'Identitystore', 'User'],
    (input, context) => {
      const { id } = personOf(context, input.MemberId.UserId);
      return listed(context, input, ({ personId }) => personId === id);
    },
  ),
  onStore<OnMember & { GroupIds: readonly string[] }>(
    'IsMemberInGroups',
    ['AllGroupMemberships', 'Identitystore', 'User'],
    ({ MemberId, GroupIds }, context) => {
      const { id } = personOf(context, MemberId.UserId);
      return {
        Results: GroupIds.map((groupId) => ({
          GroupId: groupId,
          MemberId,
          MembershipExists: find(context, groupOf(context, groupId).id, id) !== undefined,
        })),
      };
    },
  ),
  onStore<OnStore & { MembershipId: string }>(
    'DeleteGroupMembership',
    ['Group', 'GroupMembership', 'Identitystore', 'User'],
    ({ MembershipId }, { state }) => {
      if (!state.identityCenter.memberships.delete(MembershipId)) throw notFound('GROUP_MEMBERSHIP', MembershipId);
      return {};
    },
  ),
];
