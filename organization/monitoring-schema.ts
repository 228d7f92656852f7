/** Schema of what watches an account; the model is `monitoring-model.ts`. */
import { z } from 'zod';
import { name, resourceStatements } from './statements.js';

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a Region, such as eu-west-1');
const regions = z.array(region).min(1).describe('The same in each of these; <region> in its texts stands for each');
const pattern = z.record(z.string(), z.unknown());
const policy = resourceStatements.default({}).describe('Sid -> statement');
/** ARNs may hold references, which are resolved after the frame was checked. */
const arn = z.string().regex(/^arn:/, 'is not an ARN');

const trail = z.strictObject({
  region: region.describe('Home Region'),
  organization: z.boolean().default(false).describe('Records every account of the organization'),
  multiRegion: z.boolean().default(true),
  globalServiceEvents: z.boolean().default(true),
  logging: z.boolean().default(true),
  records: z
    .enum(['All', 'ReadOnly', 'WriteOnly', 'None'])
    .default('All')
    .describe('Which management events its selectors let through'),
  logGroup: name.optional().describe('Name of a log group of the same account and Region'),
  fileValidation: z.boolean().default(true),
});

const metricFilter = z.strictObject({
  pattern: z.string().describe('In the filter pattern language of CloudWatch Logs'),
  namespace: z.string().min(1),
  metric: z.string().min(1),
  value: z.string().default('1'),
});

const logGroup = z.strictObject({
  region,
  retentionDays: z.int().min(1).optional(),
  metricFilters: z.record(name, metricFilter).default({}),
});

const alarm = z.strictObject({
  region,
  namespace: z.string().min(1),
  metric: z.string().min(1),
  statistic: z.enum(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount']).default('Sum'),
  periodSeconds: z.int().min(10).default(60),
  evaluationPeriods: z.int().min(1).default(1),
  datapointsToAlarm: z.int().min(1).default(1),
  threshold: z.number().default(1),
  comparison: z
    .enum(['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanThreshold', 'LessThanOrEqualToThreshold'])
    .default('GreaterThanOrEqualToThreshold'),
  missingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  actionsEnabled: z.boolean().default(true),
  actions: z.array(arn).default([]).describe('ARNs, of topics for the most part'),
});

const target = z
  .strictObject({
    arn,
    input: z.string().optional().describe('A text in place of the event'),
    inputPath: z.string().optional().describe('The part of the event at this path in its place'),
    inputTransformer: z
      .strictObject({ paths: z.record(z.string(), z.string()).default({}), template: z.string().min(1) })
      .optional()
      .describe('A template, and the paths of what fills it, in place of the event'),
    role: arn.optional().describe('Role with which EventBridge reaches it'),
    deadLetter: arn.optional().describe('Queue for what could not be delivered'),
    retry: z
      .strictObject({
        attempts: z.int().min(0).max(185).optional(),
        ageSeconds: z.int().min(60).max(86_400).optional(),
      })
      .optional(),
  })
  .refine(
    ({ input, inputPath, inputTransformer }) =>
      [input, inputPath, inputTransformer].filter((given) => given !== undefined).length < 2,
    'has at most one of input, inputPath and inputTransformer',
  );

const eventRule = z.strictObject({
  regions,
  bus: name.default('default'),
  state: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  pattern: pattern.describe('In the event pattern language of EventBridge'),
  targets: z.record(name, target).default({}),
});

const subscription = z.strictObject({
  protocol: z.enum(['sqs', 'email', 'https', 'lambda', 'sms']),
  endpoint: z.string().min(1).describe('ARN of a queue, an address, a URL'),
  confirmed: z.boolean().default(true),
  filterPolicy: pattern.optional(),
  filterPolicyScope: z.literal('MessageBody').optional().describe('The filter policy looks at the message itself'),
  raw: z.boolean().optional().describe('Delivered without the envelope of SNS'),
  deadLetter: arn.optional().describe('Queue for what could not be delivered'),
});

const topic = z.strictObject({
  regions,
  kmsKey: z.string().optional().describe('Key id, ARN or alias; absent: not encrypted'),
  policy,
  subscriptions: z.record(name, subscription).default({}),
});

/** What watches an account. */
export const monitoring = z.strictObject({
  trails: z.record(name, trail).default({}),
  logGroups: z.record(z.string().min(1).max(512), logGroup).default({}),
  alarms: z.record(z.string().min(1).max(255), alarm).default({}),
  eventBuses: z
    .record(name, z.strictObject({ regions, policy }))
    .default({})
    .describe('Buses that have a policy, or that no rule is on'),
  eventRules: z.record(name, eventRule).default({}),
  topics: z.record(name, topic).default({}),
  queues: z.record(name, z.strictObject({ regions, policy })).default({}),
});
