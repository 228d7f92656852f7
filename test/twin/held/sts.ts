/** What STS is given, and what of it is seen. */
import { of } from './law.js';
import type { Row, Seen, Subject } from './law.js';

const { call, row } = of('sts');
const iam = of('iam');
const sqs = of('sqs');
const sns = of('sns');
const organizations = of('organizations');

const ACCOUNT = '111122223333';
const MEMBER = '444455556666';
const rootTask = (name: string): string => `arn:aws:iam::aws:policy/root-task/${name}`;
const policy = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const trust = (condition: object, action: string | string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: action, Condition: condition },
    ],
  });
const ALL = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const EMPTY = `arn:aws:iam::${ACCOUNT}:policy/reads`;

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
interface Issued {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken?: string;
}
const keysOf = ({
  AccessKeyId: accessKeyId,
  SecretAccessKey: secretAccessKey,
  SessionToken: sessionToken,
}: Issued): Keys => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === undefined ? {} : { sessionToken }),
});
const eve = ({ answers }: Seen): Keys => keysOf((answers['CreateAccessKey'] as { AccessKey: Issued }).AccessKey);
const session =
  (operation: string) =>
  ({ answers }: Seen): Keys =>
    keysOf((answers[operation] as { Credentials: Issued }).Credentials);

const stage = [
  iam.call('CreateUser', { UserName: 'eve' }),
  iam.call('AttachUserPolicy', { UserName: 'eve', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  iam.call('CreateAccessKey', { UserName: 'eve' }),
  iam.call('CreatePolicy', { PolicyName: 'reads', PolicyDocument: policy('iam:Get*') }),
  iam.call('CreateRole', {
    RoleName: 'tagged',
    AssumeRolePolicyDocument: trust(
      { StringEquals: { 'sts:ExternalId': 'agreed', 'aws:RequestTag/team': 'red', 'sts:SourceIdentity': 'eve' } },
      ALL,
    ),
  }),
  iam.call('CreateRole', { RoleName: 'clerk', AssumeRolePolicyDocument: trust({}, ALL) }),
  iam.call('AttachRolePolicy', { RoleName: 'clerk', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  organizations.call('EnableAWSServiceAccess', { ServicePrincipal: 'iam.amazonaws.com' }),
  iam.call('EnableOrganizationsRootSessions'),
  // A guardrail would keep the root user from every task.
  organizations.call('ListRoots'),
  organizations.call('DisablePolicyType', ({ answers }) => ({
    RootId: (answers['ListRoots'] as { Roots: { Id: string }[] }).Roots[0]?.Id,
    PolicyType: 'SERVICE_CONTROL_POLICY',
  })),
  iam.call('ListUsers'),
];

const as = eve;
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/clerk`;
/** Who a session is, and what it may do. */
const may = (operation: string): readonly ReturnType<typeof call>[] => [
  { ...call('GetCallerIdentity'), as: session(operation) },
  { ...sqs.call('ListQueues'), as: session(operation) },
  { ...sns.call('ListTopics'), as: session(operation) },
];

const rows: Row[] = [
  row(
    'AssumeRole',
    {
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/tagged`,
      RoleSessionName: 'held',
      Tags: [{ Key: 'team', Value: 'red' }],
      TransitiveTagKeys: ['team'],
      ExternalId: 'agreed',
      SourceIdentity: 'eve',
    },
    { as },
  ),
  row(
    'AssumeRole',
    { RoleArn, RoleSessionName: 'held', DurationSeconds: 1700, Policy: policy('sqs:List*') },
    {
      as,
      read: may('AssumeRole'),
      acts: ['RoleArn', 'RoleSessionName', 'DurationSeconds', 'Policy'],
      instead: { Policy: policy('sns:List*') },
    },
  ),
  row('AssumeRole', { RoleArn, RoleSessionName: 'held', PolicyArns: [{ arn: EMPTY }] }, { as }),
  row(
    'AssumeRole',
    (seen) => ({
      RoleArn: `arn:aws:iam::444455556666:role/break-glass/BreakGlass`,
      RoleSessionName: 'held',
      SerialNumber: seen.fixture.mfa('management', 'break-glass-1').serialNumber,
      TokenCode: seen.fixture.mfa('management', 'break-glass-1').code,
    }),
    { as: ({ fixture }) => fixture.keys('management', 'break-glass-1') },
  ),
  row(
    'GetSessionToken',
    (seen) => ({
      DurationSeconds: 1700,
      SerialNumber: seen.fixture.mfa('management', 'break-glass-1').serialNumber,
      TokenCode: seen.fixture.mfa('management', 'break-glass-1').code,
    }),
    { as: ({ fixture }) => fixture.keys('management', 'break-glass-1') },
  ),
  row(
    'GetFederationToken',
    { Name: 'guest', Policy: policy('sqs:List*'), DurationSeconds: 1700 },
    {
      as,
      read: may('GetFederationToken'),
      acts: ['Name', 'Policy', 'DurationSeconds'],
      instead: { Policy: policy('sns:List*') },
    },
  ),
  row(
    'GetFederationToken',
    { Name: 'guest', PolicyArns: [{ arn: EMPTY }], Tags: [{ Key: 'team', Value: 'red' }] },
    { as },
  ),
  row(
    'AssumeRoot',
    {
      TargetPrincipal: MEMBER,
      TaskPolicyArn: { arn: rootTask('IAMAuditRootUserCredentials') },
      DurationSeconds: 800,
    },
    {
      as,
      read: [
        { ...call('GetCallerIdentity'), as: session('AssumeRoot') },
        { ...iam.call('GetAccountSummary'), as: session('AssumeRoot') },
      ],
      acts: ['TaskPolicyArn.arn', 'DurationSeconds'],
      instead: { 'TaskPolicyArn.arn': rootTask('S3UnlockBucketPolicy') },
    },
  ),
  row('GetAccessKeyInfo', (seen) => ({ AccessKeyId: eve(seen).accessKeyId })),
];

export const stsHeld: Subject = { stage, rows };
