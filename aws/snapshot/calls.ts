/**
 * The reads by which an organization is read, by what they read: a drill declares them before it makes them. A read that is
 * not listed here is refused by the request guard, and what it would have read is unread.
 */

const calls = (service: string, operations: string): string[] =>
  operations.split(' ').map((operation) => `${service}:${operation}`);

export const treeReads: readonly string[] = calls(
  'organizations',
  'DescribeOrganization ListAccounts ListAccountsForParent ListOrganizationalUnitsForParent ListRoots',
);

export const guardrailReads: readonly string[] = calls(
  'organizations',
  'DescribePolicy ListPolicies ListTargetsForPolicy ListRoots',
);

export const identityReads: readonly string[] = calls(
  'iam',
  'GetAccountAuthorizationDetails GetPolicy GetPolicyVersion GetUser ListRoles GetLoginProfile ListAccessKeys ListMFADevices GetAccountPasswordPolicy GetSAMLProvider ListSAMLProviders',
);

export const identityCenterReads: readonly string[] = [
  ...calls(
    'sso',
    'DescribePermissionSet GetInlinePolicyForPermissionSet GetPermissionsBoundaryForPermissionSet ListAccountAssignments ListAccountAssignmentsForPrincipal ListAccountsForProvisionedPermissionSet ListInstances ListManagedPoliciesInPermissionSet ListPermissionSets',
  ),
  ...calls('identitystore', 'DescribeUser ListGroupMemberships ListGroups ListUsers'),
];

export const monitoringReads: readonly string[] = [
  ...calls('cloudtrail', 'DescribeTrails GetEventSelectors GetTrailStatus'),
  ...calls('logs', 'DescribeLogGroups DescribeMetricFilters'),
  ...calls('events', 'ListEventBuses ListRules ListTargetsByRule'),
  ...calls('monitoring', 'DescribeAlarms'),
  ...calls('sns', 'GetSubscriptionAttributes GetTopicAttributes ListSubscriptionsByTopic ListTopics'),
  ...calls('sqs', 'GetQueueAttributes ListQueues'),
];
