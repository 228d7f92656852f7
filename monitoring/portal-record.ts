/** Records of the access portal of Identity Center (its user guide, "Understanding IAM Identity Center sign-in events"; identity as since July 2025). */
import type { CloudTrailEvent, RecordObject } from './cloudtrail-event.js';
import { recordTime } from './cloudtrail-event.js';
import { EVENT_VERSION } from './cloudtrail-record.js';

/** A person at the portal. */
export interface PortalFacts {
  person: { userId: string; userName: string; identityStoreArn: string };
  /** Id of the portal session. */
  credentialId: string;
  /** The account of Identity Center. */
  accountId: string;
  region: string;
  at: number;
  sourceIp: string;
  userAgent: string;
  requestId: string;
}

/**
 * What a sign-in leaves: with a directory of Identity Center's own the password is asked for and verified; with an identity
 * provider outside only the result is known. The name stands once, in the first of them.
 */
export function portalSignInRecords(
  facts: PortalFacts,
  directory: 'own' | 'external',
  newId: () => string,
): CloudTrailEvent[] {
  const type = { CredentialType: directory === 'own' ? 'PASSWORD' : 'EXTERNAL_IDP' };
  const AuthWorkflowID = newId();
  const UserName = facts.person.userName;
  const step = (eventName: string, data: RecordObject): CloudTrailEvent =>
    portalRecord(facts, newId, {
      ...{ eventSource: 'signin.amazonaws.com', eventName, readOnly: false },
      additionalEventData: { AuthWorkflowID, ...data },
      serviceEventDetails: { [eventName]: 'Success' },
    });
  const LoginTo = 'https://portal.sso.amazonaws.com/';
  if (directory === 'external') return [step('UserAuthentication', { LoginTo, ...type, UserName })];
  return [
    step('CredentialChallenge', { ...type, UserName }),
    step('CredentialVerification', type),
    step('UserAuthentication', { LoginTo, ...type }),
  ];
}

/** What entering an account leaves in the account of Identity Center: Federate of the portal's page, GetRoleCredentials of a program. */
export function portalEntryRecord(
  facts: PortalFacts,
  { eventName, ...into }: { eventName: 'Federate' | 'GetRoleCredentials'; accountId: string; roleName: string },
  newId: () => string,
): CloudTrailEvent {
  return portalRecord(facts, newId, {
    ...{ eventSource: 'sso.amazonaws.com', eventName, readOnly: eventName === 'GetRoleCredentials' },
    serviceEventDetails: { role_name: into.roleName, account_id: into.accountId },
  });
}

type Event = Pick<
  CloudTrailEvent,
  'eventSource' | 'eventName' | 'readOnly' | 'additionalEventData' | 'serviceEventDetails'
>;

function portalRecord(facts: PortalFacts, newId: () => string, event: Event): CloudTrailEvent {
  const { userId, identityStoreArn } = facts.person;
  const { eventSource, eventName, readOnly, ...details } = event;
  return {
    eventVersion: EVENT_VERSION,
    userIdentity: {
      type: 'IdentityCenterUser',
      accountId: facts.accountId,
      onBehalfOf: { userId, identityStoreArn },
      credentialId: facts.credentialId,
    },
    eventTime: recordTime(facts.at),
    eventSource,
    eventName,
    awsRegion: facts.region,
    sourceIPAddress: facts.sourceIp,
    userAgent: facts.userAgent,
    requestParameters: null,
    responseElements: null,
    ...details,
    requestID: facts.requestId,
    eventID: newId(),
    readOnly,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: facts.accountId,
    eventCategory: 'Management',
  };
}
