/** What a federated administrator of the management account could still do harm with. Data; `<management>` is that account's id. */
export const DANGEROUS: readonly { action: string; resource: string; meaning: string }[] = [
  {
    action: 'sts:AssumeRole',
    resource: 'arn:<partition>:iam::*:role/OrganizationAccountAccessRole',
    meaning: 'enters member accounts as administrator wherever that role was left',
  },
  { action: 'organizations:CreateAccount', resource: '*', meaning: 'makes accounts that nobody watches yet' },
  { action: 'organizations:MoveAccount', resource: '*', meaning: 'moves an account out from under its guardrails' },
  {
    action: 'organizations:InviteAccountToOrganization',
    resource: '*',
    meaning: 'brings a stranger into the organization',
  },
  {
    action: 'organizations:RegisterDelegatedAdministrator',
    resource: '*',
    meaning: 'hands a service of the organization to another account',
  },
  {
    action: 'iam:CreateUser',
    resource: 'arn:<partition>:iam::<management>:user/newcomer',
    meaning: 'makes an identity that outlives its own session',
  },
  {
    action: 'iam:CreateAccessKey',
    resource: 'arn:<partition>:iam::<management>:user/deployment',
    meaning: 'takes over another IAM user',
  },
  {
    action: 'iam:UpdateAssumeRolePolicy',
    resource: 'arn:<partition>:iam::<management>:role/other',
    meaning: 'takes over another role',
  },
  {
    action: 'iam:CreateSAMLProvider',
    resource: 'arn:<partition>:iam::<management>:saml-provider/another',
    meaning: 'opens a second way in, which stays when the first is shut',
  },
  {
    action: 'iam:PassRole',
    resource: 'arn:<partition>:iam::<management>:role/break-glass/*',
    meaning: 'lends the break-glass role to a service',
  },
  { action: 'sso:CreateAccountAssignment', resource: '*', meaning: 'gives people rights in any account' },
  {
    action: 'sso:PutInlinePolicyToPermissionSet',
    resource: '*',
    meaning: 'widens the rights of everybody who holds the set',
  },
  {
    action: 'kms:ScheduleKeyDeletion',
    resource: 'arn:<partition>:kms:*:<management>:key/*',
    meaning: 'makes data unreadable',
  },
  { action: 's3:DeleteBucket', resource: '*', meaning: 'deletes data of the management account' },
  { action: 'ec2:RunInstances', resource: '*', meaning: 'spends money of the organization' },
];
