/** What the directory of Identity Center is given, and what of it is read. */
import { directory, group, inStore, membership, store, user } from './identity-center.js';
import type { Row, Seen, Subject } from './law.js';

const person = {
  UserName: 'bob',
  Name: {
    Formatted: 'Mr Bob Other',
    FamilyName: 'Other',
    GivenName: 'Bob',
    MiddleName: 'Middle',
    HonorificPrefix: 'Mr',
    HonorificSuffix: 'Jr',
  },
  DisplayName: 'Bobby',
  NickName: 'Bo',
  ProfileUrl: 'https://example.com/bob',
  Emails: [{ Value: 'bob@example.com', Type: 'work', Primary: true }],
  Addresses: [
    {
      StreetAddress: '1 Street',
      Locality: 'Town',
      Region: 'Shire',
      PostalCode: '12345',
      Country: 'XX',
      Formatted: '1 Street, Town',
      Type: 'home',
      Primary: true,
    },
  ],
  PhoneNumbers: [{ Value: '+15550100', Type: 'mobile', Primary: true }],
  UserType: 'staff',
  Title: 'clerk',
  PreferredLanguage: 'en-GB',
  Locale: 'en-IE',
  Timezone: 'Europe/Dublin',
  Photos: [{ Value: 'https://example.com/bob.png', Type: 'photo', Display: 'face', Primary: true }],
  Website: 'https://example.com/',
  Birthdate: '1990-01-01',
  Roles: [{ Value: 'auditor', Type: 'duty', Primary: true }],
};

const people: Row[] = [
  store.row(
    'ListUsers',
    inStore(() => ({ Filters: [{ AttributePath: 'UserName', AttributeValue: 'ann' }] })),
  ),
  store.row(
    'DescribeUser',
    inStore((seen) => ({ UserId: user(seen) })),
  ),
  store.row(
    'GetUserId',
    inStore(() => ({ AlternateIdentifier: { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'ann' } } })),
  ),
  store.row(
    'CreateUser',
    inStore(() => person),
    {
      read: [
        store.call(
          'DescribeUser',
          inStore((seen) => ({ UserId: user(seen) })),
        ),
      ],
    },
  ),
  store.row(
    'UpdateUser',
    inStore((seen) => ({
      UserId: user(seen),
      Operations: [{ AttributePath: 'displayName', AttributeValue: 'Anna' }],
    })),
    {
      read: [
        store.call(
          'DescribeUser',
          inStore((seen) => ({ UserId: user(seen) })),
        ),
      ],
      acts: ['Operations.AttributePath'],
    },
  ),
  store.row(
    'DeleteUser',
    inStore((seen) => ({ UserId: user(seen) })),
  ),
  store.row(
    'ListGroups',
    inStore(() => ({ Filters: [{ AttributePath: 'DisplayName', AttributeValue: 'staff' }] })),
  ),
  store.row(
    'DescribeGroup',
    inStore((seen) => ({ GroupId: group(seen) })),
  ),
  store.row(
    'GetGroupId',
    inStore(() => ({
      AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'staff' } },
    })),
  ),
  store.row(
    'CreateGroup',
    inStore(() => ({ DisplayName: 'new', Description: 'says' })),
    {
      read: [
        store.call(
          'DescribeGroup',
          inStore((seen) => ({ GroupId: group(seen) })),
        ),
      ],
    },
  ),
  store.row(
    'UpdateGroup',
    inStore((seen) => ({
      GroupId: group(seen),
      Operations: [{ AttributePath: 'description', AttributeValue: 'says' }],
    })),
    {
      read: [
        store.call(
          'DescribeGroup',
          inStore((seen) => ({ GroupId: group(seen) })),
        ),
      ],
      acts: ['Operations.AttributePath'],
    },
  ),
  store.row(
    'DeleteGroup',
    inStore((seen) => ({ GroupId: group(seen) })),
  ),
  store.row(
    'DescribeGroupMembership',
    inStore((seen) => ({ MembershipId: membership(seen) })),
  ),
  ...['GetGroupMembershipId', 'CreateGroupMembership'].map((operation) =>
    store.row(
      operation,
      inStore((seen) => ({ GroupId: otherGroup(operation, seen), MemberId: { UserId: user(seen) } })),
    ),
  ),
  store.row(
    'ListGroupMemberships',
    inStore((seen) => ({ GroupId: group(seen) })),
  ),
  store.row(
    'ListGroupMembershipsForMember',
    inStore((seen) => ({ MemberId: { UserId: user(seen) } })),
  ),
  store.row(
    'IsMemberInGroups',
    inStore((seen) => ({ MemberId: { UserId: user(seen) }, GroupIds: [group(seen)] })),
  ),
  store.row(
    'DeleteGroupMembership',
    inStore((seen) => ({ MembershipId: membership(seen) })),
  ),
];

function otherGroup(operation: string, seen: Seen): string {
  if (operation === 'GetGroupMembershipId') return group(seen);
  const { Groups } = seen.answers['ListGroups'] as { Groups: { GroupId: string; DisplayName?: string }[] };
  return Groups.find(({ DisplayName }) => DisplayName === 'staff')?.GroupId ?? '';
}

export const identityStoreHeld: Subject = { stage: [...directory, store.call('ListGroups', inStore())], rows: people };
