/**
 * The reads by which an organization is read, by what they read: a drill declares them before it makes them. A read that is
 * not listed here is refused by the request guard, and what it would have read is unread.
 */

/** Calls of one service, by its signing name. */
export const callsOf = (service: string, operations: string): string[] =>
  operations.split(' ').map((operation) => `${service}:${operation}`);

export const treeReads: readonly string[] = callsOf(
  'organizations',
  'DescribeOrganization ListAccounts ListAccountsForParent ListOrganizationalUnitsForParent ListRoots',
);

export const guardrailReads: readonly string[] = callsOf(
  'organizations',
  'DescribePolicy ListPolicies ListTargetsForPolicy ListRoots',
);

export const identityReads: readonly string[] = callsOf(
  'iam',
  'GetAccessKeyLastUsed GetAccountAuthorizationDetails GetPolicy GetPolicyVersion GetUser ListRoles GetLoginProfile ListAccessKeys ListMFADevices ListSSHPublicKeys ListServiceSpecificCredentials ListSigningCertificates GetAccountPasswordPolicy GetSAMLProvider ListSAMLProviders',
);

export const identityCenterReads: readonly string[] = [
  ...callsOf(
    'sso',
    'DescribePermissionSet GetInlinePolicyForPermissionSet GetPermissionsBoundaryForPermissionSet ListAccountAssignments ListAccountAssignmentsForPrincipal ListAccountsForProvisionedPermissionSet ListInstances ListManagedPoliciesInPermissionSet ListPermissionSets',
  ),
  ...callsOf('identitystore', 'DescribeUser ListGroupMemberships ListGroups ListUsers'),
];

export const monitoringReads: readonly string[] = [
  ...callsOf('cloudtrail', 'DescribeTrails GetEventSelectors GetTrailStatus'),
  ...callsOf('logs', 'DescribeLogGroups DescribeMetricFilters'),
  ...callsOf('events', 'ListEventBuses ListRules ListTargetsByRule'),
  ...callsOf('monitoring', 'DescribeAlarms'),
  ...callsOf('sns', 'GetSubscriptionAttributes GetTopicAttributes ListSubscriptionsByTopic ListTopics'),
  ...callsOf('sqs', 'GetQueueAttributes ListQueues'),
];
