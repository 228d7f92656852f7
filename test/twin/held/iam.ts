/** What IAM is given, and what of it is read. */
import { credentials } from './iam-other-credentials.js';
import { principals } from './iam-principals.js';
import { call, row, ACCOUNT, arn, policy, Tags, READS, LIMITS, DEVICE, metadata, stage } from './iam-stage.js';
import type { Row, Subject, Value } from './law.js';

const others = [{ Key: 'stage', Value: 'blue' }];

/** Tags of six kinds of things. */
const tagging = [
  ['User', { UserName: 'ann' }],
  ['Role', { RoleName: 'clerk' }],
  ['Policy', { PolicyArn: READS }],
  ['InstanceProfile', { InstanceProfileName: 'web' }],
  ['SAMLProvider', { SAMLProviderArn: arn('saml-provider/idp') }],
  ['MFADevice', { SerialNumber: DEVICE }],
].flatMap(([kind, which]): Row[] => [
  row(`List${String(kind)}Tags`, which as Value),
  row(
    `Tag${String(kind)}`,
    { ...(which as Value), Tags: others },
    { read: [call(`List${String(kind)}Tags`, which as Value)] },
  ),
  row(
    `Untag${String(kind)}`,
    { ...(which as Value), TagKeys: ['team'] },
    { read: [call(`List${String(kind)}Tags`, which as Value)], acts: ['TagKeys'] },
  ),
]);

/** Policies of three kinds of principals. */
const policies = (
  [
    ['User', { UserName: 'ann' }],
    ['Group', { GroupName: 'staff' }],
    ['Role', { RoleName: 'clerk' }],
  ] as const
).flatMap(([kind, who]): Row[] => [
  row(`List${kind}Policies`, who),
  row(`Get${kind}Policy`, { ...who, PolicyName: 'own' }),
  row(
    `Put${kind}Policy`,
    { ...who, PolicyName: 'more', PolicyDocument: policy('kms:*') },
    { read: [call(`Get${kind}Policy`, { ...who, PolicyName: 'more' })] },
  ),
  row(`Delete${kind}Policy`, { ...who, PolicyName: 'own' }),
  row(`ListAttached${kind}Policies`, { ...who, PathPrefix: '/p/' }),
  row(
    `Attach${kind}Policy`,
    { ...who, PolicyArn: arn('policy/other') },
    { read: [call(`ListAttached${kind}Policies`, who)] },
  ),
  row(`Detach${kind}Policy`, { ...who, PolicyArn: READS }),
]);

const boundaries = (
  [
    ['User', { UserName: 'bob' }],
    ['Role', { RoleName: 'porter' }],
  ] as const
).flatMap(([kind, who]): Row[] => [
  row(`Put${kind}PermissionsBoundary`, { ...who, PermissionsBoundary: READS }, { read: [call(`Get${kind}`, who)] }),
  row(`Delete${kind}PermissionsBoundary`, kind === 'User' ? { UserName: 'ann' } : { RoleName: 'clerk' }),
]);

const managed: Row[] = [
  row('GetPolicy', { PolicyArn: READS }),
  row('GetPolicyVersion', { PolicyArn: READS, VersionId: 'v2' }, { instead: { VersionId: 'v1' } }),
  row('ListPolicyVersions', { PolicyArn: READS }),
  row('ListPolicies', { Scope: 'Local', OnlyAttached: true, PathPrefix: '/p/' }, { instead: { Scope: 'AWS' } }),
  row(
    'ListPolicies',
    { Scope: 'Local', PolicyUsageFilter: 'PermissionsBoundary' },
    { instead: { Scope: 'AWS', PolicyUsageFilter: 'PermissionsPolicy' } },
  ),
  row(
    'ListEntitiesForPolicy',
    { PolicyArn: READS, EntityFilter: 'User', PathPrefix: '/p/' },
    { instead: { EntityFilter: 'Role' } },
  ),
  row(
    'ListEntitiesForPolicy',
    { PolicyArn: LIMITS, PolicyUsageFilter: 'PermissionsBoundary' },
    { instead: { PolicyUsageFilter: 'PermissionsPolicy' } },
  ),
  row(
    'CreatePolicy',
    { PolicyName: 'writes', PolicyDocument: policy('s3:Put*'), Path: '/q/', Description: 'says', Tags },
    {
      read: [
        call('GetPolicy', { PolicyArn: arn('policy/q/writes') }),
        call('GetPolicyVersion', { PolicyArn: arn('policy/q/writes'), VersionId: 'v1' }),
      ],
    },
  ),
  row('DeletePolicy', { PolicyArn: arn('policy/other') }),
  row(
    'CreatePolicyVersion',
    { PolicyArn: READS, PolicyDocument: policy('sns:*'), SetAsDefault: true },
    { read: [call('GetPolicyVersion', { PolicyArn: READS, VersionId: 'v3' })] },
  ),
  row(
    'SetDefaultPolicyVersion',
    { PolicyArn: READS, VersionId: 'v2' },
    { read: [call('GetPolicy', { PolicyArn: READS })], instead: { VersionId: 'v1' } },
  ),
  row('DeletePolicyVersion', { PolicyArn: READS, VersionId: 'v2' }),
];

const accountWide: Row[] = [
  row('GetSAMLProvider', { SAMLProviderArn: arn('saml-provider/idp') }),
  row('CreateSAMLProvider', (seen) => ({ Name: 'second', SAMLMetadataDocument: metadata(seen), Tags }), {
    read: [call('GetSAMLProvider', { SAMLProviderArn: arn('saml-provider/second') })],
    acts: ['Name'],
  }),
  row(
    'UpdateSAMLProvider',
    (seen) => ({
      SAMLProviderArn: arn('saml-provider/idp'),
      SAMLMetadataDocument: metadata(seen).replace(/entityID="/, 'entityID="other'),
    }),
    { read: [call('GetSAMLProvider', { SAMLProviderArn: arn('saml-provider/idp') })] },
  ),
  row('DeleteSAMLProvider', { SAMLProviderArn: arn('saml-provider/idp') }),
  row('CreateAccountAlias', { AccountAlias: 'of-others' }, { read: [call('ListAccountAliases')] }),
  row('DeleteAccountAlias', { AccountAlias: 'of-ours' }),
  row(
    'UpdateAccountPasswordPolicy',
    {
      MinimumPasswordLength: 17,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      MaxPasswordAge: 91,
      PasswordReusePrevention: 7,
      HardExpiry: true,
    },
    { read: [call('GetAccountPasswordPolicy')] },
  ),
  row('GetAccountAuthorizationDetails', { Filter: ['User'] }, { instead: { Filter: 'Role' } }),
  row('GetContextKeysForCustomPolicy', { PolicyInputList: [withCondition('aws:SourceIp')] }),
  row('GetContextKeysForPrincipalPolicy', {
    PolicySourceArn: arn('user/p/ann'),
    PolicyInputList: [withCondition('aws:SourceIp')],
  }),
];

function withCondition(key: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { [key]: 'v' } } }],
  });
}

const bucketPolicy = (Effect: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect, Principal: { AWS: arn('user/p/ann') }, Action: '*', Resource: 'arn:aws:s3:::b/*' }],
  });
const simulated = {
  ActionNames: ['s3:GetObject'],
  ResourceArns: ['arn:aws:s3:::b/o'],
  PermissionsBoundaryPolicyInputList: [policy('s3:*')],
  ContextEntries: [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['v'], ContextKeyType: 'string' }],
};

const simulation: Row[] = [
  row('SimulateCustomPolicy', { PolicyInputList: [withCondition('aws:SourceIp')], ...simulated }),
  row('SimulateCustomPolicy', {
    PolicyInputList: [policy('*')],
    ActionNames: ['s3:GetObject'],
    ResourceArns: ['arn:aws:s3:::b/o'],
    OrderedOrganizationPolicyInputList: [{ ServiceControlPolicyInputList: [policy('sqs:*')] }],
  }),
  ...[
    row('SimulateCustomPolicy', { PolicyInputList: [policy('*')] }),
    row('SimulatePrincipalPolicy', { PolicySourceArn: arn('user/bob'), PolicyInputList: [policy('*')] }),
  ].flatMap((one): Row[] => {
    const about = (more: Value): Value => ({
      ...(one.input as Value),
      ActionNames: ['s3:GetObject'],
      ResourceArns: ['arn:aws:s3:::b/o'],
      ...more,
    });
    const elsewhere = { ResourceOwner: 'arn:aws:iam::444455556666:root', CallerArn: arn('user/bob') };
    return [
      { ...one, input: about({ ResourcePolicy: bucketPolicy('Deny'), CallerArn: arn('user/p/ann') }) },
      {
        ...one,
        input: about({ ResourcePolicy: bucketPolicy('Allow'), ...elsewhere }),
        instead: { ResourceOwner: `arn:aws:iam::${ACCOUNT}:root`, CallerArn: arn('user/p/ann') },
      },
    ];
  }),
  row('SimulatePrincipalPolicy', {
    PolicySourceArn: arn('user/bob'),
    PolicyInputList: [withCondition('aws:SourceIp')],
    ...simulated,
  }),
];

export const iamHeld: Subject = {
  stage,
  rows: [
    ...principals,
    ...credentials,
    ...managed,
    ...policies,
    ...boundaries,
    ...tagging,
    ...accountWide,
    ...simulation,
  ],
};
