/** The record that CloudTrail writes, as JSON (CloudTrail user guide, "CloudTrail record contents" and "userIdentity element"). */

/** A JSON object of a record. */
export type RecordObject = Record<string, unknown>;

/** One record. Members that a record does not have are absent, not undefined, except where AWS writes null. */
export interface CloudTrailEvent {
  eventVersion: string;
  userIdentity: UserIdentity;
  /** Whole seconds, in UTC: `2026-11-24T12:00:00Z`. */
  eventTime: string;
  /** For example `sts.amazonaws.com`. */
  eventSource: string;
  eventName: string;
  awsRegion: string;
  sourceIPAddress: string;
  userAgent: string;
  errorCode?: string;
  errorMessage?: string;
  requestParameters: RecordObject | null;
  responseElements: RecordObject | null;
  additionalEventData?: RecordObject;
  requestID?: string;
  eventID: string;
  readOnly: boolean;
  resources?: { accountId: string; type: string; ARN: string }[];
  eventType: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent';
  /** What an event of a service has in place of parameters and answer. */
  serviceEventDetails?: RecordObject;
  managementEvent: boolean;
  /** The account in whose trails the record is. */
  recipientAccountId: string;
  /** The same in the records of one call in two accounts. */
  sharedEventID?: string;
  eventCategory: 'Management';
  /** Of a call that a client made over TLS; a call that AWS makes for itself has none. */
  tlsDetails?: TlsDetails;
}

export interface TlsDetails {
  tlsVersion: string;
  cipherSuite: string;
  clientProvidedHostHeader: string;
}

export interface UserIdentity {
  type:
    | 'IAMUser'
    | 'AssumedRole'
    | 'FederatedUser'
    | 'Root'
    | 'SAMLUser'
    | 'IdentityCenterUser'
    | 'AWSAccount'
    | 'AWSService'
    | 'Unknown';
  principalId?: string;
  arn?: string;
  accountId?: string;
  accessKeyId?: string;
  userName?: string;
  identityProvider?: string;
  invokedBy?: string;
  sessionContext?: SessionContext;
  /** A person of Identity Center. */
  onBehalfOf?: { userId: string; identityStoreArn: string };
  /** Id of the person's portal session. */
  credentialId?: string;
}

export interface SessionContext {
  sessionIssuer?: { type: 'Role' | 'IAMUser'; principalId: string; arn: string; accountId: string; userName: string };
  attributes: { creationDate: string; mfaAuthenticated: 'true' | 'false' };
  sourceIdentity?: string;
}

/** An instant as records write it. */
export function recordTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
