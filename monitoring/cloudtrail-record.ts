/** Makes the records of one call (CloudTrail user guide, "CloudTrail record contents"; IAM user guide, "Logging IAM and AWS STS API calls"). */
import type { CallerFacts } from './caller-identity.js';
import { accountOf, foreignIdentity, userIdentity } from './caller-identity.js';
import type { CloudTrailEvent, UserIdentity } from './cloudtrail-event.js';
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
  const showsOutput = !call.error && (!readOnly || call.service === 'sts');
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
    requestID: call.requestId,
    eventID,
    readOnly,
    ...assumedRoleResources(call),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** The records of AssumeRole and its like name the role as their resource. */
function assumedRoleResources({ operation, input }: ApiCallFacts): Pick<CloudTrailEvent, 'resources'> {
  const arn = operation.startsWith('AssumeRole') && isJsonObject(input) ? input['RoleArn'] : undefined;
  if (typeof arn !== 'string') return {};
  return { resources: [{ accountId: arn.split(':')[4] ?? '', type: 'AWS::IAM::Role', ARN: arn }] };
}

/** Operations that read although their names do not begin as those of readers do. */
const OTHER_READERS = new Set([
  'GetSessionToken',
  'GetFederationToken',
  'DecodeAuthorizationMessage',
  'GenerateCredentialReport',
]);

/** Whether CloudTrail calls the operation a read, which is what the selectors of a trail go by. */
export function isReadOnly(operation: string): boolean {
  if (operation.startsWith('AssumeRole')) return undocumented.assumeRoleIsReadOnly;
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
