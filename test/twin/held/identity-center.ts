/** What Identity Center and its directory are given, and what of it is read. */
import { of } from './law.js';
import type { Call, Row, Seen, Subject, Value } from './law.js';

const sso = of('sso');
export const store = of('identitystore');

const MEMBER = '444455556666';
const MANAGED = 'arn:aws:iam::aws:policy/SecurityAudit';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const Tags = [{ Key: 'team', Value: 'red' }];
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
});

const instance = ({ answers }: Seen): { InstanceArn: string; IdentityStoreId: string } =>
  (answers['ListInstances'] as { Instances: { InstanceArn: string; IdentityStoreId: string }[] }).Instances[0] ?? {
    InstanceArn: '',
    IdentityStoreId: '',
  };
const setArn = ({ answers }: Seen): string =>
  (answers['CreatePermissionSet'] as { PermissionSet: { PermissionSetArn: string } }).PermissionSet.PermissionSetArn;
export const user = ({ answers }: Seen): string => (answers['CreateUser'] as { UserId: string }).UserId;
export const group = ({ answers }: Seen): string => (answers['CreateGroup'] as { GroupId: string }).GroupId;
export const membership = ({ answers }: Seen): string =>
  (answers['CreateGroupMembership'] as { MembershipId: string }).MembershipId;

type From = (seen: Seen) => Value;
const none: From = () => ({});

/** With the instance of the organization, its permission set, its directory. */
const inInstance =
  (more: From = none): From =>
  (seen) => ({ InstanceArn: instance(seen).InstanceArn, ...more(seen) });
const inSet =
  (more: From = none): From =>
  (seen) => ({ InstanceArn: instance(seen).InstanceArn, PermissionSetArn: setArn(seen), ...more(seen) });
export const inStore =
  (more: From = none): From =>
  (seen) => ({ IdentityStoreId: instance(seen).IdentityStoreId, ...more(seen) });

const customer = { CustomerManagedPolicyReference: { Name: 'limits', Path: '/p/' } };
const reads = { CustomerManagedPolicyReference: { Name: 'reads', Path: '/p/' } };
const ofUser: From = (seen) => ({
  TargetId: MEMBER,
  TargetType: 'AWS_ACCOUNT',
  PrincipalType: 'USER',
  PrincipalId: user(seen),
});
const ofGroup: From = (seen) => ({ ...ofUser(seen), PrincipalType: 'GROUP', PrincipalId: group(seen) });

const full = ({ answers }: Seen): string =>
  (answers['DescribePermissionSet'] as { PermissionSet: { PermissionSetArn: string } }).PermissionSet.PermissionSetArn;
/** With the permission set that has every kind of policy, and that nobody has. */
const inFull =
  (more: From = none): From =>
  (seen) => ({ InstanceArn: instance(seen).InstanceArn, PermissionSetArn: full(seen), ...more(seen) });

export const directory: Call[] = [
  sso.call('ListInstances'),
  store.call(
    'CreateGroup',
    inStore(() => ({ DisplayName: 'staff' })),
  ),
  store.call(
    'CreateGroup',
    inStore(() => ({ DisplayName: 'other' })),
  ),
  store.call(
    'CreateUser',
    inStore(() => ({ UserName: 'ann', DisplayName: 'Ann', Name: { GivenName: 'Ann', FamilyName: 'Other' } })),
  ),
  store.call(
    'CreateGroupMembership',
    inStore((seen) => ({ GroupId: group(seen), MemberId: { UserId: user(seen) } })),
  ),
];

const stage: Call[] = [
  ...directory,
  sso.call(
    'CreatePermissionSet',
    inInstance(() => ({ Name: 'full', Tags })),
  ),
  sso.call(
    'AttachManagedPolicyToPermissionSet',
    inSet(() => ({ ManagedPolicyArn: MANAGED })),
  ),
  sso.call(
    'PutInlinePolicyToPermissionSet',
    inSet(() => ({ InlinePolicy: policy })),
  ),
  sso.call(
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    inSet(() => reads),
  ),
  sso.call(
    'PutPermissionsBoundaryToPermissionSet',
    inSet(() => ({ PermissionsBoundary: customer })),
  ),
  sso.call('DescribePermissionSet', inSet()),
  sso.call(
    'CreatePermissionSet',
    inInstance(() => ({ Name: 'assigned', Tags })),
  ),
  sso.call('CreateAccountAssignment', inSet(ofGroup)),
  sso.call('DeleteAccountAssignment', inSet(ofGroup)),
  sso.call('CreateAccountAssignment', inSet(ofUser)),
  sso.call(
    'ProvisionPermissionSet',
    inSet(() => ({ TargetType: 'ALL_PROVISIONED_ACCOUNTS' })),
  ),
];

const statusId =
  (operation: string, member: string, id: string): From =>
  (seen) => ({
    [id]: ((seen.answers[operation] as Record<string, { RequestId: string }>)[member] ?? { RequestId: '' }).RequestId,
  });

const sets: Row[] = [
  sso.row('ListInstances'),
  sso.row('DescribeInstance', inInstance()),
  sso.row(
    'UpdateInstance',
    inInstance(() => ({ Name: 'ours' })),
    { read: [sso.call('DescribeInstance', inInstance())] },
  ),
  sso.row('ListPermissionSets', inInstance()),
  sso.row('DescribePermissionSet', inSet()),
  sso.row(
    'CreatePermissionSet',
    inInstance(() => ({
      Name: 'new',
      Description: 'says',
      SessionDuration: 'PT2H',
      RelayState: 'https://example.com/',
      Tags,
    })),
    {
      read: [
        sso.call('DescribePermissionSet', inSet()),
        sso.call(
          'ListTagsForResource',
          inInstance((seen) => ({ ResourceArn: setArn(seen) })),
        ),
      ],
    },
  ),
  sso.row(
    'UpdatePermissionSet',
    inFull(() => ({ Description: 'says', SessionDuration: 'PT2H', RelayState: 'https://example.com/' })),
    { read: [sso.call('DescribePermissionSet', inFull())] },
  ),
  sso.row('DeletePermissionSet', inFull()),
  sso.row('GetInlinePolicyForPermissionSet', inFull()),
  sso.row(
    'PutInlinePolicyToPermissionSet',
    inFull(() => ({ InlinePolicy: policy.replace('sqs', 'sns') })),
    {
      read: [sso.call('GetInlinePolicyForPermissionSet', inFull())],
    },
  ),
  sso.row('DeleteInlinePolicyFromPermissionSet', inFull()),
  sso.row('ListManagedPoliciesInPermissionSet', inFull()),
  sso.row(
    'AttachManagedPolicyToPermissionSet',
    inFull(() => ({ ManagedPolicyArn: ADMINISTRATOR })),
    {
      read: [sso.call('ListManagedPoliciesInPermissionSet', inFull())],
    },
  ),
  sso.row('ListCustomerManagedPolicyReferencesInPermissionSet', inFull()),
  sso.row(
    'DetachManagedPolicyFromPermissionSet',
    inFull(() => ({ ManagedPolicyArn: MANAGED })),
  ),
  sso.row(
    'DetachCustomerManagedPolicyReferenceFromPermissionSet',
    inFull(() => reads),
  ),
  sso.row(
    'AttachCustomerManagedPolicyReferenceToPermissionSet',
    inFull(() => customer),
    {
      read: [sso.call('ListCustomerManagedPolicyReferencesInPermissionSet', inFull())],
    },
  ),
  sso.row('GetPermissionsBoundaryForPermissionSet', inFull()),
  sso.row(
    'PutPermissionsBoundaryToPermissionSet',
    inFull(() => ({ PermissionsBoundary: reads })),
    {
      read: [sso.call('GetPermissionsBoundaryForPermissionSet', inFull())],
    },
  ),
  sso.row(
    'PutPermissionsBoundaryToPermissionSet',
    inFull(() => ({ PermissionsBoundary: { ManagedPolicyArn: MANAGED } })),
    {
      read: [sso.call('GetPermissionsBoundaryForPermissionSet', inFull())],
    },
  ),
  sso.row('DeletePermissionsBoundaryFromPermissionSet', inFull()),
  sso.row(
    'ListTagsForResource',
    inInstance((seen) => ({ ResourceArn: setArn(seen) })),
  ),
  sso.row(
    'TagResource',
    inInstance((seen) => ({ ResourceArn: setArn(seen), Tags })),
    {
      read: [
        sso.call(
          'ListTagsForResource',
          inInstance((seen) => ({ ResourceArn: setArn(seen) })),
        ),
      ],
    },
  ),
];

const untag: Row = sso.row(
  'UntagResource',
  inInstance((seen) => ({ ResourceArn: setArn(seen), TagKeys: ['team'] })),
  {
    read: [
      sso.call(
        'ListTagsForResource',
        inInstance((seen) => ({ ResourceArn: setArn(seen) })),
      ),
    ],
    acts: ['TagKeys'],
  },
);

const assigned: Row[] = [
  sso.row('CreateAccountAssignment', inSet(ofGroup), {
    read: [
      sso.call(
        'ListAccountAssignments',
        inSet(() => ({ AccountId: MEMBER })),
      ),
    ],
    acts: ['InstanceArn', 'TargetType', 'TargetId'],
  }),
  sso.row('DeleteAccountAssignment', inSet(ofUser)),
  sso.row(
    'ProvisionPermissionSet',
    inSet(() => ({ TargetType: 'AWS_ACCOUNT', TargetId: MEMBER })),
  ),
  sso.row(
    'ListAccountAssignments',
    inSet(() => ({ AccountId: MEMBER })),
  ),
  sso.row(
    'ListAccountAssignmentsForPrincipal',
    inInstance((seen) => ({ PrincipalId: user(seen), PrincipalType: 'USER', Filter: { AccountId: MEMBER } })),
  ),
  sso.row(
    'ListPermissionSetsProvisionedToAccount',
    inInstance(() => ({ AccountId: MEMBER })),
  ),
  sso.row('ListAccountsForProvisionedPermissionSet', inSet()),
  sso.row(
    'DescribeAccountAssignmentCreationStatus',
    inInstance(
      statusId('CreateAccountAssignment', 'AccountAssignmentCreationStatus', 'AccountAssignmentCreationRequestId'),
    ),
  ),
  sso.row(
    'DescribeAccountAssignmentDeletionStatus',
    inInstance(
      statusId('DeleteAccountAssignment', 'AccountAssignmentDeletionStatus', 'AccountAssignmentDeletionRequestId'),
    ),
  ),
  sso.row(
    'DescribePermissionSetProvisioningStatus',
    inInstance(
      statusId('ProvisionPermissionSet', 'PermissionSetProvisioningStatus', 'ProvisionPermissionSetRequestId'),
    ),
  ),
  ...['AccountAssignmentCreation', 'AccountAssignmentDeletion', 'PermissionSetProvisioning'].map((kind) =>
    sso.row(
      `List${kind}Status`,
      inInstance(() => ({ Filter: { Status: 'FAILED' } })),
      {
        instead: { 'Filter.Status': 'SUCCEEDED' },
      },
    ),
  ),
];

export const ssoHeld: Subject = { stage, rows: [...sets, untag, ...assigned] };
