/** People of the identity store. */
import { uuid } from '../../../base/ids.js';
import type { EmailAddress, TwinPerson } from '../../state/identity-center.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { applyOperations } from './attribute-changes.js';
import type { AttributeOperation } from './attribute-changes.js';
import { conflict, notFound, onStore, pageOf, personOf, uniqueAttribute } from './operations-in-common.js';
import type { AlternateIdentifier, OnStore } from './operations-in-common.js';

/** What a person is described by; whatever the twin does not use itself is kept as it came. */
interface Description {
  UserName?: string;
  DisplayName?: string;
  Name?: { FamilyName?: string; GivenName?: string };
  Emails?: readonly EmailAddress[];
}

const ATTRIBUTES = [
  'Name',
  'NickName',
  'ProfileUrl',
  'Addresses',
  'PhoneNumbers',
  'UserType',
  'Title',
  'PreferredLanguage',
  'Locale',
  'Timezone',
  'Photos',
  'Website',
  'Birthdate',
  'Roles',
];
const RESERVED_NAMES = ['administrator', 'awsadministrators'];

function show(person: TwinPerson, identityStoreId: string): Record<string, unknown> {
  const { id, userName, displayName, emails, disabled, attributes, createdAt, updatedAt } = person;
  return {
    IdentityStoreId: identityStoreId,
    UserId: id,
    UserName: userName,
    DisplayName: displayName,
    Emails: emails,
    UserStatus: disabled ? 'DISABLED' : 'ENABLED',
    CreatedAt: new Date(createdAt),
    UpdatedAt: new Date(updatedAt),
    ...attributes,
  };
}

/** What was given, checked as IAM Identity Center demands it. Throws `ValidationException` and `ConflictException`. */
function described(
  { state }: OperationContext,
  input: Description,
  self: string,
): Pick<TwinPerson, 'userName' | 'displayName' | 'emails' | 'attributes'> {
  const { UserName: userName = '', DisplayName: displayName = '', Name: name, Emails: emails = [] } = input;
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(userName) || RESERVED_NAMES.includes(userName.toLowerCase()))
    throw new AwsError('ValidationError', 'UserName is not valid.');
  if (displayName === '' || !name?.FamilyName || !name.GivenName)
    throw new AwsError('ValidationError', 'DisplayName, Name.GivenName and Name.FamilyName are needed.');
  if (emails.length > 1) throw new AwsError('ValidationError', 'A user has one e-mail address at most.');
  const others = [...state.identityCenter.people.values()].filter(({ id }) => id !== self);
  if (others.some((other) => other.userName.toLowerCase() === userName.toLowerCase()))
    throw conflict('Duplicate UserName.');
  const taken = new Set(others.flatMap((other) => other.emails.map(({ Value = '' }) => Value.toLowerCase())));
  if (emails.some(({ Value = '' }) => taken.has(Value.toLowerCase()))) throw conflict('Duplicate e-mail address.');
  const members = input as Readonly<Record<string, unknown>>;
  const attributes = Object.fromEntries(
    ATTRIBUTES.flatMap((member) => (members[member] === undefined ? [] : [[member, members[member]]])),
  );
  return { userName, displayName, emails, attributes };
}

interface Filter {
  AttributePath: string;
  AttributeValue: string;
}

function update(
  { UserId, Operations }: { UserId: string; Operations: readonly AttributeOperation[] },
  context: OperationContext,
): void {
  const person = personOf(context, UserId);
  const { userName, displayName, emails, attributes } = person;
  // People that came with the document have no name in parts until somebody gives them one.
  const before = {
    Name: { GivenName: displayName, FamilyName: displayName },
    ...attributes,
    UserName: userName,
    DisplayName: displayName,
    Emails: emails,
  };
  const after: Description = applyOperations(before, Operations, ['UserName', 'DisplayName', 'Emails', ...ATTRIBUTES]);
  Object.assign(person, described(context, after, person.id), { updatedAt: context.clock.now() });
}

export const userOperations = [
  onStore<OnStore & PageInput & { Filters?: readonly Filter[] }>(
    'ListUsers',
    ['AllUsers', 'Identitystore'],
    (input, { state }) => {
      const { people, identityStoreId } = state.identityCenter;
      const wanted = input.Filters ?? [];
      if (wanted.some(({ AttributePath }) => AttributePath !== 'UserName'))
        throw new AwsError('ValidationError', 'Users are filtered by UserName alone.');
      const found = [...people.values()].filter(({ userName }) =>
        wanted.every(({ AttributeValue }) => AttributeValue.toLowerCase() === userName.toLowerCase()),
      );
      const { items, ...rest } = pageOf(found, input);
      return { Users: items.map((person) => show(person, identityStoreId)), ...rest };
    },
  ),
  onStore<OnStore & { UserId: string }>(
    'DescribeUser',
    ['Identitystore', 'User'],
    ({ UserId, IdentityStoreId }, context) => show(personOf(context, UserId), IdentityStoreId),
  ),
  onStore<OnStore & { AlternateIdentifier: AlternateIdentifier }>(
    'GetUserId',
    ['AllUsers', 'Identitystore'],
    ({ AlternateIdentifier, IdentityStoreId }, { state }) => {
      const attribute = uniqueAttribute(AlternateIdentifier, ['userName', 'emails.value']);
      const person = [...state.identityCenter.people.values()].find(({ userName, emails }) => {
        if (attribute?.path === 'username') return userName.toLowerCase() === attribute.value;
        return emails.some(({ Value = '' }) => Value.toLowerCase() === attribute?.value);
      });
      if (!person) throw notFound('USER');
      return { UserId: person.id, IdentityStoreId };
    },
  ),
  onStore<OnStore & Description>('CreateUser', ['Identitystore'], (input, context) => {
    const { identityStoreId, people } = context.state.identityCenter;
    const now = context.clock.now();
    const id = `${identityStoreId.slice(2)}-${uuid(context.random)}`;
    people.set(id, { id, disabled: false, createdAt: now, updatedAt: now, ...described(context, input, id) });
    return { UserId: id, IdentityStoreId: identityStoreId };
  }),
  onStore<OnStore & { UserId: string; Operations: readonly AttributeOperation[] }>(
    'UpdateUser',
    ['Identitystore', 'User'],
    (input, context) => {
      update(input, context);
      return {};
    },
  ),
  // Account assignments of a deleted person stay: nobody can use them, and AWS shows them still.
  onStore<OnStore & { UserId: string }>('DeleteUser', ['Identitystore', 'User'], ({ UserId }, context) => {
    const { people, memberships } = context.state.identityCenter;
    const { id } = personOf(context, UserId);
    for (const membership of memberships.values()) if (membership.personId === id) memberships.delete(membership.id);
    people.delete(id);
    return {};
  }),
];
