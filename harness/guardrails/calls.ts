/**
 * The calls that test guardrails. Each is unable to succeed: what it names cannot exist, so an authorized call gets the
 * service's own "not there" and an unauthorized one is denied before that. Adding one is an entry here.
 */
import { PutEventSelectorsCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DeleteMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  DeleteSAMLProviderCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from '../../aws/clients.js';

/** Where a call is aimed. */
export interface Aim {
  partition: string;
  accountId: string;
  /** Region that the call is signed for. */
  region: string;
  /** ARN and name of the break-glass role in that account. */
  roleArn: string;
  roleName: string;
  /** A name that nothing has. */
  absent: string;
}

export interface GuardrailCall {
  /** What it tries, for reports. */
  title: string;
  action: string;
  /** IAM is signed for us-east-1 wherever it is called from. */
  global: boolean;
  resource(aim: Aim): string;
  send(clients: Clients, aim: Aim): Promise<unknown>;
  /** Error names of an authorized call. */
  absentAnswers: readonly string[];
}

const NO_ENTITY = ['NoSuchEntityException', 'NoSuchEntity'];

const iamArn = ({ partition, accountId }: Aim, resource: string): string => `arn:${partition}:iam::${accountId}:${resource}`;
const regional = ({ partition, region, accountId }: Aim, service: string, resource: string): string => `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** Tried in this order: the first that hits exactly one guardrail tests it. */
export const guardrailCalls: readonly GuardrailCall[] = [
  {
    title: 'delete an inline policy, which it does not have, of the break-glass role',
    action: 'iam:DeleteRolePolicy',
    global: true,
    resource: ({ roleArn }) => roleArn,
    send: (clients, { roleName, absent }) => clients.iam().send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: absent })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'detach a policy, which it does not have, from the break-glass role',
    action: 'iam:DetachRolePolicy',
    global: true,
    resource: ({ roleArn }) => roleArn,
    send: (clients, aim) => clients.iam().send(new DetachRolePolicyCommand({ RoleName: aim.roleName, PolicyArn: iamArn(aim, `policy/${aim.absent}`) })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'create a user behind a permissions boundary that does not exist',
    action: 'iam:CreateUser',
    global: true,
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    // Never without the boundary: it is what keeps the call from succeeding.
    send: (clients, aim) => clients.iam().send(new CreateUserCommand({ UserName: aim.absent, PermissionsBoundary: iamArn(aim, `policy/${aim.absent}`) })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'create an access key for a user that does not exist',
    action: 'iam:CreateAccessKey',
    global: true,
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    send: (clients, { absent }) => clients.iam().send(new CreateAccessKeyCommand({ UserName: absent })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'give a password to a user that does not exist',
    action: 'iam:CreateLoginProfile',
    global: true,
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    send: (clients, { absent }) => clients.iam().send(new CreateLoginProfileCommand({ UserName: absent })),
    absentAnswers: [...NO_ENTITY, 'PasswordPolicyViolationException'],
  },
  {
    title: 'delete a SAML provider that does not exist',
    action: 'iam:DeleteSAMLProvider',
    global: true,
    resource: (aim) => iamArn(aim, `saml-provider/AWSSSO_${aim.absent}`),
    send: (clients, aim) => clients.iam().send(new DeleteSAMLProviderCommand({ SAMLProviderArn: iamArn(aim, `saml-provider/AWSSSO_${aim.absent}`) })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'stop a trail that does not exist',
    action: 'cloudtrail:StopLogging',
    global: false,
    resource: (aim) => regional(aim, 'cloudtrail', `trail/${aim.absent}`),
    send: (clients, aim) => clients.cloudtrail().send(new StopLoggingCommand({ Name: regional(aim, 'cloudtrail', `trail/${aim.absent}`) })),
    absentAnswers: ['TrailNotFoundException'],
  },
  {
    title: 'change the selectors of a trail that does not exist',
    action: 'cloudtrail:PutEventSelectors',
    global: false,
    resource: (aim) => regional(aim, 'cloudtrail', `trail/${aim.absent}`),
    send: (clients, aim) => clients.cloudtrail().send(new PutEventSelectorsCommand({ TrailName: regional(aim, 'cloudtrail', `trail/${aim.absent}`), EventSelectors: [] })),
    absentAnswers: ['TrailNotFoundException'],
  },
  {
    title: 'disable an alarm rule that does not exist',
    action: 'events:DisableRule',
    global: false,
    resource: (aim) => regional(aim, 'events', `rule/${aim.absent}`),
    send: (clients, { absent }) => clients.events().send(new DisableRuleCommand({ Name: absent })),
    absentAnswers: ['ResourceNotFoundException'],
  },
  {
    title: 'delete a metric filter of a log group that does not exist',
    action: 'logs:DeleteMetricFilter',
    global: false,
    resource: (aim) => regional(aim, 'logs', `log-group:${aim.absent}`),
    send: (clients, { absent }) => clients.logs().send(new DeleteMetricFilterCommand({ logGroupName: absent, filterName: absent })),
    absentAnswers: ['ResourceNotFoundException'],
  },
];

/** What is only ever decided by the evaluator: a call that could succeed is never made, and nobody holds the root user's credentials. */
export interface EvaluatedQuestion {
  title: string;
  action: string;
  /** Whose question it is: that of the role sessions, or of the root user. */
  principal: 'roles' | 'root';
}

export const evaluatedQuestions: readonly EvaluatedQuestion[] = [
  { title: 'leave the organization', action: 'organizations:LeaveOrganization', principal: 'roles' },
  { title: 'act as the root user', action: 's3:ListAllMyBuckets', principal: 'root' },
];
