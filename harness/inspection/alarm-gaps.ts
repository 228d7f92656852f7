/** Which kinds of use, recorded where, nobody would hear of: the chain of alarms walked for a sample of each. Pure. */
import { brokenEvents, brokenLogs } from '../causes/alarm-chain.js';
import type { WatchedUse } from '../causes/alarm-chain.js';
import type { Explanation } from '../causes/explanation.js';
import { ALIAS_COOKIE_REGIONS, apiCallRecords, consoleLoginRecord, switchRoleRecords } from '../../monitoring/index.js';
import type { CallerFacts, CloudTrailEvent } from '../../monitoring/index.js';
import type { AlarmPath } from '../monitoring/judge.js';
import type { Inspected } from './rule.js';
import { accountsInScope, breakGlassUsers, management, oncePerInspection, roleArnIn, roleName } from './world.js';

/** A path over which nothing is heard of a use in these Regions. */
export interface AlarmGap extends Explanation {
  path: AlarmPath;
  kind: 'assume-role' | 'sign-in';
  regions: string[];
}

/** Stands in a sentence for the user and the Region that it is about, until it is known whether all have the same gap. */
const WHO = ' by somebody';

const HOP = 'a hop into the break-glass role';

interface Seen extends Explanation {
  path: AlarmPath;
  kind: AlarmGap['kind'];
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
  for (const { kind, user, use } of sampleUses(inspected)) {
    for (const [path, walk] of [['events', brokenEvents], ['logs', brokenLogs]] as const) {
      const broken = walk(watched, use);
      if (!broken) continue;
      const { awsRegion } = use.record;
      const cause = broken.cause.endsWith(` is in ${awsRegion}`) ? broken.cause.slice(0, -awsRegion.length) : broken.cause;
      const key = [broken.code, cause, path, kind].join('\u0000');
      const gap = seen.get(key) ?? { code: broken.code, cause, path, kind, regions: new Set(), users: new Set() };
      gap.regions.add(awsRegion);
      gap.users.add(user);
      seen.set(key, gap);
    }
  }
  const everybody = breakGlassUsers(inspected).length;
  return [...seen.values()].map(({ regions, users, cause, ...gap }) => {
    const who = users.size === everybody ? '' : ` by ${[...users].map((user) => `"${user}"`).join(', ')}`;
    const where = cause.endsWith(' is in ') ? [...regions].join(', ') : '';
    return { ...gap, cause: `${cause.replace(WHO, who)}${where}`, regions: [...regions] };
  });
});

/**
 * A hop by each user through each Region of the drill and through the global endpoint of STS, and a sign-in of each and a
 * switch of roles wherever the console records them.
 */
function sampleUses(inspected: Inspected): { kind: AlarmGap['kind']; user: string; use: WatchedUse }[] {
  const { monitoring } = inspected.file;
  const { organization } = inspected.snapshot;
  const { account } = management(inspected);
  const [target = account.id] = accountsInScope(inspected).map((scoped) => scoped.account.id).filter((id) => id !== account.id);
  const logsSeconds = monitoring?.sla.logs ?? 0;
  const newId = (): string => '00000000-0000-0000-0000-000000000000';
  const common = { at: inspected.now, sourceIp: '192.0.2.1', userAgent: 'drill', requestId: newId() };
  return breakGlassUsers(inspected).flatMap(({ name, arn, id }) => {
    const session = { issuedAt: inspected.now, mfa: true };
    const caller: CallerFacts = { kind: 'user', accountId: account.id, userId: id, userName: name, arn, session };
    const ask = (region: string, RoleArn: string): CloudTrailEvent[] =>
      apiCallRecords({ ...common, service: 'sts', operation: 'AssumeRole', region, caller, input: { RoleArn, RoleSessionName: 'drill' }, resourceAccount: target }, newId);
    const other: CallerFacts = { kind: 'user', accountId: account.id, userId: 'AIDAORDINARYUSER00000', userName: 'ordinary', arn: `arn:${organization.partition}:iam::${account.id}:user/ordinary`, session };
    const ordinary = (region: string): CloudTrailEvent[] => apiCallRecords({ ...common, service: 'sts', operation: 'GetCallerIdentity', region, caller: other }, newId);
    const use = (copies: CloudTrailEvent[], words: string): WatchedUse[] => {
      const record = copies.find(({ recipientAccountId }) => recipientAccountId === account.id);
      return record ? ordinary(record.awsRegion).map((call) => ({ record, copies, ordinary: call, words: `${words}${WHO}`, logsSeconds })) : [];
    };
    const regions = new Set([...(monitoring?.regions ?? []), ...(organization.partition === 'aws' ? ['us-east-1'] : [])]);
    const hops = [...regions].flatMap((region) => use(ask(region, roleArnIn(inspected, target)), HOP).map((one) => ({ kind: 'assume-role' as const, user: name, use: one })));
    const pages = organization.partition === 'aws' ? [{ kind: 'global' as const }, ...ALIAS_COOKIE_REGIONS.map((region) => ({ kind: 'global-with-alias-cookie' as const, region }))] : [];
    const signIns = pages.flatMap((page) => use([consoleLoginRecord({ who: caller, page, ...common, mfaUsed: true }, newId)], 'a console sign-in').map((one) => ({ kind: 'sign-in' as const, user: name, use: one })));
    const role = { id: inspected.snapshot.uniqueIds[roleArnIn(inspected, target)] ?? '', name: roleName(inspected), arn: roleArnIn(inspected, target), accountId: target };
    const switches = pages.flatMap((page) => use(switchRoleRecords({ who: caller, page, ...common, role, accessKeyId: '' }, newId), HOP).map((one) => ({ kind: 'assume-role' as const, user: name, use: one })));
    return [...hops, ...signIns, ...switches];
  });
}
