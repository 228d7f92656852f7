/** All that has tags in an account and a Region, by ARN. */
import type { TwinState } from '../../state/twin-state.js';
import { regionAt } from '../../state/regions.js';
import { resourceArn } from '../organizations/operations-in-common.js';

export interface TaggedResource {
  arn: string;
  /** `service:resourceType`, as filters name it. */
  type: string;
  tags: ReadonlyMap<string, string>;
}

/** What belongs to no Region is shown in this one (Tagging API reference, GetResources; IAM and Organizations are global). */
const GLOBAL: Readonly<Record<TwinState['partition'], string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

/**
 * Resources that have a tag. AWS lists those that had one once, too; users, groups and roles it never lists (Tagging API reference,
 * "Services that support the Resource Groups Tagging API").
 */
export function taggedResources(state: TwinState, accountId: string, region: string): TaggedResource[] {
  const global =
    region === GLOBAL[state.partition] ? [...ofIam(state, accountId), ...ofOrganization(state, accountId)] : [];
  return [...ofRegion(state, accountId, region), ...global]
    .filter(({ tags }) => tags.size > 0)
    .sort((left, right) => (left.arn < right.arn ? -1 : 1));
}

function ofRegion(state: TwinState, accountId: string, region: string): TaggedResource[] {
  const { topics, queues, logGroups, alarms } = regionAt(state, accountId, region);
  const isHere = (resource: { accountId: string }, home: string): boolean =>
    resource.accountId === accountId && home === region;
  const trails = [...state.monitoring.trails.values()].filter((trail) => isHere(trail, trail.homeRegion));
  const keys = [...state.resources.keys.values()].filter((key) => isHere(key, key.region));
  return [
    ...typed('sns:topic', topics.values()),
    ...typed('sqs:queue', queues.values()),
    ...typed('logs:log-group', logGroups.values()),
    ...typed('cloudwatch:alarm', alarms.values()),
    ...typed('cloudtrail:trail', trails),
    ...typed('kms:key', keys),
  ];
}

function ofIam(state: TwinState, accountId: string): TaggedResource[] {
  const account = state.accounts.get(accountId);
  if (!account) return [];
  const devices = [...account.virtualMfaDevices.values()].map(({ serialNumber: arn, tags }) => ({ arn, tags }));
  return [
    ...typed('iam:policy', account.policies.values()),
    ...typed('iam:saml-provider', account.samlProviders.values()),
    ...typed('iam:instance-profile', account.instanceProfiles.values()),
    ...typed('iam:mfa', devices),
  ];
}

function ofOrganization(state: TwinState, accountId: string): TaggedResource[] {
  const { managementAccountId, tags } = state.organization;
  if (accountId !== managementAccountId) return [];
  return [...tags].map(([id, of]) => {
    const arn = resourceArn(state, id);
    return { arn, type: `organizations:${arn.split(':')[5]?.split('/')[0] ?? ''}`, tags: of };
  });
}

function typed(type: string, resources: Iterable<Pick<TaggedResource, 'arn' | 'tags'>>): TaggedResource[] {
  return [...resources].map(({ arn, tags }) => ({ arn, tags, type }));
}
