/** What a drill never sends, whatever a plan says. Data: who plans a call reads here whether it may exist. */
import type { Call } from './call.js';

interface NeverSent {
  /** Signing name of the service, which is what a request shows. */
  service: string;
  /** `*` for services whose requests do not name their operation: none of them is sent. */
  operation: string;
  why: string;
  /** It cannot be done without by whoever deploys a document into an emulated organization, or takes away what a drill made there. */
  unlessAdministering?: true;
}

/** Name of whoever administers an emulated organization: with its own key, or with any that this key leads to. */
export const ADMINISTRATOR = 'administrator';

const CANNOT_BE_UNDONE = 'it works if it is authorized, and cannot be put back';
const ABSENT_IS_SUCCESS = 'it answers success for what is not there, so it would prove nothing and could do harm';

/** The never-list. */
export const neverSent: readonly NeverSent[] = [
  {
    service: 'organizations',
    operation: 'LeaveOrganization',
    why: 'it takes no parameter and works if it is authorized',
  },
  { service: 'organizations', operation: 'CloseAccount', why: CANNOT_BE_UNDONE, unlessAdministering: true },
  { service: 'organizations', operation: 'DeleteOrganization', why: CANNOT_BE_UNDONE },
  { service: 'organizations', operation: 'RemoveAccountFromOrganization', why: CANNOT_BE_UNDONE },
  {
    service: 'organizations',
    operation: 'DisablePolicyType',
    why: 'every attachment is lost, and enabling the type again brings none back',
    unlessAdministering: true,
  },
  { service: 'iam', operation: 'DeactivateMFADevice', why: CANNOT_BE_UNDONE },
  { service: 'iam', operation: 'DeleteVirtualMFADevice', why: CANNOT_BE_UNDONE, unlessAdministering: true },
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
  { service: 'events', operation: 'DeleteRule', why: ABSENT_IS_SUCCESS, unlessAdministering: true },
  { service: 'sns', operation: 'DeleteTopic', why: ABSENT_IS_SUCCESS, unlessAdministering: true },
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
    unlessAdministering: true,
  },
];

/** Why a call must never be sent by a principal of this name, or `undefined` if a list of the drill may have it. */
export function whyForbidden(
  { service, operation }: Pick<Call, 'service' | 'operation'>,
  principal?: string,
): string | undefined {
  const alike = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();
  return neverSent.find(
    (entry) =>
      alike(entry.service, service) &&
      (entry.operation === '*' || alike(entry.operation, operation)) &&
      !(entry.unlessAdministering && principal === ADMINISTRATOR),
  )?.why;
}
