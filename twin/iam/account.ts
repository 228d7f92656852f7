/** What belongs to the account as a whole: summary, alias, password policy. */
import { operation } from '../operation.js';
import type { OperationContext } from '../operation.js';
import { noSuchEntity } from './entities.js';
import type { TwinPasswordPolicy } from './model.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { QUOTAS } from './quotas.js';

export const accountOperations = [
  operation<unknown, unknown>({ name: 'GetAccountSummary', run: (_input, context) => ({ SummaryMap: { ...inUse(context), ...limits() } }) }),
  operation<PageInput, unknown>({
    name: 'ListAccountAliases',
    run: (input, { caller: { account } }) => {
      const { items, ...rest } = page(account.alias === undefined ? [] : [account.alias], input);
      return { AccountAliases: items, ...rest };
    },
  }),
  operation<unknown, unknown>({
    name: 'GetAccountPasswordPolicy',
    run: (_input, { caller: { account } }) => {
      if (!account.passwordPolicy) throw noSuchEntity(`The Password Policy with domain name ${account.id} cannot be found.`);
      return { PasswordPolicy: showPasswordPolicy(account.passwordPolicy) };
    },
  }),
];

function showPasswordPolicy(policy: TwinPasswordPolicy): Record<string, unknown> {
  return {
    MinimumPasswordLength: policy.minimumLength,
    RequireSymbols: policy.requireSymbols,
    RequireNumbers: policy.requireNumbers,
    RequireUppercaseCharacters: policy.requireUppercase,
    RequireLowercaseCharacters: policy.requireLowercase,
    AllowUsersToChangePassword: policy.allowUsersToChange,
    ExpirePasswords: policy.maxAgeDays !== undefined,
    MaxPasswordAge: policy.maxAgeDays,
    PasswordReusePrevention: policy.reusePrevention,
    HardExpiry: policy.hardExpiry,
  };
}

/** How much there is. Member accounts of the twin have no root credentials, the management account's root user has an MFA device. */
function inUse({ state, caller: { account } }: OperationContext): Record<string, number> {
  const devices = [...account.users.values()].reduce((sum, { mfaDevices }) => sum + mfaDevices.size, 0);
  const unassigned = [...account.virtualMfaDevices.values()].filter(({ userName }) => userName === undefined).length;
  const rootKeys = [...state.accessKeys.values()].some((key) => key.accountId === account.id && key.userName === undefined);
  const isManagement = account.id === state.organization.managementAccountId ? 1 : 0;
  return {
    Users: account.users.size,
    Groups: account.groups.size,
    Roles: account.roles.size,
    Policies: account.policies.size,
    PolicyVersionsInUse: [...account.policies.values()].reduce((sum, { versions }) => sum + versions.size, 0),
    InstanceProfiles: account.instanceProfiles.size,
    Providers: account.samlProviders.size,
    ServerCertificates: 0,
    MFADevices: devices + unassigned,
    MFADevicesInUse: devices,
    AccountMFAEnabled: isManagement,
    AccountPasswordPresent: isManagement,
    AccountAccessKeysPresent: rootKeys ? 1 : 0,
    AccountSigningCertificatesPresent: 0,
    GlobalEndpointTokenVersion: 1,
  };
}

function limits(): Record<string, number> {
  return {
    UsersQuota: QUOTAS.users,
    GroupsQuota: QUOTAS.groups,
    RolesQuota: QUOTAS.roles,
    PoliciesQuota: QUOTAS.policies,
    InstanceProfilesQuota: QUOTAS.instanceProfiles,
    ServerCertificatesQuota: 20,
    GroupsPerUserQuota: QUOTAS.groupsOfUser,
    AccessKeysPerUserQuota: QUOTAS.accessKeysOfUser,
    SigningCertificatesPerUserQuota: 2,
    AttachedPoliciesPerGroupQuota: QUOTAS.attachedPolicies,
    AttachedPoliciesPerRoleQuota: QUOTAS.attachedPolicies,
    AttachedPoliciesPerUserQuota: QUOTAS.attachedPolicies,
    UserPolicySizeQuota: QUOTAS.inlineSize.user,
    GroupPolicySizeQuota: QUOTAS.inlineSize.group,
    RolePolicySizeQuota: QUOTAS.inlineSize.role,
    PolicySizeQuota: QUOTAS.managedPolicySize,
    AssumeRolePolicySizeQuota: QUOTAS.trustPolicySize,
    VersionsPerPolicyQuota: QUOTAS.versionsOfPolicy,
    PolicyVersionsInUseQuota: 10_000,
  };
}
