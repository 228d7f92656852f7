import { alone, inManagement, user } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of the break-glass users, their passwords and keys, and of who else is an administrator. */
export const userCases: readonly RuleCase[] = [
  {
    rule: 'U01',
    fault: 'one user',
    overlay: `${alone('break-glass-2')}${inManagement('break-glass-2', '{ break-glass-1: null }')}`,
    expects: /BG_USERS_TOO_FEW \[management\] there is only one break-glass user, "break-glass-2"$/,
  },
  {
    rule: 'U02',
    fault: 'a third user that is gone',
    change: ({ file }) => void file.breakGlass.users.push('break-glass-3'),
    expects: /BG_USER_MISSING \[management\] there is no IAM user "break-glass-3"/,
  },
  {
    rule: 'U03',
    fault: 'a password that was never set',
    overlay: user('{ password: false }'),
    expects: /BG_PASSWORD_NOT_SET \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U04',
    fault: 'a password that must be changed',
    overlay: user('{ passwordResetRequired: true }'),
    expects: /BG_PASSWORD_RESET_REQUIRED \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U05',
    fault: 'passwords that expire',
    overlay: 'accounts: { management: { passwordPolicy: { maxAgeDays: 90 } } }',
    expects: /BG_PASSWORD_EXPIRES \[management\] .* after 90 days$/,
  },
  {
    rule: 'U06',
    fault: 'hard expiry',
    overlay: 'accounts: { management: { passwordPolicy: { maxAgeDays: 90, hardExpiry: true } } }',
    expects: /BG_PASSWORD_HARD_EXPIRY \[management\] .* only an administrator/,
  },
  {
    rule: 'U08',
    fault: 'a key that is kept and not active',
    overlay: user('{ accessKey: false }'),
    expects: /BG_CREDENTIALS_REJECTED \[management\] user "break-glass-1" has no active access key$/,
  },
  {
    rule: 'U09',
    fault: 'a key that nobody keeps',
    overlay: user('{ custody: { accessKey: null } }'),
    expects: /BG_ACCESS_KEY_UNPLANNED \[management\] user "break-glass-1"/,
  },
  {
    rule: 'U19',
    fault: 'a signing certificate that the document has as well',
    overlay: user('{ otherCredentials: { old: { kind: signing-certificate } } }'),
    expects: /BG_CREDENTIAL_OF_OTHER_KIND \[management\] user "break-glass-1" has a signing certificate, which/,
  },
  {
    rule: 'U17',
    fault: 'a person instead of a user',
    overlay: `${alone('break-glass-1')}${inManagement('break-glass-1', '{ break-glass-2: null }')}\nidentityCenter: { people: { break-glass-2: { displayName: b, email: b@example.com } } }`,
    expects: /BG_USER_FEDERATED \[management\] "break-glass-2" is a person/,
  },
  {
    rule: 'U18',
    fault: 'an administrator that nobody declared',
    overlay:
      'accounts: { management: { users: { old: { managedPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess"] } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR \[management\] user "old" .* give itself any policy \(iam:AttachUserPolicy\)$/,
  },
  {
    rule: 'U18',
    fault: 'a user that may assume an administrator role',
    overlay:
      'accounts: { management: { roles: { Ops: { managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"], trust: { Users: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR \[management\] user "deployment" .* assume the role \/Ops and then give itself/,
  },
  {
    rule: 'U18',
    fault: 'a user that may make keys of a break-glass user',
    overlay:
      'accounts: { management: { users: { old: { policies: { p: { S: { Effect: Allow, Action: "iam:CreateAccessKey", Resource: "*" } } } } } } }',
    expects: /BG_SHADOW_ADMINISTRATOR .* make access keys of user "break-glass-1"/,
  },
  {
    rule: 'P13',
    fault: 'standing rights',
    overlay: user('{ managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }'),
    expects: /BG_USER_STANDING_RIGHTS \[management\] user "break-glass-1"/,
  },
];
