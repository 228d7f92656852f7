/** Reading and changing trails (CloudTrail API reference). */
import { arnParts } from '../../state/arn.js';
import type { TwinTrail } from '../../state/monitoring.js';
import { regionAt } from '../../state/regions.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn } from '../shared/own-region.js';
import { onTrail, ownTrail, showTrail, trailOf, USUAL_SELECTORS, visibleTrails } from './trail.js';

interface Named {
  Name: string;
}

interface TrailInput extends Named {
  S3BucketName?: string;
  S3KeyPrefix?: string;
  SnsTopicName?: string;
  IncludeGlobalServiceEvents?: boolean;
  IsMultiRegionTrail?: boolean;
  EnableLogFileValidation?: boolean;
  CloudWatchLogsLogGroupArn?: string;
  CloudWatchLogsRoleArn?: string;
  KmsKeyId?: string;
  IsOrganizationTrail?: boolean;
  TagsList?: readonly { Key: string; Value?: string }[];
}

const onNamed = (action: string): ReturnType<typeof onTrail<Named>> => onTrail(action, ({ Name }) => Name);

export const trailOperations = [
  operation<{ trailNameList?: readonly string[]; includeShadowTrails?: boolean }, unknown>({
    name: 'DescribeTrails',
    run: ({ trailNameList: names = [], includeShadowTrails: replicas }, context) => {
      const trails = visibleTrails(context, replicas).filter(
        ({ name, arn }) => names.length === 0 || names.includes(name) || names.includes(arn),
      );
      return { trailList: trails.map(showTrail) };
    },
  }),
  operation<Named, unknown>({
    name: 'GetTrail',
    permissions: onNamed('GetTrail'),
    run: ({ Name: name }, context) => ({ Trail: showTrail(trailOf(context, name)) }),
  }),
  operation<unknown, unknown>({
    name: 'ListTrails',
    run: (_input, context) => {
      const { state, caller } = context;
      const everywhere = [...state.monitoring.trails.values()].filter(
        ({ accountId }) => accountId === caller.account.id,
      );
      const trails = new Set([...everywhere, ...visibleTrails(context)]);
      return {
        Trails: [...trails].map(({ name, arn, homeRegion }) => ({ Name: name, TrailARN: arn, HomeRegion: homeRegion })),
      };
    },
  }),
  operation<Named, unknown>({
    name: 'GetTrailStatus',
    permissions: onNamed('GetTrailStatus'),
    run: ({ Name: name }, context) => showStatus(trailOf(context, name)),
  }),
  operation<TrailInput & { S3BucketName: string }, unknown>({
    name: 'CreateTrail',
    permissions: onNamed('CreateTrail'),
    run: (input, context) => {
      const {
        Name: name,
        IncludeGlobalServiceEvents: globalServiceEvents = true,
        IsMultiRegionTrail: multiRegion = false,
      } = input;
      if (!/^(?=.{3,128}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(name))
        throw new AwsError(
          'InvalidTrailNameException',
          'Trail name must have 3 to 128 characters: letters, digits, and single periods, underscores or dashes between them.',
        );
      if (visibleTrails(context).some((trail) => trail.name === name))
        throw new AwsError(
          'TrailAlreadyExistsException',
          `Trail ${name} already exists for customer: ${context.caller.account.id}`,
        );
      const arn = ownArn(context, 'cloudtrail', `trail/${name}`);
      const base = {
        name,
        arn,
        accountId: context.caller.account.id,
        homeRegion: context.region,
        bucket: input.S3BucketName,
        logging: false,
      };
      const trail: TwinTrail = {
        ...base,
        organization: false,
        multiRegion,
        globalServiceEvents,
        fileValidation: false,
        selectors: [...USUAL_SELECTORS],
        tags: new Map(),
      };
      change(trail, input, context);
      for (const { Key, Value = '' } of input.TagsList ?? []) trail.tags.set(Key, Value);
      context.state.monitoring.trails.set(arn, trail);
      return showTrail(trail);
    },
  }),
  operation<TrailInput, unknown>({
    name: 'UpdateTrail',
    permissions: onNamed('UpdateTrail'),
    run: (input, context) => {
      const trail = ownTrail(context, input.Name);
      change(trail, input, context);
      return showTrail(trail);
    },
  }),
  operation<Named, unknown>({
    name: 'DeleteTrail',
    permissions: onNamed('DeleteTrail'),
    run: ({ Name: name }, context) => {
      context.state.monitoring.trails.delete(ownTrail(context, name).arn);
      return {};
    },
  }),
  operation<Named, unknown>({
    name: 'StartLogging',
    permissions: onNamed('StartLogging'),
    run: ({ Name: name }, context) => {
      const trail = ownTrail(context, name);
      if (!trail.logging) trail.startedAt = context.clock.now();
      trail.logging = true;
      return {};
    },
  }),
  operation<Named, unknown>({
    name: 'StopLogging',
    permissions: onNamed('StopLogging'),
    run: ({ Name: name }, context) => {
      const trail = ownTrail(context, name);
      if (trail.logging) trail.stoppedAt = context.clock.now();
      trail.logging = false;
      return {};
    },
  }),
  operation<{ ResourceIdList: readonly string[] }, unknown>({
    name: 'ListTags',
    permissions: ({ ResourceIdList: arns }) => arns.map((arn) => ({ action: 'cloudtrail:ListTags', resource: arn })),
    run: ({ ResourceIdList: arns }, context) => ({
      ResourceTagList: arns.map((arn) => ({
        ResourceId: arn,
        TagsList: [...trailOf(context, arn).tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }),
  }),
  operation<{ ResourceId: string; TagsList: readonly { Key: string; Value?: string }[] }, unknown>({
    name: 'AddTags',
    permissions: onTrail('AddTags', ({ ResourceId }) => ResourceId),
    run: ({ ResourceId: arn, TagsList: tags }, context) => {
      const trail = ownTrail(context, arn);
      for (const { Key, Value = '' } of tags) trail.tags.set(Key, Value);
      return {};
    },
  }),
];

/** Sets what the input names, after everything was checked. */
function change(trail: TwinTrail, input: TrailInput, context: OperationContext): void {
  const multiRegion = input.IsMultiRegionTrail ?? trail.multiRegion;
  // A trail that is taken back to one Region stops taking global service events (user guide, "Converting a trail").
  const globalServiceEvents =
    input.IncludeGlobalServiceEvents ?? (trail.multiRegion && !multiRegion ? false : trail.globalServiceEvents);
  if (multiRegion && !globalServiceEvents && input.IncludeGlobalServiceEvents === false)
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
  const organization = input.IsOrganizationTrail ?? trail.organization;
  if (organization && context.caller.account.id !== context.state.organization.managementAccountId) {
    throw new AwsError(
      'NotOrganizationMasterAccountException',
      'The AWS account making the request to create or update an organization trail is not the management account for an organization in AWS Organizations.',
    );
  }
  checkLogs(input, trail, context);
  Object.assign(
    trail,
    { multiRegion, globalServiceEvents: multiRegion || globalServiceEvents, organization },
    defined({
      bucket: input.S3BucketName,
      bucketPrefix: input.S3KeyPrefix,
      snsTopic: input.SnsTopicName,
      fileValidation: input.EnableLogFileValidation,
      kmsKeyId: input.KmsKeyId,
      logGroupArn: input.CloudWatchLogsLogGroupArn === '' ? undefined : input.CloudWatchLogsLogGroupArn,
      logsRoleArn: input.CloudWatchLogsRoleArn,
    }),
  );
  // An empty text takes the log group away.
  if (input.CloudWatchLogsLogGroupArn === '') delete trail.logGroupArn;
}

/** The log group must be there, in the trail's account and home Region, and a role must be named that writes to it. */
function checkLogs(
  { CloudWatchLogsLogGroupArn: arn, CloudWatchLogsRoleArn: role }: TrailInput,
  trail: TwinTrail,
  { state }: OperationContext,
): void {
  if (arn === undefined || arn === '') return;
  const { service, region, accountId, resource } = arnParts(arn);
  const [, name] = /^log-group:(.+?)(:\*)?$/.exec(resource) ?? [];
  if (
    service !== 'logs' ||
    name === undefined ||
    accountId !== trail.accountId ||
    region !== trail.homeRegion ||
    !regionAt(state, accountId, region).logGroups.has(name)
  ) {
    throw new AwsError(
      'InvalidCloudWatchLogsLogGroupArnException',
      'CloudTrail cannot validate the specified log group ARN.',
    );
  }
  if ((role ?? trail.logsRoleArn) === undefined)
    throw new AwsError('InvalidCloudWatchLogsRoleArnException', 'You must specify a role ARN as well as a log group.');
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function showStatus(trail: TwinTrail): Record<string, unknown> {
  const at = (instant: number | undefined): Date | undefined => (instant === undefined ? undefined : new Date(instant));
  const text = (instant: number | undefined): string =>
    instant === undefined ? '' : new Date(instant).toISOString().replace(/\.\d{3}/, '');
  return {
    IsLogging: trail.logging,
    StartLoggingTime: at(trail.startedAt),
    StopLoggingTime: at(trail.stoppedAt),
    TimeLoggingStarted: text(trail.startedAt),
    TimeLoggingStopped: text(trail.stoppedAt),
    LatestCloudWatchLogsDeliveryTime: at(trail.logsDeliveredAt),
    LatestCloudWatchLogsDeliveryError: trail.logsDeliveryError,
  };
}
