/** Services that the organization trusts, and member accounts that administer them. */
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { PageInput } from '../shared/paging.js';
import { showAccount } from './accounts.js';
import {
  accountOf,
  invalidInput,
  managementOnly,
  pageOf,
  permissionsOn,
  readersOnly,
  violates,
} from './operations-in-common.js';

interface ServiceInput {
  ServicePrincipal: string;
}

interface DelegationInput extends ServiceInput {
  AccountId: string;
}

function checkService(principal: string): void {
  if (!/^[\w+=,.@-]+\.amazonaws\.com$/.test(principal))
    throw invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', `${principal} is not the principal of a service.`);
}

function serviceKey(principal: string | undefined): Record<string, string> {
  return principal === undefined ? {} : { 'organizations:ServicePrincipal': principal };
}

const trust = [
  operation<ServiceInput, unknown>({
    name: 'EnableAWSServiceAccess',
    permissions: ({ ServicePrincipal }) => [
      { action: 'organizations:EnableAWSServiceAccess', resource: '*', context: serviceKey(ServicePrincipal) },
    ],
    run: ({ ServicePrincipal }, context) => {
      managementOnly(context);
      checkService(ServicePrincipal);
      const { trustedServices } = context.state.organization;
      if (!trustedServices.has(ServicePrincipal)) trustedServices.set(ServicePrincipal, context.clock.now());
      return {};
    },
  }),
  operation<ServiceInput, unknown>({
    name: 'DisableAWSServiceAccess',
    permissions: ({ ServicePrincipal }) => [
      { action: 'organizations:DisableAWSServiceAccess', resource: '*', context: serviceKey(ServicePrincipal) },
    ],
    run: ({ ServicePrincipal }, context) => {
      managementOnly(context);
      checkService(ServicePrincipal);
      context.state.organization.trustedServices.delete(ServicePrincipal);
      return {};
    },
  }),
  operation<PageInput, unknown>({
    name: 'ListAWSServiceAccessForOrganization',
    run: (input, context) => {
      readersOnly(context);
      const { items, ...rest } = pageOf([...context.state.organization.trustedServices], input);
      return {
        EnabledServicePrincipals: items.map(([ServicePrincipal, since]) => ({
          ServicePrincipal,
          DateEnabled: new Date(since),
        })),
        ...rest,
      };
    },
  }),
];

const delegation = [
  operation<DelegationInput, unknown>({
    name: 'RegisterDelegatedAdministrator',
    permissions: ({ AccountId, ServicePrincipal }, context) =>
      permissionsOn('RegisterDelegatedAdministrator', [AccountId], context, serviceKey(ServicePrincipal)),
    run: ({ AccountId, ServicePrincipal }, context) => {
      managementOnly(context);
      const { state, clock } = context;
      const { managementAccountId, delegatedAdministrators, trustedServices } = state.organization;
      checkService(ServicePrincipal);
      const account = accountOf(state, AccountId);
      if (account.id === managementAccountId)
        throw violates(
          'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
          'The management account cannot be a delegated administrator.',
        );
      if (account.state !== 'ACTIVE')
        throw violates(
          'CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR',
          'A suspended account cannot be a delegated administrator.',
        );
      if (!trustedServices.has(ServicePrincipal))
        throw violates('SERVICE_ACCESS_NOT_ENABLED', 'Call EnableAWSServiceAccess first.');
      const known = delegatedAdministrators.get(account.id) ?? {
        since: clock.now(),
        services: new Map<string, number>(),
      };
      if (known.services.has(ServicePrincipal))
        throw new AwsError(
          'AccountAlreadyRegisteredException',
          'The account is already a delegated administrator for the service.',
        );
      known.services.set(ServicePrincipal, clock.now());
      delegatedAdministrators.set(account.id, known);
      return {};
    },
  }),
  operation<DelegationInput, unknown>({
    name: 'DeregisterDelegatedAdministrator',
    permissions: ({ AccountId, ServicePrincipal }, context) =>
      permissionsOn('DeregisterDelegatedAdministrator', [AccountId], context, serviceKey(ServicePrincipal)),
    run: ({ AccountId, ServicePrincipal }, context) => {
      managementOnly(context);
      const { delegatedAdministrators } = context.state.organization;
      const { id } = accountOf(context.state, AccountId);
      const known = delegatedAdministrators.get(id);
      if (!known?.services.delete(ServicePrincipal))
        throw new AwsError(
          'AccountNotRegisteredException',
          'The account is not a delegated administrator for the service.',
        );
      if (known.services.size === 0) delegatedAdministrators.delete(id);
      return {};
    },
  }),
  operation<PageInput & { ServicePrincipal?: string }, unknown>({
    name: 'ListDelegatedAdministrators',
    permissions: ({ ServicePrincipal }) => [
      { action: 'organizations:ListDelegatedAdministrators', resource: '*', context: serviceKey(ServicePrincipal) },
    ],
    run: (input, context) => {
      readersOnly(context);
      const { state } = context;
      const wanted = input.ServicePrincipal;
      const found = [...state.organization.delegatedAdministrators].filter(
        ([, { services }]) => wanted === undefined || services.has(wanted),
      );
      const { items, ...rest } = pageOf(found, input);
      return {
        DelegatedAdministrators: items.map(([id, { since }]) => ({
          ...showAccount(state, accountOf(state, id)),
          DelegationEnabledDate: new Date(since),
        })),
        ...rest,
      };
    },
  }),
  operation<PageInput & { AccountId: string }, unknown>({
    name: 'ListDelegatedServicesForAccount',
    permissions: ({ AccountId }, context) => permissionsOn('ListDelegatedServicesForAccount', [AccountId], context),
    run: (input, context) => {
      readersOnly(context);
      const { id } = accountOf(context.state, input.AccountId);
      const known = context.state.organization.delegatedAdministrators.get(id);
      if (!known) throw new AwsError('AccountNotRegisteredException', 'The account is not a delegated administrator.');
      const { items, ...rest } = pageOf([...known.services], input);
      return {
        DelegatedServices: items.map(([ServicePrincipal, since]) => ({
          ServicePrincipal,
          DelegationEnabledDate: new Date(since),
        })),
        ...rest,
      };
    },
  }),
];

export const delegationOperations = [...trust, ...delegation];
