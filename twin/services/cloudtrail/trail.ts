/** Trails: which ones an account sees in a Region, finding one by name or ARN, showing one. */
import type { RequiredPermission } from '../../access/request.js';
import type { TwinEventSelector, TwinTrail } from '../../state/monitoring.js';
import { isInOrganization } from '../../state/organization-tree.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';
import { ownArn } from '../shared/own-region.js';

/** Trails of the account, and those of the organization, that are there in the Region; with their replicas unless told otherwise. */
export function visibleTrails({ state, caller, region }: OperationContext, replicas = true): TwinTrail[] {
  return [...state.monitoring.trails.values()].filter((trail) => {
    const own = trail.accountId === caller.account.id;
    if (!own && !(trail.organization && isInOrganization(caller.account))) return false;
    return (own && trail.homeRegion === region) || (replicas && (trail.multiRegion || trail.homeRegion === region));
  });
}

/** The trail of that name or ARN, as the account sees it in the Region. */
function findTrail(context: OperationContext, nameOrArn: string): TwinTrail | undefined {
  return visibleTrails(context).find(({ name, arn }) => arn === nameOrArn || name === nameOrArn);
}

/** The same. Throws `TrailNotFoundException`. */
export function trailOf(context: OperationContext, nameOrArn: string): TwinTrail {
  const trail = findTrail(context, nameOrArn);
  if (!trail)
    throw new AwsError(
      'TrailNotFoundException',
      `Unknown trail: ${arnFor(context, nameOrArn)} for the user: ${context.caller.account.id}`,
    );
  return trail;
}

/** The trail, if it may be changed from here: in its home Region, by the account that owns it. */
export function ownTrail(context: OperationContext, nameOrArn: string): TwinTrail {
  const trail = trailOf(context, nameOrArn);
  if (trail.accountId !== context.caller.account.id) {
    throw new AwsError(
      'NotOrganizationMasterAccountException',
      'The AWS account making the request to create or update an organization trail is not the management account for an organization in AWS Organizations.',
    );
  }
  if (trail.homeRegion !== context.region)
    throw new AwsError(
      'InvalidHomeRegionException',
      `Cannot update trail in region: ${context.region} since it is not its home region: ${trail.homeRegion}.`,
    );
  return trail;
}

/** `cloudtrail:<action>` on the trail that a member of the input names. */
export function onTrail<Input>(
  action: string,
  named: (input: Input) => string,
): (input: Input, context: OperationContext) => RequiredPermission[] {
  return (input, context) => [
    {
      action: `cloudtrail:${action}`,
      resource: findTrail(context, named(input))?.arn ?? arnFor(context, named(input)),
    },
  ];
}

function arnFor(context: OperationContext, nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : ownArn(context, 'cloudtrail', `trail/${nameOrArn}`);
}

export function showTrail(trail: TwinTrail): Record<string, unknown> {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.bucketPrefix,
    SnsTopicARN: trail.snsTopic,
    IncludeGlobalServiceEvents: trail.globalServiceEvents,
    IsMultiRegionTrail: trail.multiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.fileValidation,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.logsRoleArn,
    KmsKeyId: trail.kmsKeyId,
    HasCustomEventSelectors: trail.advancedSelectors !== undefined || !isUsual(trail.selectors),
    HasInsightSelectors: false,
    IsOrganizationTrail: trail.organization,
  };
}

/** What a trail records unless it is told otherwise: all management events. */
export const USUAL_SELECTORS: readonly TwinEventSelector[] = [
  { readWriteType: 'All', managementEvents: true, excluded: [] },
];

function isUsual(selectors: readonly TwinEventSelector[]): boolean {
  return JSON.stringify(selectors) === JSON.stringify(USUAL_SELECTORS);
}
