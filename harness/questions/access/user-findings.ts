/** Codes about the break-glass users themselves: that they are there, can sign in, and are the only ones of their kind. */
import {
  CREDENTIALS,
  EMERGENCY_ACCESS,
  INDEPENDENCE,
  LEAST_PRIVILEGE,
  MULTI_FACTOR,
  TWO_USERS,
} from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const usersEntries = [
  {
    code: 'BG_USERS_TOO_FEW',
    severity: 'critical',
    title: 'There are fewer than two break-glass users',
    meaning:
      'One lost device, one locked safe or one person on a plane is then enough to keep everybody out. AWS asks for two users at least, with factors that different people keep at different places.',
    remedy:
      'Create a second IAM user in the management account, with its own password and its own MFA devices, and admit it in every trust policy.',
    controls: TWO_USERS,
  },
  {
    code: 'BG_USER_MISSING',
    severity: 'critical',
    title: 'A break-glass user of the drill file does not exist',
    meaning:
      'IAM knows no user of that name in the management account. Clean-ups of unused credentials delete such users after 45 or 90 days without a sign-in.',
    remedy:
      'Create the user again, write its ARN into every trust policy again (the new user has a new id), and exempt it from the clean-up.',
    controls: TWO_USERS,
  },
  {
    code: 'BG_USER_FEDERATED',
    severity: 'critical',
    title: 'A break-glass user is a person in Identity Center',
    meaning:
      'Whoever signs in through Identity Center or the identity provider is locked out by their failure: the very case that break glass is for.',
    remedy: 'Make the user an IAM user of the management account, with a password and MFA devices of its own.',
    controls: INDEPENDENCE,
  },
  {
    code: 'BG_SHADOW_ADMINISTRATOR',
    severity: 'critical',
    title: 'Another IAM user is as good as an administrator of the management account',
    meaning:
      'No guardrail binds the management account, so that this user can do there whatever it likes, the break-glass users and the guardrails of all accounts included. It was found by what its policies allow, not by their names.',
    remedy:
      'Delete the user, or take the permission away; if it is meant to be a break-glass user, name it in the drill file and keep its factors as theirs.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_USER_STANDING_RIGHTS',
    severity: 'medium',
    title: 'A break-glass user may do more than break the glass',
    meaning:
      'The user has rights in the management account by its own policies, up to those of an administrator. Its use shows as many different calls instead of one AssumeRole, and a stolen session is at once worth as much.',
    remedy: 'Let the user do nothing but assume the break-glass role, in the management account too.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_PASSWORD_NOT_SET',
    severity: 'critical',
    title: 'A break-glass user has no console password',
    meaning:
      'Tools that make landing zones create the user and leave the password to a person, who never set it. Nobody can sign in to the console as this user, whatever the safe holds.',
    remedy: 'Set a password, seal it, and record who did so and when.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_PASSWORD_RESET_REQUIRED',
    severity: 'high',
    title: 'A break-glass user must change the password at the first sign-in',
    meaning:
      'The first person in an emergency chooses a new password; the sealed copy is stale from then on, and without iam:ChangePassword the sign-in ends there.',
    remedy: 'Sign in once, choose the password that is to be sealed, and clear the mark.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_PASSWORD_EXPIRES',
    severity: 'medium',
    title: 'Passwords of the break-glass users expire',
    meaning:
      'All passwords of the management account expire by the same rule, those in the safes too. The user can still choose a new one, and then the sealed copy is stale.',
    remedy:
      'Rotate and seal both passwords well before that age, not on the same day, or let passwords of this account not expire.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_PASSWORD_HARD_EXPIRY',
    severity: 'critical',
    title: 'Expired passwords of the break-glass users need an administrator',
    meaning:
      'With hard expiry nobody can choose a new password after the old one expired: an administrator must, and in an emergency there is none. Both users are locked out together.',
    remedy: 'Turn hard expiry off in the password policy of the management account.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_ACCESS_KEY_UNPLANNED',
    severity: 'high',
    title: 'A break-glass user has an access key that nobody planned',
    meaning:
      'A long-term key signs without MFA, and somebody may hold it whom nobody knows. The organization document does not say where it is kept.',
    remedy: 'Deactivate and delete the key, or declare its custody (custody.accessKey) if the runbook needs it.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_CREDENTIAL_OF_OTHER_KIND',
    severity: 'high',
    title: 'A break-glass user has a credential that break glass does not need',
    meaning:
      'A signing certificate, an SSH key or a credential of one service lets somebody act as the user in that service, without MFA and past the alarms on sign-ins and hops. Nobody seals it and nobody drills it.',
    remedy: 'Delete it, and give what needs it a user of its own.',
    controls: CREDENTIALS,
  },
  {
    code: 'BG_USER_LISTS_ACCOUNTS',
    severity: 'high',
    title: 'A break-glass user may enter only accounts that are listed one by one',
    meaning:
      'The policy of the user names accounts. The next account that is created will not be in it, and nobody will notice before an emergency.',
    remedy:
      'Allow sts:AssumeRole on the role with a wildcard for the account (arn:aws:iam::*:role/…): the trust policies of the roles decide.',
    controls: EMERGENCY_ACCESS,
  },
  {
    code: 'BG_MFA_DEVICE_MISSING',
    severity: 'critical',
    title: 'A break-glass user has no MFA device',
    meaning:
      'Roles that ask for MFA cannot be assumed without one, and a console sign-in is protected by the password alone.',
    remedy: 'Enable two MFA devices for the user and keep them apart from the password.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_SINGLE_DEVICE',
    severity: 'high',
    title: 'A break-glass user has a single MFA device',
    meaning:
      'A drifted clock, an empty battery or a lost key takes this user away. A user may have up to eight devices.',
    remedy: 'Enable a second device and keep it at another place than the first.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_VIRTUAL',
    severity: 'medium',
    title: 'A break-glass user has virtual MFA devices only',
    meaning: 'A virtual device lives on a phone, often on somebody’s own, and its seed can be copied without a trace.',
    remedy: 'Give the user a hardware device.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_NO_CODES',
    severity: 'high',
    title: 'A user who is to use an access key has no device that shows codes',
    meaning:
      'GetSessionToken asks for the code of a device. A FIDO key shows none, so that the access key in the safe cannot be used with MFA.',
    remedy: 'Add a device that shows codes, or plan the console sign-in and delete the key.',
    controls: MULTI_FACTOR,
  },
  {
    code: 'BG_MFA_WINDOW_SHORT',
    severity: 'high',
    title: 'The MFA code becomes too old before all accounts are entered',
    meaning:
      'A condition on aws:MultiFactorAuthAge counts from the sign-in, and walking through the accounts takes longer than it allows. Each further account then costs another code.',
    remedy: 'Allow an hour at least, or ask only that MFA is present.',
    controls: MULTI_FACTOR,
  },
] as const satisfies readonly CatalogueEntry[];
