/** What belongs to the account as a whole: summary, alias, password policy. */
import { iamSizes } from '../../access/policy-validation/index.js';
import type { TwinPasswordPolicy } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { noSuchEntity } from './entities.js';
import { checkRange } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { QUOTAS } from './quotas.js';

interface PasswordPolicyInput {
  MinimumPasswordLength?: number;
  RequireSymbols?: boolean;
  RequireNumbers?: boolean;
  RequireUppercaseCharacters?: boolean;
  RequireLowercaseCharacters?: boolean;
  AllowUsersToChangePassword?: boolean;
  MaxPasswordAge?: number;
  PasswordReusePrevention?: number;
  HardExpiry?: boolean;
}

interface AliasInput {
  AccountAlias: string;
}

export const accountOperations = [
  operation<unknown, unknown>({
    name: 'GetAccountSummary',
    run: (_input, context) => ({ SummaryMap: { ...inUse(context), ...limits() } }),
  }),
  operation<PageInput, unknown>({
    name: 'ListAccountAliases',
    run: (input, { caller: { account } }) => {
      const { items, ...rest } = page(account.alias === undefined ? [] : [account.alias], input);
      return { AccountAliases: items, ...rest };
    },
  }),
  operation<AliasInput, unknown>({
    name: 'CreateAccountAlias',
    run: ({ AccountAlias: alias }, { state, caller: { account } }) => {
      if (!/^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/.test(alias) || /^\d{12}$/.test(alias)) {
        throw new AwsError(
          'ValidationError',
          'The specified value for accountAlias is invalid. It must contain only digits, lowercase letters, and hyphens (-), but cannot begin or end with a hyphen',
        );
      }
      const holder = [...state.accounts.values()].find((other) => other.alias === alias);
      if (holder && holder !== account)
        throw new AwsError('EntityAlreadyExists', `The account alias ${alias} already exists.`, 409);
      account.alias = alias;
      return {};
    },
  }),
  operation<AliasInput, unknown>({
    name: 'DeleteAccountAlias',
    run: ({ AccountAlias: alias }, { caller: { account } }) => {
      if (account.alias !== alias) throw noSuchEntity(`The account alias with name ${alias} cannot be found.`);
      delete account.alias;
      return {};
    },
  }),
  operation<unknown, unknown>({
    name: 'GetAccountPasswordPolicy',
    run: (_input, context) => ({ PasswordPolicy: showPasswordPolicy(passwordPolicyOf(context)) }),
  }),
  operation<PasswordPolicyInput, unknown>({
    name: 'UpdateAccountPasswordPolicy',
    run: (input, { caller: { account } }) => {
      account.passwordPolicy = readPasswordPolicy(input);
      return {};
    },
  }),
  operation<unknown, unknown>({
    name: 'DeleteAccountPasswordPolicy',
    run: (_input, context) => {
      passwordPolicyOf(context);
      delete context.caller.account.passwordPolicy;
      return {};
    },
  }),
];

function passwordPolicyOf({ caller: { account } }: OperationContext): TwinPasswordPolicy {
  if (!account.passwordPolicy)
    throw noSuchEntity(`The Password Policy with domain name ${account.id} cannot be found.`);
  return account.passwordPolicy;
}

/** What is left out has its default, whatever it was before (IAM API reference, UpdateAccountPasswordPolicy). */
function readPasswordPolicy(input: PasswordPolicyInput): TwinPasswordPolicy {
  const {
    MinimumPasswordLength: minimumLength = 6,
    MaxPasswordAge: maxAgeDays,
    PasswordReusePrevention: reusePrevention,
  } = input;
  checkRange('minimumPasswordLength', minimumLength, 6, 128);
  checkRange('maxPasswordAge', maxAgeDays, 1, 1095);
  checkRange('passwordReusePrevention', reusePrevention, 1, 24);
  return {
    minimumLength,
    requireSymbols: input.RequireSymbols ?? false,
    requireNumbers: input.RequireNumbers ?? false,
    requireUppercase: input.RequireUppercaseCharacters ?? false,
    requireLowercase: input.RequireLowercaseCharacters ?? false,
    allowUsersToChange: input.AllowUsersToChangePassword ?? false,
    ...(maxAgeDays === undefined ? {} : { maxAgeDays }),
    ...(reusePrevention === undefined ? {} : { reusePrevention }),
    hardExpiry: input.HardExpiry ?? false,
  };
}

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
  const rootKeys = [...state.accessKeys.values()].some(
    (key) => key.accountId === account.id && key.userName === undefined,
  );
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
    SigningCertificatesPerUserQuota: QUOTAS.signingCertificatesOfUser,
    AttachedPoliciesPerGroupQuota: QUOTAS.attachedPolicies,
    AttachedPoliciesPerRoleQuota: QUOTAS.attachedPolicies,
    AttachedPoliciesPerUserQuota: QUOTAS.attachedPolicies,
    UserPolicySizeQuota: QUOTAS.inlineSize.user,
    GroupPolicySizeQuota: QUOTAS.inlineSize.group,
    RolePolicySizeQuota: QUOTAS.inlineSize.role,
    PolicySizeQuota: iamSizes.managed,
    AssumeRolePolicySizeQuota: iamSizes.trust,
    VersionsPerPolicyQuota: QUOTAS.versionsOfPolicy,
    PolicyVersionsInUseQuota: 10_000,
  };
}
