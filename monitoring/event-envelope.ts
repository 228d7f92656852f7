/** Records on their way through EventBridge (EventBridge user guide, "AWS service events delivered via AWS CloudTrail"). */
import type { CloudTrailEvent } from './cloudtrail-event.js';

/** An event as rules match it. */
export interface EventBridgeEvent {
  version: '0';
  id: string;
  'detail-type': string;
  /** For example `aws.sts`. */
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: CloudTrailEvent;
}

const DETAIL_TYPES: Readonly<Record<CloudTrailEvent['eventType'], string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
};

/** The event that brings a record to the default bus of the record's account and Region. Its id is the record's. */
export function eventBridgeEvent(record: CloudTrailEvent): EventBridgeEvent {
  return {
    version: '0',
    id: record.eventID,
    'detail-type': DETAIL_TYPES[record.eventType],
    source: `aws.${record.eventSource.split('.')[0] ?? ''}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
