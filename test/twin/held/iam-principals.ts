/** What IAM is given about users, groups and roles, and what of it is read. */
import { call, row, arn, TRUST, Tags, READS, DEVICE, deviceCodes, ownDevice, firstKey } from './iam-stage.js';
import type { Row } from './law.js';

const users: Row[] = [
  row('GetUser', { UserName: 'ann' }),
  row('ListUsers', { PathPrefix: '/p/' }),
  row(
    'CreateUser',
    { UserName: 'eve', Path: '/q/', PermissionsBoundary: READS, Tags },
    { read: [call('GetUser', { UserName: 'eve' })] },
  ),
  row(
    'UpdateUser',
    { UserName: 'ann', NewPath: '/q/', NewUserName: 'anna' },
    { read: [call('GetUser', { UserName: 'anna' })] },
  ),
  row('DeleteUser', { UserName: 'bob' }),
  row('GetLoginProfile', { UserName: 'ann' }),
  row(
    'CreateLoginProfile',
    { UserName: 'bob', Password: 'Long enough 2!', PasswordResetRequired: true },
    { read: [call('GetLoginProfile', { UserName: 'bob' })], instead: { Password: 'short' }, acts: ['Password'] },
  ),
  row(
    'UpdateLoginProfile',
    { UserName: 'ann', Password: 'Long enough 2!', PasswordResetRequired: true },
    { read: [call('GetLoginProfile', { UserName: 'ann' })], instead: { Password: 'short' }, acts: ['Password'] },
  ),
  row('DeleteLoginProfile', { UserName: 'ann' }),
  row('ListAccessKeys', { UserName: 'ann' }),
  row('GetAccessKeyLastUsed', (seen) => ({ AccessKeyId: firstKey(seen) })),
  row('CreateAccessKey', { UserName: 'bob' }),
  row('UpdateAccessKey', (seen) => ({ AccessKeyId: firstKey(seen), Status: 'Inactive', UserName: 'ann' }), {
    read: [call('ListAccessKeys', { UserName: 'ann' })],
  }),
  row('DeleteAccessKey', (seen) => ({ AccessKeyId: firstKey(seen), UserName: 'ann' })),
  row('ListMFADevices', { UserName: 'break-glass-1' }),
  row('GetMFADevice', (seen) => ({ SerialNumber: ownDevice(seen).serialNumber, UserName: 'break-glass-1' })),
  row('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' }, { instead: { AssignmentStatus: 'Assigned' } }),
  row(
    'CreateVirtualMFADevice',
    { VirtualMFADeviceName: 'tablet', Path: '/q/', Tags },
    {
      read: [call('ListMFADeviceTags', { SerialNumber: arn('mfa/q/tablet') })],
      acts: ['VirtualMFADeviceName', 'Path'],
    },
  ),
  row('EnableMFADevice', (seen) => deviceCodes(seen, 'EnableMFADevice'), {
    read: [call('ListMFADevices', { UserName: 'ann' })],
    acts: ['AuthenticationCode1', 'AuthenticationCode2'],
  }),
  row('ResyncMFADevice', (seen) => ({
    UserName: 'break-glass-1',
    SerialNumber: ownDevice(seen).serialNumber,
    AuthenticationCode1: ownDevice(seen).code,
    AuthenticationCode2: ownDevice(seen, 1).code,
  })),
  row('DeactivateMFADevice', (seen) => ({
    UserName: 'break-glass-1',
    SerialNumber: ownDevice(seen).serialNumber,
  })),
  row('DeleteVirtualMFADevice', { SerialNumber: DEVICE }),
];

const groups: Row[] = [
  row('ListGroups', { PathPrefix: '/p/' }),
  row('GetGroup', { GroupName: 'staff' }),
  row('ListGroupsForUser', { UserName: 'ann' }),
  row('CreateGroup', { GroupName: 'guests', Path: '/q/' }, { read: [call('GetGroup', { GroupName: 'guests' })] }),
  row(
    'UpdateGroup',
    { GroupName: 'staff', NewPath: '/q/', NewGroupName: 'team' },
    { read: [call('GetGroup', { GroupName: 'team' })] },
  ),
  row('DeleteGroup', { GroupName: 'other' }),
  row('AddUserToGroup', { GroupName: 'staff', UserName: 'bob' }, { read: [call('GetGroup', { GroupName: 'staff' })] }),
  row('RemoveUserFromGroup', { GroupName: 'staff', UserName: 'ann' }),
];

const roles: Row[] = [
  row('GetRole', { RoleName: 'clerk' }),
  row('ListRoles', { PathPrefix: '/p/' }),
  row(
    'CreateRole',
    {
      RoleName: 'guard',
      AssumeRolePolicyDocument: TRUST('444455556666'),
      Path: '/q/',
      Description: 'stands there',
      MaxSessionDuration: 7200,
      PermissionsBoundary: READS,
      Tags,
    },
    { read: [call('GetRole', { RoleName: 'guard' })] },
  ),
  row(
    'UpdateAssumeRolePolicy',
    { RoleName: 'clerk', PolicyDocument: TRUST('444455556666') },
    { read: [call('GetRole', { RoleName: 'clerk' })] },
  ),
  row(
    'UpdateRole',
    { RoleName: 'clerk', Description: 'sits', MaxSessionDuration: 7200 },
    { read: [call('GetRole', { RoleName: 'clerk' })] },
  ),
  row(
    'UpdateRoleDescription',
    { RoleName: 'clerk', Description: 'sits' },
    { read: [call('GetRole', { RoleName: 'clerk' })] },
  ),
  row('DeleteRole', { RoleName: 'porter' }),
  row('GetInstanceProfile', { InstanceProfileName: 'web' }),
  row('ListInstanceProfiles', { PathPrefix: '/p/' }),
  row('ListInstanceProfilesForRole', { RoleName: 'clerk' }),
  row(
    'CreateInstanceProfile',
    { InstanceProfileName: 'farm', Path: '/q/', Tags },
    { read: [call('GetInstanceProfile', { InstanceProfileName: 'farm' })] },
  ),
  row('DeleteInstanceProfile', { InstanceProfileName: 'idle' }),
  row(
    'AddRoleToInstanceProfile',
    { InstanceProfileName: 'idle', RoleName: 'porter' },
    { read: [call('GetInstanceProfile', { InstanceProfileName: 'idle' })] },
  ),
  row('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'web', RoleName: 'clerk' }),
];

export const principals: readonly Row[] = [...users, ...groups, ...roles];
