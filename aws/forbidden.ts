/**
 * What a drill never sends, whatever a plan says, and all that it may send to contain an attack. Data: who adds a probe
 * reads here whether it may exist.
 */
import type { Call } from './call.js';
import type { Purpose } from './purpose.js';

interface NeverSent {
  /** Signing name of the service, which is what a request shows. */
  service: string;
  /** `*` for services whose requests do not name their operation: none of them is sent. */
  operation: string;
  why: string;
}

const CANNOT_BE_UNDONE = 'it works if it is authorized, and cannot be put back';
const ABSENT_IS_SUCCESS = 'it answers success for what is not there, so it would prove nothing and could do harm';

/** The never-list. */
export const neverSent: readonly NeverSent[] = [
  {
    service: 'organizations',
    operation: 'LeaveOrganization',
    why: 'it takes no parameter and works if it is authorized',
  },
  { service: 'organizations', operation: 'CloseAccount', why: CANNOT_BE_UNDONE },
  { service: 'organizations', operation: 'DeleteOrganization', why: CANNOT_BE_UNDONE },
  { service: 'organizations', operation: 'RemoveAccountFromOrganization', why: CANNOT_BE_UNDONE },
  {
    service: 'organizations',
    operation: 'DisablePolicyType',
    why: 'every attachment is lost, and enabling the type again brings none back',
  },
  { service: 'iam', operation: 'DeactivateMFADevice', why: CANNOT_BE_UNDONE },
  { service: 'iam', operation: 'DeleteVirtualMFADevice', why: CANNOT_BE_UNDONE },
  { service: 'iam', operation: 'ChangePassword', why: CANNOT_BE_UNDONE },
  {
    service: 'kms',
    operation: 'ScheduleKeyDeletion',
    why: 'in which order it checks key, state and permission is not documented',
  },
  {
    service: 'kms',
    operation: 'DisableKey',
    why: 'in which order it checks key, state and permission is not documented',
  },
  { service: 'events', operation: 'DeleteRule', why: ABSENT_IS_SUCCESS },
  { service: 'sns', operation: 'DeleteTopic', why: ABSENT_IS_SUCCESS },
  { service: 'cloudformation', operation: 'DeleteStack', why: ABSENT_IS_SUCCESS },
  { service: 'monitoring', operation: 'DisableAlarmActions', why: ABSENT_IS_SUCCESS },
  {
    service: 'monitoring',
    operation: 'SetAlarmState',
    why: 'an alarm that was set by hand shows nothing of detection',
  },
  { service: 'securityhub', operation: '*', why: CANNOT_BE_UNDONE },
  { service: 'backup', operation: '*', why: 'its errors do not tell a refusal from an absence' },
  {
    service: 's3',
    operation: '*',
    why: 'a bucket that is absent here may be a stranger’s, and its existence is answered first',
  },
];

/** All that containment may send: every other operation is refused under that purpose. */
const containment: Readonly<Record<string, readonly string[]>> = {
  sts: ['AssumeRole', 'GetSessionToken'],
  sso: [
    'CreateAccountAssignment',
    'DeleteAccountAssignment',
    'DeleteInlinePolicyFromPermissionSet',
    'DescribeAccountAssignmentCreationStatus',
    'DescribeAccountAssignmentDeletionStatus',
    'DescribePermissionSet',
    'DescribePermissionSetProvisioningStatus',
    'GetInlinePolicyForPermissionSet',
    'ListAccountAssignments',
    'ListAccountsForProvisionedPermissionSet',
    'ListInstances',
    'ListPermissionSets',
    'ProvisionPermissionSet',
    'PutInlinePolicyToPermissionSet',
  ],
  iam: [
    'CreateSAMLProvider',
    'DeleteRolePolicy',
    'DeleteSAMLProvider',
    'GetRolePolicy',
    'GetSAMLProvider',
    'ListRoles',
    'ListSAMLProviders',
    'PutRolePolicy',
  ],
};

/** Why a call must not be sent for a purpose, or `undefined` if it may. */
export function whyForbidden(
  { service, operation }: Pick<Call, 'service' | 'operation'>,
  purpose: Purpose,
): string | undefined {
  const alike = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
  const never = neverSent.find(
    (entry) => alike(entry.service, service) && (entry.operation === '*' || alike(entry.operation, operation)),
  );
  if (never) return never.why;
  if (purpose !== 'containment' || containment[service]?.includes(operation)) return undefined;
  return 'it is none of the steps that contain an attack';
}
