/** What Organizations is given, and what of it is read. */
import { of } from './law.js';
import type { Row, Seen, Subject } from './law.js';

const { call, row } = of('organizations');
const iam = of('iam');
const sts = of('sts');

const MEMBER = '444455556666';
const Tags = [{ Key: 'team', Value: 'red' }];
const guardrail = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });

const root = ({ answers }: Seen): string => (answers['ListRoots'] as { Roots: { Id: string }[] }).Roots[0]?.Id ?? '';
const unit = ({ answers }: Seen): string =>
  (answers['CreateOrganizationalUnit'] as { OrganizationalUnit: { Id: string } }).OrganizationalUnit.Id;
const policy = ({ answers }: Seen): string =>
  (answers['CreatePolicy'] as { Policy: { PolicySummary: { Id: string } } }).Policy.PolicySummary.Id;
const request = ({ answers }: Seen): string =>
  (answers['CreateAccount'] as { CreateAccountStatus: { Id: string } }).CreateAccountStatus.Id;
const parent = ({ answers }: Seen): string =>
  (answers['ListParents'] as { Parents: { Id: string }[] }).Parents[0]?.Id ?? '';

const made = ({ answers }: Seen): string =>
  (answers['DescribeCreateAccountStatus'] as { CreateAccountStatus: { AccountId: string } }).CreateAccountStatus
    .AccountId;

/** Somebody of the management account who may do everything: root assumes no roles. */
const somebody = ({ answers }: Seen): { accessKeyId: string; secretAccessKey: string } => {
  const { AccessKey } = answers['CreateAccessKey'] as { AccessKey: { AccessKeyId: string; SecretAccessKey: string } };
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
};

const CONFIG = 'config.amazonaws.com';

const stage = [
  call('ListRoots'),
  call('ListParents', { ChildId: MEMBER }),
  call('DisablePolicyType', (seen) => ({ RootId: root(seen), PolicyType: 'RESOURCE_CONTROL_POLICY' })),
  call('CreateOrganizationalUnit', (seen) => ({ ParentId: root(seen), Name: 'Idle' })),
  call('CreateOrganizationalUnit', (seen) => ({ ParentId: root(seen), Name: 'Other', Tags })),
  call('CreatePolicy', { Name: 'no-s3', Type: 'SERVICE_CONTROL_POLICY', Description: '', Content: guardrail('s3:*') }),
  call('AttachPolicy', (seen) => ({ PolicyId: policy(seen), TargetId: MEMBER })),
  call('CreatePolicy', {
    Name: 'no-sqs',
    Type: 'SERVICE_CONTROL_POLICY',
    Description: '',
    Content: guardrail('sqs:*'),
  }),
  call('EnableAWSServiceAccess', { ServicePrincipal: CONFIG }),
  call('EnableAWSServiceAccess', { ServicePrincipal: 'guardduty.amazonaws.com' }),
  call('RegisterDelegatedAdministrator', { AccountId: MEMBER, ServicePrincipal: CONFIG }),
  iam.call('CreateUser', { UserName: 'eve' }),
  iam.call('AttachUserPolicy', { UserName: 'eve', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  iam.call('CreateAccessKey', { UserName: 'eve' }),
  call('CreateAccount', { Email: 'made@example.com', AccountName: 'made' }),
  call('DescribeCreateAccountStatus', (seen) => ({ CreateAccountRequestId: request(seen) })),
];

const written: Row[] = [
  row('EnablePolicyType', (seen) => ({ RootId: root(seen), PolicyType: 'RESOURCE_CONTROL_POLICY' }), {
    read: [call('ListRoots')],
    instead: { PolicyType: 'SERVICE_CONTROL_POLICY' },
  }),
  row('DisablePolicyType', (seen) => ({ RootId: root(seen), PolicyType: 'SERVICE_CONTROL_POLICY' }), {
    instead: { PolicyType: 'RESOURCE_CONTROL_POLICY' },
  }),
  row('CreateOrganizationalUnit', (seen) => ({ ParentId: root(seen), Name: 'New', Tags }), {
    read: [
      call('DescribeOrganizationalUnit', (seen) => ({ OrganizationalUnitId: unit(seen) })),
      call('ListParents', (seen) => ({ ChildId: unit(seen) })),
      call('ListTagsForResource', (seen) => ({ ResourceId: unit(seen) })),
    ],
  }),
  row('UpdateOrganizationalUnit', (seen) => ({ OrganizationalUnitId: unit(seen), Name: 'Renamed' }), {
    read: [call('DescribeOrganizationalUnit', (seen) => ({ OrganizationalUnitId: unit(seen) }))],
  }),
  row('DeleteOrganizationalUnit', (seen) => ({ OrganizationalUnitId: unit(seen) })),
  row('MoveAccount', (seen) => ({ AccountId: MEMBER, SourceParentId: parent(seen), DestinationParentId: unit(seen) }), {
    read: [call('ListParents', { ChildId: MEMBER })],
    acts: ['SourceParentId', 'AccountId'],
  }),
  row(
    'CreateAccount',
    {
      Email: 'new@example.com',
      AccountName: 'new',
      RoleName: 'Entry',
      IamUserAccessToBilling: 'DENY',
      Tags,
    },
    {
      read: [
        call('ListAccounts'),
        call('DescribeCreateAccountStatus', (seen) => ({ CreateAccountRequestId: request(seen) })),
        call('ListTagsForResource', (seen) => ({ ResourceId: made(seen) })),
        {
          ...sts.call('AssumeRole', (seen) => ({
            RoleArn: `arn:aws:iam::${made(seen)}:role/Entry`,
            RoleSessionName: 'held',
          })),
          as: somebody,
        },
      ],
      acts: ['RoleName'],
    },
  ),
  row(
    'CreatePolicy',
    { Content: guardrail('sns:*'), Description: 'says', Name: 'new', Type: 'SERVICE_CONTROL_POLICY', Tags },
    {
      read: [
        call('DescribePolicy', (seen) => ({ PolicyId: policy(seen) })),
        call('ListTagsForResource', (seen) => ({ ResourceId: policy(seen) })),
      ],
    },
  ),
  row(
    'UpdatePolicy',
    (seen) => ({ PolicyId: policy(seen), Name: 'renamed', Description: 'says', Content: guardrail('sns:*') }),
    { read: [call('DescribePolicy', (seen) => ({ PolicyId: policy(seen) }))] },
  ),
  row('DeletePolicy', (seen) => ({ PolicyId: policy(seen) })),
  row('AttachPolicy', (seen) => ({ PolicyId: policy(seen), TargetId: unit(seen) }), {
    read: [call('ListTargetsForPolicy', (seen) => ({ PolicyId: policy(seen) }))],
  }),
  row('DetachPolicy', () => ({ PolicyId: 'p-FullAWSAccess', TargetId: MEMBER })),
  row(
    'EnableAWSServiceAccess',
    { ServicePrincipal: 'sso.amazonaws.com' },
    {
      read: [call('ListAWSServiceAccessForOrganization')],
    },
  ),
  row(
    'DisableAWSServiceAccess',
    { ServicePrincipal: 'guardduty.amazonaws.com' },
    {
      read: [call('ListAWSServiceAccessForOrganization')],
      acts: ['ServicePrincipal'],
    },
  ),
  row(
    'RegisterDelegatedAdministrator',
    { AccountId: MEMBER, ServicePrincipal: 'guardduty.amazonaws.com' },
    {
      read: [call('ListDelegatedAdministrators'), call('ListDelegatedServicesForAccount', { AccountId: MEMBER })],
    },
  ),
  row('DeregisterDelegatedAdministrator', { AccountId: MEMBER, ServicePrincipal: CONFIG }),
  row('TagResource', { ResourceId: MEMBER, Tags }, { read: [call('ListTagsForResource', { ResourceId: MEMBER })] }),
  row('UntagResource', (seen) => ({ ResourceId: unit(seen), TagKeys: ['team'] }), {
    read: [call('ListTagsForResource', (seen) => ({ ResourceId: unit(seen) }))],
    acts: ['TagKeys', 'ResourceId'],
  }),
  row('CloseAccount', { AccountId: MEMBER }),
  row(
    'RemoveAccountFromOrganization',
    { AccountId: MEMBER },
    { before: [call('DeregisterDelegatedAdministrator', { AccountId: MEMBER, ServicePrincipal: CONFIG })] },
  ),
];

const asked: Row[] = [
  row('ListRoots'),
  row('DescribeOrganizationalUnit', (seen) => ({ OrganizationalUnitId: unit(seen) })),
  row('ListOrganizationalUnitsForParent', (seen) => ({ ParentId: root(seen) })),
  row('ListChildren', (seen) => ({ ParentId: root(seen), ChildType: 'ORGANIZATIONAL_UNIT' }), {
    instead: { ChildType: 'ACCOUNT' },
  }),
  row('ListParents', { ChildId: MEMBER }),
  row('ListAccounts'),
  row('DescribeAccount', { AccountId: MEMBER }),
  row('ListAccountsForParent', (seen) => ({ ParentId: root(seen) })),
  row('DescribeCreateAccountStatus', (seen) => ({ CreateAccountRequestId: request(seen) })),
  row('ListCreateAccountStatus', { States: ['SUCCEEDED'] }, { instead: { States: 'FAILED' } }),
  row('DescribePolicy', (seen) => ({ PolicyId: policy(seen) })),
  row('ListPolicies', { Filter: 'SERVICE_CONTROL_POLICY' }, { instead: { Filter: 'RESOURCE_CONTROL_POLICY' } }),
  row('ListTargetsForPolicy', { PolicyId: 'p-FullAWSAccess' }),
  row(
    'ListPoliciesForTarget',
    { TargetId: MEMBER, Filter: 'SERVICE_CONTROL_POLICY' },
    {
      instead: { Filter: 'RESOURCE_CONTROL_POLICY' },
    },
  ),
  row('ListAWSServiceAccessForOrganization'),
  row('ListHandshakesForOrganization', { Filter: { ActionType: 'INVITE' } }),
  row('ListDelegatedAdministrators', { ServicePrincipal: CONFIG }),
  row('ListDelegatedServicesForAccount', { AccountId: MEMBER }),
  row('ListTagsForResource', (seen) => ({ ResourceId: unit(seen) })),
];

export const organizationsHeld: Subject = { stage, rows: [...written, ...asked] };
