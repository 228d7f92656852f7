/** Causes about the break-glass users themselves. Pure. */
import type { Explanation } from './explanation.js';

/** What is known of the users that a drill file names. */
export interface KnownUsers {
  /** In the drill file. */
  named: readonly string[];
  /** Those of them that IAM knows. */
  present: readonly string[];
  /** Those of them that are people in Identity Center. */
  federated: readonly string[];
}

/** Why a named user cannot break the glass at all; `undefined` for one that IAM knows. */
export function missingUser(user: string, { present, federated }: KnownUsers): Explanation | undefined {
  if (present.includes(user)) return undefined;
  if (federated.includes(user))
    return {
      code: 'BG_USER_FEDERATED',
      cause: `"${user}" is a person in IAM Identity Center and not an IAM user of the management account`,
    };
  if (present.length < 2) return { code: 'BG_USERS_TOO_FEW', cause: onlyOne(present) };
  return { code: 'BG_USER_MISSING', cause: `there is no IAM user "${user}" in the management account` };
}

/** Fewer than two users, whatever the drill file names. */
export function tooFewUsers({ present, federated }: KnownUsers): Explanation | undefined {
  return present.length + federated.length < 2 ? { code: 'BG_USERS_TOO_FEW', cause: onlyOne(present) } : undefined;
}

function onlyOne(present: readonly string[]): string {
  return present.length === 0
    ? 'there is no break-glass user at all'
    : `there is only one break-glass user, "${present.join()}"`;
}

export function noAccessKey(user: string): Explanation {
  return { code: 'BG_CREDENTIALS_REJECTED', cause: `user "${user}" has no active access key` };
}

export function noPassword(user: string): Explanation {
  return { code: 'BG_PASSWORD_NOT_SET', cause: `user "${user}" has no console password` };
}

export function mustChangePassword(user: string): Explanation {
  return {
    code: 'BG_PASSWORD_RESET_REQUIRED',
    cause: `user "${user}" must choose a new password at the next sign-in, and the sealed one is good once`,
  };
}

export function noMfaDevice(user: string): Explanation {
  return { code: 'BG_MFA_DEVICE_MISSING', cause: `user "${user}" has no MFA device` };
}

export function noCodes(user: string): Explanation {
  return {
    code: 'BG_MFA_NO_CODES',
    cause: `user "${user}" is to use its access key, and has no MFA device that shows codes`,
  };
}

/** A store that opens only after somebody signed in at a system whose loss is the emergency. */
export interface StoreDependency {
  store: string;
  signIn: 'identity-provider' | 'identity-center';
}

export function storeNeedsSignIn(user: string, { store, signIn }: StoreDependency): Explanation {
  const system = signIn === 'identity-provider' ? 'the identity provider' : 'IAM Identity Center';
  return {
    code: 'BG_PATH_NEEDS_IDENTITY_PROVIDER',
    cause: `the credentials of user "${user}" are kept in "${store}", which opens only after a sign-in at ${system}`,
  };
}

/** The user's policies allow the hop only into accounts that they name: a new account is not among them. */
export function listsAccounts(user: string): Explanation {
  return {
    code: 'BG_USER_LISTS_ACCOUNTS',
    cause: `the policies of user "${user}" list the accounts one by one in which it may assume the role`,
  };
}
