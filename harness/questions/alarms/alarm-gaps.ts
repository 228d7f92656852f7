/** Which kinds of use, recorded where, nobody would hear of: the chain of alarms walked for a sample of each. Pure. */
import { brokenEvents, brokenLogs, watchingAlarms } from '../../monitoring/alarm-chain.js';
import type { WatchedUse, WatchingAlarm } from '../../monitoring/alarm-chain.js';
import type { Explanation } from '../../causes/explanation.js';
import {
  ALIAS_COOKIE_REGIONS,
  apiCallRecords,
  consoleLoginRecord,
  switchRoleRecords,
} from '../../../monitoring/index.js';
import type { CallerFacts, CloudTrailEvent } from '../../../monitoring/index.js';
import type { AlarmPath, UseKind } from '../../../reports/monitoring-result.js';
import {
  accountsInScope,
  breakGlassUsers,
  management,
  oncePerInspection,
  roleArnIn,
  roleName,
} from '../../configuration/inspected.js';

/** A path over which nothing is heard of a kind of use in these Regions. */
export interface AlarmGap extends Explanation {
  path: AlarmPath;
  /** A switch of roles in the console is a hop too, and shares its gaps. */
  kinds: UseKind[];
  /** False for attempts that are refused, where only these are missed. */
  succeeded: boolean;
  regions: string[];
}

/** Stands in a sentence for the user and the Region that it is about, until it is known whether all have the same gap. */
const WHO = ' by somebody';

const HOP = 'a hop into the break-glass role';
const REFUSED_HOP = 'a refused hop into the break-glass role';
const FAILED_SIGN_IN = 'a failed console sign-in';
/** Stands for those of the two that are missed: a pattern that leaves out failures often leaves out both. */
const FAILURES = 'failures';

interface Seen extends Omit<AlarmGap, 'kinds' | 'regions'> {
  kinds: Set<UseKind>;
  regions: Set<string>;
  users: Set<string>;
}

/** Every gap, one a cause; the sentence names users and Regions only where they make the difference. */
export const alarmGaps = oncePerInspection((inspected): AlarmGap[] => {
  const { name, account } = management(inspected);
  const { organization, watched: read } = inspected.snapshot;
  if (!inspected.file.monitoring || !read.accounts.includes(name)) return [];
  const watched = { accountId: account.id, partition: organization.partition, monitoring: account.monitoring };
  const seen = new Map<string, Seen>();
  for (const { kind, user, use, refused } of sampleUses(inspected)) {
    for (const [path, walk] of [
      ['events', brokenEvents],
      ['logs', brokenLogs],
    ] as const) {
      const broken = walk(watched, use);
      // What nobody hears of when it succeeds needs no second sentence about its failure.
      const missed =
        broken ??
        (refused && inspected.file.monitoring.failures
          ? successOnly(walk(watched, { ...refused, words: `${FAILURES}${WHO}` }))
          : undefined);
      if (!missed) continue;
      const succeeded = broken !== undefined;
      const { awsRegion } = use.record;
      const cause = missed.cause.endsWith(` is in ${awsRegion}`)
        ? missed.cause.slice(0, -awsRegion.length)
        : missed.cause;
      const key = [missed.code, cause, path, succeeded && kind === 'ConsoleLogin', succeeded].join('\u0000');
      const gap = seen.get(key) ?? {
        code: missed.code,
        cause,
        path,
        succeeded,
        kinds: new Set(),
        regions: new Set(),
        users: new Set(),
      };
      gap.kinds.add(kind);
      gap.regions.add(awsRegion);
      gap.users.add(user);
      seen.set(key, gap);
    }
  }
  const everybody = breakGlassUsers(inspected).length;
  return [...seen.values()].map(({ kinds, regions, users, cause, ...gap }) => {
    const who = users.size === everybody ? '' : ` by ${[...users].map((user) => `"${user}"`).join(', ')}`;
    const where = cause.endsWith(' is in ') ? [...regions].join(', ') : '';
    const failures = [
      ...(kinds.has('AssumeRole') ? [REFUSED_HOP] : []),
      ...(kinds.has('ConsoleLogin') ? [FAILED_SIGN_IN] : []),
    ].join(' or ');
    return {
      ...gap,
      cause: `${(gap.succeeded ? cause : cause.replace(FAILURES, failures)).replace(WHO, who)}${where}`,
      kinds: [...kinds],
      regions: [...regions],
    };
  });
});

function successOnly(broken: Explanation | undefined): Explanation | undefined {
  return broken && { ...broken, code: broken.code === 'BG_ALARM_PATTERN' ? 'BG_ALARM_SUCCESS_ONLY' : broken.code };
}

/** Alarms that should ring for some use of break glass. */
export const alarmsOfBreakGlass = oncePerInspection((inspected): WatchingAlarm[] => {
  const { account } = management(inspected);
  const watched = {
    accountId: account.id,
    partition: inspected.snapshot.organization.partition,
    monitoring: account.monitoring,
  };
  const found = sampleUses(inspected).flatMap(({ use }) => watchingAlarms(watched, use.copies));
  return [...new Map(found.map((alarm) => [alarm.arn, alarm])).values()];
});

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
export const sampleUses = oncePerInspection((inspected): SampleUse[] => {
  const { monitoring } = inspected.file;
  const { organization } = inspected.snapshot;
  const { account } = management(inspected);
  const [target = account.id] = accountsInScope(inspected)
    .map((scoped) => scoped.account.id)
    .filter((id) => id !== account.id);
  const logsSeconds = monitoring?.sla.logs ?? 0;
  const newId = (): string => '00000000-0000-0000-0000-000000000000';
  const common = { at: inspected.now, sourceIp: '192.0.2.1', userAgent: 'drill', requestId: newId() };
  const inGlobalPartition = organization.partition === 'aws';
  const pages = inGlobalPartition
    ? [
        { kind: 'global' as const },
        ...ALIAS_COOKIE_REGIONS.map((region) => ({ kind: 'global-with-alias-cookie' as const, region })),
      ]
    : [];
  const regions = new Set([...(monitoring?.regions ?? []), ...(inGlobalPartition ? ['us-east-1'] : [])]);
  const role = {
    id: inspected.snapshot.uniqueIds[roleArnIn(inspected, target)] ?? '',
    name: roleName(inspected),
    arn: roleArnIn(inspected, target),
    accountId: target,
  };
  return breakGlassUsers(inspected).flatMap(({ name, arn, id }): SampleUse[] => {
    const session = { issuedAt: inspected.now, mfa: true };
    const caller: CallerFacts = { kind: 'user', accountId: account.id, userId: id, userName: name, arn, session };
    const other: CallerFacts = {
      kind: 'user',
      accountId: account.id,
      userId: 'AIDAORDINARYUSER00000',
      userName: 'ordinary',
      arn: `arn:${organization.partition}:iam::${account.id}:user/ordinary`,
      session,
    };
    const ordinaryCalls = (region: string): CloudTrailEvent[] => [
      ...apiCallRecords({ ...common, service: 'sts', operation: 'GetCallerIdentity', region, caller: other }, newId),
      ...apiCallRecords(
        {
          ...common,
          service: 'sts',
          operation: 'AssumeRole',
          region,
          caller: other,
          input: {
            RoleArn: `arn:${organization.partition}:iam::${account.id}:role/ordinary`,
            RoleSessionName: 'ordinary',
          },
        },
        newId,
      ),
    ];
    const watchedUse = (
      copies: CloudTrailEvent[],
      words: string,
      ordinary = ordinaryCalls(copies[0]?.awsRegion ?? ''),
    ): WatchedUse | undefined => {
      const record = copies.find(({ recipientAccountId }) => recipientAccountId === account.id);
      return record && { record, copies, ordinary, words: `${words}${WHO}`, logsSeconds };
    };
    const sample = (kind: UseKind, use: WatchedUse | undefined, refused?: WatchedUse): SampleUse[] =>
      use ? [{ kind, user: name, use, ...(refused ? { refused } : {}) }] : [];
    const hop = {
      service: 'sts',
      operation: 'AssumeRole',
      caller,
      input: { RoleArn: role.arn, RoleSessionName: 'drill' },
      resourceAccount: target,
    };
    const denied = {
      error: {
        code: 'AccessDenied',
        message: `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${role.arn}`,
      },
    };
    return [
      ...[...regions].flatMap((region) =>
        sample(
          'AssumeRole',
          watchedUse(apiCallRecords({ ...common, ...hop, region }, newId), HOP),
          watchedUse(apiCallRecords({ ...common, ...hop, ...denied, region }, newId), REFUSED_HOP),
        ),
      ),
      ...pages.flatMap((page) =>
        sample(
          'ConsoleLogin',
          watchedUse(
            [consoleLoginRecord({ who: caller, page, ...common, mfaUsed: true }, newId)],
            'a console sign-in',
            [consoleLoginRecord({ who: other, page, ...common, mfaUsed: true }, newId)],
          ),
          watchedUse(
            [consoleLoginRecord({ who: caller, page, ...common, mfaUsed: false, failed: true }, newId)],
            FAILED_SIGN_IN,
          ),
        ),
      ),
      ...pages.flatMap((page) =>
        sample(
          'SwitchRole',
          watchedUse(switchRoleRecords({ who: caller, page, ...common, role, accessKeyId: '' }, newId), HOP),
        ),
      ),
    ];
  });
});
