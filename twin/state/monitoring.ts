/**
 * What watches accounts: the content of CloudTrail, CloudWatch Logs, CloudWatch, EventBridge, SNS and SQS. Built from an
 * organization document by `build/monitoring.ts`; changed by operations and by what `delivery/` delivers.
 */
import type { PolicyDocument } from '../../iam/types.js';
import type { AlarmDefinition, AlarmState, CloudTrailEvent, FilteredMessage } from '../../monitoring/index.js';
import type { TwinQueue } from './queues.js';

export interface TwinMonitoring {
  /** By ARN. */
  trails: Map<string, TwinTrail>;
  /** By `<account id>/<Region>`; made when somebody first looks there. */
  regions: Map<string, TwinRegion>;
  /** CloudTrail's event history by `<account id>/<Region>`, oldest first: it needs no trail. */
  history: Map<string, { events: RecordedEvent[]; bytes: number }>;
}

/** What one account has in one Region. */
export interface TwinRegion {
  accountId: string;
  region: string;
  /** By name. */
  logGroups: Map<string, TwinLogGroup>;
  /** By `metricKey`. */
  metrics: Map<string, TwinMetric>;
  /** Metric alarms and composite alarms by name. */
  alarms: Map<string, TwinAlarm>;
  /** By name; `default` is always there. */
  buses: Map<string, TwinEventBus>;
  /** By name. */
  topics: Map<string, TwinTopic>;
  /** By name. */
  queues: Map<string, TwinQueue>;
}

/** A record that was taken and is written out when somebody reads it: a sweep takes thousands a second. */
export interface RecordedEvent {
  at: number;
  /** When event history shows it. */
  visibleAt: number;
  /** Account in whose trails it is. */
  accountId: string;
  awsRegion: string;
  readOnly: boolean;
  eventSource: string;
  eventName: string;
  /** Bytes of the request that it holds on to. */
  size: number;
  record(): CloudTrailEvent;
}

export interface TwinTrail {
  name: string;
  arn: string;
  accountId: string;
  homeRegion: string;
  organization: boolean;
  multiRegion: boolean;
  globalServiceEvents: boolean;
  fileValidation: boolean;
  bucket: string;
  bucketPrefix?: string;
  snsTopic?: string;
  kmsKeyId?: string;
  logGroupArn?: string;
  logsRoleArn?: string;
  selectors: TwinEventSelector[];
  /** As they were given, if the trail has advanced ones. */
  advancedSelectors?: readonly unknown[];
  logging: boolean;
  startedAt?: number;
  stoppedAt?: number;
  /** Last record that reached the log group. */
  logsDeliveredAt?: number;
  /** Why the last one did not. */
  logsDeliveryError?: string;
  tags: Map<string, string>;
}

/** Basic event selector, as far as management events go. */
export interface TwinEventSelector {
  readWriteType: 'All' | 'ReadOnly' | 'WriteOnly';
  managementEvents: boolean;
  /** Event sources whose management events are left out. */
  excluded: string[];
  /** Shown as they were given: they choose data events, which nothing here brings. */
  dataResources?: readonly unknown[];
}

export interface TwinLogGroup {
  name: string;
  arn: string;
  createdAt: number;
  retentionDays?: number;
  /** `STANDARD` unless it was made in another class. */
  class?: string;
  /** Nobody deletes it as long as this is so. */
  isProtected?: boolean;
  /** ARN of the key that encrypts it. */
  kmsKey?: string;
  streams: Map<string, TwinLogStream>;
  metricFilters: Map<string, TwinMetricFilter>;
  tags: Map<string, string>;
}

export interface TwinLogStream {
  name: string;
  createdAt: number;
  /** In the order in which they came. */
  events: TwinLogEvent[];
}

export interface TwinLogEvent {
  id: string;
  at: number;
  ingestedAt: number;
  message(): string;
}

export interface TwinMetricFilter {
  name: string;
  pattern: string;
  createdAt: number;
  namespace: string;
  metric: string;
  value: string;
  defaultValue?: number;
  unit?: string;
  /** What a message adds to the metric: a text, or a record that becomes one when it is read. `undefined`: nothing. */
  publishes(content: string | CloudTrailEvent): number | undefined;
}

export interface TwinMetric {
  namespace: string;
  name: string;
  dimensions: readonly Dimension[];
  /** In the order of their time. */
  points: TwinDatapoint[];
}

export interface Dimension {
  Name: string;
  Value: string;
}

/** A statistic set of one instant. */
export interface TwinDatapoint {
  at: number;
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
  unit: string;
}

export type { AlarmState };

export interface TwinAlarm {
  name: string;
  arn: string;
  description?: string;
  actionsEnabled: boolean;
  /** ARNs by the state that they belong to. */
  actions: Record<AlarmState, string[]>;
  /** What is watched: a metric, or other alarms. */
  watches: MetricWatch | CompositeWatch;
  configuredAt: number;
  state: AlarmState;
  stateReason: string;
  stateReasonData?: string;
  /** Last time the state was looked at anew, and last time it became another. */
  stateUpdatedAt: number;
  stateChangedAt: number;
  /** Newest last. */
  history: TwinAlarmHistoryItem[];
  /** When it evaluates next; `undefined` while nothing can come of it. */
  nextLook?: number;
  tags: Map<string, string>;
}

export interface MetricWatch extends AlarmDefinition {
  kind: 'metric';
  namespace: string;
  metric: string;
  dimensions: readonly Dimension[];
  unit?: string;
  /** Shown as it was given; it is about percentiles, which no alarm here has. */
  lowSamples?: string;
}

export interface CompositeWatch {
  kind: 'composite';
  rule: string;
  /** Name or ARN of the alarm that mutes the actions of this one while it is in ALARM. */
  suppressor?: { alarm: string; waitSeconds: number; extensionSeconds: number };
}

export interface TwinAlarmHistoryItem {
  at: number;
  type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  summary: string;
  data: string;
}

export interface BusSettings {
  Description?: string;
  KmsKeyIdentifier?: string;
  DeadLetterConfig?: { Arn?: string };
  LogConfig?: { IncludeDetail?: string; Level?: string };
}

export interface TwinEventBus {
  name: string;
  arn: string;
  policy?: PolicyDocument;
  rules: Map<string, TwinRule>;
  createdAt: number;
  tags: Map<string, string>;
  /** What is shown as it was given: description, key, dead letters, logs. */
  settings: BusSettings;
}

export interface TwinRule {
  name: string;
  arn: string;
  description?: string;
  /** As it was given. */
  pattern?: string;
  schedule?: string;
  roleArn?: string;
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** `undefined` for a rule that has only a schedule. */
  matches: ((event: unknown) => boolean) | undefined;
  /** By target id, as they were given. */
  targets: Map<string, TwinTarget>;
  tags: Map<string, string>;
}

export interface TwinTarget {
  Id: string;
  Arn: string;
  Input?: string;
  InputPath?: string;
  [other: string]: unknown;
}

export interface TwinTopic {
  name: string;
  arn: string;
  accountId: string;
  region: string;
  policy: PolicyDocument;
  kmsKey?: string;
  displayName: string;
  /** By ARN. */
  subscriptions: Map<string, TwinSubscription>;
  deletedSubscriptions: number;
  tags: Map<string, string>;
  /** Attributes that are shown as they were given. */
  attributes: Map<string, string>;
}

export interface TwinSubscription {
  arn: string;
  ownerId: string;
  protocol: string;
  endpoint: string;
  confirmed: boolean;
  /** What confirms it, sent to the endpoint. */
  token: string;
  raw: boolean;
  /** `{"deadLetterTargetArn": …}`: where a message goes that its endpoint does not take. */
  redrive?: string;
  /** Attributes that are shown as they were given. */
  attributes: Map<string, string>;
  filterPolicy?: string;
  filterScope: 'MessageAttributes' | 'MessageBody';
  /** `undefined`: everything passes. */
  passes: ((message: FilteredMessage) => boolean) | undefined;
}
