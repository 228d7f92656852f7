/** Makes the records of one call (CloudTrail user guide, "CloudTrail record contents"; IAM user guide, "Logging IAM and AWS STS API calls"). */
import type { CallerFacts } from './caller-identity.js';
import { accountOf, foreignIdentity, userIdentity } from './caller-identity.js';
import type { CloudTrailEvent, RecordObject, TlsDetails, UserIdentity } from './cloudtrail-event.js';
import { recordTime } from './cloudtrail-event.js';
import { isJsonObject } from './json-tree.js';
import { recordParameters } from './record-parameters.js';
import { undocumented } from './undocumented.js';

/** Version of the record format that these records have. */
export const EVENT_VERSION = '1.11';

/** A call, as the server that answered it knows it. */
export interface ApiCallFacts {
  /** First label of the endpoint, `sts`, `iam`, `organizations`, `monitoring` … : `eventSource` without `.amazonaws.com`. */
  service: string;
  /** For example `AssumeRole`. */
  operation: string;
  /** Region of the endpoint; global services are recorded in the Region where they live. */
  region: string;
  /** Milliseconds since 1970. */
  at: number;
  caller: CallerFacts;
  sourceIp: string;
  userAgent: string;
  requestId: string;
  /** Host name of AWS that the client asked; without one that of the service's endpoint in the Region. */
  host?: string;
  /** Input as the SDK names its members; secrets in it are left out. */
  input?: unknown;
  /** Output, shown for operations that change something and for new credentials. */
  output?: unknown;
  error?: { code: string; message: string };
  /** Account that owns what was asked for, if it can be another than the caller's. */
  resourceAccount?: string;
  /** An AWS service that made the call for the caller, such as the console. */
  invokedBy?: string;
}

/**
 * The records of a call: one in the caller's account, and for a role of another account one there, with the same
 * `sharedEventID` and without the caller's name. `newId` gives a fresh UUID at every call.
 */
export function apiCallRecords(call: ApiCallFacts, newId: () => string): CloudTrailEvent[] {
  const own = accountOf(call.caller) ?? call.resourceAccount;
  if (own === undefined) return [];
  const foreign = call.resourceAccount !== undefined && call.resourceAccount !== own ? call.resourceAccount : undefined;
  const reaches = foreign !== undefined && (!call.error || undocumented.refusedAssumeRoleReachesTheTargetAccount);
  const shared = reaches ? { sharedEventID: newId() } : {};
  const record = (identity: UserIdentity, account: string): CloudTrailEvent => ({
    ...apiCallRecord(call, identity, account, newId()),
    ...shared,
  });
  const invokedBy = call.invokedBy === undefined ? {} : { invokedBy: call.invokedBy };
  const records = [record({ ...userIdentity(call.caller), ...invokedBy }, own)];
  if (reaches) records.push(record(foreignIdentity(call.caller), foreign));
  return records;
}

function apiCallRecord(call: ApiCallFacts, identity: UserIdentity, account: string, eventID: string): CloudTrailEvent {
  const readOnly = isReadOnly(call.operation);
  const showsOutput = !call.error && (!readOnly || call.operation.startsWith('AssumeRole'));
  const host = call.host ?? endpointHost(call.service, call.region);
  return {
    eventVersion: EVENT_VERSION,
    userIdentity: identity,
    eventTime: recordTime(call.at),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.operation,
    awsRegion: globalServiceRegion(call.service, call.region) ?? call.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...(call.error ? { errorCode: call.error.code, errorMessage: call.error.message } : {}),
    requestParameters: recordParameters(call.input),
    responseElements: showsOutput ? recordParameters(call.output) : null,
    ...(call.service === 'sts' ? { additionalEventData: { RequestDetails: requestDetails(call.region, host) } } : {}),
    requestID: call.requestId,
    eventID,
    readOnly,
    ...assumedRoleResources(call),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    // A call that AWS made for the caller never left AWS.
    ...(call.invokedBy === undefined ? { tlsDetails: tlsDetails(host) } : {}),
  };
}

/** Name of a service's endpoint (AWS general reference, "Service endpoints"). */
function endpointHost(service: string, region: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return service === 'iam' ? `iam.${suffix}` : `${service}.${region}.${suffix}`;
}

/** Which endpoint of STS answered, and where (IAM user guide, "Manage AWS STS in an AWS Region", "Logging"). */
function requestDetails(region: string, host: string): RecordObject {
  const isGlobal = host === 'sts.amazonaws.com' || host.startsWith('sts-global.');
  return { endpointType: isGlobal ? 'global' : 'regional', awsServingRegion: region };
}

/** What CloudTrail keeps of a connection (CloudTrail user guide, "CloudTrail record contents", `tlsDetails`); the version is what clients of today agree on with AWS. */
export function tlsDetails(host: string): TlsDetails {
  return { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host };
}

/** The records of AssumeRole and its like name the role as their resource, and the provider of an assertion. */
function assumedRoleResources({ operation, input }: ApiCallFacts): Pick<CloudTrailEvent, 'resources'> {
  const arn = operation.startsWith('AssumeRole') && isJsonObject(input) ? input['RoleArn'] : undefined;
  if (typeof arn !== 'string') return {};
  const resource = (type: string, ARN: string): { accountId: string; type: string; ARN: string } => ({
    accountId: ARN.split(':')[4] ?? '',
    type,
    ARN,
  });
  const provider = isJsonObject(input) ? input['PrincipalArn'] : undefined;
  return {
    resources: [
      resource('AWS::IAM::Role', arn),
      ...(typeof provider === 'string' ? [resource('AWS::IAM::SAMLProvider', provider)] : []),
    ],
  };
}

/** Operations that read although their names do not begin as those of readers do. */
const OTHER_READERS = new Set(['DecodeAuthorizationMessage', 'GenerateCredentialReport']);

/** They make credentials: writes, whatever they are called (EventBridge user guide, "Receiving read-only management events from AWS services"). */
const OTHER_WRITERS = new Set(['GetSessionToken', 'GetFederationToken']);

/** Whether CloudTrail calls the operation a read, which is what the selectors of a trail go by. */
export function isReadOnly(operation: string): boolean {
  if (operation.startsWith('AssumeRole')) return undocumented.assumeRoleIsReadOnly;
  if (OTHER_WRITERS.has(operation)) return false;
  return (
    OTHER_READERS.has(operation) || /^(Get|List|Describe|Lookup|Simulate|Search|BatchGet|Head|Test)/.test(operation)
  );
}

/** Where a global service is recorded, in the partition of that Region; `undefined` for a service with an endpoint in every Region. */
export function globalServiceRegion(service: string, region: string): string | undefined {
  if (service !== 'iam' && service !== 'organizations') return undefined;
  if (region.startsWith('us-gov-')) return 'us-gov-west-1';
  if (region.startsWith('cn-')) return service === 'iam' ? 'cn-north-1' : 'cn-northwest-1';
  return 'us-east-1';
}
