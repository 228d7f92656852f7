/** Reading managed policies and their versions. */
import { awsManagedPolicies } from '../../access/aws-managed-policies.js';
import type { RequiredPermission } from '../../access/request.js';
import type { TwinEntity, TwinManagedPolicy } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { encodeDocument, showPolicy, showTags, showTime, usesOf } from './api-shapes.js';
import { noSuchEntity, policyOf } from './entities.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { resourceTagKeys } from './permissions.js';

/** What names a managed policy in an input. */
export interface PolicyInput {
  PolicyArn: string;
}

interface ListInput extends PageInput {
  Scope?: 'All' | 'AWS' | 'Local';
  OnlyAttached?: boolean;
  PathPrefix?: string;
  PolicyUsageFilter?: 'PermissionsPolicy' | 'PermissionsBoundary';
}

interface EntitiesInput extends PageInput, PolicyInput {
  EntityFilter?: 'User' | 'Role' | 'Group' | 'LocalManagedPolicy' | 'AWSManagedPolicy';
  PathPrefix?: string;
  PolicyUsageFilter?: 'PermissionsPolicy' | 'PermissionsBoundary';
}

/** A permission on the policy that an input names. */
export const onPolicy =
  (name: string) =>
  ({ PolicyArn }: PolicyInput, { caller }: OperationContext): RequiredPermission[] => [
    {
      action: `iam:${name}`,
      resource: PolicyArn,
      context: resourceTagKeys(caller.account.policies.get(PolicyArn)?.tags ?? new Map()),
    },
  ];

export const managedPolicyOperations = [
  operation<PolicyInput, unknown>({
    name: 'GetPolicy',
    permissions: onPolicy('GetPolicy'),
    run: ({ PolicyArn }, context) => {
      const policy = policyOf(context, PolicyArn);
      return {
        Policy: {
          ...showPolicy(policy, context.caller.account),
          Description: policy.description,
          Tags: showTags(policy.tags),
        },
      };
    },
  }),
  operation<PolicyInput & { VersionId: string }, unknown>({
    name: 'GetPolicyVersion',
    permissions: onPolicy('GetPolicyVersion'),
    run: ({ PolicyArn, VersionId }, context) => {
      const policy = policyOf(context, PolicyArn);
      const version = policy.versions.get(VersionId);
      if (!version) throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`);
      return {
        PolicyVersion: {
          Document: encodeDocument(version.document),
          ...showVersion(policy, VersionId, version.createdAt),
        },
      };
    },
  }),
  operation<PolicyInput & PageInput, unknown>({
    name: 'ListPolicyVersions',
    permissions: onPolicy('ListPolicyVersions'),
    run: (input, context) => {
      const policy = policyOf(context, input.PolicyArn);
      const { items, ...rest } = page([...policy.versions].reverse(), input);
      return { Versions: items.map(([id, { createdAt }]) => showVersion(policy, id, createdAt)), ...rest };
    },
  }),
  operation<ListInput, unknown>({
    name: 'ListPolicies',
    run: (input, context) => {
      const { items, ...rest } = page(wanted(input, context), input);
      return { Policies: items.map((policy) => showPolicy(policy, context.caller.account)), ...rest };
    },
  }),
  operation<EntitiesInput, unknown>({
    name: 'ListEntitiesForPolicy',
    permissions: onPolicy('ListEntitiesForPolicy'),
    run: (input, context) => {
      const { items, ...rest } = page(users(input, context), input);
      const ofKind = (kind: string): { [name: string]: string }[] =>
        items
          .filter((item) => item.kind === kind)
          .map(({ entity }) => ({ [`${kind}Name`]: entity.name, [`${kind}Id`]: entity.id }));
      return { PolicyGroups: ofKind('Group'), PolicyUsers: ofKind('User'), PolicyRoles: ofKind('Role'), ...rest };
    },
  }),
];

/** What a list of versions shows of one. */
export function showVersion(policy: TwinManagedPolicy, id: string, createdAt: number): Record<string, unknown> {
  return { VersionId: id, IsDefaultVersion: id === policy.defaultVersionId, CreateDate: showTime(createdAt) };
}

function wanted(
  { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter: usage }: ListInput,
  { caller: { account }, state }: OperationContext,
): TwinManagedPolicy[] {
  const own = Scope === 'AWS' ? [] : [...account.policies.values()];
  const aws = Scope === 'Local' ? [] : awsManagedPolicies(state.partition);
  return [...own, ...aws].filter((policy) => {
    const { attached, boundaries } = usesOf(account, policy.arn);
    if (!policy.path.startsWith(PathPrefix) || (OnlyAttached && attached.length === 0)) return false;
    return usage === undefined || (usage === 'PermissionsPolicy' ? attached : boundaries).length > 0;
  });
}

/** Who uses a policy, with the word that AWS has for its kind. */
function users(
  { PolicyArn, EntityFilter: filter, PathPrefix = '/', PolicyUsageFilter: usage }: EntitiesInput,
  context: OperationContext,
): { kind: 'Group' | 'User' | 'Role'; entity: TwinEntity }[] {
  const { account } = context.caller;
  const { attached, boundaries } = usesOf(account, policyOf(context, PolicyArn).arn);
  const using = new Set([
    ...(usage === 'PermissionsBoundary' ? [] : attached),
    ...(usage === 'PermissionsPolicy' ? [] : boundaries),
  ]);
  return [...using]
    .map((entity) => ({
      entity,
      kind: entity.id.startsWith('AIDA')
        ? ('User' as const)
        : entity.id.startsWith('AROA')
          ? ('Role' as const)
          : ('Group' as const),
    }))
    .filter(({ entity, kind }) => entity.path.startsWith(PathPrefix) && (filter === undefined || filter === kind));
}
