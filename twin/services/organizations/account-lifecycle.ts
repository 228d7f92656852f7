/** Accounts are made, closed, and leave. */
import { uniqueId } from '../../../base/ids.js';
import type { Random } from '../../../base/random.js';
import { emptyIam } from '../../state/iam.js';
import type { TwinAccountRequest } from '../../state/organization.js';
import type { TwinAccount, TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { join, leave, letters } from './founding-and-joining.js';
import { LIMITS } from './limits.js';
import {
  accountOf,
  invalidInput,
  managementOnly,
  memberOnly,
  pageOf,
  permissionsOn,
  readersOnly,
  violates,
} from './operations-in-common.js';
import { newTagKeys, onNewTags, tagsOf } from './tags.js';
import type { Tag } from './tags.js';

const DAY = 86_400_000;

interface CreateInput {
  Email: string;
  AccountName: string;
  RoleName?: string;
  Tags?: readonly Tag[];
}

/**
 * A request for a new account. AWS works on it for some minutes; here it is done at once, so that a clock that stands
 * still keeps nobody waiting, and whoever asks next finds it finished.
 */
function createAccount(input: CreateInput, context: OperationContext): unknown {
  managementOnly(context);
  const { state, clock, random } = context;
  const { Email, AccountName, RoleName = 'OrganizationAccountAccessRole', Tags = [] } = input;
  if (!/^[\u0020-\u007E]{1,50}$/.test(AccountName))
    throw invalidInput('INVALID_PATTERN', 'The name of an account has 1 to 50 characters.');
  if (!/^[\w+=,.@-]{1,64}$/.test(RoleName) || RoleName.startsWith('AWSServiceRoleFor'))
    throw invalidInput('INVALID_ROLE_NAME', 'The role name is not valid.');
  const tags = tagsOf(Tags);
  const request: TwinAccountRequest = {
    id: `car-${letters(32, random)}`,
    accountName: AccountName,
    requestedAt: clock.now(),
  };
  const taken = [...state.accounts.values()].some(({ email }) => email.toLowerCase() === Email.toLowerCase());
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(Email)) request.failureReason = 'INVALID_EMAIL';
  else if (taken) request.failureReason = 'EMAIL_ALREADY_EXISTS';
  else {
    const account = newAccount(context, { AccountName, Email, RoleName });
    state.organization.tags.set(account.id, tags);
    request.accountId = account.id;
  }
  state.organization.accountRequests.set(request.id, request);
  return {
    CreateAccountStatus: {
      Id: request.id,
      AccountName,
      State: 'IN_PROGRESS',
      RequestedTimestamp: new Date(request.requestedAt),
    },
  };
}

/** A member account with a role that the management account may assume (Organizations user guide, "Accessing member accounts"). */
function newAccount(
  { state, clock, random }: OperationContext,
  { AccountName, Email, RoleName }: Required<Omit<CreateInput, 'Tags'>>,
): TwinAccount {
  const now = clock.now();
  const account: TwinAccount = {
    id: freeNumber(state, random),
    name: AccountName,
    email: Email,
    parentId: undefined,
    state: 'ACTIVE',
    joinedMethod: 'CREATED',
    joinedAt: now,
    ...emptyIam(),
  };
  state.accounts.set(account.id, account);
  join(state, account, 'CREATED', now);
  account.roles.set(RoleName, {
    name: RoleName,
    path: '/',
    arn: `arn:${state.partition}:iam::${account.id}:role/${RoleName}`,
    id: uniqueId('AROA', random),
    createdAt: now,
    tags: new Map(),
    maxSessionSeconds: 3600,
    inlinePolicies: new Map(),
    attachedPolicies: new Set([`arn:${state.partition}:iam::aws:policy/AdministratorAccess`]),
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:${state.partition}:iam::${state.organization.managementAccountId}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    },
  });
  return account;
}

function freeNumber(state: TwinState, random: Random): string {
  for (;;) {
    const id = String(1 + random.below(9)) + Array.from({ length: 11 }, () => random.below(10)).join('');
    if (!state.accounts.has(id)) return id;
  }
}

function show({ id, accountName, requestedAt, accountId, failureReason }: TwinAccountRequest): Record<string, unknown> {
  const outcome =
    failureReason === undefined
      ? { State: 'SUCCEEDED', AccountId: accountId }
      : { State: 'FAILED', FailureReason: failureReason };
  return {
    Id: id,
    AccountName: accountName,
    RequestedTimestamp: new Date(requestedAt),
    CompletedTimestamp: new Date(requestedAt),
    ...outcome,
  };
}

/** Throws unless the account may leave. */
function checkMayLeave({ state, clock }: OperationContext, { id, joinedMethod, joinedAt }: TwinAccount): void {
  const { managementAccountId, delegatedAdministrators } = state.organization;
  if (id === managementAccountId)
    throw new AwsError(
      'MasterCannotLeaveOrganizationException',
      "You can't remove the management account from the organization.",
    );
  if (delegatedAdministrators.has(id))
    throw violates(
      'CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG',
      'The account is a delegated administrator: deregister it first.',
    );
  if (joinedMethod === 'CREATED' && clock.now() < joinedAt + LIMITS.waitDays * DAY)
    throw violates('WAIT_PERIOD_ACTIVE', `A created account can leave ${LIMITS.waitDays} days after it was created.`);
}

const creation = [
  operation<CreateInput, unknown>({
    name: 'CreateAccount',
    permissions: ({ Tags }, context) => [
      { action: 'organizations:CreateAccount', resource: '*', context: newTagKeys(Tags) },
      ...onNewTags('account', Tags, context),
    ],
    run: createAccount,
  }),
  operation<{ CreateAccountRequestId: string }, unknown>({
    name: 'DescribeCreateAccountStatus',
    run: ({ CreateAccountRequestId }, context) => {
      readersOnly(context);
      const request = context.state.organization.accountRequests.get(CreateAccountRequestId);
      if (!request)
        throw new AwsError('CreateAccountStatusNotFoundException', "You specified a request that doesn't exist.");
      return { CreateAccountStatus: show(request) };
    },
  }),
  operation<PageInput & { States?: readonly string[] }, unknown>({
    name: 'ListCreateAccountStatus',
    run: (input, context) => {
      readersOnly(context);
      const all = [...context.state.organization.accountRequests.values()].map(show);
      const { items, ...rest } = pageOf(
        all.filter(({ State }) => input.States?.includes(String(State)) ?? true),
        input,
      );
      return { CreateAccountStatuses: items, ...rest };
    },
  }),
];

const departure = [
  operation<{ AccountId: string }, unknown>({
    name: 'CloseAccount',
    permissions: ({ AccountId }, context) => permissionsOn('CloseAccount', [AccountId], context),
    run: ({ AccountId }, context) => {
      managementOnly(context);
      const account = accountOf(context.state, AccountId);
      if (account.id === context.state.organization.managementAccountId)
        throw violates('CANNOT_CLOSE_MANAGEMENT_ACCOUNT', "You can't close the management account.");
      if (account.state !== 'ACTIVE')
        throw new AwsError('AccountAlreadyClosedException', 'The account is closed already.');
      // PENDING_CLOSURE passes in a moment; after 90 days AWS takes the account away.
      account.state = 'SUSPENDED';
      return {};
    },
  }),
  operation<{ AccountId: string }, unknown>({
    name: 'RemoveAccountFromOrganization',
    permissions: ({ AccountId }, context) => permissionsOn('RemoveAccountFromOrganization', [AccountId], context),
    run: ({ AccountId }, context) => {
      managementOnly(context);
      const account = accountOf(context.state, AccountId);
      checkMayLeave(context, account);
      leave(context.state, account);
      return {};
    },
  }),
  operation<unknown, unknown>({
    name: 'LeaveOrganization',
    run: (_input, context) => {
      memberOnly(context);
      checkMayLeave(context, context.caller.account);
      leave(context.state, context.caller.account);
      return {};
    },
  }),
];

export const lifecycleOperations = [...creation, ...departure];
