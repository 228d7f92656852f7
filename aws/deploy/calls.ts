/** Every call by which a document is deployed: a drill declares them before it deploys. What stands there already is read first. */
import {
  callsOf,
  guardrailReads,
  identityCenterReads,
  identityReads,
  monitoringReads,
  treeReads,
} from '../snapshot/calls.js';

const changes: readonly string[] = [
  ...callsOf(
    'organizations',
    'AttachPolicy CloseAccount CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DescribeCreateAccountStatus DetachPolicy DisablePolicyType EnablePolicyType MoveAccount UpdatePolicy',
  ),
  ...callsOf(
    'iam',
    'AddUserToGroup CreateGroup CreateRole CreateUser RemoveUserFromGroup UpdateAssumeRolePolicy UpdateRole',
  ),
  ...callsOf('iam', 'CreatePolicy CreatePolicyVersion DeletePolicyVersion ListPolicyVersions'),
  ...callsOf(
    'iam',
    'AttachGroupPolicy AttachRolePolicy AttachUserPolicy DetachGroupPolicy DetachRolePolicy DetachUserPolicy',
  ),
  ...callsOf('iam', 'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy'),
  ...callsOf(
    'iam',
    'DeleteRolePermissionsBoundary DeleteUserPermissionsBoundary PutRolePermissionsBoundary PutUserPermissionsBoundary TagRole TagUser UntagRole UntagUser',
  ),
  ...callsOf(
    'iam',
    'CreateAccessKey CreateLoginProfile CreateServiceSpecificCredential CreateVirtualMFADevice EnableMFADevice UpdateAccessKey UpdateLoginProfile',
  ),
  // What a deployment made and whose answer was lost is taken away.
  ...callsOf('iam', 'DeleteAccessKey DeleteLoginProfile DeleteVirtualMFADevice'),
  ...callsOf('iam', 'CreateSAMLProvider DeleteAccountPasswordPolicy UpdateAccountPasswordPolicy UpdateSAMLProvider'),
  ...callsOf('identitystore', 'CreateGroup CreateGroupMembership CreateUser DeleteGroupMembership'),
  ...callsOf(
    'sso',
    'AttachManagedPolicyToPermissionSet CreateAccountAssignment CreatePermissionSet DeleteAccountAssignment DeleteInlinePolicyFromPermissionSet DeletePermissionsBoundaryFromPermissionSet DescribeAccountAssignmentCreationStatus DetachManagedPolicyFromPermissionSet ProvisionPermissionSet PutInlinePolicyToPermissionSet PutPermissionsBoundaryToPermissionSet UpdatePermissionSet',
  ),
  ...callsOf('s3', 'CreateBucket'),
  ...callsOf('cloudtrail', 'CreateTrail PutEventSelectors StartLogging StopLogging UpdateTrail'),
  ...callsOf('logs', 'CreateLogGroup DeleteMetricFilter PutMetricFilter PutRetentionPolicy'),
  ...callsOf('monitoring', 'PutMetricAlarm'),
  ...callsOf('events', 'CreateEventBus PutPermission PutRule PutTargets RemoveTargets'),
  ...callsOf(
    'sns',
    'ConfirmSubscription CreateTopic SetSubscriptionAttributes SetTopicAttributes Subscribe Unsubscribe',
  ),
  ...callsOf('sqs', 'CreateQueue GetQueueUrl SetQueueAttributes'),
];

/** Calls that are signed. */
export const deploymentCalls: readonly string[] = [
  ...new Set([
    ...changes,
    ...treeReads,
    ...guardrailReads,
    ...identityReads,
    ...identityCenterReads,
    ...monitoringReads,
  ]),
];

/** Requests that nobody signs. */
export const unsignedDeploymentCalls: readonly string[] = [
  'identity-provider:/identity-provider/metadata',
  'emulator:/_aws/sns/subscription-tokens',
];
