/** Accounts of the organization, and where they stand in it. */
import { ancestors } from '../../state/organization-tree.js';
import type { TwinAccount, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import {
  accountOf,
  checkParent,
  isParent,
  managementOnly,
  members,
  pageOf,
  permissionsOn,
  readersOnly,
  resourceArn,
} from './operations-in-common.js';

/** `Status` is being retired in favour of `State`: both are served. `Paths` holds the whole way down from the organization. */
export function showAccount(state: TwinState, account: TwinAccount): Record<string, unknown> {
  return {
    Id: account.id,
    Arn: resourceArn(state, account.id),
    Email: account.email,
    Name: account.name,
    State: account.state,
    Status: account.state === 'ACTIVE' || account.state === 'PENDING_CLOSURE' ? account.state : 'SUSPENDED',
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
    Paths: [`${[state.organization.id, ...ancestors(state, account)].join('/')}/${account.id}/`],
  };
}

interface MoveInput {
  AccountId: string;
  SourceParentId: string;
  DestinationParentId: string;
}

export const accountOperations = [
  operation<PageInput, unknown>({
    name: 'ListAccounts',
    run: (input, context) => {
      readersOnly(context);
      const { items, ...rest } = pageOf(members(context.state), input);
      return { Accounts: items.map((account) => showAccount(context.state, account)), ...rest };
    },
  }),
  operation<{ AccountId: string }, unknown>({
    name: 'DescribeAccount',
    permissions: ({ AccountId }, context) => permissionsOn('DescribeAccount', [AccountId], context),
    run: ({ AccountId }, context) => {
      readersOnly(context);
      return { Account: showAccount(context.state, accountOf(context.state, AccountId)) };
    },
  }),
  operation<PageInput & { ParentId: string }, unknown>({
    name: 'ListAccountsForParent',
    permissions: ({ ParentId }, context) => permissionsOn('ListAccountsForParent', [ParentId], context),
    run: (input, context) => {
      readersOnly(context);
      checkParent(context.state, input.ParentId);
      const { items, ...rest } = pageOf(
        members(context.state).filter(({ parentId }) => parentId === input.ParentId),
        input,
      );
      return { Accounts: items.map((account) => showAccount(context.state, account)), ...rest };
    },
  }),
  operation<MoveInput, unknown>({
    name: 'MoveAccount',
    permissions: ({ AccountId, SourceParentId, DestinationParentId }, context) =>
      permissionsOn('MoveAccount', [AccountId, SourceParentId, DestinationParentId], context),
    run: ({ AccountId, SourceParentId, DestinationParentId }, context) => {
      managementOnly(context);
      const { state } = context;
      const account = accountOf(state, AccountId);
      if (!isParent(state, DestinationParentId))
        throw new AwsError('DestinationParentNotFoundException', "You specified a destination that doesn't exist.");
      if (account.parentId === DestinationParentId)
        throw new AwsError('DuplicateAccountException', 'The account is already there.');
      if (account.parentId !== SourceParentId)
        throw new AwsError('SourceParentNotFoundException', 'The account is not in the source that you specified.');
      account.parentId = DestinationParentId;
      return {};
    },
  }),
];
