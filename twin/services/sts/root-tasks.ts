/**
 * The policies that narrow a session of AssumeRoot to one task, as AWS published them on 6 November 2024: data, copied. They
 * only deny: what they leave is what the root user may (IAM user guide, "AWS managed policies for AWS Identity and Access
 * Management").
 */
import type { PolicyDocument, PolicyStatement } from '../../../iam/index.js';

const ROOT = 'arn:aws:iam::*:root';
const READ_CREDENTIALS = [
  'iam:ListAccessKeys',
  'iam:ListSigningCertificates',
  'iam:GetLoginProfile',
  'iam:ListMFADevices',
  'iam:GetUser',
  'iam:GetAccessKeyLastUsed',
];
const DELETE_CREDENTIALS = [
  'iam:DeleteAccessKey',
  'iam:DeleteSigningCertificate',
  'iam:DeleteLoginProfile',
  'iam:DeactivateMFADevice',
  'iam:DeleteVirtualMFADevice',
  ...READ_CREDENTIALS,
];
const PASSWORD = ['iam:CreateLoginProfile', 'iam:GetLoginProfile'];
const BUCKET_POLICY = ['s3:DeleteBucketPolicy', 's3:PutBucketPolicy', 's3:GetBucketPolicy', 's3:ListAllMyBuckets'];
const QUEUE_POLICY = ['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes', 'sqs:ListQueues', 'sqs:GetQueueUrl'];

const others = (actions: string[]): PolicyStatement => ({
  Sid: 'DenyAllOtherActionsOnAnyResource',
  Effect: 'Deny',
  NotAction: actions,
  Resource: '*',
});
const otherUsers = (Sid: string, actions: string[]): PolicyStatement => ({
  Sid,
  Effect: 'Deny',
  Action: actions,
  NotResource: ROOT,
});
const otherCallers = (Sid: string, actions: string[]): PolicyStatement => ({
  Sid,
  Effect: 'Deny',
  Action: actions,
  Resource: '*',
  Condition: { StringNotLike: { 'aws:PrincipalArn': ROOT } },
});

const tasks: Readonly<Record<string, PolicyStatement[]>> = {
  IAMAuditRootUserCredentials: [
    others([...READ_CREDENTIALS, 'iam:GetAccountSummary']),
    otherUsers('DenyAuditingCredentialsOnNonRootUserResource', READ_CREDENTIALS),
  ],
  IAMCreateRootUserPassword: [others(PASSWORD), otherUsers('DenyCreatingPasswordOnNonRootUserResource', PASSWORD)],
  IAMDeleteRootUserCredentials: [
    others(DELETE_CREDENTIALS),
    otherUsers('DenyDeletingRootUserCredentialsOnNonRootUserResource', DELETE_CREDENTIALS),
  ],
  S3UnlockBucketPolicy: [
    others(BUCKET_POLICY),
    otherCallers('DenyManagingBucketPolicyForNonRootCallers', BUCKET_POLICY),
  ],
  SQSUnlockQueuePolicy: [
    others(QUEUE_POLICY),
    {
      Sid: 'DenyGettingQueueAttributesOnNonOwnQueue',
      Effect: 'Deny',
      Action: ['sqs:GetQueueAttributes'],
      Resource: 'arn:aws:sqs:*:*:*',
      Condition: { StringNotEqualsIfExists: { 'aws:ResourceAccount': ['${aws:PrincipalAccount}'] } },
    },
    otherCallers('DenyActionsForNonRootUser', QUEUE_POLICY),
  ],
};

/** The document of `arn:aws:iam::aws:policy/root-task/NAME`, or `undefined` for an ARN that is none of these. */
export function rootTask(arn: string): PolicyDocument | undefined {
  const name = /^arn:[\w-]+:iam::aws:policy\/root-task\/(\w+)$/.exec(arn)?.[1];
  const Statement = name !== undefined && Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  return Statement && { Version: '2012-10-17', Statement };
}
