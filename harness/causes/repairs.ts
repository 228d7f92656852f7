/** What an emergency asks of the break-glass role: the least that must be possible, whatever a policy is about. */

/** A read that needs a permission and no argument: what a sweep makes after every hop. */
export const FIRST_READ = 'iam:GetAccountSummary';

/** Repairs that an emergency asks for, in every account and in the management account. */
export const REPAIRS: Readonly<Record<'everywhere' | 'management', readonly string[]>> = {
  everywhere: [
    'iam:UpdateSAMLProvider',
    'iam:UpdateAssumeRolePolicy',
    'iam:PutRolePolicy',
    'cloudtrail:StartLogging',
    'events:EnableRule',
    'kms:EnableKey',
  ],
  management: ['sso:CreateAccountAssignment', 'sso:DeleteAccountAssignment', 'identitystore:CreateUser'],
};
