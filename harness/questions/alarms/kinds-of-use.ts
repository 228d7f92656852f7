/** A sample of each kind of use of break glass, by each user and wherever it is recorded, as CloudTrail would record it. Pure. */
import type { WatchedUse } from '../../monitoring/alarm-chain.js';
import {
  ALIAS_COOKIE_REGIONS,
  apiCallRecords,
  consoleLoginRecord,
  switchRoleRecords,
} from '../../../monitoring/index.js';
import type { CallerFacts, CloudTrailEvent, SignInFacts } from '../../../monitoring/index.js';
import type { UseKind } from '../../../reports/monitoring-result.js';
import {
  accountsInScope,
  breakGlassUsers,
  management,
  oncePerInspection,
  roleArnIn,
  roleName,
} from '../../configuration/inspected.js';

/** Stands in a sentence for the user and the Region that it is about, until it is known whether all have the same gap. */
export const WHO = ' by somebody';

export const REFUSED_HOP = 'a refused hop into the break-glass role';
export const FAILED_SIGN_IN = 'a failed console sign-in';
const HOP = 'a hop into the break-glass role';

/** One kind of use by one user in one Region; `refused` is the same when it fails, where that leaves a record here. */
export interface SampleUse {
  kind: UseKind;
  user: string;
  use: WatchedUse;
  refused?: WatchedUse;
}

/**
 * A hop by each user through each Region of the drill and through the global endpoint of STS, and a sign-in of each and a
 * switch of roles wherever the console records them.
 */
export const kindsOfUse = oncePerInspection((inspected): SampleUse[] => {
  const { monitoring } = inspected.file;
  const { organization } = inspected.snapshot;
  const { account } = management(inspected);
  const [target = account.id] = accountsInScope(inspected)
    .map((scoped) => scoped.account.id)
    .filter((id) => id !== account.id);
  const inGlobalPartition = organization.partition === 'aws';
  const pages: SignInFacts['page'][] = inGlobalPartition
    ? [
        { kind: 'global' },
        ...ALIAS_COOKIE_REGIONS.map((region) => ({ kind: 'global-with-alias-cookie' as const, region })),
      ]
    : [];
  const regions = new Set([...(monitoring?.regions ?? []), ...(inGlobalPartition ? ['us-east-1'] : [])]);
  const shared = {
    accountId: account.id,
    partition: organization.partition,
    role: {
      id: inspected.snapshot.uniqueIds[roleArnIn(inspected, target)] ?? '',
      name: roleName(inspected),
      arn: roleArnIn(inspected, target),
      accountId: target,
    },
    logsSeconds: monitoring?.sla.logs ?? 0,
    call: { at: inspected.now, sourceIp: '192.0.2.1', userAgent: 'drill', requestId: newId() },
  };
  return breakGlassUsers(inspected).flatMap(({ name, arn, id }): SampleUse[] => {
    const by: By = { ...shared, user: { userName: name, arn, userId: id } };
    return [
      ...[...regions].flatMap((region) => hops(by, region)),
      ...pages.flatMap((page) => signIns(by, page)),
      ...pages.flatMap((page) => switches(by, page)),
    ];
  });
});

/** By whom uses are, of which role, and what their records share. */
interface By {
  accountId: string;
  partition: string;
  role: Parameters<typeof switchRoleRecords>[0]['role'];
  logsSeconds: number;
  call: { at: number; sourceIp: string; userAgent: string; requestId: string };
  user: { userName: string; arn: string; userId: string };
}

const newId = (): string => '00000000-0000-0000-0000-000000000000';

function hops(by: By, region: string): SampleUse[] {
  const { call, role, user } = by;
  const hop = {
    ...call,
    service: 'sts',
    operation: 'AssumeRole',
    region,
    caller: callerOf(by, user),
    input: { RoleArn: role.arn, RoleSessionName: 'drill' },
    resourceAccount: role.accountId,
  };
  const error = {
    code: 'AccessDenied',
    message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
  };
  return sample(by, 'AssumeRole', {
    use: watched(by, apiCallRecords(hop, newId), HOP),
    refused: watched(by, apiCallRecords({ ...hop, error }, newId), REFUSED_HOP),
  });
}

function signIns(by: By, page: SignInFacts['page']): SampleUse[] {
  const record = (user: By['user'], how: { mfaUsed: boolean; failed?: boolean }): CloudTrailEvent[] => [
    consoleLoginRecord({ who: callerOf(by, user), page, ...by.call, ...how }, newId),
  ];
  return sample(by, 'ConsoleLogin', {
    use: watched(by, record(by.user, { mfaUsed: true }), 'a console sign-in', record(ordinary(by), { mfaUsed: true })),
    refused: watched(by, record(by.user, { mfaUsed: false, failed: true }), FAILED_SIGN_IN),
  });
}

function switches(by: By, page: SignInFacts['page']): SampleUse[] {
  const facts = { who: callerOf(by, by.user), page, ...by.call, role: by.role, accessKeyId: '' };
  return sample(by, 'SwitchRole', { use: watched(by, switchRoleRecords(facts, newId), HOP) });
}

function sample(
  { user }: By,
  kind: UseKind,
  { use, refused }: { use: WatchedUse | undefined; refused?: WatchedUse | undefined },
): SampleUse[] {
  return use ? [{ kind, user: user.userName, use, ...(refused ? { refused } : {}) }] : [];
}

/** A use that leaves a record in the management account, beside calls there that are none. */
function watched(
  by: By,
  copies: CloudTrailEvent[],
  words: string,
  others = ordinaryCalls(by, copies[0]?.awsRegion ?? ''),
): WatchedUse | undefined {
  const record = copies.find(({ recipientAccountId }) => recipientAccountId === by.accountId);
  return record && { record, copies, ordinary: others, words: `${words}${WHO}`, logsSeconds: by.logsSeconds };
}

function ordinaryCalls(by: By, region: string): CloudTrailEvent[] {
  const call = { ...by.call, service: 'sts', region, caller: callerOf(by, ordinary(by)) };
  const input = {
    RoleArn: `arn:${by.partition}:iam::${by.accountId}:role/ordinary`,
    RoleSessionName: 'ordinary',
  };
  return [
    ...apiCallRecords({ ...call, operation: 'GetCallerIdentity' }, newId),
    ...apiCallRecords({ ...call, operation: 'AssumeRole', input }, newId),
  ];
}

/** A user who is none of break glass. */
function ordinary({ accountId, partition }: By): By['user'] {
  return {
    userId: 'AIDAORDINARYUSER00000',
    userName: 'ordinary',
    arn: `arn:${partition}:iam::${accountId}:user/ordinary`,
  };
}

function callerOf({ accountId, call }: By, user: By['user']): CallerFacts {
  return { kind: 'user', accountId, ...user, session: { issuedAt: call.at, mfa: true } };
}
