/** Instance profiles, as far as tools that make roles touch them. */
import { uniqueId } from '../../../base/ids.js';
import type { TwinInstanceProfile } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { showInstanceProfile } from './api-shapes.js';
import { changeable, deleteConflict, noSuchEntity, roleOf } from './entities.js';
import { checkName, checkPath, checkQuota, withTags } from './input-checks.js';
import type { Tag } from './input-checks.js';
import { page } from './paging.js';
import type { PageInput } from './paging.js';
import { iamArn, onEntity, onNew } from './permissions.js';
import { QUOTAS } from './quotas.js';

interface ProfileInput {
  InstanceProfileName: string;
}

type RoleInput = ProfileInput & { RoleName: string };

/** An instance profile of the caller's account. Throws `NoSuchEntity`. */
function profileOf({ caller }: OperationContext, name: string): TwinInstanceProfile {
  const profile = caller.account.instanceProfiles.get(name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

function arnOf({ InstanceProfileName: name }: ProfileInput, context: OperationContext): string {
  return context.caller.account.instanceProfiles.get(name)?.arn ?? iamArn(context, `instance-profile/${name}`);
}

const onProfile = (name: string) => (input: ProfileInput, context: OperationContext) => [
  { action: `iam:${name}`, resource: arnOf(input, context) },
];

export const instanceProfileOperations = [
  operation<ProfileInput, unknown>({
    name: 'GetInstanceProfile',
    permissions: onProfile('GetInstanceProfile'),
    run: ({ InstanceProfileName }, context) => ({
      InstanceProfile: showInstanceProfile(profileOf(context, InstanceProfileName), context),
    }),
  }),
  operation<PageInput & { PathPrefix?: string }, unknown>({
    name: 'ListInstanceProfiles',
    run: (input, context) => {
      const profiles = [...context.caller.account.instanceProfiles.values()].filter(({ path }) =>
        path.startsWith(input.PathPrefix ?? '/'),
      );
      const { items, ...rest } = page(profiles, input);
      return { InstanceProfiles: items.map((profile) => showInstanceProfile(profile, context)), ...rest };
    },
  }),
  operation<PageInput & { RoleName: string }, unknown>({
    name: 'ListInstanceProfilesForRole',
    permissions: onEntity('ListInstanceProfilesForRole', 'role'),
    run: (input, context) => {
      const { name } = roleOf(context, input.RoleName);
      const { items, ...rest } = page(
        [...context.caller.account.instanceProfiles.values()].filter(({ roleName }) => roleName === name),
        input,
      );
      return { InstanceProfiles: items.map((profile) => showInstanceProfile(profile, context)), ...rest };
    },
  }),
  operation<ProfileInput & { Path?: string; Tags?: readonly Tag[] }, unknown>({
    name: 'CreateInstanceProfile',
    permissions: onNew('InstanceProfile', ({ InstanceProfileName, Path = '/' }, context) =>
      iamArn(context, `instance-profile${Path}${InstanceProfileName}`),
    ),
    run: ({ InstanceProfileName: name, Path: path = '/', Tags = [] }, context) => {
      checkName('instanceProfileName', name, 128);
      checkPath(path);
      const tags = withTags(new Map(), Tags);
      const { instanceProfiles } = context.caller.account;
      if ([...instanceProfiles.keys()].some((other) => other.toLowerCase() === name.toLowerCase()))
        throw new AwsError('EntityAlreadyExists', `Instance Profile ${name} already exists.`, 409);
      checkQuota(instanceProfiles.size, 'InstanceProfilesPerAccount', QUOTAS.instanceProfiles);
      const profile: TwinInstanceProfile = {
        name,
        path,
        arn: iamArn(context, `instance-profile${path}${name}`),
        id: uniqueId('AIPA', context.random),
        createdAt: context.clock.now(),
        tags,
      };
      instanceProfiles.set(name, profile);
      return { InstanceProfile: showInstanceProfile(profile, context) };
    },
  }),
  operation<ProfileInput, unknown>({
    name: 'DeleteInstanceProfile',
    permissions: onProfile('DeleteInstanceProfile'),
    run: ({ InstanceProfileName }, context) => {
      if (profileOf(context, InstanceProfileName).roleName !== undefined)
        throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
      context.caller.account.instanceProfiles.delete(InstanceProfileName);
      return {};
    },
  }),
  operation<RoleInput, unknown>({
    name: 'AddRoleToInstanceProfile',
    permissions: (input, context) => [
      { action: 'iam:AddRoleToInstanceProfile', resource: arnOf(input, context) },
      ...onEntity<RoleInput>('PassRole', 'role', () => ({ 'iam:PassedToService': 'ec2.amazonaws.com' }))(
        input,
        context,
      ),
    ],
    run: ({ InstanceProfileName, RoleName }, context) => {
      const profile = profileOf(context, InstanceProfileName);
      const { name } = changeable(context, 'role', RoleName);
      if (profile.roleName !== undefined)
        throw new AwsError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
      profile.roleName = name;
      return {};
    },
  }),
  operation<RoleInput, unknown>({
    name: 'RemoveRoleFromInstanceProfile',
    permissions: onProfile('RemoveRoleFromInstanceProfile'),
    run: ({ InstanceProfileName, RoleName }, context) => {
      const profile = profileOf(context, InstanceProfileName);
      if (profile.roleName !== RoleName) throw noSuchEntity(`The role with name ${RoleName} cannot be found.`);
      delete profile.roleName;
      return {};
    },
  }),
];
