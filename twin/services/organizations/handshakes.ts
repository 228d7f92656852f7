/**
 * Handshakes that the organization sent lately: none (Organizations API reference, ListHandshakesForOrganization). Accounts are made
 * here, not invited, and those of a document that were invited came long ago.
 */
import { operation } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { invalidInput, pageOf, readersOnly } from './operations-in-common.js';

interface HandshakeInput extends PageInput {
  Filter?: { ActionType?: string; ParentHandshakeId?: string };
}

const ACTION_TYPES: readonly string[] = [
  'INVITE',
  'ENABLE_ALL_FEATURES',
  'APPROVE_ALL_FEATURES',
  'ADD_ORGANIZATIONS_SERVICE_LINKED_ROLE',
  'TRANSFER_RESPONSIBILITY',
];

export const listHandshakesForOrganization = operation<HandshakeInput, unknown>({
  name: 'ListHandshakesForOrganization',
  run: ({ Filter: { ActionType: type } = {}, ...input }, context) => {
    readersOnly(context);
    if (type !== undefined && !ACTION_TYPES.includes(type))
      throw invalidInput('INVALID_ENUM', `${type} is not a type of handshake.`);
    const { items, ...rest } = pageOf([], input);
    return { Handshakes: items, ...rest };
  },
});
