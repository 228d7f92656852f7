/** Where each field of the records comes from. A row is about the kinds of record whose names begin so; without any, about all. */

export interface FieldRow {
  field: string;
  source: string;
  of?: readonly string[];
}

const CONTENTS = 'CloudTrail user guide, "CloudTrail record contents"';
const IDENTITY = 'CloudTrail user guide, "CloudTrail userIdentity element"';
const STS = 'IAM user guide, "Logging IAM and AWS STS API calls with AWS CloudTrail"';
const CONSOLE = 'CloudTrail user guide, "AWS Management Console sign-in events"';
const SWITCHED =
  'a record of a switch of roles of 2020, published; IAM user guide, "Switch from a user to an IAM role (console)"';
const ENDPOINTS = 'IAM user guide, "Manage AWS STS in an AWS Region"';
const PORTAL = 'IAM Identity Center user guide, "Understanding IAM Identity Center sign-in events"';
const ENTRY = 'published records of July 2026, Identity Center account access';
const PERSON = 'AWS Security Blog, "Modifications to AWS CloudTrail event data of IAM Identity Center"';
const LOGIN = 'AWS Security Blog, "Simplified developer access to AWS with aws login"';

const ASSUMED = ['AssumeRole'];
const ISSUED = ['AssumeRole with', 'AssumeRole, in the account', 'AssumeRole of', 'AssumeRoleWithSAML'];
const LOGINS = ['AuthorizeOAuth2Access', 'CreateOAuth2Token'];
const SIGN_IN = ['CredentialChallenge', 'CredentialVerification', 'UserAuthentication'];
const ENTRIES = ['Federate', 'GetRoleCredentials'];

const rows = (source: string, fields: readonly string[], of?: readonly string[]): FieldRow[] =>
  fields.map((field) => ({ field, source, ...(of ? { of } : {}) }));

export const fieldRows: readonly FieldRow[] = [
  ...rows(CONTENTS, [
    ...[
      'eventVersion',
      'eventTime',
      'eventSource',
      'eventName',
      'awsRegion',
      'sourceIPAddress',
      'userAgent',
      'eventID',
    ],
    ...[
      'eventType',
      'managementEvent',
      'recipientAccountId',
      'eventCategory',
      'sharedEventID',
      'errorCode',
      'requestID',
    ],
    ...['tlsDetails.tlsVersion', 'tlsDetails.cipherSuite', 'tlsDetails.clientProvidedHostHeader'],
  ]),
  ...rows(IDENTITY, [
    ...['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'identityProvider', 'invokedBy'].map(
      (name) => `userIdentity.${name}`,
    ),
    'userIdentity.sessionContext.attributes.creationDate',
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    ...['type', 'principalId', 'arn', 'accountId', 'userName'].map(
      (name) => `userIdentity.sessionContext.sessionIssuer.${name}`,
    ),
  ]),
  ...rows(PERSON, [
    'userIdentity.onBehalfOf.userId',
    'userIdentity.onBehalfOf.identityStoreArn',
    'userIdentity.credentialId',
  ]),
  ...rows(CONTENTS, ['errorMessage'], ['AssumeRole']),
  ...rows(CONSOLE, ['errorMessage'], ['ConsoleLogin']),
  // AssumeRole reads by no page: of AssumeRoleWithSAML there is a record of July 2026.
  ...rows(`${ENTRY}: AssumeRoleWithSAML reads`, ['readOnly'], ASSUMED),
  ...rows(
    'EventBridge user guide, "Receiving read-only management events from AWS services"',
    ['readOnly'],
    ['GetSessionToken'],
  ),
  ...rows(CONTENTS, ['readOnly'], ['GetCallerIdentity']),
  ...rows(CONSOLE, ['readOnly', 'requestParameters'], ['ConsoleLogin', 'CheckMfa', 'SwitchRole']),
  ...rows(LOGIN, ['readOnly', 'responseElements'], LOGINS),
  ...rows(PORTAL, ['readOnly', 'requestParameters', 'responseElements'], SIGN_IN),
  ...rows(ENTRY, ['readOnly', 'requestParameters', 'responseElements'], ENTRIES),
  ...rows(STS, ['requestParameters.roleArn', 'requestParameters.roleSessionName'], ASSUMED),
  ...rows(STS, ['requestParameters.serialNumber'], ['AssumeRole with the access key', 'GetSessionToken']),
  ...rows(
    STS,
    ['sAMLAssertionID', 'principalTags.Team', 'principalArn'].map((name) => `requestParameters.${name}`),
    ['AssumeRoleWithSAML'],
  ),
  ...rows(CONTENTS, ['responseElements'], ['AssumeRole, refused']),
  ...rows(
    'published records of 2026: GetCallerIdentity shows neither parameters nor answer',
    ['requestParameters', 'responseElements'],
    ['GetCallerIdentity'],
  ),
  ...rows(
    STS,
    ['responseElements.credentials.accessKeyId', 'responseElements.credentials.expiration'],
    [...ISSUED, 'GetSessionToken'],
  ),
  ...rows(STS, ['responseElements.assumedRoleUser.assumedRoleId', 'responseElements.assumedRoleUser.arn'], ISSUED),
  ...rows(
    STS,
    ['subject', 'subjectType', 'issuer', 'audience', 'nameQualifier'].map((name) => `responseElements.${name}`),
    ['AssumeRoleWithSAML'],
  ),
  ...rows(STS, ['resources[].accountId', 'resources[].type', 'resources[].ARN'], ASSUMED),
  ...rows(
    ENDPOINTS,
    ['endpointType', 'awsServingRegion'].map((name) => `additionalEventData.RequestDetails.${name}`),
    ['AssumeRole', 'GetSessionToken', 'GetCallerIdentity'],
  ),
  ...rows(CONSOLE, ['responseElements.ConsoleLogin'], ['ConsoleLogin']),
  ...rows(CONSOLE, ['additionalEventData.LoginTo', 'additionalEventData.MobileVersion'], ['ConsoleLogin']),
  ...rows(
    `${CONSOLE}; of a wrong code: public detections of failed second factors`,
    ['additionalEventData.MFAUsed'],
    ['ConsoleLogin'],
  ),
  ...rows(CONSOLE, ['additionalEventData.MFAIdentifier'], ['ConsoleLogin']),
  ...rows(CONSOLE, ['responseElements.CheckMfa', 'additionalEventData.MfaType'], ['CheckMfa']),
  ...rows(
    SWITCHED,
    ['responseElements.SwitchRole', 'additionalEventData.SwitchFrom', 'additionalEventData.RedirectTo'],
    ['SwitchRole'],
  ),
  ...rows(
    LOGIN,
    ['scope', 'redirect_uri', 'code_challenge_method'].map((name) => `requestParameters.${name}`),
    ['AuthorizeOAuth2Access'],
  ),
  ...rows(
    LOGIN,
    ['requestParameters.client_id', 'additionalEventData.success', 'additionalEventData.x-amzn-vpce-id'],
    LOGINS,
  ),
  ...rows(PORTAL, ['additionalEventData.AuthWorkflowID', 'additionalEventData.CredentialType'], SIGN_IN),
  ...rows(PORTAL, ['additionalEventData.LoginTo'], ['UserAuthentication']),
  ...rows(
    'IAM Identity Center user guide, "Username in sign-in CloudTrail events"',
    ['additionalEventData.UserName'],
    ['CredentialChallenge', 'UserAuthentication'],
  ),
  ...SIGN_IN.flatMap((name) => rows(PORTAL, [`serviceEventDetails.${name}`], [name])),
  ...rows(ENTRY, ['serviceEventDetails.role_name', 'serviceEventDetails.account_id'], ENTRIES),
];

/** Rows about a field of a kind of record; exactly one, or the table is wrong. */
export function rowsOf(kind: string, field: string): FieldRow[] {
  return fieldRows.filter((row) => row.field === field && (row.of?.some((name) => kind.startsWith(name)) ?? true));
}
