/**
 * What each kind of request carries (IAM user guide, "AWS global condition context keys", and the table of principal keys in "IAM
 * policy elements: Variables and tags"). What AWS does not send must be absent: that is where real designs fail.
 */
import { organizationPath, ROLE, uniqueId } from './world.js';
import type { callers, World } from './world.js';

/** A key and the value that it has, or `undefined` where it must be absent. */
export interface Row {
  key: string;
  value: string | undefined | ((world: World) => string | Promise<string>);
  /** `StringEquals` unless another is named. */
  operator?: string;
}

const second = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
const absent = (...keys: string[]): Row[] => keys.map((key) => ({ key, value: undefined }));
const aliceId: Row['value'] = (world) => uniqueId(world, 'alice');
/** Sessions are issued when the world begins. */
const issued: Row = { key: 'aws:TokenIssueTime', operator: 'DateEquals', value: second(Date.UTC(2026, 5, 1, 3)) };

const alice: Row[] = [
  { key: 'aws:PrincipalArn', value: 'arn:aws:iam::111122223333:user/people/alice' },
  { key: 'aws:PrincipalType', value: 'User' },
  { key: 'aws:userid', value: aliceId },
  { key: 'aws:username', value: 'alice' },
  { key: 'aws:PrincipalTag/team', value: 'blue' },
];

/** Keys of every request. */
const request: Row[] = [
  { key: 'aws:CurrentTime', operator: 'DateEquals', value: ({ clock }) => second(clock.now()) },
  { key: 'aws:EpochTime', operator: 'NumericEquals', value: ({ clock }) => String(Math.floor(clock.now() / 1000)) },
  { key: 'aws:SecureTransport', operator: 'Bool', value: 'true' },
  { key: 'aws:SourceIp', operator: 'IpAddress', value: '127.0.0.0/8' },
  { key: 'aws:UserAgent', operator: 'StringLike', value: 'aws-sdk-js/3.*' },
  { key: 'aws:RequestedRegion', value: 'eu-west-1' },
  { key: 'aws:PrincipalAccount', value: '111122223333' },
  { key: 'aws:ResourceAccount', value: '111122223333' },
  { key: 'aws:ViaAWSService', operator: 'Bool', value: 'false' },
  { key: 'aws:PrincipalIsAWSService', operator: 'Bool', value: 'false' },
  { key: 'aws:PrincipalOrgID', value: 'o-contextkey' },
  { key: 'aws:ResourceOrgID', value: 'o-contextkey' },
  ...absent(
    'aws:SourceArn',
    'aws:SourceAccount',
    'aws:SourceOrgID',
    'aws:PrincipalServiceName',
    'aws:CalledVia',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:VpcSourceIp',
    'aws:referer',
    'aws:FederatedProvider',
    'aws:SourceIdentity',
    'aws:PrincipalTag/other',
    'aws:RequestTag/team',
    'aws:TagKeys',
    'aws:ResourceTag/team',
  ),
];

const member: Row[] = [
  { key: 'aws:PrincipalAccount', value: '222233334444' },
  { key: 'aws:ResourceAccount', value: '222233334444' },
  { key: 'aws:PrincipalOrgID', value: 'o-contextkey' },
  { key: 'aws:PrincipalOrgPaths', operator: 'ForAnyValue:StringEquals', value: organizationPath() },
  { key: 'aws:ResourceOrgPaths', operator: 'ForAnyValue:StringEquals', value: organizationPath() },
];

/** Rows by caller. */
export const rows: Readonly<Record<keyof typeof callers, readonly Row[]>> = {
  key: [...alice, ...request, ...absent('aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge', 'aws:TokenIssueTime')],
  mfaSession: [
    ...alice,
    { key: 'aws:MultiFactorAuthPresent', operator: 'Bool', value: 'true' },
    { key: 'aws:MultiFactorAuthAge', operator: 'NumericEquals', value: '100' },
    issued,
  ],
  plainSession: [
    ...alice,
    { key: 'aws:MultiFactorAuthPresent', operator: 'Bool', value: 'false' },
    issued,
    ...absent('aws:MultiFactorAuthAge'),
  ],
  role: [
    { key: 'aws:PrincipalArn', value: ROLE },
    { key: 'aws:PrincipalType', value: 'AssumedRole' },
    { key: 'aws:userid', value: async (world) => `${await uniqueId(world, 'Subject')}:test` },
    // The code was for the call that made the session: the session has no MFA of its own.
    { key: 'aws:MultiFactorAuthPresent', operator: 'Bool', value: 'false' },
    issued,
    { key: 'aws:SourceIdentity', value: 'alice' },
    { key: 'aws:PrincipalTag/shift', value: 'night' },
    // The session's tag hides the role's of the same name; the role's others are there.
    { key: 'aws:PrincipalTag/team', value: 'red' },
    { key: 'aws:PrincipalTag/stage', value: 'production' },
    ...member,
    ...absent('aws:username', 'aws:MultiFactorAuthAge', 'aws:FederatedProvider'),
  ],
  root: [
    { key: 'aws:PrincipalArn', value: 'arn:aws:iam::111122223333:root' },
    { key: 'aws:PrincipalType', value: 'Account' },
    { key: 'aws:userid', value: '111122223333' },
    ...absent('aws:username', 'aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge', 'aws:TokenIssueTime'),
  ],
  rootSession: [
    { key: 'aws:PrincipalArn', value: 'arn:aws:iam::111122223333:root' },
    { key: 'aws:PrincipalType', value: 'Account' },
    { key: 'aws:MultiFactorAuthPresent', operator: 'Bool', value: 'false' },
    issued,
    ...absent('aws:username', 'aws:MultiFactorAuthAge'),
  ],
  federated: [
    { key: 'aws:PrincipalArn', value: 'arn:aws:sts::111122223333:federated-user/guest' },
    { key: 'aws:PrincipalType', value: 'FederatedUser' },
    { key: 'aws:userid', value: '111122223333:guest' },
    issued,
    ...absent('aws:username', 'aws:MultiFactorAuthAge'),
  ],
  outsider: [
    { key: 'aws:PrincipalAccount', value: '999900001111' },
    { key: 'aws:PrincipalArn', value: 'arn:aws:iam::999900001111:user/mallory' },
    ...absent('aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:ResourceOrgID', 'aws:ResourceOrgPaths'),
  ],
};
