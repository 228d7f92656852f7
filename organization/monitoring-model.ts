/** The part of an account's content that watches it: trails, log groups, alarms, event rules, topics, queues. */
import type { Statements } from './model.js';

/** What watches an account: where its calls are recorded, and what turns a record into a message. Everything by name. */
export interface Monitoring {
  trails: Record<string, Trail>;
  logGroups: Record<string, LogGroup>;
  alarms: Record<string, Alarm>;
  /** Buses that have a policy, or that no rule of this document is on. */
  eventBuses: Record<string, EventBus>;
  eventRules: Record<string, EventRule>;
  topics: Record<string, Topic>;
  queues: Record<string, Queue>;
}

export interface Trail {
  /** Home Region. */
  region: string;
  /** Records every account of the organization. */
  organization: boolean;
  multiRegion: boolean;
  globalServiceEvents: boolean;
  logging: boolean;
  /** Which management events its selectors let through. */
  records: 'All' | 'ReadOnly' | 'WriteOnly' | 'None';
  /** Name of a log group of the same account and Region. */
  logGroup?: string;
  fileValidation: boolean;
}

export interface LogGroup {
  region: string;
  retentionDays?: number;
  metricFilters: Record<string, MetricFilter>;
}

export interface MetricFilter {
  /** In the filter pattern language of CloudWatch Logs. */
  pattern: string;
  namespace: string;
  metric: string;
  /** A number, or a field such as `$.size`. */
  value: string;
}

export interface Alarm {
  region: string;
  namespace: string;
  metric: string;
  statistic: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';
  periodSeconds: number;
  evaluationPeriods: number;
  /** How many of the last `evaluationPeriods` must breach. */
  datapointsToAlarm: number;
  threshold: number;
  comparison:
    'GreaterThanOrEqualToThreshold' | 'GreaterThanThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';
  missingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
  actionsEnabled: boolean;
  /** ARNs, of topics for the most part. */
  actions: string[];
}

/** The same rule in several Regions. `<region>` in its texts stands for each of them. */
export interface EventRule {
  regions: string[];
  bus: string;
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  /** In the event pattern language of EventBridge. */
  pattern: Record<string, unknown>;
  /** By target id. */
  targets: Record<string, RuleTarget>;
}

/** Where a rule sends what it matched, and in which words. */
export interface RuleTarget {
  arn: string;
  /** In place of the event: a text, the part at a path, or a filled template; at most one of the three. */
  input?: string;
  inputPath?: string;
  inputTransformer?: { paths: Record<string, string>; template: string };
  /** ARN of the role with which EventBridge reaches it. */
  role?: string;
  /** ARN of a queue for what could not be delivered. */
  deadLetter?: string;
  retry?: { attempts?: number; ageSeconds?: number };
}

/** An event bus in several Regions, and who may put events on it. */
export interface EventBus {
  regions: string[];
  policy: Statements;
}

/** The same topic in several Regions. `<region>` in its texts stands for each of them. */
export interface Topic {
  regions: string[];
  /** Key id, ARN or alias; absent: not encrypted. */
  kmsKey?: string;
  /** Sid -> statement. */
  policy: Statements;
  /** By a name of this document's own. */
  subscriptions: Record<string, Subscription>;
}

export interface Subscription {
  protocol: 'sqs' | 'email' | 'https' | 'lambda' | 'sms';
  /** ARN of a queue, an address, a URL. */
  endpoint: string;
  confirmed: boolean;
  filterPolicy?: Record<string, unknown>;
  /** What the filter policy looks at; absent: attributes. */
  filterPolicyScope?: 'MessageBody';
  /** Delivered without the envelope of SNS. */
  raw?: boolean;
  /** ARN of a queue for what could not be delivered. */
  deadLetter?: string;
}

export interface Queue {
  regions: string[];
  policy: Statements;
}
