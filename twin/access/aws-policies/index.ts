/**
 * Policies that AWS manages, as AWS had published them on 22 February 2025, ReadOnlyAccess and those of job functions on 22 August
 * 2026: data, copied, each with the version it was and when that was published. Only whole documents are here: a policy in part would allow less than the real one, in silence.
 */
import type { PolicyDocument } from '../../../iam/index.js';
import { jobFunctions } from './job-functions.js';
import { readOnlyAccess } from './read-only-access.js';
import { securityAudit } from './security-audit.js';
import { viewOnlyAccess } from './view-only-access.js';

/** A policy as IAM describes it, without its name. */
export interface PublishedPolicy {
  version: string;
  /** ISO 8601. */
  publishedAt: string;
  document: PolicyDocument;
}

export interface Published {
  version: string;
  publishedAt: string;
  statements: Exclude<PolicyDocument['Statement'], readonly unknown[]>[];
}

const short: Readonly<Record<string, Published>> = {
  AdministratorAccess: {
    version: 'v1',
    publishedAt: '2015-02-06T18:39:46Z',
    statements: [
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
      },
    ],
  },
  PowerUserAccess: {
    version: 'v6',
    publishedAt: '2024-08-19T16:12:55Z',
    statements: [
      {
        Effect: 'Allow',
        NotAction: ['iam:*', 'organizations:*', 'account:*'],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: [
          'account:GetAccountInformation', 'account:GetPrimaryEmail', 'account:ListRegions', 'iam:CreateServiceLinkedRole',
          'iam:DeleteServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization',
        ],
        Resource: '*',
      },
    ],
  },
  IAMFullAccess: {
    version: 'v2',
    publishedAt: '2019-06-21T19:40:00Z',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization', 'organizations:DescribeOrganizationalUnit',
          'organizations:DescribePolicy', 'organizations:ListChildren', 'organizations:ListParents', 'organizations:ListPoliciesForTarget',
          'organizations:ListRoots', 'organizations:ListPolicies', 'organizations:ListTargetsForPolicy',
        ],
        Resource: '*',
      },
    ],
  },
  IAMReadOnlyAccess: {
    version: 'v4',
    publishedAt: '2018-01-25T19:11:27Z',
    statements: [
      {
        Effect: 'Allow',
        Action: ['iam:GenerateCredentialReport', 'iam:GenerateServiceLastAccessedDetails', 'iam:Get*', 'iam:List*', 'iam:SimulateCustomPolicy', 'iam:SimulatePrincipalPolicy'],
        Resource: '*',
      },
    ],
  },
  IAMUserChangePassword: {
    version: 'v2',
    publishedAt: '2016-11-15T23:18:55Z',
    statements: [
      {
        Effect: 'Allow',
        Action: ['iam:ChangePassword'],
        Resource: ['arn:aws:iam::*:user/${aws:username}'],
      },
      {
        Effect: 'Allow',
        Action: ['iam:GetAccountPasswordPolicy'],
        Resource: '*',
      },
    ],
  },
  AWSDenyAll: {
    version: 'v2',
    publishedAt: '2023-12-18T16:42:05Z',
    statements: [
      {
        Sid: 'DenyAll',
        Effect: 'Deny',
        Action: ['*'],
        Resource: '*',
      },
    ],
  },
  AWSOrganizationsFullAccess: {
    version: 'v6',
    publishedAt: '2024-02-06T17:49:01Z',
    statements: [
      {
        Sid: 'AWSOrganizationsFullAccess',
        Effect: 'Allow',
        Action: 'organizations:*',
        Resource: '*',
      },
      {
        Sid: 'AWSOrganizationsFullAccessAccount',
        Effect: 'Allow',
        Action: [
          'account:PutAlternateContact', 'account:DeleteAlternateContact', 'account:GetAlternateContact', 'account:GetContactInformation',
          'account:PutContactInformation', 'account:ListRegions', 'account:EnableRegion', 'account:DisableRegion',
        ],
        Resource: '*',
      },
      {
        Sid: 'AWSOrganizationsFullAccessCreateSLR',
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: '*',
        Condition: {'StringEquals': {'iam:AWSServiceName': 'organizations.amazonaws.com'}},
      },
    ],
  },
  AWSOrganizationsReadOnlyAccess: {
    version: 'v6',
    publishedAt: '2024-06-07T21:32:16Z',
    statements: [
      {
        Sid: 'AWSOrganizationsReadOnly',
        Effect: 'Allow',
        Action: ['organizations:Describe*', 'organizations:List*'],
        Resource: '*',
      },
      {
        Sid: 'AWSOrganizationsReadOnlyAccount',
        Effect: 'Allow',
        Action: ['account:GetAlternateContact', 'account:GetContactInformation', 'account:ListRegions', 'account:GetRegionOptStatus', 'account:GetPrimaryEmail'],
        Resource: '*',
      },
    ],
  },
  AWSSSOReadOnly: {
    version: 'v9',
    publishedAt: '2024-04-26T00:44:59Z',
    statements: [
      {
        Sid: 'AWSSSOReadOnly',
        Effect: 'Allow',
        Action: [
          'ds:DescribeDirectories', 'ds:DescribeTrusts', 'iam:ListPolicies', 'organizations:DescribeOrganization', 'organizations:DescribeAccount',
          'organizations:ListParents', 'organizations:ListChildren', 'organizations:ListAccounts', 'organizations:ListRoots',
          'organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent', 'organizations:ListDelegatedAdministrators',
          'sso:Describe*', 'sso:Get*', 'sso:List*', 'sso:Search*', 'sso-directory:DescribeDirectory', 'access-analyzer:ValidatePolicy',
          'signin:ListTrustedIdentityPropagationApplicationsForConsole',
        ],
        Resource: '*',
      },
    ],
  },
  AWSSSODirectoryReadOnly: {
    version: 'v4',
    publishedAt: '2022-11-16T18:17:48Z',
    statements: [
      {
        Sid: 'AWSSSODirectoryReadOnly',
        Effect: 'Allow',
        Action: [
          'sso-directory:Search*', 'sso-directory:Describe*', 'sso-directory:List*', 'sso-directory:Get*', 'identitystore:Describe*',
          'identitystore:List*', 'identitystore-auth:ListSessions', 'identitystore-auth:BatchGetSession',
        ],
        Resource: '*',
      },
    ],
  },
  AWSCloudTrail_ReadOnlyAccess: {
    version: 'v1',
    publishedAt: '2022-06-14T17:19:05Z',
    statements: [
      {
        Effect: 'Allow',
        Action: ['cloudtrail:Get*', 'cloudtrail:Describe*', 'cloudtrail:List*', 'cloudtrail:LookupEvents'],
        Resource: '*',
      },
    ],
  },
  AWSSupportAccess: {
    version: 'v1',
    publishedAt: '2015-02-06T18:41:11Z',
    statements: [
      {
        Effect: 'Allow',
        Action: ['support:*'],
        Resource: '*',
      },
    ],
  },
  AWSCompromisedKeyQuarantineV3: {
    version: 'v2',
    publishedAt: '2024-10-02T16:52:27Z',
    statements: [
      {
        Effect: 'Deny',
        Action: [
          'cloudtrail:LookupEvents', 'ec2:RequestSpotInstances', 'ec2:RunInstances', 'ec2:StartInstances', 'iam:AddUserToGroup',
          'iam:AttachGroupPolicy', 'iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:ChangePassword', 'iam:CreateAccessKey',
          'iam:CreateInstanceProfile', 'iam:CreateLoginProfile', 'iam:CreatePolicyVersion', 'iam:CreateRole', 'iam:CreateUser',
          'iam:DetachUserPolicy', 'iam:PassRole', 'iam:PutGroupPolicy', 'iam:PutRolePolicy', 'iam:PutUserPermissionsBoundary', 'iam:PutUserPolicy',
          'iam:SetDefaultPolicyVersion', 'iam:UpdateAccessKey', 'iam:UpdateAccountPasswordPolicy', 'iam:UpdateAssumeRolePolicy',
          'iam:UpdateLoginProfile', 'iam:UpdateUser', 'lambda:AddLayerVersionPermission', 'lambda:AddPermission', 'lambda:CreateFunction',
          'lambda:GetPolicy', 'lambda:ListTags', 'lambda:PutProvisionedConcurrencyConfig', 'lambda:TagResource', 'lambda:UntagResource',
          'lambda:UpdateFunctionCode', 'lightsail:Create*', 'lightsail:Delete*', 'lightsail:DownloadDefaultKeyPair',
          'lightsail:GetInstanceAccessDetails', 'lightsail:Start*', 'lightsail:Update*', 'organizations:CreateAccount',
          'organizations:CreateOrganization', 'organizations:InviteAccountToOrganization', 's3:DeleteBucket', 's3:DeleteObject',
          's3:DeleteObjectVersion', 's3:PutLifecycleConfiguration', 's3:PutBucketAcl', 's3:PutBucketOwnershipControls', 's3:DeleteBucketPolicy',
          's3:ObjectOwnerOverrideToBucketOwner', 's3:PutAccountPublicAccessBlock', 's3:PutBucketPolicy', 's3:ListAllMyBuckets',
          'ec2:PurchaseReservedInstancesOffering', 'ec2:AcceptReservedInstancesExchangeQuote', 'ec2:CreateReservedInstancesListing',
          'savingsplans:CreateSavingsPlan', 'ecs:CreateService', 'ecs:CreateCluster', 'ecs:RegisterTaskDefinition', 'ecr:GetAuthorizationToken',
          'bedrock:CreateModelInvocationJob', 'bedrock:InvokeModelWithResponseStream', 'bedrock:CreateFoundationModelAgreement',
          'bedrock:PutFoundationModelEntitlement', 'bedrock:InvokeModel', 's3:CreateBucket', 's3:PutBucketCors', 's3:GetObject', 's3:ListBucket',
          'sagemaker:CreateEndpointConfig', 'sagemaker:CreateProcessingJob', 'ses:GetSendQuota', 'ses:ListIdentities', 'sts:GetSessionToken',
          'sts:GetFederationToken', 'amplify:CreateDeployment', 'amplify:CreateBackendEnvironment', 'codebuild:CreateProject', 'glue:CreateJob',
          'iam:DeleteRole', 'iam:DeleteAccessKey', 'iam:ListUsers', 'lambda:GetEventSourceMapping', 'sns:GetSMSAttributes',
          'mediapackagev2:CreateChannel',
        ],
        Resource: ['*'],
      },
    ],
  },
};

/** By path and name after `policy/`. */
export const publishedPolicies: Readonly<Record<string, PublishedPolicy>> = {
  ...Object.fromEntries(Object.entries({ ...short, ...jobFunctions }).map(([name, { statements, ...version }]) => [name, { ...version, document: { Version: '2012-10-17', Statement: statements } }])),
  ReadOnlyAccess: { version: 'v188', publishedAt: '2026-07-21T18:42:30Z', document: readOnlyAccess },
  SecurityAudit: { version: 'v49', publishedAt: '2025-01-24T21:52:06Z', document: securityAudit },
  'job-function/ViewOnlyAccess': { version: 'v23', publishedAt: '2024-12-19T22:52:06Z', document: viewOnlyAccess },
};
