/** The small world of the random requests: who may ask, for what, and how policies can write it. Few words, so that much matches. */
import type { AccessRequest } from '../../../iam/index.js';

export const MANAGEMENT = '999999999999';
const MEMBER = '111111111111';
export const WORKLOAD = '222222222222';
const EXTERNAL = '333333333333';

type ContextValue = AccessRequest['context'][string];

/** Somebody who asks, with what AWS tells about him in every request. */
export interface Caller {
  principal: string;
  principalId?: string;
  /** Empty: a service, an identity provider or nobody. */
  account: string;
  serviceLinkedRole?: boolean;
  keys: Readonly<Record<string, ContextValue>>;
  /** The only actions that this caller can ask for; absent: every action but those of identity providers. */
  only?: readonly string[];
  /** The only account that he asks: an identity provider opens roles of its own account alone. */
  home?: string;
  /** How often he asks. */
  weight: number;
}

const WEB_IDENTITY = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];

export const CALLERS: readonly Caller[] = [
  {
    principal: `arn:aws:iam::${MEMBER}:user/team/alice`,
    principalId: 'AIDAALICE',
    account: MEMBER,
    weight: 6,
    keys: {
      'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:user/team/alice`,
      'aws:PrincipalAccount': MEMBER,
      'aws:userid': 'AIDAALICE',
      'aws:username': 'alice',
    },
  },
  {
    principal: `arn:aws:sts::${MEMBER}:assumed-role/Operator/s`,
    principalId: 'AROAOPERATOR',
    account: MEMBER,
    weight: 6,
    keys: {
      'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:role/team/Operator`,
      'aws:PrincipalAccount': MEMBER,
      'aws:userid': 'AROAOPERATOR:s',
    },
  },
  {
    principal: `arn:aws:iam::${MEMBER}:root`,
    account: MEMBER,
    weight: 2,
    keys: { 'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:root`, 'aws:PrincipalAccount': MEMBER, 'aws:userid': MEMBER },
  },
  {
    principal: `arn:aws:sts::${MEMBER}:federated-user/alice`,
    account: MEMBER,
    weight: 2,
    keys: {
      'aws:PrincipalArn': `arn:aws:sts::${MEMBER}:federated-user/alice`,
      'aws:PrincipalAccount': MEMBER,
      'aws:userid': `${MEMBER}:alice`,
    },
  },
  {
    principal: `arn:aws:sts::${MEMBER}:assumed-role/AWSServiceRoleForConfig/s`,
    principalId: 'AROALINKED',
    account: MEMBER,
    weight: 1,
    serviceLinkedRole: true,
    keys: {
      'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      'aws:PrincipalAccount': MEMBER,
    },
  },
  {
    principal: `arn:aws:iam::${MANAGEMENT}:user/break-glass/bg-1`,
    principalId: 'AIDABREAKGLASS',
    account: MANAGEMENT,
    weight: 3,
    keys: {
      'aws:PrincipalArn': `arn:aws:iam::${MANAGEMENT}:user/break-glass/bg-1`,
      'aws:PrincipalAccount': MANAGEMENT,
      'aws:username': 'bg-1',
    },
  },
  {
    principal: `arn:aws:iam::${EXTERNAL}:user/eve`,
    principalId: 'AIDAEVE',
    account: EXTERNAL,
    weight: 2,
    keys: {
      'aws:PrincipalArn': `arn:aws:iam::${EXTERNAL}:user/eve`,
      'aws:PrincipalAccount': EXTERNAL,
      'aws:username': 'eve',
    },
  },
  {
    principal: 'cloudtrail.amazonaws.com',
    account: '',
    weight: 1,
    keys: { 'aws:PrincipalIsAWSService': 'true' },
    only: ['s3:PutObject', 'sqs:SendMessage', 'lambda:InvokeFunction', 'kms:Decrypt', 'sts:AssumeRole'],
  },
  {
    principal: `arn:aws:iam::${WORKLOAD}:saml-provider/IdP`,
    account: '',
    home: WORKLOAD,
    weight: 1,
    keys: { 'saml:aud': 'https://signin.aws.amazon.com/saml' },
    only: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
  },
  {
    principal: `arn:aws:iam::${WORKLOAD}:oidc-provider/token.actions.githubusercontent.com`,
    account: '',
    home: WORKLOAD,
    weight: 1,
    keys: { 'token.actions.githubusercontent.com:sub': 'repo:acme/infra:ref:refs/heads/main' },
    only: WEB_IDENTITY,
  },
  {
    principal: 'accounts.google.com',
    account: '',
    weight: 1,
    keys: { 'accounts.google.com:aud': 'drill' },
    only: WEB_IDENTITY,
  },
  { principal: '*', account: '', weight: 1, keys: {}, only: ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'] },
];

/** Something that can be asked for. */
export interface Target {
  action: string;
  /** The resource in an account. */
  resource: (account: string) => string;
  /** On the list of services that RCPs reach (Organizations user guide, "List of AWS services that support RCPs"). */
  rcp: boolean;
  /** Which policy of the resource is asked; a role always has a trust policy (`trust`), and a key its policy (`key`). */
  side: 'trust' | 'resource' | 'key' | 'none';
}

const role = (account: string): string => `arn:aws:iam::${account}:role/team/Target`;
const queue = (account: string): string => `arn:aws:sqs:eu-west-1:${account}:queue-eve`;

const TARGETS: readonly Target[] = [
  { action: 's3:GetObject', resource: () => 'arn:aws:s3:::logs/alice/a.txt', rcp: true, side: 'resource' },
  { action: 's3:PutObject', resource: () => 'arn:aws:s3:::logs/bg-1/b.txt', rcp: true, side: 'resource' },
  { action: 'sqs:SendMessage', resource: queue, rcp: true, side: 'resource' },
  { action: 'kms:Decrypt', resource: (account) => `arn:aws:kms:eu-west-1:${account}:key/k`, rcp: true, side: 'key' },
  {
    action: 'lambda:InvokeFunction',
    resource: (account) => `arn:aws:lambda:eu-west-1:${account}:function:alice`,
    rcp: false,
    side: 'resource',
  },
  { action: 'sts:AssumeRole', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:AssumeRole', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:TagSession', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:SetSourceIdentity', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:AssumeRoleWithSAML', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:AssumeRoleWithWebIdentity', resource: role, rcp: true, side: 'trust' },
  { action: 'sts:AssumeRoot', resource: (account) => `arn:aws:iam::${account}:root`, rcp: true, side: 'none' },
  { action: 'sts:GetCallerIdentity', resource: () => '*', rcp: true, side: 'none' },
  { action: 'sts:GetSessionToken', resource: () => '*', rcp: true, side: 'none' },
  { action: 'iam:CreateUser', resource: (account) => `arn:aws:iam::${account}:user/alice`, rcp: false, side: 'none' },
  { action: 'iam:GetRole', resource: role, rcp: false, side: 'none' },
  { action: 'ec2:DescribeInstances', resource: () => '*', rcp: false, side: 'none' },
];

/** What the caller can ask for. */
export function targetsOf({ only }: Caller): readonly Target[] {
  return TARGETS.filter(({ action }) => (only ? only.includes(action) : !action.startsWith('sts:AssumeRoleWith')));
}

/** Ways to write an action in a policy. The first writes it out. */
export const ACTION_FORMS: readonly ((action: string) => string)[] = [
  (action) => action,
  () => '*',
  (action) => `${service(action)}:*`,
  (action) => `${action.slice(0, action.indexOf(':') + 4)}*`,
  (action) => `${service(action).toUpperCase()}:${action.slice(action.indexOf(':') + 1).toLowerCase()}`,
  (action) => `${action.slice(0, -2)}?${action.slice(-1)}`,
  (action) => `${service(action)}:*${action.slice(-3)}`,
  () => 'ec2:*',
  () => 'iam:Delete*',
  (action) => `${action}s`,
];

/** The same for a resource. */
export const RESOURCE_FORMS: readonly ((resource: string) => string)[] = [
  (resource) => resource,
  () => '*',
  (resource) => (resource === '*' ? '*' : `${resource.slice(0, -2)}*`),
  (resource) => (resource === '*' ? '*' : `${resource.slice(0, -2)}?${resource.slice(-1)}`),
  (resource) => (resource === '*' ? '*' : `${resource.split(':').slice(0, 5).join(':')}:*`),
  (resource) => resource.replace('alice', '${aws:username}').replace('eve', "${aws:username, 'eve'}"),
  (resource) => resource.replace('team', '${aws:PrincipalTag/team}').replace('logs', '${aws:PrincipalOrgID}'),
  (resource) => resource.toUpperCase().replace('ARN:AWS:', 'arn:aws:'),
  () => 'arn:aws:sqs:*:*:*',
];

/** The same for a principal; `Principal` and `NotPrincipal` are made of these. */
export const PRINCIPAL_FORMS: readonly ((
  caller: Caller,
) => readonly [type: 'AWS' | 'Service' | 'Federated', name: string])[] = [
  (caller) => [typeOf(caller), caller.principal],
  () => ['AWS', '*'],
  ({ account }) => ['AWS', account === '' ? MEMBER : account],
  ({ account }) => ['AWS', `arn:aws:iam::${account === '' ? MEMBER : account}:root`],
  (caller) => ['AWS', caller.principalId ?? 'AIDANOBODY'],
  (caller) => ['AWS', roleOrUserOf(caller)],
  () => ['AWS', WORKLOAD],
  () => ['AWS', `arn:aws:iam::${MEMBER}:user/bob`],
  () => ['Service', 'cloudtrail.amazonaws.com'],
  () => ['Federated', 'accounts.google.com'],
];

function service(action: string): string {
  return action.slice(0, action.indexOf(':'));
}

function typeOf({ principal, account }: Caller): 'AWS' | 'Service' | 'Federated' {
  if (account !== '' || principal === '*') return 'AWS';
  return principal.endsWith('.amazonaws.com') ? 'Service' : 'Federated';
}

/** The role behind a session, the user behind a federated one. */
function roleOrUserOf({ principal, keys }: Caller): string {
  if (principal.includes(':federated-user/'))
    return principal.replace(':sts:', ':iam:').replace(':federated-user/', ':user/');
  const told = keys['aws:PrincipalArn'];
  return typeof told === 'string' ? told : `arn:aws:iam::${MEMBER}:user/bob`;
}
