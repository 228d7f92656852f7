/**
 * Members of inputs that the twin does not hold. What would be taken and then forgotten is refused by name; what asks for nothing
 * that anybody could see here is taken, as AWS takes it, and listed (docs/twin.md). A law holds both lists against the schemas.
 */
import { AwsError } from '../wire/aws-error.js';

/** Members of one operation, by path: `Metrics.AccountId` is a member of each element of a list. */
type Members = Readonly<Record<string, readonly unknown[]>>;
type ByOperation = Readonly<Record<string, Members>>;

/** Refused unless the value is one of these, which ask for what is so anyway. */
export const refused: Readonly<Record<string, ByOperation>> = {
  sts: {
    AssumeRole: { ProvidedContexts: [], MinimumSessionTokenSize: [] },
    AssumeRoot: { MinimumSessionTokenSize: [] },
    AssumeRoleWithSAML: { MinimumSessionTokenSize: [] },
    GetSessionToken: { MinimumSessionTokenSize: [] },
    GetFederationToken: { MinimumSessionTokenSize: [] },
  },
  iam: {
    SimulatePrincipalPolicy: { PolicyExclusionList: [], ResourceHandlingOption: [] },
    SimulateCustomPolicy: { ResourceHandlingOption: [] },
  },
  sso: { UpdateInstance: { EncryptionConfiguration: [], PermissionSetsEnabled: [] } },
  identitystore: {
    ListUsers: { Extensions: [] },
    DescribeUser: { Extensions: [] },
    CreateUser: { Extensions: [] },
  },
  cloudtrail: {
    CreateTrail: { RecursiveLogging: [] },
    UpdateTrail: { RecursiveLogging: [] },
  },
  logs: {
    DescribeLogGroups: { accountIdentifiers: [], includeLinkedAccounts: [false] },
    PutMetricFilter: {
      applyOnTransformedLogs: [false],
      fieldSelectionCriteria: [],
      'metricTransformations.dimensions': [],
      emitSystemFieldDimensions: [],
    },
  },
  monitoring: {
    DescribeAlarms: { ChildrenOfAlarmName: [], ParentsOfAlarmName: [] },
    DescribeAlarmsForMetric: { ExtendedStatistic: [] },
    DescribeAlarmHistory: { AlarmContributorId: [] },
    PutMetricAlarm: {
      ExtendedStatistic: [],
      Metrics: [],
      ThresholdMetricId: [],
      EvaluationWindow: [],
      WarmUpConfiguration: [],
      EvaluationCriteria: [],
      EvaluationInterval: [],
      ActionConfiguration: [],
    },
    PutCompositeAlarm: { ActionConfiguration: [] },
    GetMetricStatistics: { ExtendedStatistics: [] },
    GetMetricData: {
      'MetricDataQueries.AccountId': [],
      'MetricDataQueries.Expression': [],
      'MetricDataQueries.Period': [],
    },
    ListMetrics: { IncludeLinkedAccounts: [false], OwningAccount: [] },
  },
  events: {
    CreateEventBus: { EventSourceName: [] },
    PutEvents: { EndpointId: [] },
  },
  kms: {
    CreateKey: {
      KeyUsage: ['ENCRYPT_DECRYPT'],
      CustomerMasterKeySpec: ['SYMMETRIC_DEFAULT'],
      Origin: ['AWS_KMS'],
      MultiRegion: [false],
      CustomKeyStoreId: [],
      XksKeyId: [],
    },
  },
  sns: {
    CreateTopic: { DataProtectionPolicy: [] },
    Publish: { PhoneNumber: [] },
  },
  sqs: {
    ReceiveMessage: { ReceiveRequestAttemptId: [] },
  },
  // Pages by tags, and compliance with tag policies.
  tagging: {
    GetResources: { TagsPerPage: [], IncludeComplianceDetails: [false], ExcludeCompliantResources: [false] },
  },
};

/** Taken without effect, each with why. */
export const withoutEffect: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  iam: {
    SimulatePrincipalPolicy: {
      'ContextEntries.ContextKeyType': 'values are read as the operators of the policies read them',
    },
    SimulateCustomPolicy: {
      'ContextEntries.ContextKeyType': 'values are read as the operators of the policies read them',
    },
  },
  organizations: { CreateAccount: { IamUserAccessToBilling: 'no operation shows it, and there is no billing' } },
  logs: {
    PutLogEvents: {
      sequenceToken: 'AWS ignores it since 2023',
      entity: 'no operation of the twin shows whose events they are',
    },
    FilterLogEvents: { interleaved: 'AWS ignores it since 2019', unmask: 'nothing is masked' },
    GetLogEvents: { unmask: 'nothing is masked' },
  },
  monitoring: {
    PutMetricData: {
      'MetricData.StorageResolution': 'every datapoint keeps its instant, so that each period can be asked for',
      'EntityMetricData.MetricData.StorageResolution': 'the same',
      'EntityMetricData.Entity': 'no operation of the twin shows whose metrics they are',
      StrictEntityValidation: 'entities are not looked at',
    },
    GetMetricData: { LabelOptions: 'labels have no times', 'MetricDataQueries.ReturnData': 'expressions are refused' },
    ListMetrics: { RecentlyActive: 'every metric that is here is listed' },
  },
  kms: {
    CreateKey: { BypassPolicyLockoutSafetyCheck: 'a policy that locks everybody out is taken in any case' },
    PutKeyPolicy: { BypassPolicyLockoutSafetyCheck: 'a policy that locks everybody out is taken in any case' },
    DescribeKey: { GrantTokens: 'there are no grants' },
  },
  cloudtrail: { ListTags: { NextToken: 'AWS reserves it for later' } },
  sqs: { ReceiveMessage: { WaitTimeSeconds: 'no time passes inside a call' } },
  sns: { ConfirmSubscription: { AuthenticateOnUnsubscribe: 'nobody unsubscribes without a signature' } },
  events: {
    PutEvents: { 'Entries.TraceHeader': 'nothing is traced' },
    DeleteRule: { Force: 'there are no rules that services manage' },
    RemoveTargets: { Force: 'there are no rules that services manage' },
  },
};

/** Throws `NotImplemented` for the first member that the twin would forget. */
export function refuseUnheld(service: string, operation: string, input: unknown): void {
  for (const [path, harmless] of Object.entries(refused[service]?.[operation] ?? {})) {
    const asked = valuesAt(input, path.split('.')).find((value) => !harmless.includes(value));
    if (asked !== undefined)
      throw new AwsError('NotImplemented', `The embedded organization has no ${path} in ${service}:${operation}.`, 501);
  }
}

function valuesAt(value: unknown, [step, ...more]: readonly string[]): unknown[] {
  if (step === undefined) return value === undefined || value === null || isEmpty(value) ? [] : [value];
  if (Array.isArray(value)) return (value as unknown[]).flatMap((item) => valuesAt(item, [step, ...more]));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return valuesAt((value as Record<string, unknown>)[step], more);
}

/** A list or a map of nothing asks for nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && Object.keys(value).length === 0;
}
